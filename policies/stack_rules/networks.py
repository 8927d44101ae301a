"""Stack rules about what each VPC has: flow logs, an emptied default group, ranges of its own, endpoints."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_network
from itertools import pairwise

from policies.conditions import is_given
from policies.documents.three_valued import Truth
from policies.properties import UNKNOWN
from policies.resource_types import (
    DEFAULT_SECURITY_GROUP,
    ECS_SERVICE,
    FLOW_LOG,
    SUBNET,
    VPC,
    VPC_ENDPOINT,
)
from policies.rule import Context
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule, stack_rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

_SECONDARY_RANGE = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"

Network = IPv4Network | IPv6Network


@stack_rule("vpc-has-flow-logs", about=(VPC,))
def records_its_traffic(vpc: StackResource, stack: Stack) -> Verdict:
    logs = stack.leading_to(vpc, FLOW_LOG, "vpcId")
    kinds = [log.properties.text("trafficType") for log in logs.targets]
    if any(kind in ("ALL", None) for kind in kinds):
        return COMPLIANT
    if UNKNOWN in kinds:
        return Undetermined("trafficType of its flow logs")
    if logs.undetermined:
        return Undetermined("vpcId of the flow logs")
    if kinds:
        return Violation(f"its flow log records {', '.join(map(str, kinds))} traffic only")
    return Violation("no FlowLog of this stack names it")


@stack_rule("vpc-default-sg-managed", about=(VPC,))
def empties_its_default_group(vpc: StackResource, stack: Stack) -> Verdict:
    """Whether the group is empty is judged by default-sg-closed."""
    groups = stack.leading_to(vpc, DEFAULT_SECURITY_GROUP, "vpcId")
    if groups.targets:
        return COMPLIANT
    if groups.undetermined:
        return Undetermined("vpcId of the default security groups")
    return Violation("no DefaultSecurityGroup of this stack names it")


@stack_rule_in_context("cidr-no-overlap", about=(VPC,))
def has_ranges_of_its_own(vpc: StackResource, stack: Stack, context: Context) -> Verdict:
    """Judged against the stack's other VPCs, the ranges given as parameter, and among its own subnets."""
    own = vpc.properties.text("cidrBlock")
    if own is UNKNOWN:
        return Undetermined("cidrBlock")
    if own is None:
        return NotApplicable("its range comes from an address pool")
    block = ip_network(own, strict=False)
    return combined(
        (
            *(_apart(block, other, f'that of VPC "{name}"') for name, other in _blocks_of_others(vpc, stack)),
            *(
                _apart(block, ip_network(text, strict=False), "a range in use elsewhere")
                for text in context.texts("otherRanges")
            ),
            *_judge_subnets(vpc, block, stack),
        )
    )


def _apart(block: Network, other: Network, whose: str) -> Verdict:
    return Violation(f"cidrBlock {block} overlaps {other}, {whose}") if block.overlaps(other) else COMPLIANT


def _blocks_of_others(vpc: StackResource, stack: Stack) -> Iterable[tuple[str, Network]]:
    for other in stack.of_type(VPC):
        block = other.properties.text("cidrBlock")
        if other is not vpc and isinstance(block, str):
            yield other.name, ip_network(block, strict=False)


def _judge_subnets(vpc: StackResource, block: Network, stack: Stack) -> Iterable[Verdict]:
    subnets = stack.leading_to(vpc, SUBNET, "vpcId")
    if subnets.undetermined:
        yield Undetermined("vpcId of the subnets")
    more = stack.leading_to(vpc, _SECONDARY_RANGE, "vpcId")
    secondary = [found.properties.text("cidrBlock") for found in more.targets]
    blocks = [block, *(ip_network(text, strict=False) for text in secondary if isinstance(text, str))]
    ranges = []
    for subnet in subnets.targets:
        text = subnet.properties.text("cidrBlock")
        if text is UNKNOWN:
            yield Undetermined(f"cidrBlock of {subnet.name}")
        elif text is not None:
            network = ip_network(text, strict=False)
            ranges.append((network, subnet.name))
            inside = any(network.subnet_of(found) for found in blocks if found.version == network.version)  # type: ignore[arg-type]
            if not inside and UNKNOWN not in secondary and not more.undetermined:
                yield Violation(f'subnet "{subnet.name}" is {network}, outside of {", ".join(map(str, blocks))}')
    ranges.sort(key=lambda found: (int(found[0].network_address), found[0].prefixlen))
    for (first, its_name), (second, other_name) in pairwise(ranges):
        if first.overlaps(second):
            yield Violation(f'subnets "{its_name}" ({first}) and "{other_name}" ({second}) overlap')


@stack_rule_in_context("vpc-endpoints-required", about=(VPC,))
def reaches_aws_without_the_internet(vpc: StackResource, stack: Stack, context: Context) -> Verdict:
    """Asked of VPCs in which services of ECS run."""
    runs_services = _runs_services(vpc, stack)
    if runs_services is UNKNOWN:
        return Undetermined("networkConfiguration of the ECS services")
    if not runs_services:
        return NotApplicable("no ECS service of this stack is known to run in it")
    endpoints = stack.leading_to(vpc, VPC_ENDPOINT, "vpcId")
    names = {found.name: found.properties.text("serviceName") for found in endpoints.targets}
    given = [name for name in names.values() if isinstance(name, str)]
    missing = [wanted for wanted in context.texts("services") if not any(_is_for(name, wanted) for name in given)]
    if missing and (endpoints.undetermined or UNKNOWN in names.values()):
        return Undetermined("serviceName of its endpoints")
    if missing:
        return Violation(f"it has no endpoint for {', '.join(missing)}")
    return combined(_judge_endpoint(endpoint) for endpoint in endpoints.targets)


def _runs_services(vpc: StackResource, stack: Stack) -> Truth:
    subnets = stack.leading_to(vpc, SUBNET, "vpcId")
    places = [stack.linked(found, "networkConfiguration.subnets", SUBNET) for found in stack.of_type(ECS_SERVICE)]
    if any(target in subnets.targets for place in places for target in place.targets):
        return True
    hidden = any(place.undetermined or (place.targets and subnets.undetermined) for place in places)
    return UNKNOWN if hidden else False


def _is_for(name: str, wanted: str) -> bool:
    """Names are `com.amazonaws.<region>.<service>`."""
    return name.split(".", 3)[-1] == wanted


def _judge_endpoint(endpoint: StackResource) -> Verdict:
    """An interface without groups of its own takes the default group of the VPC."""
    properties = endpoint.properties
    if properties.text("vpcEndpointType") != "Interface" or is_given(properties, "securityGroupIds"):
        return COMPLIANT
    return Violation(f'endpoint "{endpoint.name}" has no security group of its own')
