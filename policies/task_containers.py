"""The containers of a task definition."""

import json

from policies.properties import UNKNOWN, Properties
from policies.verdict import Undetermined

_PATH = "containerDefinitions"


def containers_of(task: Properties) -> tuple[Properties, ...] | Undetermined:
    """The containers, which are JSON text; text that is no list of objects cannot be told."""
    text = task.get(_PATH)
    if text is None:
        return ()
    try:
        read = json.loads(text) if isinstance(text, str) else None
    except json.JSONDecodeError:
        read = None
    if not isinstance(read, list):
        return Undetermined(_PATH)
    items = Properties({_PATH: read}).items(_PATH)
    if items is UNKNOWN or any(item is UNKNOWN for item in items):
        return Undetermined(_PATH)
    return tuple(item for item in items if item is not UNKNOWN)
