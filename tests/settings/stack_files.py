"""Fivestar's stack files, and a way to change them."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from settings import SettingsError, parse_settings
from settings.errors import Mistake

ROOT = Path(__file__).parent.parent.parent

Config = dict[str, Any]


def stack_file(environment: str) -> Config:
    """The whole content of a stack file."""
    return copy.deepcopy(_parsed(environment))


@cache
def _parsed(environment: str) -> Config:
    content: Config = yaml.safe_load((ROOT / f"Pulumi.{environment}.yaml").read_text(encoding="utf-8"))
    return content


def config(environment: str = "dev") -> Config:
    """The configuration in a stack file."""
    configuration: Config = stack_file(environment)["config"]
    return configuration


REMOVED = object()


def changed(configuration: Config, changes: dict[str, object]) -> Config:
    """A copy with values put at paths such as `platform:database/instanceClass`; REMOVED takes the key away."""
    copied = copy.deepcopy(configuration)
    for path, value in changes.items():
        *parents, last = path.split("/")
        place: Any = copied
        for key in parents:
            place = place[int(key)] if isinstance(place, list) else place.setdefault(key, {})
        if value is REMOVED:
            del place[last]
        elif isinstance(place, list):
            place[int(last)] = value
        else:
            place[last] = value
    return copied


def mistakes(changes: dict[str, object], environment: str = "dev") -> list[Mistake]:
    """The mistakes of a stack file after these changes; none when it can be used."""
    try:
        parse_settings(changed(config(environment), changes), stack=environment)
    except SettingsError as error:
        return list(error.mistakes)
    return []
