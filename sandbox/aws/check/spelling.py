"""Property names as programs spell them, and which property a given key means.

The provider turns every key into its Terraform name by putting an underscore before each capital and lowering it, so
`statusCode`, `status_code` and `StatusCode` are the same property and `statuscode` is none. Blocks that may be repeated
have a singular Terraform name (`defaultActions` is `default_action`), so the singular is understood as well.
https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/names.go
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Final

from sandbox.schema import Property

_CAPITAL: Final = re.compile(r"(?<!^)(?=[A-Z])")
_LISTED: Final = 30
"""Names that a message lists at most."""


def terraform_name(key: str) -> str:
    """The key with an underscore before each capital but the first, in lower case."""
    return _CAPITAL.sub("_", key).lower()


def named_property(key: str, declared: Mapping[str, Property]) -> Property | None:
    """The declared property that the provider takes the key for; None where it knows none."""
    found = declared.get(key)
    if found is not None:
        return found
    wanted = terraform_name(key)
    return next((item for item in declared.values() if wanted in _terraform_names(item)), None)


def both_spellings(item: Property) -> str:
    """The property's name for a message, with its Python spelling where that differs."""
    return f"`{item.name}` (`{item.python_name}` in Python)" if item.python_name != item.name else f"`{item.name}`"


def closest_property(key: str, declared: Iterable[Property]) -> Property | None:
    """The property whose name is most like the key; None where none is."""
    by_name = {_plain(item.name): item for item in declared}
    matches = difflib.get_close_matches(_plain(key), by_name, n=1, cutoff=0.6)
    return by_name[matches[0]] if matches else None


def listed_names(declared: Mapping[str, Property]) -> str:
    """The allowed names for a message, in Python's spelling, shortened where there are many."""
    names = sorted(item.python_name for item in declared.values())
    shown = ", ".join(f"`{name}`" for name in names[:_LISTED])
    return shown if len(names) <= _LISTED else f"{shown} and {len(names) - _LISTED} more"


def _terraform_names(item: Property) -> tuple[str, ...]:
    name = terraform_name(item.name)
    if item.type.kind != "list":
        return (name, item.python_name)
    return (name, item.python_name, *_singulars(name))


def _singulars(name: str) -> tuple[str, ...]:
    if name.endswith("ies"):
        return (f"{name[:-3]}y",)
    if name.endswith("es"):
        return (name[:-1], name[:-2])
    return (name[:-1],) if name.endswith("s") else ()


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
