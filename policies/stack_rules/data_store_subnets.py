"""Stack rule about the subnets of data stores."""

from policies.properties import UNKNOWN, Properties
from policies.resource_types import (
    CACHE_SUBNET_GROUP,
    INTERNET_GATEWAY,
    RDS_SUBNET_GROUP,
    ROUTE,
    ROUTE_TABLE,
    ROUTE_TABLE_ASSOCIATION,
    SUBNET,
    VPN_GATEWAY,
)
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined


@stack_rule("db-subnets-private", about=(RDS_SUBNET_GROUP, CACHE_SUBNET_GROUP))
def has_no_route_to_the_internet(subnet_group: StackResource, stack: Stack) -> Verdict:
    """Judged by the route tables that are associated in this stack."""
    subnets = stack.linked(subnet_group, "subnetIds", SUBNET)
    verdicts = [_judge_subnet(subnet, stack) for subnet in subnets.targets]
    if subnets.undetermined:
        verdicts.append(Undetermined("subnetIds"))
    return combined(verdicts, otherwise=NotApplicable("its subnets are not in this stack"))


def _judge_subnet(subnet: StackResource, stack: Stack) -> Verdict:
    associations = stack.leading_to(subnet, ROUTE_TABLE_ASSOCIATION, "subnetId")
    if not associations.targets and associations.undetermined:
        return Undetermined("subnetId of the route table associations")
    return combined(_judge_association(association, subnet, stack) for association in associations.targets)


def _judge_association(association: StackResource, subnet: StackResource, stack: Stack) -> Verdict:
    tables = stack.linked(association, "routeTableId", ROUTE_TABLE)
    if tables.undetermined:
        return Undetermined(f"routeTableId of {association.name}")
    return combined(_judge_table(table, subnet, stack) for table in tables.targets)


def _judge_table(table: StackResource, subnet: StackResource, stack: Stack) -> Verdict:
    routes = stack.leading_to(table, ROUTE, "routeTableId")
    verdicts = [_judge_route(route, route.properties, table, subnet, stack) for route in routes.targets]
    if routes.undetermined:
        verdicts.append(Undetermined("routeTableId of the routes"))
    inline = table.properties.items("routes")
    for route in () if inline is UNKNOWN else inline:
        if route is not UNKNOWN:
            verdicts.append(_judge_route(table, route, table, subnet, stack))
    if inline is UNKNOWN:
        verdicts.append(Undetermined(f"routes of {table.name}"))
    return combined(verdicts)


def _judge_route(
    owner: StackResource, route: Properties, table: StackResource, subnet: StackResource, stack: Stack
) -> Verdict:
    """`owner` is the resource whose property the route is: the route itself, or a table with inline routes."""
    public = Violation(f'subnet "{subnet.name}" is public: route table "{table.name}" routes to an internet gateway')
    gateway = route.text("gatewayId")
    if gateway is None:
        return COMPLIANT
    if gateway is not UNKNOWN:
        return public if gateway.startswith("igw-") else COMPLIANT
    path = route.where("gatewayId")
    if stack.linked(owner, path, INTERNET_GATEWAY).targets:
        return public
    if stack.linked(owner, path, VPN_GATEWAY).targets:
        return COMPLIANT
    return Undetermined(f"{path} of {owner.name}")
