"""`awsx:ec2:Vpc`: the network and everything in it, registered with the engine."""

import json
from collections.abc import Sequence

import pulumi

from sandbox.awsx.arguments import PASSED_ON, VpcArguments, read_arguments
from sandbox.awsx.children import Child, merged_tags
from sandbox.awsx.endpoint_rules import Endpoint, dns_attributes, read_endpoints
from sandbox.awsx.endpoints import register_endpoints
from sandbox.awsx.input_error import InputError
from sandbox.awsx.inputs import Inputs
from sandbox.awsx.lookups import zone_names
from sandbox.awsx.network import layout, layout_rules, naming
from sandbox.awsx.network.block import parse_block
from sandbox.awsx.network.subnet_spec import UNUSED, Placement
from sandbox.awsx.tiers import TAGS, PlannedSubnet, Surroundings, Tiers

TYPE = "awsx:ec2:Vpc"

_BUILD_ORDER = {"public": 0, "private": 1, "isolated": 2}


class Vpc(pulumi.ComponentResource):
    """The component; its constructor registers it and all its children."""

    def __init__(self, name: str, inputs: Inputs, options: pulumi.ResourceOptions | None) -> None:
        arguments = read_arguments(inputs)
        endpoints = read_endpoints(arguments)
        super().__init__(TYPE, name, dict(inputs), options)
        zones = _zones(arguments, self)
        request = _layout_request(name, arguments, zones)
        _warn(arguments, request, self)
        tags = merged_tags({"Name": name}, arguments.inputs.given(TAGS))
        if isinstance(arguments.cidr_block, str):
            placements = layout.plan(request, parse_block(arguments.cidr_block, "cidrBlock"))
            planned = [PlannedSubnet(zone, spec, str(block)) for zone, spec, block in placements]
            self._layout: pulumi.Input[object] = layout.resolve(request, placements)
            self._vpc = _register_vpc(name, arguments, endpoints, tags, self)
        else:
            outline = layout.outline(request)
            self._vpc = _register_vpc(name, arguments, endpoints, tags, self)
            placed = self._vpc.output("cidrBlock").apply(
                lambda text: layout.plan(request, parse_block(text, "cidrBlock"))
            )
            planned = [
                PlannedSubnet(zone, spec, _range_of(placed, position)) for position, (zone, spec) in enumerate(outline)
            ]
            self._layout = placed.apply(lambda placements: layout.resolve(request, placements))
        self._internet_gateway = _register_internet_gateway(name, arguments, tags, self._vpc)
        self._tiers = Tiers(Surroundings(name, arguments, zones, tags, self._vpc, self._internet_gateway))
        _register_tiers(self._tiers, planned, len(zones))
        self._endpoints = register_endpoints(endpoints, self._tiers, component=self)
        self.register_outputs({})

    def state(self) -> dict[str, object]:
        """The component's outputs by their camelCase names."""
        tiers = self._tiers
        groups = {kind: tiers.subnets_of(kind) for kind in _BUILD_ORDER}
        return {
            "vpc": self._vpc,
            "vpcId": self._vpc.id,
            "internetGateway": self._internet_gateway,
            "subnets": [built.subnet for built in tiers.subnets],
            **{f"{kind}Subnets": subnets for kind, subnets in groups.items()},
            **{f"{kind}SubnetIds": [subnet.id for subnet in subnets] for kind, subnets in groups.items()},
            "routeTables": [built.route_table for built in tiers.subnets],
            "routeTableAssociations": tiers.associations,
            "routes": tiers.routes,
            "natGateways": tiers.nat_gateways,
            "eips": tiers.eips,
            "vpcEndpoints": self._endpoints,
            "subnetLayout": self._layout,
        }


def _zones(arguments: VpcArguments, component: pulumi.Resource) -> tuple[str, ...]:
    zones = arguments.zone_names
    if zones is None:
        region = arguments.inputs.given("region")
        if region is not None and not isinstance(region, str):
            raise InputError(
                "region is an output while availabilityZoneNames is not given; list the zones, or give the region as "
                "plain text so that its zones can be looked up."
            )
        zones = zone_names(arguments.zone_count, region, component)
    if arguments.name_tag_strategy == "AvailabilityZone":
        naming.refuse_equal_suffixes(zones)
    return zones


def _layout_request(name: str, arguments: VpcArguments, zones: Sequence[str]) -> layout.LayoutRequest:
    nat = arguments.nat
    layout_rules.refuse_odd_addresses(nat.strategy, len(nat.allocation_ids), len(zones))
    return layout.request_layout(
        name, arguments.strategy, len(zones), nat.strategy, arguments.specs, arguments.zone_mask
    )


def _warn(arguments: VpcArguments, request: layout.LayoutRequest, component: pulumi.Resource) -> None:
    for sentence in arguments.ignored:
        pulumi.log.warn(sentence, component)
    if request.specs is None or arguments.strategy != "Legacy":
        return
    if request.specs.explicit:
        pulumi.log.warn(
            "subnetSpecs lists cidrBlocks, which subnetStrategy 'Legacy' (the default) doesn't look at; set "
            "subnetStrategy to 'Auto' or 'Exact' for these ranges to be used.",
            component,
        )
    elif not arguments.strategy_given and isinstance(arguments.cidr_block, str):
        placements = layout.plan(request, parse_block(arguments.cidr_block, "cidrBlock"))
        pulumi.log.warn(
            "subnetStrategy is not given and stands for 'Legacy', which the next major version of awsx changes to "
            "'Auto'. Give it explicitly; with 'Auto' the same subnets are the subnetSpecs "
            f"{json.dumps(layout.resolve(request, placements))}.",
            component,
        )


def _register_vpc(
    name: str,
    arguments: VpcArguments,
    endpoints: Sequence[Endpoint],
    tags: "pulumi.Input[object]",
    component: pulumi.Resource,
) -> Child:
    inputs = {key: arguments.inputs.given(key) for key in PASSED_ON}
    inputs.update(dns_attributes(arguments, endpoints))
    return Child(
        "aws:ec2/vpc:Vpc",
        name,
        {**inputs, "cidrBlock": arguments.cidr_block, TAGS: tags},
        parent=component,
        outputs=("cidrBlock", "ipv6CidrBlock"),
    )


def _register_internet_gateway(name: str, arguments: VpcArguments, tags: "pulumi.Input[object]", vpc: Child) -> Child:
    return Child(
        "aws:ec2/internetGateway:InternetGateway",
        name,
        {"region": arguments.inputs.given("region"), "vpcId": vpc.id, TAGS: tags},
        parent=vpc,
        depends_on=(vpc,),
    )


def _register_tiers(tiers: Tiers, planned: Sequence[PlannedSubnet], zone_count: int) -> None:
    """Zone by zone; within a zone public subnets come first, since private ones route through their NAT gateways."""
    for zone in range(zone_count):
        wanted = [plan for plan in planned if plan.zone == zone and plan.spec.type != UNUSED]
        wanted.sort(key=lambda plan: _BUILD_ORDER[plan.spec.kind])
        for position, plan in enumerate(wanted):
            tiers.register(plan, zone + position * zone_count)


def _range_of(placed: "pulumi.Output[list[Placement]]", position: int) -> "pulumi.Output[str]":
    return placed.apply(lambda placements: str(placements[position].block))
