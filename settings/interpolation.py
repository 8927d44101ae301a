"""References to what the stack builds: `${database.host}` in a text."""

from __future__ import annotations

import re
from collections.abc import Mapping

_REFERENCE = re.compile(r"\$\{([^{}]*)\}")


def references_in(text: str) -> list[str]:
    """What stands in `${...}`, in order: database.host in `https://${database.host}`."""
    return _REFERENCE.findall(text)


def with_references(text: str, values: Mapping[str, str]) -> str:
    """The text with each `${...}` replaced by its value. Raises KeyError for one that has none."""
    return _REFERENCE.sub(lambda match: values[match[1]], text)
