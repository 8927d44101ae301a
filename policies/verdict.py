"""What a rule answers about one resource."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Compliant:
    """The resource keeps the rule."""


@dataclass(frozen=True, slots=True)
class Violation:
    """The resource breaks the rule; `reason` is a phrase with the given value, without a full stop."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The rule says nothing about this resource; `reason` is a phrase without a full stop."""

    reason: str


@dataclass(frozen=True, slots=True)
class Undetermined:
    """The rule needs the property at `path`, whose value is not known yet or cannot be read."""

    path: str


Verdict = Compliant | Violation | NotApplicable | Undetermined

COMPLIANT = Compliant()


def combined(verdicts: Iterable[Verdict], otherwise: Verdict = COMPLIANT) -> Verdict:
    """One verdict out of several about parts of a resource.

    Any violation wins (their reasons are joined), then anything undetermined, then compliance, then the first
    part to which the rule does not apply. No parts at all give `otherwise`.
    """
    every = tuple(verdicts)
    reasons = tuple(dict.fromkeys(v.reason for v in every if isinstance(v, Violation)))
    if reasons:
        return Violation("; ".join(reasons))
    for kind in (Undetermined, Compliant, NotApplicable):
        for verdict in every:
            if isinstance(verdict, kind):
                return verdict
    return otherwise


def scoped(verdict: Verdict, *scopes: NotApplicable | Undetermined | None) -> Verdict:
    """The verdict, limited by the conditions under which the rule does not apply.

    A scope is None where the rule applies, NotApplicable where it does not, and Undetermined where that hangs on
    a value not known yet: then only compliance is certain.
    """
    for scope in scopes:
        if isinstance(scope, NotApplicable):
            return scope
    if isinstance(verdict, Violation):
        for scope in scopes:
            if isinstance(scope, Undetermined):
                return scope
    return verdict
