"""Stack rules about resources that are managed in two ways at once, so that each update undoes the other's work.

AWS reports rules and attachments of separate resources as outputs of the group and the role as well. Only what no
separate resource makes is taken for given inline.
"""

from collections.abc import Iterator

from policies.properties import UNKNOWN, Properties
from policies.resource_types import (
    IAM_ROLE,
    IAM_ROLE_ATTACHMENT,
    IAM_ROLE_POLICY,
    SECURITY_GROUP,
    SECURITY_GROUP_EGRESS,
    SECURITY_GROUP_INGRESS,
    SECURITY_GROUP_RULE,
)
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation, combined

_DIRECTIONS = (("ingress", SECURITY_GROUP_INGRESS), ("egress", SECURITY_GROUP_EGRESS))
_ALL_PROTOCOLS = ("-1", "all")

_HIDDEN = Undetermined("securityGroupId of the security group rules")

Reach = tuple[str, float | None, float | None]
"""Protocol, first and last port of a rule."""


@stack_rule("no-rule-management-conflict", about=(SECURITY_GROUP,))
def has_rules_of_one_kind(group: StackResource, stack: Stack) -> Verdict:
    older = stack.leading_to(group, SECURITY_GROUP_RULE, "securityGroupId")
    verdicts: list[Verdict] = []
    for direction, kind in _DIRECTIONS:
        newer = stack.leading_to(group, kind, "securityGroupId")
        of_older = tuple(found for found in older.targets if found.properties.text("type") == direction)
        if of_older and newer.targets:
            verdicts.append(Violation(f"its {direction} has both SecurityGroupRule and {kind.rpartition(':')[2]}"))
        verdicts.append(_judge_inline(group, direction, (*of_older, *newer.targets)))
        if newer.undetermined or older.undetermined:
            verdicts.append(_if_inline(group, direction))
        if (of_older and newer.undetermined) or (newer.targets and older.undetermined):
            verdicts.append(_HIDDEN)
    return combined(verdicts)


@stack_rule("no-rule-management-conflict", about=(IAM_ROLE,))
def has_policies_of_one_kind(role: StackResource, stack: Stack) -> Verdict:
    return combined((_judge_inline_policies(role, stack), _judge_managed_policies(role, stack)))


def _judge_inline(group: StackResource, direction: str, separate: tuple[StackResource, ...]) -> Verdict:
    entries = group.properties.items(direction)
    if not separate or entries == ():
        return COMPLIANT
    if entries is UNKNOWN or UNKNOWN in entries:
        return Undetermined(direction)
    made = {_reach(rule.properties) for rule in separate}
    inline = [entry for entry in entries if entry is not UNKNOWN and _reach(entry) not in made]
    if inline:
        return Violation(f'it has {direction} rules of its own, and "{separate[0].name}" adds one from outside')
    return COMPLIANT


def _if_inline(group: StackResource, direction: str) -> Verdict:
    """Which groups some separate rules belong to cannot be told: it matters to a group with rules of its own."""
    entries = group.properties.items(direction)
    return COMPLIANT if entries == () else _HIDDEN


def _reach(rule: Properties) -> Reach:
    protocol = rule.text("ipProtocol") or rule.text("protocol")
    name = protocol.lower() if isinstance(protocol, str) else ""
    if name in _ALL_PROTOCOLS:
        return "-1", None, None
    first, last = (rule.number(path) for path in ("fromPort", "toPort"))
    return name, None if first is UNKNOWN else first, None if last is UNKNOWN else last


def _judge_inline_policies(role: StackResource, stack: Stack) -> Verdict:
    given = role.properties.items("inlinePolicies")
    if given == ():
        return COMPLIANT
    separate = stack.leading_to(role, IAM_ROLE_POLICY, "role")
    names = set(_names(found.properties for found in separate.targets))
    own = () if given is UNKNOWN else _names(policy for policy in given if policy is not UNKNOWN)
    extra = [name for name in own if name not in names]
    if separate.targets and extra:
        return Violation(f'it has inlinePolicies, and "{separate.targets[0].name}" adds one from outside')
    return Undetermined("role of the role policies") if extra and separate.undetermined else COMPLIANT


def _names(policies: Iterator[Properties]) -> Iterator[str]:
    for policy in policies:
        name = policy.text("name")
        if isinstance(name, str):
            yield name


def _judge_managed_policies(role: StackResource, stack: Stack) -> Verdict:
    given = role.properties.texts("managedPolicyArns")
    if given == ():
        return COMPLIANT
    separate = stack.leading_to(role, IAM_ROLE_ATTACHMENT, "role")
    attached = {found.properties.text("policyArn") for found in separate.targets}
    extra = [] if given is UNKNOWN else [arn for arn in given if arn is not UNKNOWN and arn not in attached]
    if separate.targets and extra and UNKNOWN not in attached:
        return Violation(f'it has managedPolicyArns, and "{separate.targets[0].name}" attaches one from outside')
    if separate.targets and given is not UNKNOWN and UNKNOWN in given:
        return Violation(f'it has managedPolicyArns, and "{separate.targets[0].name}" attaches one from outside')
    return Undetermined("role of the attachments") if extra and separate.undetermined else COMPLIANT
