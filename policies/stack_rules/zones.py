"""Stack rule about the zones in which subnets really lie."""

from policies.conditions import is_given
from policies.resource_types import (
    CACHE_SERVERLESS,
    CACHE_SUBNET_GROUP,
    ECS_SERVICE,
    FUNCTION,
    LOAD_BALANCER,
    RDS_SUBNET_GROUP,
    SUBNET,
)
from policies.rule import Context
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation

_SCALING_GROUP = "aws:autoscaling/group:Group"
_SUBNETS_OF = {
    RDS_SUBNET_GROUP: ("subnetIds",),
    CACHE_SUBNET_GROUP: ("subnetIds",),
    CACHE_SERVERLESS: ("subnetIds",),
    LOAD_BALANCER: ("subnets", "subnetMappings[*].subnetId"),
    ECS_SERVICE: ("networkConfiguration.subnets",),
    FUNCTION: ("vpcConfig.subnetIds",),
    _SCALING_GROUP: ("vpcZoneIdentifiers",),
}
"""The properties that hold the subnets, by type."""


@stack_rule_in_context("multi-az-subnets-real", about=tuple(_SUBNETS_OF))
def lies_in_several_zones(resource: StackResource, stack: Stack, context: Context) -> Verdict:
    path = next((path for path in _SUBNETS_OF[resource.type] if _is_given(resource, path)), None)
    if path is None:
        return NotApplicable("it is placed in no subnets")
    link = stack.linked(resource, path, SUBNET)
    zones = [_zone(subnet) for subnet in link.targets]
    known = {zone for zone in zones if zone is not None}
    minimum = int(context.number("minimumZones"))
    if len(known) >= minimum:
        return COMPLIANT
    if link.undetermined:
        return Undetermined(path)
    if link.outside or not link.targets:
        return NotApplicable("its subnets are not all in this stack")
    hidden = [subnet for subnet, zone in zip(link.targets, zones, strict=True) if zone is None]
    if len(known) + len(hidden) >= minimum:
        return Undetermined(f"availabilityZone of {hidden[0].name}")
    return Violation(
        f"its subnets lie in {', '.join(sorted(known)) or 'one zone'} only, the minimum is {minimum} zones"
    )


def _is_given(resource: StackResource, path: str) -> bool:
    return is_given(resource.properties, path.split("[")[0])


def _zone(subnet: StackResource) -> str | None:
    """The zone's name or id; None where AWS will choose or nobody knows yet."""
    for path in ("availabilityZone", "availabilityZoneId"):
        zone = subnet.properties.text(path)
        if isinstance(zone, str):
            return zone
    return None
