"""The conditions of which most rules are made; each answers for one property, in three values."""

from collections.abc import Collection, Iterable

from policies.properties import UNKNOWN, Properties
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation, combined


def must_be_true(resource: Properties, path: str, absent: bool = False) -> Verdict:
    """The boolean is true; `absent` is what AWS takes when it is not given."""
    value = resource.flag(path, absent)
    if value is UNKNOWN:
        return Undetermined(resource.where(path))
    return COMPLIANT if value else Violation(resource.describe(path, absent="false"))


def must_not_be_true(resource: Properties, path: str, absent: bool = False) -> Verdict:
    """The boolean is false; `absent` is what AWS takes when it is not given."""
    value = resource.flag(path, absent)
    if value is UNKNOWN:
        return Undetermined(resource.where(path))
    return Violation(resource.describe(path, absent="true")) if value else COMPLIANT


def must_be_at_least(resource: Properties, path: str, minimum: float, absent: float = 0) -> Verdict:
    """The number is no less than the minimum; `absent` is what AWS takes when it is not given."""
    value = resource.number(path)
    if value is UNKNOWN:
        return Undetermined(resource.where(path))
    if (absent if value is None else value) >= minimum:
        return COMPLIANT
    return Violation(f"{resource.describe(path)}, the minimum is {minimum:g}")


def must_use_customer_key(resource: Properties, path: str) -> Verdict:
    """A KMS key is given, and it is none of the keys that AWS manages (`alias/aws/…`)."""
    key = resource.text(path)
    if key is UNKNOWN:
        return Undetermined(resource.where(path))
    if key is None:
        return Violation(resource.describe(path))
    if "alias/aws/" in key:
        return Violation(f"{resource.describe(path)}, a key that AWS manages")
    return COMPLIANT


def must_be_given(resource: Properties, path: str) -> Verdict:
    """Any value is given; one that is not known yet may turn out to be none."""
    value = resource.get(path)
    if value is UNKNOWN:
        return Undetermined(resource.where(path))
    return Violation(resource.describe(path)) if value is None or value == "" else COMPLIANT


def must_be_at_most(resource: Properties, path: str, maximum: float, absent: float) -> Verdict:
    """The number is no more than the maximum; `absent` is what AWS takes when it is not given."""
    value = resource.number(path)
    if value is UNKNOWN:
        return Undetermined(resource.where(path))
    if (absent if value is None else value) <= maximum:
        return COMPLIANT
    return Violation(f"{resource.describe(path, absent=f'{absent:g}')}, the maximum is {maximum:g}")


def must_be_one_of(resource: Properties, path: str, allowed: Collection[str], absent: str = "") -> Verdict:
    """The text is one of some words; `absent` is what AWS takes when it is not given, empty for nothing."""
    value = resource.text(path)
    if value is UNKNOWN:
        return Undetermined(resource.where(path))
    return COMPLIANT if (value or absent) in allowed else Violation(resource.describe(path, absent=absent))


def must_all_be_true(resource: Properties, paths: Iterable[str], absent: bool = False) -> Verdict:
    """Each of the booleans is true; `absent` is what AWS takes for one that is not given."""
    return combined(must_be_true(resource, path, absent) for path in paths)


def is_given(resource: Properties, path: str) -> bool:
    """Whether there is any value, known or not; a state shows what was not given as an empty text or list."""
    value = resource.get(path)
    return value is UNKNOWN or (value is not None and value != "" and value != [])
