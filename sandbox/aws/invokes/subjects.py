"""Which resource types a function looks up."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sandbox.schema import Index

# Functions whose name is not `get` and the name of the type, singular or plural.
_TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "apigateway/getKey": ("aws:apigateway/apiKey:ApiKey",),
        "appintegrations/getEventIntegration": ("aws:appintegrations/eventIntegration:EventIntegration",),
        "appmesh/getMesh": ("aws:appmesh/mesh:Mesh",),
        "dynamodb/getTables": ("aws:dynamodb/table:Table",),
        "ebs/getEbsVolumes": ("aws:ebs/volume:Volume",),
        "ebs/getSnapshotIds": ("aws:ebs/snapshot:Snapshot", "aws:ebs/snapshotCopy:SnapshotCopy"),
        "ec2/getElasticIp": ("aws:ec2/eip:Eip",),
        "ec2/getEips": ("aws:ec2/eip:Eip",),
        "ec2/getHosts": ("aws:ec2/dedicatedHost:DedicatedHost",),
        "ec2/getTransitGatewayRouteTables": ("aws:ec2transitgateway/routeTable:RouteTable",),
        "ec2transitgateway/getVpnAttachment": ("aws:ec2/vpnConnection:VpnConnection",),
        "ec2transitgateway/getAttachment": ("aws:ec2transitgateway/vpcAttachment:VpcAttachment",),
        "ec2transitgateway/getAttachments": ("aws:ec2transitgateway/vpcAttachment:VpcAttachment",),
        "msk/getBootstrapBrokers": ("aws:msk/cluster:Cluster",),
        "waf/getIpset": ("aws:waf/ipSet:IpSet",),
        "wafregional/getIpset": ("aws:wafregional/ipSet:IpSet",),
        "vpc/getEndpointAssociations": ("aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",),
        "iam/getUserSshKey": ("aws:iam/sshKey:SshKey",),
        "lb/getLbs": ("aws:lb/loadBalancer:LoadBalancer",),
        "location/getRouteCalculator": ("aws:location/routeCalculation:RouteCalculation",),
        "quicksight/getQuicksightAnalysis": ("aws:quicksight/analysis:Analysis",),
        "quicksight/getQuicksightGroup": ("aws:quicksight/group:Group",),
        "quicksight/getQuicksightUser": ("aws:quicksight/user:User",),
        "route53/getQueryLogConfig": ("aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig",),
        "s3/getBucketReplicationConfiguration": ("aws:s3/bucketReplicationConfig:BucketReplicationConfig",),
        "s3/getObjects": ("aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/bucketObject:BucketObject"),
        "s3/getObject": ("aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/bucketObject:BucketObject"),
        "s3/getBucketObjects": ("aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/bucketObject:BucketObject"),
        "s3/getBucketObject": ("aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/bucketObject:BucketObject"),
        "s3control/getAccessPoints": ("aws:s3/accessPoint:AccessPoint",),
        "s3/getAccessPoint": ("aws:s3/accessPoint:AccessPoint",),
        "servicediscovery/getDnsNamespace": (
            "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
            "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace",
        ),
        "vpc/getSecurityGroupRule": (
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        ),
        "vpc/getSecurityGroupRules": (
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        ),
        "vpn/getConnection": ("aws:ec2/vpnConnection:VpnConnection",),
        "wafregional/getRateBasedMod": ("aws:wafregional/rateBasedRule:RateBasedRule",),
        "ec2/getInstances": ("aws:ec2/instance:Instance",),
    }
)

# Functions that give several things of one resource.
_OF_ONE = frozenset({"msk/getBootstrapBrokers"})

# Modules whose functions look up what an older module name creates.
_MODULES = MappingProxyType({"alb": "lb"})


@dataclass(frozen=True, slots=True)
class Subject:
    """What a function looks up: resource types, their common name, and whether the function lists."""

    types: tuple[str, ...]
    noun: str
    plural: bool


def subject_of(token: str, index: Index) -> Subject | None:
    """The resource types that a function looks up, None when its name tells none that the SDK has."""
    service, _, rest = token.partition(":")[2].partition("/")
    name = rest.partition(":")[2]
    base = name.removeprefix("get")
    listed = _TYPES.get(f"{service}/{name}")
    if listed is not None:
        return Subject(listed, base, base.endswith("s") and f"{service}/{name}" not in _OF_ONE)
    module = _MODULES.get(service, service)
    for form in (base, *singulars(base)):
        token_of_type = f"aws:{module}/{form[:1].lower()}{form[1:]}:{form}"
        resource = index.resource(token_of_type)
        if resource is not None:
            return Subject((resource.token,), form, form != base)
    return None


def singulars(name: str) -> list[str]:
    """The words that a plural can stand for, the likeliest first."""
    if name.endswith("ies"):
        return [name[:-3] + "y", name[:-1]]
    if re.search(r"(ss|us|x|ch|sh)es$", name):
        return [name[:-2], name[:-1]]
    return [name[:-1]] if name.endswith("s") else []
