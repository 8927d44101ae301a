"""An exemption: a policy that some resources need not keep, by whose decision and until when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from policies.environment import Environment

DEFAULT_CAP = 3
"""Most resources that an exemption covers when it does not say."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The stacks about which an exemption speaks: all that one of `stacks` and one of `environments` match."""

    stacks: tuple[str, ...] = ()
    """`project/stack`, with `*` for any text; empty for all."""
    environments: tuple[Environment, ...] = ()
    """Empty for all."""

    def holds(self, stack: str, environment: Environment) -> bool:
        """Whether a stack, as `project/stack`, lies in the scope."""
        named = not self.stacks or any(matches(pattern, stack) for pattern in self.stacks)
        return named and (not self.environments or environment in self.environments)


@dataclass(frozen=True, slots=True)
class Exemption:
    """One entry of the exemptions file, well formed. Immutable."""

    id: str
    policy: str
    resources: tuple[str, ...]
    """URNs with `*` for any text; empty when `children_of` names the resources."""
    children_of: str | None
    """URN of a component with `*` for any text: the exemption covers everything below it."""
    scope: Scope
    reason: str
    owner: str
    approver: str
    ticket: str
    expires: date
    """The last day, in UTC, on which it applies."""
    cap: int = DEFAULT_CAP

    def names(self, urn: str, ancestors: Sequence[str]) -> bool:
        """Whether it speaks about a resource; `ancestors` are the URNs of its parents, nearest first."""
        if self.children_of is not None:
            return any(matches(self.children_of, ancestor) for ancestor in ancestors)
        return any(matches(pattern, urn) for pattern in self.resources)

    def days_left(self, today: date) -> int:
        """Days until it expires: 0 on its last day, negative afterwards."""
        return (self.expires - today).days


@dataclass(frozen=True)
class ExemptionUse:
    """An exemption that applies in a stack, and what became of it in a run."""

    id: str
    policy: str
    resources: tuple[str, ...]
    """The URNs that it names, with `*` for any text; a component whose children are meant stands with ` and below`."""
    cap: int
    """Most resources that it may cover."""
    reason: str
    owner: str
    approver: str
    ticket: str
    expires: str
    """The last day on which it applies, ISO 8601."""
    days_left: int
    covered: int
    """How many verdicts it covered; 0 for one that can be deleted."""


def use_of(exemption: Exemption, today: date, covered: int) -> ExemptionUse:
    """What became of an exemption that covered so many verdicts."""
    below = () if exemption.children_of is None else (f"{exemption.children_of} and below",)
    return ExemptionUse(
        id=exemption.id,
        policy=exemption.policy,
        resources=exemption.resources or below,
        cap=exemption.cap,
        reason=exemption.reason,
        owner=exemption.owner,
        approver=exemption.approver,
        ticket=exemption.ticket,
        expires=exemption.expires.isoformat(),
        days_left=exemption.days_left(today),
        covered=covered,
    )


def matches(pattern: str, text: str) -> bool:
    """Whether a text is what a pattern says; `*` stands for any text, everything else for itself."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text) is not None


def stack_of(urn: str) -> str:
    """`project/stack` of a resource."""
    stack, _, rest = urn.removeprefix("urn:pulumi:").partition("::")
    return f"{rest.partition('::')[0]}/{stack}"


def ancestors_of(urn: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    """The URNs above a resource, nearest first; `parents` holds each resource's parent."""
    found: list[str] = []
    while (urn := parents.get(urn, "")) and urn not in found:
        found.append(urn)
    return tuple(found)
