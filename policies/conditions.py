"""The conditions of which most rules are made; each answers for one property, in three values."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

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


def must_all_be_true(resource: Properties, paths: Iterable[str], absent: bool = False) -> Verdict:
    """Each of the booleans is true; `absent` is what AWS takes for one that is not given."""
    return combined(must_be_true(resource, path, absent) for path in paths)


def must_be_set(resource: Properties, path: str) -> Verdict:
    """The property is given; one not known yet is, unless the object that may hold it is not known yet either."""
    holder = path.rpartition(".")[0]
    if holder and resource.get(holder) is UNKNOWN:
        return Undetermined(resource.where(path))
    value = resource.get(path)
    return Violation(resource.describe(path)) if value is None or value == "" else COMPLIANT


def must_be_one_of(resource: Properties, path: str, allowed: Collection[str], absent: str | None = None) -> Verdict:
    """The text is one of the allowed, whatever its case; `absent` is what AWS takes when it is not given."""
    value = resource.text(path)
    if value is UNKNOWN:
        return Undetermined(resource.where(path))
    if (value or absent or "").lower() in {word.lower() for word in allowed}:
        return COMPLIANT
    return Violation(resource.describe(path, absent=absent or ""))


def must_be_none_of(resource: Properties, path: str, forbidden: Collection[str], absent: str | None = None) -> Verdict:
    """The text is none of the forbidden, whatever its case; `absent` is what AWS takes when it is not given."""
    value = resource.text(path)
    if value is UNKNOWN:
        return Undetermined(resource.where(path))
    if (value or absent or "").lower() in {word.lower() for word in forbidden}:
        return Violation(resource.describe(path, absent=absent or ""))
    return COMPLIANT


def each_of(
    resource: Properties, path: str, judge: Callable[[Properties], Verdict], otherwise: Verdict = COMPLIANT
) -> Verdict:
    """One verdict about a list of objects, each judged by itself; an empty or absent list gives `otherwise`."""
    entries = resource.items(path)
    if entries is UNKNOWN:
        return Undetermined(resource.where(path))
    return combined(
        (
            Undetermined(resource.where(f"{path}[{index}]")) if entry is UNKNOWN else judge(entry)
            for index, entry in enumerate(entries)
        ),
        otherwise,
    )


def is_given(resource: Properties, path: str) -> bool:
    """Whether there is any value, known or not; a state shows what was not given as an empty text, list or object."""
    value = resource.get(path)
    return len(value) > 0 if isinstance(value, (Mapping, Sequence)) else value is not None
