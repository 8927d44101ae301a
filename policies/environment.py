"""Which environment a stack is: from its own settings, then its tags, then its name; prod when nothing says so."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

SYSTEM_KEY = "platform:system"
"""Configuration key whose JSON object carries `environment`."""

ENVIRONMENT_TAG = "environment"
"""Stack tag that names the environment of a stack without platform settings."""


class Environment(StrEnum):
    """The environments that policies distinguish."""

    PROD = "prod"
    STAGING = "staging"
    DEV = "dev"


_SPELLINGS: Mapping[str, Environment] = {
    "prod": Environment.PROD,
    "production": Environment.PROD,
    "staging": Environment.STAGING,
    "stage": Environment.STAGING,
    "stg": Environment.STAGING,
    "dev": Environment.DEV,
    "develop": Environment.DEV,
    "development": Environment.DEV,
}


@dataclass(frozen=True, slots=True)
class StackEnvironment:
    """The environment of a stack and where it was read."""

    environment: Environment
    source: str
    """A phrase for a person, such as `platform:system.environment`."""


def environment_of(config: Mapping[str, str], tags: Mapping[str, str], stack: str) -> StackEnvironment:
    """The environment of a stack; an environment that is stated but not known counts as prod.

    `config` holds the stack's configuration values as text (objects as JSON), `tags` the stack's tags and
    `stack` its name, with or without organisation and project.
    """
    stated = _stated_in_settings(config)
    if stated is not None:
        return _read(stated, f"{SYSTEM_KEY}.environment")
    if ENVIRONMENT_TAG in tags:
        return _read(tags[ENVIRONMENT_TAG], f"the stack tag {ENVIRONMENT_TAG}")
    suffix = re.split(r"[/._-]", stack)[-1].lower()
    if suffix in _SPELLINGS:
        return StackEnvironment(_SPELLINGS[suffix], "the stack's name")
    return StackEnvironment(Environment.PROD, "no setting, tag or stack name says otherwise")


def is_known_environment(stated: str) -> bool:
    """Whether a spelling names one of the environments."""
    return stated.strip().lower() in _SPELLINGS


def _stated_in_settings(config: Mapping[str, str]) -> str | None:
    """The environment as the settings spell it; settings that cannot be read yield text that is no environment."""
    if SYSTEM_KEY not in config:
        return None
    try:
        system = json.loads(config[SYSTEM_KEY])
    except json.JSONDecodeError:
        return ""
    if not isinstance(system, dict):
        return ""
    stated = system.get("environment")
    return stated if isinstance(stated, str) else ""


def _read(stated: str, source: str) -> StackEnvironment:
    known = _SPELLINGS.get(stated.strip().lower())
    if known is None:
        return StackEnvironment(Environment.PROD, f'{source} is "{stated}", which counts as prod')
    return StackEnvironment(known, source)
