"""What an AWS account holds before anything is deployed in it, as the sandbox's accounts hold it.

Every account has, with ids derived from account and region, so that they never change:

- `network`: in each region a default VPC 172.31.0.0/16 with a public /20 subnet a zone, internet gateway, main route
  table, default security group, network ACL and DHCP options;
- `prefix_lists`: the managed prefix lists of S3, DynamoDB and CloudFront's origin-facing servers;
- `encryption`: the AWS managed keys `alias/aws/<service>`;
- `identities`: the IAM user `sandbox` that makes the calls, and the service-linked roles of the common services;
- `managed_policies`: the AWS managed policies `arn:aws:iam::aws:policy/...`;
- `organization`: an AWS Organization whose management account it is, and its IAM Identity Center instance;
- `domains`: the public hosted zone `example.com` and an issued certificate for it and `*.example.com`, and the zones
  that the stack's configuration names by id;
- `delivery`: CloudFront's managed cache, origin request and response headers policies;
- `defaults`: the `default` event bus, the `primary` Athena workgroup and RDS's default parameter groups.

None of this is in the cloud file: it can be read, referred to and adopted, but neither changed nor deleted.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from sandbox.aws.model import Deployed, Place

_SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "aws:ec2/vpc:Vpc": "network",
        "aws:ec2/subnet:Subnet": "network",
        "aws:ec2/internetGateway:InternetGateway": "network",
        "aws:ec2/routeTable:RouteTable": "network",
        "aws:ec2/securityGroup:SecurityGroup": "network",
        "aws:ec2/networkAcl:NetworkAcl": "network",
        "aws:ec2/vpcDhcpOptions:VpcDhcpOptions": "network",
        "aws:ec2/managedPrefixList:ManagedPrefixList": "prefix_lists",
        "aws:kms/alias:Alias": "encryption",
        "aws:kms/key:Key": "encryption",
        "aws:iam/user:User": "identities",
        "aws:iam/role:Role": "identities",
        "aws:iam/policy:Policy": "managed_policies",
        "aws:organizations/organization:Organization": "organization",
        "aws:organizations/account:Account": "organization",
        "aws:route53/zone:Zone": "domains",
        "aws:acm/certificate:Certificate": "domains",
        "aws:cloudfront/cachePolicy:CachePolicy": "delivery",
        "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": "delivery",
        "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": "delivery",
        "aws:cloudwatch/eventBus:EventBus": "defaults",
        "aws:athena/workgroup:Workgroup": "defaults",
        "aws:rds/parameterGroup:ParameterGroup": "defaults",
        "aws:rds/clusterParameterGroup:ClusterParameterGroup": "defaults",
    }
)


def existing(place: Place, *types: str) -> list[Deployed]:
    """What the account has of these types in the region from the start; every type when none is named."""
    wanted = types or tuple(_SOURCES)
    modules = dict.fromkeys(_SOURCES[type] for type in wanted if type in _SOURCES)
    return [found for module in modules for found in _resources(module)(place) if found.type in wanted]


def find(place: Place, type: str, id: str) -> Deployed | None:
    """The pre-existing resource of a type by id or ARN, None when the account has none."""
    matches = (found for found in existing(place, type) if id in (found.id, found.properties.get("arn")))
    return next(matches, None)


def _resources(module: str) -> Callable[[Place], list[Deployed]]:
    resources: Callable[[Place], list[Deployed]] = import_module(f"{__name__}.{module}").resources
    return resources
