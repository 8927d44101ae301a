"""EC2: security groups and their rules."""

import zlib

from sandbox.aws.computed.addresses import default_security_group, default_vpc
from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties, Value


@computes("aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")
def security_group(creation: Creation) -> Computed:
    """A security group, or the adoption of a VPC's default one."""
    vpc_id = creation.text("vpcId") or default_vpc(creation)
    standard = creation.resource.class_name == "DefaultSecurityGroup"
    id = (default_security_group(creation, vpc_id) if standard else "") or creation.prefixed("sg")
    properties: Properties = {
        "arn": creation.arn("ec2", f"security-group/{id}"),
        "ownerId": creation.account,
        "vpcId": vpc_id,
        "egress": _rules(creation, "egress"),
        "ingress": _rules(creation, "ingress"),
    }
    if standard:
        properties |= {"name": "default", "namePrefix": "", "description": "default VPC security group"}
    else:
        properties["description"] = creation.text("description", "Managed by Pulumi")
    return Computed(id, properties)


def _rules(creation: Creation, name: str) -> Value:
    """Inline rules with every field that the provider reads back."""
    rules: list[Value] = []
    for rule in creation.objects(name):
        complete: Properties = {
            "cidrBlocks": [],
            "description": "",
            "ipv6CidrBlocks": [],
            "prefixListIds": [],
            "securityGroups": [],
            "self": False,
        }
        rules.append(complete | {key: value for key, value in rule.items() if value is not None})
    return rules


@computes("aws:ec2/securityGroupRule:SecurityGroupRule")
def security_group_rule(creation: Creation) -> Computed:
    """A rule of the older kind; its id is a checksum of what it says."""
    parts = ("securityGroupId", "type", "protocol", "fromPort", "toPort", "cidrBlocks", "ipv6CidrBlocks")
    sources = ("prefixListIds", "sourceSecurityGroupId", "self")
    text = "-".join(str(creation.inputs.get(part)) for part in (*parts, *sources))
    several = sum(len(creation.texts(name)) for name in ("cidrBlocks", "ipv6CidrBlocks", "prefixListIds")) > 1
    return Computed(
        f"sgrule-{zlib.crc32(text.encode())}",
        {
            "securityGroupRuleId": "" if several else creation.prefixed("sgr"),
            "sourceSecurityGroupId": creation.text("sourceSecurityGroupId"),
        },
    )


@computes(
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
)
def security_group_single_rule(creation: Creation) -> Computed:
    """A rule of the newer kind, one source or destination each."""
    id = creation.prefixed("sgr")
    return Computed(id, {"arn": creation.arn("ec2", f"security-group-rule/{id}"), "securityGroupRuleId": id})


@computes("aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment")
def interface_security_group(creation: Creation) -> Computed:
    """The attachment of a security group to a network interface."""
    return Computed(f"{creation.text('securityGroupId')}_{creation.text('networkInterfaceId')}")
