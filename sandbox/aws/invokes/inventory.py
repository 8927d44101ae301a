"""What exists for a call: what is deployed, and what every account has from the start."""

from sandbox.aws.account import existing as present_from_the_start
from sandbox.aws.invokes.call import Call
from sandbox.aws.model import Deployed

# Resources of AWS's own that a Pulumi type adopts stand beside the type that creates such a thing.
_SAME_THING = {
    "aws:ec2/vpc:Vpc": ("aws:ec2/defaultVpc:DefaultVpc",),
    "aws:ec2/subnet:Subnet": ("aws:ec2/defaultSubnet:DefaultSubnet",),
    "aws:ec2/securityGroup:SecurityGroup": ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",),
    "aws:ec2/routeTable:RouteTable": ("aws:ec2/defaultRouteTable:DefaultRouteTable",),
    "aws:ec2/networkAcl:NetworkAcl": ("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",),
    "aws:ec2/vpcDhcpOptions:VpcDhcpOptions": ("aws:ec2/defaultVpcDhcpOptions:DefaultVpcDhcpOptions",),
    "aws:kms/key:Key": (
        "aws:kms/externalKey:ExternalKey",
        "aws:kms/replicaKey:ReplicaKey",
        "aws:kms/replicaExternalKey:ReplicaExternalKey",
    ),
    "aws:ec2/instance:Instance": ("aws:ec2/spotInstanceRequest:SpotInstanceRequest",),
    "aws:ec2/ami:Ami": (
        "aws:ec2/amiCopy:AmiCopy",
        "aws:ec2/amiFromInstance:AmiFromInstance",
    ),
}


def existing(call: Call, *types: str) -> list[Deployed]:
    """The resources of these types in the call's account and region; a deployed one hides a pre-existing twin."""
    wanted = [same for type in types for same in (type, *_SAME_THING.get(type, ()))]
    deployed = call.cloud.all(*wanted)
    known = {found.id for found in deployed}
    domains = {_domain(found) for found in deployed} - {""}
    return deployed + [
        found
        for found in present_from_the_start(call.place, *wanted)
        if found.id not in known and _domain(found) not in domains
    ]


def _domain(found: Deployed) -> str:
    """The domain of a hosted zone or certificate, of which a deployed one takes the pre-existing one's place."""
    name = {"aws:route53/zone:Zone": "name", "aws:acm/certificate:Certificate": "domainName"}.get(found.type)
    return text(found, name).rstrip(".").lower() if name else ""


def one(call: Call, type: str, id: str) -> Deployed | None:
    """The resource of a type by id, ARN or name, None when there is none."""
    return next((found for found in existing(call, type) if id in names_of(found)), None)


def names_of(deployed: Deployed) -> set[str]:
    """Every text by which AWS knows the resource: its id, ARN and name."""
    keys = ("id", "arn", "name", "identifier")
    return {deployed.id} | {value for key in keys if isinstance(value := deployed.properties.get(key), str) and value}


def text(deployed: Deployed, name: str, default: str = "") -> str:
    """A text property of a resource."""
    value = deployed.properties.get(name)
    return value if isinstance(value, str) else default


def tags_of(deployed: Deployed) -> dict[str, str]:
    """The tags that the resource carries, default tags included."""
    merged: dict[str, str] = {}
    for key in ("tags", "tagsAll"):
        value = deployed.properties.get(key)
        if isinstance(value, dict):
            merged.update({name: item for name, item in value.items() if isinstance(item, str)})
    return merged
