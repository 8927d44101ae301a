"""What a stack file configures, as plain values."""

from pathlib import Path

import yaml

from sandbox.command.yaml_text import Loader


def configuration_in(stack_file: Path) -> object:
    """The content of `config`; None where the file can't be read or has none, which the engine says itself."""
    try:
        document = yaml.load(stack_file.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 - a safe loader
    except (OSError, ValueError, yaml.YAMLError):
        return None
    return document.get("config") if isinstance(document, dict) else None
