"""Which types of resources, and which AWS services, each policy judges."""

from collections.abc import Mapping

from policies.rules import RESOURCE_RULES
from policies.stack import EVERY, STACK
from policies.stack_rules import STACK_RULES

PACK = "pack"
"""Stands for the service of policies about the pack's own work."""

_NAMES = {STACK: "stack", EVERY: "any"}


def types_by_policy() -> Mapping[str, tuple[str, ...]]:
    """Canonical types by policy, in alphabetical order; none for policies about the pack's own work."""
    types: dict[str, set[str]] = {}
    for rule in RESOURCE_RULES:
        types.setdefault(rule.policy, set()).update(rule.applies_to)
    for stack_rule in STACK_RULES:
        types.setdefault(stack_rule.policy, set()).update(stack_rule.about)
    return {policy: tuple(sorted(found)) for policy, found in types.items()}


def services_of(types: tuple[str, ...]) -> tuple[str, ...]:
    """The services of some types, such as `rds`; `stack` for the stack as a whole, `any` for every resource."""
    return tuple(sorted({_service(found) for found in types})) or (PACK,)


def _service(resource_type: str) -> str:
    return _NAMES.get(resource_type) or resource_type.split(":")[1].split("/")[0]
