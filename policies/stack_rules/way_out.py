"""Stack rule about the way out of private subnets."""

from policies.conditions import is_given
from policies.environment import Environment
from policies.properties import UNKNOWN
from policies.resource_types import NAT_GATEWAY, ROUTE, ROUTE_TABLE, ROUTE_TABLE_ASSOCIATION, SUBNET
from policies.rule import Context
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined


@stack_rule_in_context("nat-per-az", about=(SUBNET,))
def leaves_through_its_own_zone(subnet: StackResource, stack: Stack, context: Context) -> Verdict:
    """Judged by the route tables that are associated in this stack."""
    if context.environment is Environment.DEV:
        return NotApplicable("one way out is enough in dev")
    associations = stack.leading_to(subnet, ROUTE_TABLE_ASSOCIATION, "subnetId")
    tables = [stack.linked(found, "routeTableId", ROUTE_TABLE) for found in associations.targets]
    routes = [stack.leading_to(table, ROUTE, "routeTableId") for found in tables for table in found.targets]
    verdicts = [_judge_route(route, subnet, stack) for found in routes for route in found.targets]
    if any(found.undetermined for found in (associations, *tables, *routes)):
        verdicts.append(Undetermined("routeTableId of its routes"))
    return combined(verdicts, otherwise=NotApplicable("no route of this stack leads out of it"))


@stack_rule_in_context("nat-per-az", about=(NAT_GATEWAY,))
def costs_once_in_dev(gateway: StackResource, stack: Stack, context: Context) -> Verdict:
    """The opposite in dev: each further gateway costs as much as a small database and saves nobody."""
    if context.environment is not Environment.DEV:
        return NotApplicable("only dev saves gateways")
    others = [found for found in stack.of_type(NAT_GATEWAY) if _is_public(found)]
    if not _is_public(gateway) or gateway is others[0]:
        return COMPLIANT
    return Violation(f"it is one of {len(others)} NAT gateways, and one is enough in dev")


def _is_public(gateway: StackResource) -> bool:
    """A private gateway joins networks and is no way out."""
    return gateway.properties.text("connectivityType") != "private"


def _judge_route(route: StackResource, subnet: StackResource, stack: Stack) -> Verdict:
    gateways = stack.linked(route, "natGatewayId", NAT_GATEWAY)
    if not is_given(route.properties, "natGatewayId") or not gateways.targets:
        return Undetermined(f"natGatewayId of {route.name}") if gateways.undetermined else NotApplicable("no NAT route")
    return combined(_judge_gateway(gateway, subnet, stack) for gateway in gateways.targets)


def _judge_gateway(gateway: StackResource, subnet: StackResource, stack: Stack) -> Verdict:
    if gateway.properties.get("availabilityMode") == "regional":
        return COMPLIANT
    places = stack.linked(gateway, "subnetId", SUBNET)
    zones = {place.properties.text("availabilityZone") for place in places.targets}
    own = subnet.properties.text("availabilityZone")
    if places.undetermined or UNKNOWN in zones or own is UNKNOWN or own is None:
        return Undetermined(f"subnetId of {gateway.name}" if own is not UNKNOWN else "availabilityZone")
    if own in zones:
        return COMPLIANT
    return Violation(f'it is in {own}, its NAT gateway "{gateway.name}" in {", ".join(sorted(map(str, zones)))}')
