"""Command lines and environments of what the language host starts: programs, policy packs, providers."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from pulumi.runtime.proto import language_pb2

from sandbox.engine.interpreter import interpreter

PROGRAM_RUNNER = "pulumi-language-python-exec"
"""Runs a user's program inside the SDK; ships with the engine's Go modules and stands beside the engine."""

STARTER = Path(__file__).with_name("starter")
"""Runs the runner."""

BAIL_EXIT_CODE = 32
"""The runner's exit code for "the error has been shown to the user already"."""


def options_of(info: language_pb2.ProgramInfo) -> Mapping[str, object]:
    """`runtime.options` of the project or plugin file."""
    return dict(info.options) if info.HasField("options") else {}


def interpreter_of(info: language_pb2.ProgramInfo) -> str:
    """Python of the project or plugin; raises BrokenEnvironmentError."""
    return interpreter(info.root_directory, options_of(info))


def runner_command(python: str, runner: Path) -> list[str]:
    """Command that starts the runner; its arguments follow."""
    return [python, "-u", str(STARTER), str(runner)]


def runner_arguments(request: language_pb2.RunRequest, engine: str) -> list[str]:
    """What the runner has to know of the user's program and of one update or preview."""
    settings = {
        "monitor": request.monitor_address,
        "engine": engine,
        "project": request.project,
        "root_directory": request.info.root_directory,
        "stack": request.stack,
        "pwd": request.pwd,
        "dry_run": "true" if request.dryRun else "false",
        "parallel": str(request.parallel),
        "organization": request.organization,
    }
    options = [word for name, value in settings.items() if value for word in (f"--{name}", value)]
    return [*options, request.info.entry_point or ".", *request.args]


def stack_variables(request: language_pb2.RunRequest) -> dict[str, str]:
    """The stack's configuration as the SDK reads it from the environment of the user's program."""
    return {
        "PULUMI_CONFIG": json.dumps(dict(request.config)),
        "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
    }


def type_check_command(info: language_pb2.ProgramInfo) -> list[str] | None:
    """Command of the project's `typechecker` option (mypy or pyright), if it has one."""
    checker = options_of(info).get("typechecker")
    if not isinstance(checker, str) or not checker:
        return None
    return [interpreter_of(info), "-m", checker, info.program_directory]


def plugin_command(info: language_pb2.ProgramInfo, kind: str, arguments: Sequence[str]) -> list[str]:
    """Command of a policy pack (kind `analyzer`) or of any other plugin written in Python."""
    python = interpreter_of(info)
    if kind == "analyzer":
        return [python, "-u", "-m", "pulumi.policy", *arguments, info.program_directory]
    return [python, "-u", info.program_directory, *arguments]
