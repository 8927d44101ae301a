"""How Check speaks of values and types. The value of anything confidential is never shown."""

import re
from typing import Final

from sandbox.schema import Property, PropertyType
from sandbox.values import Archive, Asset, Value

_CONFIDENTIAL: Final = re.compile(
    r"passw|passphrase|secret|token|credential|private_?key|auth_?key|api_?key|connection_?string", re.I
)
_SHOWN: Final = 40
"""Characters of a text that a message shows."""

_EXPECTED: Final = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "map": "an object with names of your own",
    "object": "an object",
    "asset": "an asset such as `pulumi.FileAsset(path)`",
    "archive": "an archive such as `pulumi.FileArchive(path)`",
    "assetOrArchive": "an asset or an archive such as `pulumi.FileAsset(path)`",
    "json": "JSON text, or an object or list that becomes JSON text",
    "union": "another type",
    "any": "any value",
}
_PLURALS: Final = {
    "string": "texts",
    "integer": "whole numbers",
    "number": "numbers",
    "boolean": "true or false",
    "object": "objects",
    "map": "objects",
    "list": "lists",
}


def confidential(name: str) -> bool:
    """Whether a property's name says that its value is not to be shown."""
    return _CONFIDENTIAL.search(name) is not None


def expected(kind: PropertyType) -> str:
    """What a property of this type takes."""
    if kind.kind == "list" and kind.element is not None:
        return f"a list of {_PLURALS.get(kind.element.kind, 'values')}"
    if kind.kind == "map" and kind.element is not None:
        return f"an object of {_PLURALS.get(kind.element.kind, 'values')}"
    return _EXPECTED[kind.kind]


def given(value: Value, hidden: bool) -> str:
    """What was given; with `hidden` only what kind of thing it was."""
    if isinstance(value, bool):
        return "a boolean" if hidden else f"the boolean {'true' if value else 'false'}"
    if isinstance(value, (int, float)):
        return "a number" if hidden else f"the number {value}"
    if isinstance(value, str):
        return "text" if hidden else f"the text {_shortened(value)}"
    if isinstance(value, list):
        return f"a list of {len(value)} item{'' if len(value) == 1 else 's'}"
    if isinstance(value, dict):
        names = [key for key in value if not key.startswith("__")]
        if hidden or not names:
            return "an object"
        return f"an object with {', '.join(f'`{name}`' for name in names[:5])}{' …' if len(names) > 5 else ''}"
    if isinstance(value, (Asset, Archive)):
        return "an asset" if isinstance(value, Asset) else "an archive"
    return "something else"


def allowed_values(item: Property) -> str:
    """The documented values of a property as the end of a sentence; empty where none are documented."""
    if not item.allowed:
        return ""
    return f" Documented values: {', '.join(f'`{value}`' for value in item.allowed)}."


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return f'"{flat}"' if len(flat) <= _SHOWN else f'"{flat[: _SHOWN - 1]}…"'
