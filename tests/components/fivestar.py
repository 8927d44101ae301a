"""Fivestar's program, run against the recorder."""

from __future__ import annotations

import json
import os
import runpy
from collections.abc import Iterator
from contextlib import contextmanager

from tests.components.recorder import Recorder, Registration, record
from tests.settings.stack_files import ROOT, Config, config


@contextmanager
def _pulumi_config(configuration: Config) -> Iterator[None]:
    """The configuration as the engine hands it to a program: texts as they are, the rest as JSON."""
    text = {key: value if isinstance(value, str) else json.dumps(value) for key, value in configuration.items()}
    before = os.environ.get("PULUMI_CONFIG")
    os.environ["PULUMI_CONFIG"] = json.dumps(text)
    try:
        yield
    finally:
        if before is None:
            del os.environ["PULUMI_CONFIG"]
        else:
            os.environ["PULUMI_CONFIG"] = before


def _run_program() -> None:
    runpy.run_path(str(ROOT / "__main__.py"), run_name="__main__")


def recorded(
    environment: str,
    configuration: Config | None = None,
    preview: bool = False,
    recorder: Recorder | None = None,
) -> Recorder:
    """What the program registers for an environment's stack file, or for another configuration."""
    with _pulumi_config(configuration or config(environment)):
        return record(_run_program, stack=environment, preview=preview, recorder=recorder)


def urn_suffixes(recorder: Recorder) -> dict[str, Registration]:
    """Registrations by the part of the URN after stack and project, with all parent types as the engine writes them."""
    by_urn = {registration.urn: registration for registration in recorder.registrations}

    def qualified_type(registration: Registration) -> str:
        parent = by_urn.get(registration.parent)
        return f"{qualified_type(parent)}${registration.type}" if parent else registration.type

    return {f"{qualified_type(item)}::{item.name}": item for item in recorder.registrations}
