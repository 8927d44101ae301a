"""The VPC endpoints of `awsx:ec2:Vpc`."""

from collections.abc import Sequence
from typing import TypeAlias

import pulumi

from sandbox.awsx.children import Child, merged_tags
from sandbox.awsx.endpoint_rules import PASSED_ON, Endpoint
from sandbox.awsx.tiers import BuiltSubnet, Tiers

_PREFERRED = ("private", "isolated", "public")
_HTTPS = 443
_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
_Given: TypeAlias = "pulumi.Input[object] | None"


def register_endpoints(endpoints: Sequence[Endpoint], tiers: Tiers, component: pulumi.Resource) -> list[Child]:
    """An endpoint per entry; Auto fills in subnets, route tables, a security group and private DNS names."""
    around = tiers.around
    registered: list[Child] = []
    for endpoint in endpoints:
        given: dict[str, _Given] = {key: endpoint.inputs.given(key) for key in PASSED_ON}
        if given["region"] is None:
            given["region"] = around.arguments.inputs.given("region")
        if around.arguments.endpoint_strategy == "Legacy":
            _warn_incomplete(endpoint, component)
        elif endpoint.kind == "interface":
            _complete_interface(given, endpoint, tiers)
        elif endpoint.kind == "gateway" and given["routeTableIds"] is None:
            given["routeTableIds"] = [built.route_table.id for built in tiers.subnets]
        given["tags"] = merged_tags(around.tags, given["tags"])
        given["vpcId"] = around.vpc.id
        registered.append(Child(_ENDPOINT, endpoint.service, given, parent=around.vpc, depends_on=(around.vpc,)))
    return registered


def _complete_interface(given: dict[str, _Given], endpoint: Endpoint, tiers: Tiers) -> None:
    if given["subnetIds"] is None and given["subnetConfigurations"] is None:
        given["subnetIds"] = [subnet.id for subnet in _one_per_zone(tiers.subnets)]
    if given["privateDnsEnabled"] is None:
        given["privateDnsEnabled"] = True
    if given["securityGroupIds"] is None:
        tags = merged_tags(tiers.around.tags, given["tags"])
        group = _register_security_group(endpoint, given["region"], tiers.around.vpc, tags)
        given["securityGroupIds"] = [group.id]


def _one_per_zone(subnets: Sequence[BuiltSubnet]) -> list[Child]:
    chosen: list[Child] = []
    for zone in sorted({built.plan.zone for built in subnets}):
        own = [built for built in subnets if built.plan.zone == zone]
        chosen.append(min(own, key=lambda built: _PREFERRED.index(built.plan.spec.kind)).subnet)
    return chosen


def _register_security_group(endpoint: Endpoint, region: _Given, vpc: Child, tags: "pulumi.Input[object]") -> Child:
    group = Child(
        "aws:ec2/securityGroup:SecurityGroup",
        f"{endpoint.service}-sg",
        {"region": region, "vpcId": vpc.id, "tags": tags},
        parent=vpc,
        depends_on=(vpc,),
    )
    Child(
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        f"{endpoint.service}-ingress",
        {
            "region": region,
            "type": "ingress",
            "securityGroupId": group.id,
            "protocol": "tcp",
            "fromPort": _HTTPS,
            "toPort": _HTTPS,
            "cidrBlocks": [vpc.output("cidrBlock")],
            "ipv6CidrBlocks": [vpc.output("ipv6CidrBlock")] if _speaks_ipv6(endpoint) else None,
        },
        parent=vpc,
        depends_on=(group,),
    )
    return group


def _speaks_ipv6(endpoint: Endpoint) -> bool:
    kind = endpoint.inputs.given("ipAddressType")
    return isinstance(kind, str) and kind.lower() in ("ipv6", "dualstack")


def _warn_incomplete(endpoint: Endpoint, component: pulumi.Resource) -> None:
    missing = None
    if endpoint.kind == "interface":
        if endpoint.inputs.given("subnetIds") is None and endpoint.inputs.given("subnetConfigurations") is None:
            missing = "subnetIds or subnetConfigurations, so no subnet can reach it"
    elif endpoint.kind == "gateway" and endpoint.inputs.given("routeTableIds") is None:
        missing = "routeTableIds, so no route leads to it"
    if missing:
        pulumi.log.warn(
            f"The {endpoint.kind} endpoint {endpoint.service!r} has no {missing}; add them or set vpcEndpointStrategy "
            "to 'Auto'.",
            component,
        )
