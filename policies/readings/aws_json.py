"""JSON text in the form of AWS's own API, read as properties.

Providers hand such text on as it is. AWS's SDKs take the keys in either case, so that `Name` and `name` are one.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

from policies.properties import UNKNOWN, Properties, Unknown

_KEYS_ARE_DATA = frozenset({"options", "dockerLabels", "driverOpts", "labels", "customResponseBodies"})
"""Objects whose keys are names that somebody chose."""


def objects_of(resource: Properties, path: str) -> tuple[Properties | Unknown, ...] | Unknown | None:
    """The objects of a JSON list at a path; None when nothing is given, UNKNOWN when it cannot be read.

    A list that is given as it is, not as text, counts as well, and a single object as a list of one.
    """
    value = resource.get(path)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return resource.items(path)
    document = _parsed(value)
    entries = [document] if isinstance(document, Mapping) else document
    if not isinstance(entries, list):
        return UNKNOWN
    hidden = resource.is_secret(path)
    return tuple(
        Properties(entry, resource.where(f"{path}[{index}]"), hidden) if isinstance(entry, Mapping) else UNKNOWN
        for index, entry in enumerate(entries)
    )


@lru_cache(maxsize=64)
def _parsed(text: str) -> object:
    """The document of a text, whose rules ask for it one after the other; None for text that is no JSON."""
    try:
        return _with_lower_keys(json.loads(text))
    except ValueError:
        return None


def _with_lower_keys(node: object, keys_are_data: bool = False) -> object:
    if isinstance(node, Mapping):
        return {
            (key if keys_are_data else _lower(key)): _with_lower_keys(value, _lower(key) in _KEYS_ARE_DATA)
            for key, value in node.items()
        }
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [_with_lower_keys(item) for item in node]
    return node


def _lower(key: str) -> str:
    """`cloudWatchMetricsEnabled` for `CloudWatchMetricsEnabled`, `arn` for `ARN`."""
    return key.lower() if key.isupper() else f"{key[:1].lower()}{key[1:]}"
