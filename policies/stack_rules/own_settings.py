"""Stack rules that hold a platform stack to its own settings."""

from collections.abc import Iterable
from ipaddress import ip_network

from policies.environment import is_known_environment
from policies.properties import UNKNOWN
from policies.resource_types import SUBNET
from policies.stack import EVERY, STACK, Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

MANAGEMENT = "management"
"""The environment of the account that holds organization and billing; policies judge it as prod."""


@stack_rule("environment-known", about=(STACK,))
def names_its_environment(_: StackResource, stack: Stack) -> Verdict:
    environment = stack.settings.environment
    if environment is None:
        return NotApplicable("the stack has no platform settings")
    if environment == MANAGEMENT or is_known_environment(environment):
        return COMPLIANT
    return Violation(f'platform:system.environment is "{environment}"' if environment else "it names no environment")


@stack_rule("required-tags", about=(EVERY,))
def carries_the_tags_of_the_system(resource: StackResource, stack: Stack) -> Verdict:
    """Tags as the provider completes them with its default tags: a type that takes none has no `tagsAll`."""
    required = stack.settings.tags
    if not required or not resource.type.startswith("aws:"):
        return NotApplicable("its stack requires no tags" if not required else "it is no resource of AWS")
    if resource.properties.get("tagsAll") is None:
        if resource.properties.get("tags") is None:
            return NotApplicable("it takes no tags")
        return Undetermined("tagsAll")
    return combined(_judge_tag(resource, key, value) for key, value in required.items())


def _judge_tag(resource: StackResource, key: str, value: str) -> Verdict:
    # Keys of tags may hold dots and colons, which a path can't.
    tags = resource.properties.mapping("tagsAll")
    found = UNKNOWN if tags is UNKNOWN else tags.get(key)
    if found is UNKNOWN:
        return Undetermined(f"tagsAll.{key}")
    if found is None:
        return Violation(f"it has no tag {key}")
    return COMPLIANT if found == value else Violation(f'its tag {key} is "{found}", the stack file says "{value}"')


@stack_rule("reserved-ranges-free", about=(SUBNET,))
def keeps_out_of_reserved_ranges(subnet: StackResource, stack: Stack) -> Verdict:
    reserved = stack.settings.reserved
    if not reserved:
        return NotApplicable("its stack reserves no range")
    block = subnet.properties.text("cidrBlock")
    if block is UNKNOWN:
        return Undetermined("cidrBlock")
    if block is None:
        return NotApplicable("it has no IPv4 block")
    network = ip_network(block, strict=False)
    touched = ", ".join(str(found) for found in reserved if found.overlaps(network))
    return Violation(f"cidrBlock {block} lies in {touched}, which is reserved") if touched else COMPLIANT


@stack_rule("account-limits", about=(STACK,))
def stays_within_the_limits_of_its_account(_: StackResource, stack: Stack) -> Verdict:
    """Counts what the stack itself makes; other stacks of the account count by themselves."""
    limits = stack.settings.limits
    if not limits:
        return NotApplicable("its account has no limits")
    return combined(_judge_count(kind, limit, stack) for kind, limit in limits.items())


def _judge_count(kind: str, limit: int, stack: Stack) -> Verdict:
    if kind not in _COUNTED:
        raise ValueError(f"platform:account.limits.{kind} is none of {', '.join(_COUNTED)}")
    called, counted = _COUNTED[kind]
    amounts = [amount for type, path in counted for amount in _amounts(stack.of_type(type), path)]
    if unknown := [amount for amount in amounts if isinstance(amount, Undetermined)]:
        return unknown[0]
    total = sum(amount for amount in amounts if not isinstance(amount, Undetermined))
    return COMPLIANT if total <= limit else Violation(f"it has {total} {called}, its account's limit is {limit}")


def _amounts(resources: Iterable[StackResource], path: str) -> Iterable[int | Undetermined]:
    """One for each resource, or what its property says; -1 and nothing stand for none."""
    for resource in resources:
        amount = resource.properties.number(path) if path else 1
        yield Undetermined(f"{path} of {resource.name}") if amount is UNKNOWN else max(0, int(amount or 0))


_COUNTED = {
    "ec2Instances": (
        "EC2 instances",
        (
            ("aws:ec2/instance:Instance", ""),
            ("aws:ec2/spotInstanceRequest:SpotInstanceRequest", ""),
            ("aws:autoscaling/group:Group", "maxSize"),
        ),
    ),
    "rdsInstances": (
        "RDS instances",
        (("aws:rds/instance:Instance", ""), ("aws:rds/clusterInstance:ClusterInstance", "")),
    ),
    "lambdaConcurrency": (
        "reserved Lambda executions",
        (("aws:lambda/function:Function", "reservedConcurrentExecutions"),),
    ),
}
"""By the key of `platform:account.limits`: what is counted, by type and the property that says how many."""
