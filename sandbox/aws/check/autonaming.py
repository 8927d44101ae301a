"""Names that the provider makes up where the program gives none, kept for as long as the resource lives."""

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from sandbox.aws.check.naming import DELETED_FIRST, NamingRule, naming_rule
from sandbox.aws.model import Failure
from sandbox.schema import ResourceType
from sandbox.values import Properties, Value, reveal

RandomHex: TypeAlias = Callable[[int], str]
DEFAULTS: Final = "__defaults"
"""The input under which the provider lists the properties that it filled in by itself."""

_ROLE: Final = "aws:iam/role:Role"
_INLINE_POLICY: Final = NamingRule(longest=128)


class NameTooLongError(Exception):
    """The name that would be made up is too long; `failure` says so to the program's author."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


def autoname(
    resource: ResourceType,
    inputs: Properties,
    logical_name: str,
    random_hex: RandomHex,
    previous: Mapping[str, Value] | None = None,
) -> Properties:
    """The inputs with a name, listed under `__defaults`, where the program gives none and the provider makes one up.

    `logical_name` is the resource's name in the program; `random_hex(n)` gives n hexadecimal digits; `previous` are the
    resource's inputs of the last update: a name made up then is kept. Raises NameTooLongError.
    """
    named = _with_inline_policy_names(resource, inputs, logical_name, random_hex, previous)
    rule = _rule(resource, inputs)
    if rule is None or rule.property in inputs or f"{rule.property}Prefix" in inputs:
        return named
    kept = _made_up_before(rule, logical_name, previous)
    name = kept if kept is not None and _fits(kept, rule, inputs) else _new_name(rule, logical_name, random_hex, inputs)
    return {**named, rule.property: name, DEFAULTS: [*_defaults(inputs), rule.property]}


def fixed_name_property(resource: ResourceType, inputs: Mapping[str, Value]) -> str | None:
    """The property by which the program fixed the resource's name, so that its replacement can't exist beside it.

    None where the provider made the name up or names nothing. A replacement of a resource with a fixed name, and of the
    types in `DELETED_FIRST`, deletes before it creates.
    """
    rule = _rule(resource, inputs)
    if rule is None or not rule.unique or rule.property not in inputs or DEFAULTS not in inputs:
        return None
    return None if rule.property in _defaults(inputs) else rule.property


def deletes_before_replacing(resource: ResourceType, inputs: Mapping[str, Value]) -> bool:
    """Whether a replacement deletes the old resource first."""
    return resource.token in DELETED_FIRST or fixed_name_property(resource, inputs) is not None


def _rule(resource: ResourceType, inputs: Mapping[str, Value]) -> NamingRule | None:
    engine = reveal(inputs.get("engine"))
    return naming_rule(resource, engine if isinstance(engine, str) else "")


def _new_name(rule: NamingRule, logical_name: str, random_hex: RandomHex, inputs: Mapping[str, Value]) -> str:
    stem = (logical_name.lower() if rule.lower else logical_name) + rule.separator
    if rule.longest and len(stem) + rule.random > rule.longest:
        raise NameTooLongError(
            Failure(
                rule.property,
                f"`{rule.property}` is not given, and the name made for it, `{stem}` with {rule.random} random "
                f"characters, would have {len(stem) + rule.random} characters, where {rule.longest} are allowed: "
                f"give the resource a shorter name in the program or set `{rule.property}`.",
            )
        )
    name = stem + _random_part(rule, random_hex)
    name = name if name.startswith(rule.prefix) else rule.prefix + name
    return name + _fifo_suffix(rule, inputs)


def _random_part(rule: NamingRule, random_hex: RandomHex) -> str:
    if rule.random == 0:
        return ""
    if not rule.charset:
        return random_hex(rule.random)
    # Two digits a character: 256 values over at most 64 characters.
    digits = random_hex(2 * rule.random)
    return "".join(rule.charset[int(digits[at : at + 2], 16) % len(rule.charset)] for at in range(0, len(digits), 2))


def _fifo_suffix(rule: NamingRule, inputs: Mapping[str, Value]) -> str:
    return ".fifo" if rule.fifo and reveal(inputs.get(rule.fifo)) is True else ""


def _fits(name: Value, rule: NamingRule, inputs: Mapping[str, Value]) -> bool:
    text = reveal(name)
    return not rule.fifo or (isinstance(text, str) and text.endswith(".fifo") == bool(_fifo_suffix(rule, inputs)))


def _made_up_before(rule: NamingRule, logical_name: str, previous: Mapping[str, Value] | None) -> Value:
    """The previous name if it is listed as made up, if nothing is listed, or if it has the form of a made-up one."""
    if previous is None:
        return None
    name = previous.get(rule.property)
    if DEFAULTS not in previous or rule.property in _defaults(previous):
        return name
    return name if _looks_made_up(reveal(name), rule, logical_name) else None


def _looks_made_up(name: Value, rule: NamingRule, logical_name: str) -> bool:
    stem = (logical_name.lower() if rule.lower else logical_name) + rule.separator
    pattern = f"(?:{re.escape(rule.prefix)})?{re.escape(stem)}[0-9a-z]{{{rule.random}}}(?:\\.fifo)?"
    return isinstance(name, str) and re.fullmatch(pattern, name) is not None


def _defaults(inputs: Mapping[str, Value]) -> list[Value]:
    listed = inputs.get(DEFAULTS)
    return list(listed) if isinstance(listed, list) else []


def _with_inline_policy_names(
    resource: ResourceType,
    inputs: Properties,
    logical_name: str,
    random_hex: RandomHex,
    previous: Mapping[str, Value] | None,
) -> Properties:
    """A role's inline policies are named as well; one that was there before keeps its name."""
    policies = inputs.get("inlinePolicies")
    if resource.token != _ROLE or not isinstance(policies, list):
        return inputs
    before = reveal((previous or {}).get("inlinePolicies"))
    named: list[Value] = []
    for position, policy in enumerate(policies):
        if not isinstance(policy, dict) or "name" in policy or "policy" not in policy:
            named.append(policy)
            continue
        old = before[position] if isinstance(before, list) and position < len(before) else None
        kept = old.get("name") if isinstance(old, dict) else None
        name = kept or _new_name(_INLINE_POLICY, logical_name, random_hex, {})
        named.append({**policy, "name": name})
    return {**inputs, "inlinePolicies": named}
