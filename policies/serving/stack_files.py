"""A stack's configuration as its stack file writes it, for runs in which the engine hands none over.

`pulumi policy analyze` judges what the state holds and tells the pack neither configuration nor tags of the stack.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from policies.environment import SYSTEM_KEY

PROJECT_VARIABLE: Final = "PAYMENTS_POLICY_PROJECT"
"""Environment variable with the folder of the Pulumi project; without it the folder that holds the pack is taken."""

_UNREADABLE: Mapping[str, str] = {SYSTEM_KEY: ""}
"""Settings that name no environment, which counts as prod."""
_HIDDEN = "secure"
"""The key under which the engine keeps the ciphertext of a secret."""


def config_at_hand(folder: Path, project: str, stack: str) -> Mapping[str, str]:
    """The configuration of a stack, objects as JSON, without its secrets; empty when the folder is not its project's.

    A stack file that cannot be read gives settings that cannot be read, so that nothing milder than prod applies.
    """
    if _read(folder / "Pulumi.yaml").get("name") != project:
        return {}
    file = folder / f"Pulumi.{stack}.yaml"
    if not file.is_file():
        return {}
    config = _read(file).get("config", {})
    if not isinstance(config, dict):
        return _UNREADABLE
    return {str(key): _text(value) for key, value in config.items() if not _is_secret(value)}


def _read(file: Path) -> Mapping[str, object]:
    """A YAML file with an object; what cannot be read counts as one whose configuration is no object."""
    # Imported late: only such runs read stack files.
    import yaml

    try:
        found = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {"config": None}
    if found is None:
        return {}
    return found if isinstance(found, dict) else {"config": None}


def _is_secret(value: object) -> bool:
    return isinstance(value, dict) and _HIDDEN in value


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)
