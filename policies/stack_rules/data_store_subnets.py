"""Stack rules about the subnets of data stores and services."""

from policies.properties import UNKNOWN, Properties
from policies.resource_types import (
    CACHE_SERVERLESS,
    CACHE_SUBNET_GROUP,
    ECS_SERVICE,
    INTERNET_GATEWAY,
    RDS_SUBNET_GROUP,
    ROUTE,
    ROUTE_TABLE,
    ROUTE_TABLE_ASSOCIATION,
    SUBNET,
    VPC,
    VPN_GATEWAY,
)
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

_MAIN_ASSOCIATION = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"
DEFAULT_ROUTE_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable"

DATA_STORE_PLACES = (
    RDS_SUBNET_GROUP,
    CACHE_SUBNET_GROUP,
    CACHE_SERVERLESS,
    "aws:docdb/subnetGroup:SubnetGroup",
    "aws:neptune/subnetGroup:SubnetGroup",
    "aws:memorydb/subnetGroup:SubnetGroup",
    "aws:redshift/subnetGroup:SubnetGroup",
)
"""Types whose `subnetIds` say where a data store is placed."""


@stack_rule("db-subnets-private", about=DATA_STORE_PLACES)
def has_no_route_to_the_internet(subnet_group: StackResource, stack: Stack) -> Verdict:
    """Judged by the route tables that are associated in this stack."""
    return judge_subnets(subnet_group, "subnetIds", stack)


@stack_rule("ecs-subnets-private", about=(ECS_SERVICE,))
def tasks_have_no_route_from_the_internet(service: StackResource, stack: Stack) -> Verdict:
    """Judged by the route tables that are associated in this stack."""
    return judge_subnets(service, "networkConfiguration.subnets", stack)


def judge_subnets(resource: StackResource, path: str, stack: Stack) -> Verdict:
    """A violation when a subnet that the property names has a route to an internet gateway."""
    subnets = stack.linked(resource, path, SUBNET)
    verdicts = [_judge_subnet(subnet, stack) for subnet in subnets.targets]
    if subnets.undetermined:
        verdicts.append(Undetermined(path))
    return combined(verdicts, otherwise=NotApplicable("its subnets are not in this stack"))


def _judge_subnet(subnet: StackResource, stack: Stack) -> Verdict:
    associations = stack.leading_to(subnet, ROUTE_TABLE_ASSOCIATION, "subnetId")
    if associations.targets:
        return combined(_judge_association(association, subnet, stack) for association in associations.targets)
    if associations.undetermined:
        return Undetermined("subnetId of the route table associations")
    return _judge_main_table(subnet, stack)


def _judge_main_table(subnet: StackResource, stack: Stack) -> Verdict:
    """A subnet without a table of its own uses the VPC's main table."""
    networks = stack.linked(subnet, "vpcId", VPC).targets
    chosen = [found for vpc in networks for found in stack.leading_to(vpc, _MAIN_ASSOCIATION, "vpcId").targets]
    if chosen:
        return combined(_judge_association(association, subnet, stack) for association in chosen)
    defaults = [
        table
        for table in stack.of_type(DEFAULT_ROUTE_TABLE)
        for vpc in networks
        if vpc in stack.depends(table, "defaultRouteTableId", VPC)
        or vpc.properties.get("defaultRouteTableId") == table.properties.get("defaultRouteTableId") is not None
    ]
    return combined(_judge_table(table, subnet, stack) for table in defaults)


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
