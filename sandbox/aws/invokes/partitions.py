"""Partitions, ARNs, service principals, and the accounts and addresses of AWS itself."""

from collections.abc import Mapping
from types import MappingProxyType

from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.model import DNS_SUFFIXES, AwsError, partition_of
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()

# Services whose principal carries the suffix of the China partition there.
# Source: the principals that AWS's China documentation gives for these services.
_CHINESE_PRINCIPALS = frozenset({"codedeploy", "ec2", "elasticmapreduce", "logs"})

# Source: AWS Billing user guide, the account that delivers detailed billing reports.
_BILLING_ACCOUNT = "386209384616"

# An excerpt of https://ip-ranges.amazonaws.com/ip-ranges.json: large, long-standing blocks by service and region.
_PUBLISHED_RANGES: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("cloudfront", "global"): ("120.52.22.96/27", "205.251.249.0/24", "180.163.57.128/26", "204.246.168.0/22"),
        ("ec2", "ap-south-1"): ("13.126.0.0/15", "13.232.0.0/14", "65.0.0.0/14"),
        ("ec2", "eu-central-1"): ("3.120.0.0/14", "18.184.0.0/15", "52.28.0.0/16"),
        ("ec2", "eu-west-1"): ("34.240.0.0/13", "52.16.0.0/15", "54.72.0.0/15"),
        ("ec2", "us-east-1"): ("3.80.0.0/12", "34.192.0.0/12", "54.80.0.0/13"),
        ("ec2", "us-west-2"): ("34.208.0.0/12", "52.24.0.0/14", "54.184.0.0/13"),
        ("route53_healthchecks", "us-east-1"): ("107.23.255.0/26", "54.243.31.192/26"),
        ("s3", "eu-west-1"): ("52.218.0.0/17", "3.5.64.0/21"),
        ("s3", "us-east-1"): ("52.216.0.0/15", "54.231.0.0/16"),
    }
)


@FUNCTIONS.answers("aws:index/getPartition:getPartition")
def partition(arguments: Arguments, call: Call) -> Properties:
    """The partition of the call's region."""
    suffix = call.place.dns_suffix
    return {
        "id": call.place.partition,
        "partition": call.place.partition,
        "dnsSuffix": suffix,
        "reverseDnsPrefix": ".".join(reversed(suffix.split("."))),
    }


@FUNCTIONS.answers("aws:index/getArn:getArn")
def arn(arguments: Arguments, call: Call) -> Properties:
    """An ARN taken apart."""
    parts = arn_parts(arguments.text("arn"), "arn")
    return {
        "id": arguments.text("arn"),
        "partition": parts[1],
        "service": parts[2],
        "region": parts[3],
        "account": parts[4],
        "resource": parts[5],
    }


@FUNCTIONS.answers("aws:index/arnParse:arnParse")
def arn_parse(arguments: Arguments, call: Call) -> Properties:
    """An ARN taken apart, as the provider's own function names the parts."""
    parts = arn(arguments, call)
    return {**parts, "accountId": parts["account"]}


def arn_parts(text: str, property: str) -> list[str]:
    """The six fields of an ARN. Raises `AwsError` when the text is none."""
    parts = text.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn":
        raise AwsError(
            "InvalidArgument",
            f'"{text}" is not an ARN: write arn:partition:service:region:account:resource.',
            property,
        )
    return parts


@FUNCTIONS.answers("aws:index/getServicePrincipal:getServicePrincipal")
def service_principal(arguments: Arguments, call: Call) -> Properties:
    """The principal by which a service appears in policies."""
    name, region = arguments.text("serviceName"), call.place.region
    chinese = partition_of(region) == "aws-cn" and name in _CHINESE_PRINCIPALS
    suffix = DNS_SUFFIXES["aws-cn" if chinese else "aws"]
    return {"id": f"{name}.{region}.{suffix}", "name": f"{name}.{suffix}", "suffix": suffix, "serviceName": name}


@FUNCTIONS.answers("aws:index/getBillingServiceAccount:getBillingServiceAccount")
def billing_service_account(arguments: Arguments, call: Call) -> Properties:
    """The account of AWS that writes billing reports."""
    return {"id": _BILLING_ACCOUNT, "arn": call.place.arn("iam", "root", region="", account=_BILLING_ACCOUNT)}


@FUNCTIONS.answers("aws:index/getDefaultTags:getDefaultTags")
def default_tags(arguments: Arguments, call: Call) -> Properties:
    """The default tags of the provider that is asked."""
    return {"id": call.place.partition, "tags": dict(call.default_tags)}


@FUNCTIONS.answers("aws:index/getIpRanges:getIpRanges")
def ip_ranges(arguments: Arguments, call: Call) -> Properties:
    """Some of the address blocks that AWS publishes for services and regions."""
    services = [name.lower() for name in arguments.texts("services")]
    regions = [name.lower() for name in arguments.texts("regions")]
    blocks: list[Value] = [
        block
        for (service, region), published in _PUBLISHED_RANGES.items()
        if ("amazon" in services or service in services) and (not regions or region in regions)
        for block in published
    ]
    if not blocks:
        known = ", ".join(f"{service} in {region}" for service, region in _PUBLISHED_RANGES)
        raise AwsError(
            "NoIpRanges",
            f"No IP ranges result from services {services} and regions {regions or 'all'}: the sandbox knows {known}.",
            "services",
        )
    return {"id": "1700000000", "syncToken": 1700000000, "createDate": "2023-11-14-22-13-20", "cidrBlocks": blocks}
