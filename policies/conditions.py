"""The conditions of which most rules are made; each answers for one property, in three values."""

from policies.properties import UNKNOWN, Properties
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation


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
