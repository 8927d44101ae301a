"""Truth when some of it is not known yet: true, false or UNKNOWN (Kleene's logic)."""

from collections.abc import Iterable

from policies.properties import UNKNOWN, Unknown

Truth = bool | Unknown


def any_of(truths: Iterable[Truth]) -> Truth:
    """True when one is, false when all are false."""
    hidden = False
    for truth in truths:
        if truth is UNKNOWN:
            hidden = True
        elif truth:
            return True
    return UNKNOWN if hidden else False


def all_of(truths: Iterable[Truth]) -> Truth:
    """False when one is, true when all are true."""
    hidden = False
    for truth in truths:
        if truth is UNKNOWN:
            hidden = True
        elif not truth:
            return False
    return UNKNOWN if hidden else True


def negation(truth: Truth) -> Truth:
    """The opposite."""
    return UNKNOWN if truth is UNKNOWN else not truth
