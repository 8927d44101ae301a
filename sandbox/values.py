"""Property values as the sandbox's providers see them.

A value is what a Pulumi property can hold: None, a boolean, a number, text, a list, a string-keyed dict, or one of
the classes below. `sandbox.wire` turns the engine's protobuf form into these values and back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias


class Unknown(Enum):
    """The type of `UNKNOWN`: a value that the engine does not know before the resource it comes from exists."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that must never be shown or stored in the clear."""

    value: "Value"

    def __repr__(self) -> str:
        return "Secret(...)"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file's content: exactly one of text, path and uri is given, or none when only the hash is left in state."""

    hash: str = ""
    text: str | None = None
    path: str | None = None
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """A tree of files: exactly one of assets, path and uri is given, or none when only the hash is left in state."""

    hash: str = ""
    assets: "dict[str, Value] | None" = None
    path: str | None = None
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class ResourceReference:
    """A resource given where a value is meant. `id` is None for components and UNKNOWN before the resource exists."""

    urn: str
    id: str | Unknown | None = None
    package_version: str = ""


Value: TypeAlias = (
    bool
    | int
    | float
    | str
    | list["Value"]
    | dict[str, "Value"]
    | Unknown
    | Secret
    | Asset
    | Archive
    | ResourceReference
    | None
)
Properties: TypeAlias = dict[str, Value]


def transform(value: "Value", change: "Callable[[Value], Value]") -> "Value":
    """The value with `change` applied to every node, children first."""
    if isinstance(value, dict):
        value = {key: transform(item, change) for key, item in value.items()}
    elif isinstance(value, list):
        value = [transform(item, change) for item in value]
    elif isinstance(value, Secret):
        value = Secret(transform(value.value, change))
    return change(value)


def reveal(value: "Value") -> "Value":
    """The value without its secret wrappers, at any depth."""
    if isinstance(value, Secret):
        return reveal(value.value)
    if isinstance(value, dict):
        return {key: reveal(item) for key, item in value.items()}
    if isinstance(value, list):
        return [reveal(item) for item in value]
    return value


def reveal_all(properties: "Mapping[str, Value]") -> "Properties":
    """The properties without their secret wrappers, at any depth."""
    return {key: reveal(value) for key, value in properties.items()}


def holds_secret(value: "Value") -> bool:
    """Whether the value is secret or holds a secret at any depth."""
    if isinstance(value, Secret):
        return True
    if isinstance(value, dict):
        return any(holds_secret(item) for item in value.values())
    return isinstance(value, list) and any(holds_secret(item) for item in value)


def holds_unknown(value: "Value") -> bool:
    """Whether the value is unknown or holds an unknown at any depth."""
    if isinstance(value, Secret):
        return holds_unknown(value.value)
    if isinstance(value, dict):
        return any(holds_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(holds_unknown(item) for item in value)
    if isinstance(value, ResourceReference):
        return value.id is UNKNOWN
    return value is UNKNOWN


def same(left: "Value", right: "Value") -> bool:
    """Whether two values are the same to AWS: secrets by content, assets and archives by hash."""
    left = left.value if isinstance(left, Secret) else left
    right = right.value if isinstance(right, Secret) else right
    if isinstance(left, Asset | Archive) and isinstance(right, Asset | Archive):
        return type(left) is type(right) and (left.hash == right.hash if left.hash and right.hash else left == right)
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(item, right[key]) for key, item in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right, strict=True))
    return left == right and isinstance(left, bool) == isinstance(right, bool)
