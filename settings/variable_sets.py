"""Sets of environment variables that several services and jobs share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from settings.errors import Mistake, Path
from settings.references import json_keys, secret_keys, workloads
from settings.wording import did_you_mean, listing

if TYPE_CHECKING:
    from settings.containers import Workload
    from settings.section import Rule
    from settings.stack import Settings

_VARIABLE = re.compile(r"[A-Za-z_]\w{0,254}")


def parameters_of_set(settings: Settings, folder: str) -> Mapping[str, str]:
    """Keys of the parameters right below a folder of platform:parameters, by the variables that they become."""
    items = settings.parameters.items if settings.parameters is not None else {}
    below = {key.removeprefix(f"{folder}/"): key for key in items if key.startswith(f"{folder}/")}
    return {name: key for name, key in below.items() if "/" not in name}


def secrets_of_set(settings: Settings, secret: str) -> Mapping[str, str]:
    """Each JSON key of a secret as services name it, by the variable that it becomes: its own name."""
    return {key: f"{secret}.{key}" for key in json_keys(settings, secret)}


def _sets_exist(settings: Settings) -> Iterator[Mistake]:
    items = settings.parameters.items if settings.parameters is not None else {}
    folders = sorted({key.rpartition("/")[0] for key in items if "/" in key})
    secrets = sorted(secret_keys(settings))
    for path, workload in workloads(settings):
        for index, folder in enumerate(workload.parameters_from):
            if folder not in folders:
                yield _absent((*path, "parametersFrom", index), folder, "a folder of platform:parameters", folders)
        for index, secret in enumerate(workload.secrets_from):
            if secret not in secrets:
                yield _absent((*path, "secretsFrom", index), secret, "a key of platform:secrets", secrets)
            elif not json_keys(settings, secret):
                allowed = f"a secret with JSON keys: {secret} holds a text"
                remedy = f"Name its variable in secrets: {{VARIABLE: {secret}}}."
                yield Mistake((*path, "secretsFrom", index), f'"{secret}"', allowed, remedy)


def _absent(path: Path, given: str, kind: str, has: list[str]) -> Mistake:
    return Mistake(path, f'"{given}"', f"{kind}: {listing(has) if has else 'there is none'}", did_you_mean(given, has))


def _members(settings: Settings, workload: Workload) -> Iterator[tuple[Path, str]]:
    """Every variable of the sets, with the set that brings it."""
    for index, folder in enumerate(workload.parameters_from):
        yield from ((("parametersFrom", index), name) for name in parameters_of_set(settings, folder))
    for index, secret in enumerate(workload.secrets_from):
        if secret in secret_keys(settings):
            yield from ((("secretsFrom", index), name) for name in secrets_of_set(settings, secret))


def _variables_of_sets_are_set_once(settings: Settings) -> Iterator[Mistake]:
    for path, workload in workloads(settings):
        written = ("environment", "secrets", "references")
        taken = {name: section for section in written for name in getattr(workload, section)}
        for place, name in _members(settings, workload):
            if not _VARIABLE.fullmatch(name):
                yield Mistake((*path, *place), f'"{name}" in it', "names of environment variables only")
            elif name in taken:
                allowed = f"each variable once: {taken[name]} sets {name} too"
                yield Mistake((*path, *place), f'"{name}" in it', allowed, f"Remove one {name}.")
            taken.setdefault(name, str(place[0]))


VARIABLE_SET_RULES: tuple[Rule, ...] = (_sets_exist, _variables_of_sets_are_set_once)
