"""Words for the mistakes of a stack file: what was given, and the nearest thing that is allowed."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping, Sequence

from settings.errors import Path

NOT_SHOWN = "a value that is not shown, because it may be secret"

_SECRET_NAME = re.compile(r"passw|secret|token|credential|private.?key|api.?key|access.?key|connection.?string", re.I)
_SECRET_VALUE = re.compile(r"A[KS]IA[0-9A-Z]{16}|://[^/\s]*:[^/\s]*@|-----BEGIN|^v1:[A-Za-z0-9+/=]+:")
_LONGEST_VALUE_SHOWN = 80


def describe(value: object, path: Path = ()) -> str:
    """The value in words that are safe to print: structures by their kind, secrets not at all."""
    if value is None:
        return "nothing"
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, Mapping):
        return f"a section with {counted(len(value), 'key')}"
    if isinstance(value, str):
        return _describe_text(value, path)
    if isinstance(value, Sequence):
        return f"a list of {len(value)}"
    return f"a value of type {type(value).__name__}"


def _describe_text(value: str, path: Path) -> str:
    if _SECRET_VALUE.search(value) or _may_be_secret(path):
        return NOT_SHOWN
    shown = value if len(value) <= _LONGEST_VALUE_SHOWN else value[:_LONGEST_VALUE_SHOWN] + "…"
    return json.dumps(shown, ensure_ascii=False)


def _may_be_secret(path: Path) -> bool:
    is_variable = path[:1] in (("services",), ("jobs",)) and "environment" in path[2:]
    is_receiver = path[:2] == ("observability", "notifications") and "urls" in path[2:]
    return is_variable or is_receiver or any(_SECRET_NAME.search(str(part)) for part in path)


def counted(number: int, thing: str) -> str:
    """`1 task`, `2 tasks`, `2 local indexes`."""
    if number == 1:
        return f"1 {thing}"
    return f"{number} {thing}{'es' if thing.endswith(('s', 'x')) else 's'}"


def listing(values: Iterable[object]) -> str:
    """`a, b or c`."""
    *most, last = [str(value) for value in values] or ["nothing"]
    return f"{', '.join(most)} or {last}" if most else last


def nearest(value: object, allowed: Iterable[object]) -> object | None:
    """The allowed value closest to the given one: by size among numbers, by spelling among texts."""
    choices = list(allowed)
    if isinstance(value, int | float) and not isinstance(value, bool):
        numbers = [choice for choice in choices if isinstance(choice, int)]
        return min(numbers, key=lambda number: (abs(number - value), number), default=None)
    if not isinstance(value, str):
        return None
    folded = {str(choice).lower(): choice for choice in choices}
    for text, choice in folded.items():
        if len(value) > 2 and (text.startswith(value.lower()) or value.lower().startswith(text)):
            return choice
    close = difflib.get_close_matches(value.lower(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def did_you_mean(value: object, allowed: Iterable[object]) -> str:
    """A question naming the nearest allowed value, or nothing when none is near."""
    close = nearest(value, allowed)
    return "" if close is None else f"Did you mean {close}?"


def names_a_secret(name: str) -> bool:
    """Whether an environment variable of this name would hold a secret."""
    return bool(
        re.search(r"(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|(API|SECRET|PRIVATE|ACCESS)_?KEY|CREDENTIALS?)$", name, re.I)
        or re.search(r"CONNECTION_?STRING$", name, re.I)
    )


def holds_a_secret(value: str) -> bool:
    """Whether a text looks like a credential: an access key, a private key or a URL with a password in it."""
    return bool(_SECRET_VALUE.search(value))
