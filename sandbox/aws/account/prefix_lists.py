"""The prefix lists that AWS manages.

Source: Amazon VPC user guide, "Available AWS-managed prefix lists". The ids of the S3 and DynamoDB lists differ by
region; those of the regions without an entry here are derived from the region's name. Blocks are an excerpt.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sandbox.aws.model import Deployed, Generator, Place
from sandbox.values import Properties, Value

_KNOWN_IDS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("s3", "us-east-1"): "pl-63a5400a",
        ("s3", "us-east-2"): "pl-7ba54012",
        ("s3", "us-west-1"): "pl-6ba54002",
        ("s3", "us-west-2"): "pl-68a54001",
        ("s3", "eu-west-1"): "pl-6da54004",
        ("s3", "eu-central-1"): "pl-6ea54007",
        ("s3", "ap-south-1"): "pl-78a54011",
        ("dynamodb", "us-east-1"): "pl-02cd2c6b",
        ("dynamodb", "us-west-2"): "pl-00a54069",
        ("dynamodb", "eu-west-1"): "pl-6fa54006",
        ("dynamodb", "eu-central-1"): "pl-66a5400f",
        ("cloudfront", "us-east-1"): "pl-3b927c52",
        ("cloudfront", "us-west-2"): "pl-82a045eb",
        ("cloudfront", "eu-west-1"): "pl-4fa04526",
        ("cloudfront", "eu-central-1"): "pl-a3a144ca",
        ("cloudfront", "ap-south-1"): "pl-9aa247f3",
    }
)

_BLOCKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "s3": ("52.216.0.0/15", "54.231.0.0/16", "3.5.0.0/19"),
        "dynamodb": ("52.94.0.0/22", "52.119.224.0/20"),
        "cloudfront": ("120.52.22.96/27", "205.251.249.0/24", "204.246.168.0/22", "130.176.0.0/17"),
    }
)


def resources(place: Place) -> list[Deployed]:
    """The prefix lists of the region."""
    names = {
        "s3": f"com.amazonaws.{place.region}.s3",
        "dynamodb": f"com.amazonaws.{place.region}.dynamodb",
        "cloudfront": "com.amazonaws.global.cloudfront.origin-facing",
    }
    return [_list(place, service, name) for service, name in names.items()]


def _list(place: Place, service: str, name: str) -> Deployed:
    derived = f"pl-{Generator(f'{place.region}/{service}').hex(8)}"
    id = _KNOWN_IDS.get((service, place.region), derived)
    entries: list[Value] = [{"cidr": block, "description": ""} for block in _BLOCKS[service]]
    state: Properties = {
        "addressFamily": "IPv4",
        "arn": place.arn("ec2", f"prefix-list/{id}", account="aws"),
        "cidrBlocks": list(_BLOCKS[service]),
        "entries": entries,
        "maxEntries": 0,
        "name": name,
        "ownerId": "AWS",
        "region": place.region,
        "tags": {},
        "version": 0,
    }
    return Deployed("aws:ec2/managedPrefixList:ManagedPrefixList", id, place, state, seed="")
