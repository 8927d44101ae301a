"""The subnets of `awsx:ec2:Vpc` with their route tables, NAT gateways and routes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pulumi

from sandbox.awsx.arguments import VpcArguments
from sandbox.awsx.children import Child, merged_tags
from sandbox.awsx.input_error import InputError
from sandbox.awsx.network import layout_rules, naming
from sandbox.awsx.network.ipv6 import subnet_range
from sandbox.awsx.network.subnet_spec import SubnetSpec

TAGS = "tags"

_ANYWHERE = "0.0.0.0/0"


@dataclass(frozen=True, slots=True)
class PlannedSubnet:
    """A subnet that is to be registered; the range is an output when AWS chooses the VPC's."""

    zone: int
    spec: SubnetSpec
    cidr_block: "pulumi.Input[str]"


@dataclass(frozen=True, slots=True)
class BuiltSubnet:
    """A registered subnet with its route table."""

    plan: PlannedSubnet
    subnet: Child
    route_table: Child


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all tiers of a VPC share. `tags` are those of the VPC itself: its name and the program's tags."""

    name: str
    arguments: VpcArguments
    zones: tuple[str, ...]
    tags: "pulumi.Input[object]"
    vpc: Child
    internet_gateway: Child


@dataclass(slots=True)
class Tiers:
    """Registers subnets one after the other, zone by zone and public ones first, and keeps what it registered."""

    around: Surroundings
    subnets: list[BuiltSubnet] = field(default_factory=list)
    associations: list[Child] = field(default_factory=list)
    routes: list[Child] = field(default_factory=list)
    nat_gateways: list[Child] = field(default_factory=list)
    eips: list[Child] = field(default_factory=list)

    def subnets_of(self, kind: str) -> list[Child]:
        """The subnets of a type, given in lower case."""
        return [built.subnet for built in self.subnets if built.plan.spec.kind == kind]

    def register(self, plan: PlannedSubnet, number: int) -> None:
        """A subnet with its route table and its way out; `number` counts the subnets for their IPv6 ranges."""
        name = naming.logical_name(self.around.name, plan.spec, plan.zone)
        subnet = self._register_subnet(name, plan, number)
        route_table = self._child(
            "aws:ec2/routeTable:RouteTable",
            name,
            {"vpcId": self.around.vpc.id, TAGS: merged_tags(self.around.tags, self._subnet_tags(plan))},
            parent=subnet,
        )
        association = self._child(
            "aws:ec2/routeTableAssociation:RouteTableAssociation",
            name,
            {"routeTableId": route_table.id, "subnetId": subnet.id},
            parent=route_table,
        )
        self.subnets.append(BuiltSubnet(plan, subnet, route_table))
        self.associations.append(association)
        self._register_way_out(name, plan, subnet, route_table)

    def _register_subnet(self, name: str, plan: PlannedSubnet, number: int) -> Child:
        vpc = self.around.vpc
        assigned = self._assigns_ipv6(plan)
        return self._child(
            "aws:ec2/subnet:Subnet",
            name,
            {
                "vpcId": vpc.id,
                "availabilityZone": self.around.zones[plan.zone],
                "mapPublicIpOnLaunch": plan.spec.kind == "public",
                "cidrBlock": plan.cidr_block,
                "assignIpv6AddressOnCreation": assigned,
                "ipv6CidrBlock": pulumi.Output.all(vpc.output("ipv6CidrBlock"), assigned).apply(
                    lambda both: _ipv6_range(both[0], bool(both[1]), number)
                ),
                TAGS: merged_tags(self.around.tags, self._spec_input(plan, TAGS), self._subnet_tags(plan)),
            },
            parent=vpc,
        )

    def _register_way_out(self, name: str, plan: PlannedSubnet, subnet: Child, route_table: Child) -> None:
        strategy = self.around.arguments.nat.strategy
        if plan.spec.kind == "public":
            if layout_rules.wants_nat(strategy, len(self.nat_gateways), plan.zone):
                self._register_nat_gateway(subnet, plan.zone)
            self._register_route(name, route_table, "gatewayId", self.around.internet_gateway)
        elif plan.spec.kind == "private" and strategy.lower() != "none":
            gateway = self.nat_gateways[0 if strategy.lower() == "single" else plan.zone]
            self._register_route(name, route_table, "natGatewayId", gateway)

    def _register_nat_gateway(self, subnet: Child, zone: int) -> None:
        name = f"{self.around.name}-{zone + 1}"
        arguments = self.around.arguments
        tags = merged_tags(arguments.inputs.given(TAGS), {"Name": name})
        if arguments.nat.allocation_ids:
            allocation_id = arguments.nat.allocation_ids[zone]
        else:
            eip = self._child("aws:ec2/eip:Eip", name, {TAGS: tags}, parent=subnet, outputs=("allocationId",))
            self.eips.append(eip)
            allocation_id = eip.output("allocationId")
        self.nat_gateways.append(
            self._child(
                "aws:ec2/natGateway:NatGateway",
                name,
                {"subnetId": subnet.id, "allocationId": allocation_id, TAGS: tags},
                parent=subnet,
            )
        )

    def _register_route(self, name: str, route_table: Child, key: str, target: Child) -> None:
        inputs: dict[str, pulumi.Input[object] | None] = {
            "routeTableId": route_table.id,
            key: target.id,
            "destinationCidrBlock": _ANYWHERE,
        }
        self.routes.append(self._child("aws:ec2/route:Route", name, inputs, parent=route_table))

    def _child(
        self,
        resource_type: str,
        name: str,
        inputs: "dict[str, pulumi.Input[object] | None]",
        parent: Child,
        outputs: Sequence[str] = (),
    ) -> Child:
        given = {"region": self.around.arguments.inputs.given("region"), **inputs}
        return Child(resource_type, name, given, parent=parent, depends_on=(parent,), outputs=outputs)

    def _spec_input(self, plan: PlannedSubnet, key: str) -> "pulumi.Input[object] | None":
        return None if plan.spec.entry is None else self.around.arguments.spec_inputs[plan.spec.entry].given(key)

    def _subnet_tags(self, plan: PlannedSubnet) -> dict[str, str]:
        strategy = self.around.arguments.name_tag_strategy
        name = naming.name_tag(self.around.name, plan.spec, plan.zone, self.around.zones[plan.zone], strategy)
        return {"Name": name, "SubnetType": plan.spec.type}

    def _assigns_ipv6(self, plan: PlannedSubnet) -> "pulumi.Input[object]":
        own = self._spec_input(plan, "assignIpv6AddressOnCreation")
        general = self.around.arguments.inputs.given("assignGeneratedIpv6CidrBlock")
        if isinstance(own, pulumi.Output) or isinstance(general, pulumi.Output):
            return pulumi.Output.all(own, general).apply(_first_given)
        return _first_given((own, general))


def _first_given(values: Sequence[object]) -> object:
    return next((value for value in values if value is not None), False)


def _ipv6_range(vpc_range: str | None, assigned: bool, number: int) -> str | None:
    if not assigned:
        return None
    if not vpc_range:
        raise InputError(
            "A subnet has assignIpv6AddressOnCreation, but the VPC has no IPv6 range; set assignGeneratedIpv6CidrBlock "
            "to true or give ipv6CidrBlock."
        )
    return subnet_range(vpc_range, number)
