"""Rules' common part about environment variables of containers and functions."""

from collections.abc import Collection, Iterator

from policies.properties import UNKNOWN, Properties, Unknown
from policies.readings.credentials import credential_in, names_a_credential, refers_to_a_credential
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation, combined


def judge_variable(
    name: str, value: str | Unknown | None, path: str, allowed: Collection[str], marked: bool = False
) -> Verdict:
    """A violation when a variable carries a credential; the reason never shows its value.

    allowed: names that somebody looked at and allows. marked: whether the program marks this one value as secret.
    """
    if name in allowed:
        return COMPLIANT
    if value is UNKNOWN:
        return Undetermined(path) if names_a_credential(name) else COMPLIANT
    found = credential_in(name, value or "")
    if found is None and marked and value and not refers_to_a_credential(value):
        found = "the program marks its value as secret"
    return COMPLIANT if found is None else Violation(f"variable {name} carries a credential in clear: {found}")


def judge_pairs(owner: Properties, path: str, allowed: Collection[str]) -> Verdict:
    """The same for a list of objects with `name` and `value`."""
    return combined(_judge_pairs(owner, path, allowed))


def _judge_pairs(owner: Properties, path: str, allowed: Collection[str]) -> Iterator[Verdict]:
    pairs = owner.items(path)
    if pairs is UNKNOWN:
        yield Undetermined(owner.where(path))
        return
    for pair in pairs:
        name = UNKNOWN if pair is UNKNOWN else pair.text("name")
        if pair is UNKNOWN or name is UNKNOWN:
            yield Undetermined(owner.where(path))
        elif name is not None:
            yield judge_variable(name, pair.text("value"), pair.where("value"), allowed)


def judge_map(owner: Properties, path: str, allowed: Collection[str]) -> Verdict:
    """The same for an object with a value by name."""
    variables = owner.mapping(path)
    if variables is UNKNOWN:
        return Undetermined(owner.where(path))
    marked = owner.secret_keys(path)
    return combined(
        judge_variable(name, _text(value), owner.where(f"{path}.{name}"), allowed, name in marked)
        for name, value in variables.items()
    )


def _text(value: object) -> str | Unknown | None:
    if value is None or value is UNKNOWN or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, (bool, int, float)) else UNKNOWN
