"""Stack rules about the cardholder data environment (CDE) and its network."""

from collections.abc import Iterator, Sequence

from policies.conditions import is_given
from policies.properties import UNKNOWN, Properties, Unknown
from policies.resource_types import (
    CACHE_CLUSTER,
    CACHE_REPLICATION_GROUP,
    CACHE_SERVERLESS,
    CACHE_SUBNET_GROUP,
    ECS_SERVICE,
    FUNCTION,
    RDS_CLUSTER,
    RDS_INSTANCE,
    RDS_SUBNET_GROUP,
    ROUTE,
    ROUTE_TABLE,
    ROUTE_TABLE_ASSOCIATION,
    SUBNET,
    VPC,
)
from policies.rule import Context
from policies.stack import Linked, Stack, StackResource
from policies.stack_rule import stack_rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

_IN_SUBNETS = {
    ECS_SERVICE: "networkConfiguration.subnets",
    FUNCTION: "vpcConfig.subnetIds",
    CACHE_SERVERLESS: "subnetIds",
    "aws:ec2/instance:Instance": "subnetId",
}
_IN_SUBNET_GROUPS = {
    RDS_INSTANCE: ("dbSubnetGroupName", RDS_SUBNET_GROUP),
    RDS_CLUSTER: ("dbSubnetGroupName", RDS_SUBNET_GROUP),
    CACHE_REPLICATION_GROUP: ("subnetGroupName", CACHE_SUBNET_GROUP),
    CACHE_CLUSTER: ("subnetGroupName", CACHE_SUBNET_GROUP),
}
_EVERYWHERE = ("0.0.0.0/0", "::/0")
_DESTINATIONS = ("destinationCidrBlock", "destinationIpv6CidrBlock", "cidrBlock", "ipv6CidrBlock")
_NEIGHBOURS = ("transitGatewayId", "vpcPeeringConnectionId")


@stack_rule_in_context("cde-segmentation", about=(*_IN_SUBNETS, *_IN_SUBNET_GROUPS))
def stays_in_the_network_of_its_data(resource: StackResource, stack: Stack, context: Context) -> Verdict:
    """A subnet belongs to the CDE when it or its VPC carries the tag."""
    own = _is_cde(resource, context)
    if own is UNKNOWN:
        return Undetermined("tagsAll")
    if not own:
        return NotApplicable("it is not tagged as part of the CDE")
    path, subnets = _subnets_of(resource, stack)
    verdicts = [_judge_subnet(subnet, stack, context) for subnet in subnets.targets]
    if subnets.undetermined:
        verdicts.append(Undetermined(path))
    return combined(verdicts, otherwise=NotApplicable("its subnets are not in this stack"))


def _is_cde(resource: StackResource, context: Context) -> bool | Unknown:
    for path in ("tagsAll", "tags"):
        tags = resource.properties.mapping(path)
        value = UNKNOWN if tags is UNKNOWN else tags.get(context.text("tag"))
        if value is UNKNOWN:
            return UNKNOWN
        if isinstance(value, str):
            return value.lower() in context.texts("values")
    return False


def _subnets_of(resource: StackResource, stack: Stack) -> tuple[str, Linked]:
    if resource.type in _IN_SUBNETS:
        path = _IN_SUBNETS[resource.type]
        return path, stack.linked(resource, path, SUBNET)
    path, kind = _IN_SUBNET_GROUPS[resource.type]
    groups = stack.linked(resource, path, kind)
    links = [stack.linked(group, "subnetIds", SUBNET) for group in groups.targets]
    targets = tuple(subnet for link in links for subnet in link.targets)
    return path, Linked(targets, undetermined=groups.undetermined or any(link.undetermined for link in links))


def _judge_subnet(subnet: StackResource, stack: Stack, context: Context) -> Verdict:
    networks = stack.linked(subnet, "vpcId", VPC)
    marks = [_is_cde(found, context) for found in (subnet, *networks.targets)]
    if True in marks:
        return COMPLIANT
    if UNKNOWN in marks or networks.undetermined:
        return Undetermined(f"tagsAll of {subnet.name}")
    return Violation(f'it holds cardholder data, and neither subnet "{subnet.name}" nor its VPC is tagged so')


@stack_rule_in_context("cde-segmentation", about=(ROUTE, ROUTE_TABLE))
def leads_no_traffic_of_the_cde_to_neighbours(owner: StackResource, stack: Stack, context: Context) -> Verdict:
    """No route to everywhere through a peering or a transit gateway. Routes may be inline in a table."""
    wide = [route for route in _routes(owner) if _leads_everywhere(route)]
    if not wide:
        return NotApplicable("it leads nowhere through a neighbour")
    tables = Linked((owner,)) if owner.type == ROUTE_TABLE else stack.linked(owner, "routeTableId", ROUTE_TABLE)
    marks = [mark for table in tables.targets for mark in _marks_of_table(table, stack, context)]
    if True in marks:
        through = next(path for path in _NEIGHBOURS if is_given(wide[0], path))
        return Violation(f"{wide[0].where(through)} takes everything that leaves the CDE to another network")
    if UNKNOWN in marks or tables.undetermined:
        return Undetermined("tagsAll of the networks of its route table")
    return NotApplicable("its route table is not tagged as part of the CDE")


def _routes(owner: StackResource) -> Sequence[Properties]:
    if owner.type == ROUTE:
        return (owner.properties,)
    inline = owner.properties.items("routes")
    return [route for route in (() if inline is UNKNOWN else inline) if route is not UNKNOWN]


def _leads_everywhere(route: Properties) -> bool:
    return any(route.text(path) in _EVERYWHERE for path in _DESTINATIONS) and any(
        is_given(route, path) for path in _NEIGHBOURS
    )


def _marks_of_table(table: StackResource, stack: Stack, context: Context) -> Iterator[bool | Unknown]:
    """Whether the VPC of a table, or a subnet that uses it, is tagged."""
    for vpc in stack.linked(table, "vpcId", VPC).targets:
        yield _is_cde(vpc, context)
    associations = stack.leading_to(table, ROUTE_TABLE_ASSOCIATION, "routeTableId")
    subnets = [stack.linked(association, "subnetId", SUBNET) for association in associations.targets]
    for subnet in (subnet for link in subnets for subnet in link.targets):
        yield _is_cde(subnet, context)
    if any(link.undetermined for link in (associations, *subnets)):
        yield UNKNOWN
