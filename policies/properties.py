"""A read-only view of a resource's properties in which a value that is not known yet is a value, not an error.

At preview, an output of a resource that does not exist yet reaches a policy as a sentinel; the policy SDK's own
view raises `UnknownValueError` on it and thereby ends the whole policy. Here it is `UNKNOWN`.
"""

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import Final, Literal

from pulumi_policy import proxy
from pulumi_policy.deserialize import SPECIAL_SECRET_SIG, SPECIAL_SIG_KEY


class _Unknown(Enum):
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("An unknown property is neither true nor false: compare it with `is UNKNOWN` first.")


Unknown = Literal[_Unknown.UNKNOWN]
UNKNOWN: Final = _Unknown.UNKNOWN
"""The value of a property that is not known yet, or that cannot be read as what it should be."""

_SENTINELS = frozenset(
    {
        proxy.UNKNOWN_BOOLEAN_VALUE,
        proxy.UNKNOWN_NUMBER_VALUE,
        proxy.UNKNOWN_STRING_VALUE,
        proxy.UNKNOWN_ARRAY_VALUE,
        proxy.UNKNOWN_ASSET_VALUE,
        proxy.UNKNOWN_ARCHIVE_VALUE,
        proxy.UNKNOWN_OBJECT_VALUE,
    }
)
_TRUE = frozenset({"true", "1"})
_FALSE = frozenset({"false", "0"})
_SEGMENT = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_LONGEST_SHOWN = 60

Node = object
"""A raw value: JSON-like, possibly wrapped in the SDK's proxies or marked as secret."""


class Properties:
    """Properties of one resource, or of an object nested in it.

    Paths are written `serverSideEncryption.kmsKeyArn` or `ingress[0].cidrBlocks`. A property that is absent or null
    reads as None (or the given default), as it does for the AWS provider. Booleans and numbers may arrive as
    text, which the provider accepts.
    """

    __slots__ = ("_hidden", "_source", "path")

    def __init__(self, source: Mapping[str, Node], path: str = "", hidden: bool = False) -> None:
        self._source = source
        self._hidden = hidden
        self.path = path
        """Where this object lies in its resource; empty for the resource itself."""

    def where(self, path: str) -> str:
        """The path of a property as seen from the resource."""
        return f"{self.path}.{path}" if self.path else path

    def get(self, path: str) -> Node:
        """The raw value at a path: None when absent, UNKNOWN when it or anything above it is not known yet."""
        return _walk(self._source, path)[0]

    def everything(self) -> Mapping[str, Node]:
        """All properties as they are: values not known yet as the engine's sentinels, secrets with their mark."""
        return self._source

    def is_secret(self, path: str) -> bool:
        """Whether the value at a path, or anything above it, is marked as secret."""
        return self._hidden or _walk(self._source, path)[1]

    def flag(self, path: str, absent: bool = False) -> bool | Unknown:
        """A boolean; `absent` is what AWS takes when it is not given."""
        value = self.get(path)
        if value is None or value == "":
            return absent
        if isinstance(value, bool):
            return value
        if isinstance(value, str):
            word = value.strip().lower()
            return True if word in _TRUE else False if word in _FALSE else UNKNOWN
        return UNKNOWN

    def number(self, path: str) -> float | Unknown | None:
        """A number; None when absent."""
        value = self.get(path)
        if value is None or value == "":
            return None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
        if isinstance(value, str):
            try:
                return float(value)
            except ValueError:
                return UNKNOWN
        return UNKNOWN

    def text(self, path: str) -> str | Unknown | None:
        """A text; None when absent or empty."""
        value = self.get(path)
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, float)):
            return f"{value:g}"
        return value if isinstance(value, str) else UNKNOWN

    def texts(self, path: str) -> tuple[str | Unknown, ...] | Unknown:
        """A list of texts; empty when absent or an empty text, another single text counts as a list of one."""
        nodes = self._nodes(path)
        if nodes is UNKNOWN:
            return UNKNOWN
        return tuple(node if isinstance(node, str) else UNKNOWN for node in nodes)

    def items(self, path: str) -> tuple["Properties | Unknown", ...] | Unknown:
        """A list of objects; empty when absent, a single object counts as a list of one."""
        nodes = self._nodes(path)
        if nodes is UNKNOWN:
            return UNKNOWN
        hidden = self.is_secret(path)
        return tuple(
            Properties(node, self.where(f"{path}[{index}]"), hidden) if isinstance(node, Mapping) else UNKNOWN
            for index, node in enumerate(nodes)
        )

    def mapping(self, path: str) -> Mapping[str, Node] | Unknown:
        """An object whose keys are data, such as tags; empty when absent."""
        value = self.get(path)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            return UNKNOWN
        return {str(key): _read(value, key)[0] for key in value}

    def secret_keys(self, path: str) -> frozenset[str]:
        """The keys of an object whose own values are marked as secret."""
        value = self.get(path)
        if not isinstance(value, Mapping):
            return frozenset()
        return frozenset(str(key) for key in value if _read(value, key)[1])

    def describe(self, path: str, absent: str = "") -> str:
        """A phrase with the given value, such as `multiAz is false`; a secret value is never shown.

        `absent` is what AWS takes when it is not given: `multiAz is not set, which means false`.
        """
        value = self.get(path)
        shown = self.where(path)
        if value is None or value == "":
            return f"{shown} is not set, which means {absent}" if absent else f"{shown} is not set"
        if value is UNKNOWN:
            return f"{shown} is not known yet"
        if self.is_secret(path):
            return f"{shown} is a secret value"
        return f"{shown} is {_shown(value)}"

    def tree(self, path: str) -> Node:
        """The value at a path with everything below it, as plain dicts and lists; what is not known yet is UNKNOWN."""
        return _plain(self.get(path))

    def _nodes(self, path: str) -> tuple[Node, ...] | Unknown:
        value = self.get(path)
        if value is None or value == "":
            return ()
        if value is UNKNOWN:
            return UNKNOWN
        if isinstance(value, Sequence) and not isinstance(value, str):
            return tuple(_read(value, index)[0] for index in range(len(value)))
        return (value,)


def _shown(value: Node) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{value:g}"
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= _LONGEST_SHOWN else f'"{value[:_LONGEST_SHOWN]}…"'
    return "an object" if isinstance(value, Mapping) else "a list"


@lru_cache(maxsize=4096)
def _segments(path: str) -> tuple[str | int, ...]:
    """Rules ask for the same few hundred paths again and again."""
    return tuple(name or int(index) for name, index in _SEGMENT.findall(path))


def _walk(source: Node, path: str) -> tuple[Node, bool]:
    """The value at a path and whether it is secret."""
    node, secret = source, False
    for segment in _segments(path):
        node, hidden = _read(node, segment)
        secret = secret or hidden
        if node is None or node is UNKNOWN:
            break
    return node, secret


def _read(container: Node, key: str | int) -> tuple[Node, bool]:
    """One step down: None where there is nothing to step into."""
    try:
        if isinstance(container, Mapping):
            return _revealed(container[key])
        if isinstance(container, Sequence) and isinstance(key, int) and not isinstance(container, str):
            return _revealed(container[key])
    except proxy.UnknownValueError:
        return UNKNOWN, False
    except (KeyError, IndexError):
        pass
    return None, False


def _revealed(value: Node) -> tuple[Node, bool]:
    """The value without its secret mark, and whether it had one."""
    if isinstance(value, dict) and value.get(SPECIAL_SIG_KEY) == SPECIAL_SECRET_SIG:
        inner, _ = _revealed(value.get("value"))
        return inner, True
    if isinstance(value, str) and value in _SENTINELS:
        return UNKNOWN, False
    return value, False


def _plain(value: Node) -> Node:
    if isinstance(value, Mapping):
        return {str(key): _plain(_read(value, key)[0]) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(_read(value, index)[0]) for index in range(len(value))]
    return value
