"""What EC2 refuses of a network when it sees what exists: missing parts, blocks that clash, things used twice."""

from typing import Final

from sandbox.aws.model import Deployed, Request
from sandbox.aws.rules.addresses import network
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import (
    GROUPS,
    ROUTE_TABLES,
    SUBNETS,
    VPCS,
    existing,
    lookup,
    missing,
    same_named,
    text,
    vpc_of,
)
from sandbox.aws.rules.rule import refuses_to_create, refuses_to_deploy
from sandbox.aws.rules.types import (
    EGRESS_RULE,
    EIP,
    EIP_ASSOCIATION,
    FLOW_LOG,
    INGRESS_RULE,
    INSTANCE,
    INTERNET_GATEWAY,
    INTERNET_GATEWAY_ATTACHMENT,
    NAT_GATEWAY,
    NETWORK_ACL,
    NETWORK_INTERFACE,
    ROUTE,
    ROUTE_TABLE,
    ROUTE_TABLE_ASSOCIATION,
    SECURITY_GROUP,
    SECURITY_GROUP_RULE,
    SUBNET,
    VPC_CIDR_ASSOCIATION,
    VPC_ENDPOINT,
)
from sandbox.values import Properties

_API: Final = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/"
_ERRORS: Final = _API + "errors-overview.html"
_KEY_PAIR: Final = "aws:ec2/keyPair:KeyPair"
_LAUNCH_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
_IN_A_VPC: Final = (
    *(SUBNET, SECURITY_GROUP, INTERNET_GATEWAY, INTERNET_GATEWAY_ATTACHMENT, ROUTE_TABLE, NETWORK_ACL, VPC_ENDPOINT),
    *(FLOW_LOG, VPC_CIDR_ASSOCIATION),
)


@refuses_to_deploy(*_IN_A_VPC, code="InvalidVpcID.NotFound", source=_ERRORS)
def the_vpc_exists(inputs: Given, request: Request) -> Failures:
    """In the account and region, or shared with it."""
    yield from missing(inputs["vpcId"], request, VPCS, "The vpc ID")


@refuses_to_deploy(
    *(NAT_GATEWAY, INSTANCE, NETWORK_INTERFACE, VPC_ENDPOINT, ROUTE_TABLE_ASSOCIATION, NETWORK_ACL, FLOW_LOG),
    code="InvalidSubnetID.NotFound",
    source=_ERRORS,
)
def the_subnet_exists(inputs: Given, request: Request) -> Failures:
    """In the account and region, or shared with it."""
    for name in ("subnetId", "subnetIds"):
        yield from missing(inputs[name], request, SUBNETS, "The subnet ID")


@refuses_to_deploy(
    *(INSTANCE, NETWORK_INTERFACE, VPC_ENDPOINT, SECURITY_GROUP_RULE, INGRESS_RULE, EGRESS_RULE),
    code="InvalidGroup.NotFound",
    source=_ERRORS,
)
def the_security_group_exists(inputs: Given, request: Request) -> Failures:
    """Groups of peered VPCs may be given as ACCOUNT/GROUP."""
    names = ["vpcSecurityGroupIds", "securityGroupId", "sourceSecurityGroupId", "referencedSecurityGroupId"]
    names += ["securityGroupIds"] if request.type == VPC_ENDPOINT else []
    names += ["securityGroups"] if request.type == NETWORK_INTERFACE else []
    for name in names:
        for group in inputs[name].items:
            if "/" not in (group.text or ""):
                yield from missing(group, request, GROUPS, "The security group")


@refuses_to_deploy(ROUTE, ROUTE_TABLE_ASSOCIATION, VPC_ENDPOINT, code="InvalidRouteTableID.NotFound", source=_ERRORS)
def the_route_table_exists(inputs: Given, request: Request) -> Failures:
    """A VPC's main route table included."""
    mains = {text(vpc, name) for vpc in _vpcs(request) for name in ("mainRouteTableId", "defaultRouteTableId")}
    for name in ("routeTableId", "routeTableIds"):
        for table in inputs[name].items:
            if table.text not in mains:
                yield from missing(table, request, ROUTE_TABLES, "The routeTable ID")


@refuses_to_create(SUBNET, code="InvalidSubnet.Range", source=_API + "API_CreateSubnet.html")
def a_subnet_lies_inside_its_vpc(subnet: Given, request: Request) -> Failures:
    """Inside one of the VPC's blocks."""
    block, vpc = network(subnet["cidrBlock"].text), lookup(request, subnet["vpcId"].text or "", *VPCS)
    if block is None or vpc is None:
        return
    blocks = [found for found in map(network, _blocks(vpc, request)) if found is not None]
    if blocks and not any(block.version == whole.version and block.subnet_of(whole) for whole in blocks):  # type: ignore[arg-type]
        listed = ", ".join(map(str, blocks))
        yield subnet["cidrBlock"].refuse(
            f"The CIDR '{block}' is invalid: it isn't inside its VPC's {listed}; move it there"
        )


@refuses_to_create(SUBNET, code="InvalidSubnet.Conflict", source=_API + "API_CreateSubnet.html")
def subnets_of_a_vpc_do_not_overlap(subnet: Given, request: Request) -> Failures:
    """Each address belongs to one subnet."""
    block = network(subnet["cidrBlock"].text)
    for other in existing(request.cloud, request.place, *SUBNETS):
        taken = network(text(other, "cidrBlock"))
        if block is None or taken is None or text(other, "vpcId") != subnet["vpcId"].text:
            continue
        if block.overlaps(taken):
            yield subnet["cidrBlock"].refuse(
                f"The CIDR '{block}' conflicts with another subnet: {other.id} has {taken}; choose a free block"
            )


@refuses_to_create(SECURITY_GROUP, code="InvalidGroup.Duplicate", source=_ERRORS)
def security_groups_of_a_vpc_have_different_names(group: Given, request: Request) -> Failures:
    """Names are told apart by case."""
    for other in existing(request.cloud, request.place, *GROUPS):
        if text(other, "name") == group["name"].text and text(other, "vpcId") == group["vpcId"].text:
            yield group["name"].refuse(
                f"The security group '{group['name'].text}' already exists for VPC '{group['vpcId'].text}'; rename one"
            )


@refuses_to_create(SECURITY_GROUP_RULE, INGRESS_RULE, EGRESS_RULE, code="InvalidPermission.Duplicate", source=_ERRORS)
def a_security_group_has_each_rule_once(rule: Given, request: Request) -> Failures:
    """Same direction, protocol, ports and peer; descriptions don't tell rules apart."""
    wanted = _permission(request.type, request.inputs)
    for other in request.cloud.where(request.type, securityGroupId=rule["securityGroupId"].text):
        if _permission(other.type, other.properties) == wanted:
            yield rule["securityGroupId"].refuse(
                f"the specified rule already exists: {other.id} of {rule['securityGroupId'].text}; remove one of them"
            )


@refuses_to_create(ROUTE, code="RouteAlreadyExists", source=_ERRORS)
def a_route_table_has_one_route_for_a_destination(route: Given, request: Request) -> Failures:
    """Whatever the target; the VPC's own block has a local route."""
    for name in ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"):
        if route[name].text is None:
            continue
        for other in request.cloud.where(ROUTE, routeTableId=route["routeTableId"].text):
            if text(other, name) == route[name].text:
                yield route[name].refuse(
                    f"The route identified by {route[name].text} already exists in {route['routeTableId'].text}; "
                    "remove one of them"
                )


@refuses_to_create(ROUTE_TABLE_ASSOCIATION, code="Resource.AlreadyAssociated", source=_ERRORS)
def a_subnet_has_one_route_table(association: Given, request: Request) -> Failures:
    """Associated explicitly."""
    subnet = association["subnetId"]
    for other in request.cloud.where(ROUTE_TABLE_ASSOCIATION, subnetId=subnet.text) if subnet.text else ():
        yield subnet.refuse(
            f"the specified association for route table {association['routeTableId'].text} conflicts with an existing "
            f"association: {subnet.text} has {text(other, 'routeTableId')}; remove one of them"
        )


@refuses_to_create(ROUTE_TABLE_ASSOCIATION, code="InvalidParameterValue", source=_API + "API_AssociateRouteTable.html")
def a_route_table_and_its_subnet_share_a_vpc(association: Given, request: Request) -> Failures:
    """Route tables don't reach into other VPCs."""
    table = lookup(request, association["routeTableId"].text or "", *ROUTE_TABLES)
    here, there = text(table, "vpcId"), vpc_of(request, association["subnetId"].text or "")
    if here and there and here != there:
        yield association["subnetId"].refuse(
            f"Route table {association['routeTableId'].text} and subnet {association['subnetId'].text} belong to "
            f"different networks ({here} and {there}); use those of one VPC"
        )


@refuses_to_create(
    INTERNET_GATEWAY,
    INTERNET_GATEWAY_ATTACHMENT,
    code="InvalidParameterValue",
    source=_API + "API_AttachInternetGateway.html",
)
def a_vpc_has_one_internet_gateway(gateway: Given, request: Request) -> Failures:
    """Attached at creation or later."""
    vpc = gateway["vpcId"]
    if vpc.text is None:
        return
    attached = [
        found for found in existing(request.cloud, request.place, INTERNET_GATEWAY) if text(found, "vpcId") == vpc.text
    ]
    attached += request.cloud.where(INTERNET_GATEWAY_ATTACHMENT, vpcId=vpc.text)
    others = [
        found
        for found in attached
        if gateway["internetGatewayId"].text not in (found.id, text(found, "internetGatewayId"))
    ]
    if others:
        yield vpc.refuse(f"Network {vpc.text} already has an internet gateway attached: {others[0].id}; use that one")


@refuses_to_create(NAT_GATEWAY, code="InvalidAllocationID.NotFound", source=_ERRORS)
def the_elastic_ip_of_a_nat_gateway_exists(gateway: Given, request: Request) -> Failures:
    """By its allocation id."""
    yield from missing(gateway["allocationId"], request, (EIP,), "The allocation ID")


@refuses_to_create(NAT_GATEWAY, code="Resource.AlreadyAssociated", source=_ERRORS)
def the_elastic_ip_of_a_nat_gateway_is_free(gateway: Given, request: Request) -> Failures:
    """Neither another NAT gateway nor an instance has it."""
    allocation = gateway["allocationId"]
    if allocation.text is None:
        return
    users = request.cloud.where(NAT_GATEWAY, allocationId=allocation.text)
    users += request.cloud.where(EIP_ASSOCIATION, allocationId=allocation.text)
    if users:
        yield allocation.refuse(
            f"Elastic IP address [{allocation.text}] is already associated with {users[0].id}; allocate another"
        )


@refuses_to_create(INSTANCE, code="InvalidParameter", source=_ERRORS)
def an_instance_and_its_groups_share_a_vpc(instance: Given, request: Request) -> Failures:
    """Subnet and security groups."""
    vpc = vpc_of(request, instance["subnetId"].text or "")
    for group in instance["vpcSecurityGroupIds"].items:
        other = text(lookup(request, group.text or "", *GROUPS), "vpcId")
        if vpc and other and vpc != other:
            yield group.refuse(
                f"Security group {group.text} and subnet {instance['subnetId'].text} belong to different networks; "
                f"use a group of {vpc}"
            )


@refuses_to_create(VPC_ENDPOINT, code="InvalidParameter", source=_API + "API_CreateVpcEndpoint.html")
def private_dns_needs_dns_in_the_vpc(endpoint: Given, request: Request) -> Failures:
    """Both enableDnsSupport and enableDnsHostnames."""
    vpc = lookup(request, endpoint["vpcId"].text or "", *VPCS)
    if vpc is None or not endpoint["privateDnsEnabled"].true:
        return
    if vpc.get("enableDnsSupport") is False or vpc.get("enableDnsHostnames") is not True:
        yield endpoint["privateDnsEnabled"].refuse(
            "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for "
            f"{vpc.id}; set them, or leave private DNS off"
        )


@refuses_to_create(_KEY_PAIR, code="InvalidKeyPair.Duplicate", source=_ERRORS)
def key_pairs_have_different_names(pair: Given, request: Request) -> Failures:
    """In a region."""
    if same_named(request, "keyName", _KEY_PAIR):
        yield pair["keyName"].refuse(f"The keypair '{pair['keyName'].text}' already exists; choose another name")


@refuses_to_create(_LAUNCH_TEMPLATE, code="InvalidLaunchTemplateName.AlreadyExistsException", source=_ERRORS)
def launch_templates_have_different_names(template: Given, request: Request) -> Failures:
    """In a region."""
    if same_named(request, "name", _LAUNCH_TEMPLATE):
        yield template["name"].refuse(f"Launch template name already in use: '{template['name'].text}'; choose another")


def _vpcs(request: Request) -> list[Deployed]:
    return existing(request.cloud, request.place, *VPCS)


def _blocks(vpc: Deployed, request: Request) -> list[str]:
    """The primary and the associated IPv4 blocks of a VPC."""
    associated = request.cloud.where(VPC_CIDR_ASSOCIATION, vpcId=vpc.id)
    return [block for block in (text(vpc, "cidrBlock"), *(text(found, "cidrBlock") for found in associated)) if block]


def _permission(type: str, rule: Properties) -> tuple[object, ...]:
    """What tells a rule of a security group from another one."""
    protocol = str(rule.get("ipProtocol") or rule.get("protocol") or "").lower()
    ports = () if protocol in ("-1", "all") else (rule.get("fromPort"), rule.get("toPort"))
    peers = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId", "sourceSecurityGroupId", "self")
    listed: list[tuple[str, ...]] = []
    for name in ("cidrBlocks", "ipv6CidrBlocks", "prefixListIds"):
        value = rule.get(name)
        listed.append(tuple(sorted(map(str, value))) if isinstance(value, list) else ())
    return (type, rule.get("type"), protocol, ports, *(rule.get(name) or None for name in peers), *listed)
