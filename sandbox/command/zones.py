"""The Route 53 zones that a stack's configuration names by their ids.

A zone that is registered and delegated elsewhere is there before the stack is. The sandbox's account holds those that
the stack file says exist.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from sandbox.command.configuration import configuration_in

_ZONE_ID = re.compile(r"Z[A-Z0-9]{5,31}")
_DOMAIN = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z0-9-]{2,}")


def zone_variables(stack_file: Path) -> dict[str, str]:
    """Environment variable for the aws provider: the domains of the zones by their ids."""
    found = dict(_zones(configuration_in(stack_file)))
    return {"SANDBOX_HOSTED_ZONES": json.dumps(found, sort_keys=True)} if found else {}


def _zones(value: object) -> Iterator[tuple[str, str]]:
    """Id and domain of every mapping with `id` and `name`, or with `zoneId` and a `domain` in the zone."""
    if isinstance(value, list):
        for item in value:
            yield from _zones(item)
    if not isinstance(value, dict):
        return
    for item in value.values():
        yield from _zones(item)
    host = _text(value, "domain", _DOMAIN)
    if host and (id := _text(value, "zoneId", _ZONE_ID)):
        yield id, host.split(".", 1)[1] if host.count(".") > 1 else host
    if (id := _text(value, "id", _ZONE_ID)) and (name := _text(value, "name", _DOMAIN)):
        yield id, name


def _text(value: Mapping[object, object], key: str, form: re.Pattern[str]) -> str:
    found = value.get(key)
    return found if isinstance(found, str) and form.fullmatch(found) else ""
