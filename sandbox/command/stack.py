"""Which stack a command is about, and whether it exists yet."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sandbox.command.arguments import COMMANDS_WITHOUT_PROJECT, RUNNING_COMMANDS, CommandLine
from sandbox.command.errors import CommandError
from sandbox.command.folder import SandboxFolder
from sandbox.command.project import Project

STACK_COMMANDS_WITHOUT_STACK = frozenset({"list", "new", "unselect", "remove", "rename"})
"""Subcommands of `stack` that need no stack beforehand, or say best themselves that it isn't there."""

STATE_SUFFIXES = (".json", ".json.gz", ".json.zst")
"""Endings of a stack's state in a file backend."""


@dataclass(frozen=True, slots=True)
class StackName:
    """A stack as the file backend knows it: its organization is always `organization`."""

    project: str
    name: str


def parse_stack_name(given: str, project: Project) -> StackName:
    """`dev`, `organization/dev` or `organization/project/dev`."""
    parts = given.split("/")
    return StackName(parts[1] if len(parts) == 3 else project.name, parts[-1])


def named_stack(line: CommandLine, environment: Mapping[str, str]) -> str | None:
    """The stack that the command line names, by option, by variable, or as operand of `stack select`."""
    named = line.value("--stack", "-s") or environment.get("PULUMI_OPTION_STACK")
    if named:
        return named
    if (line.command, line.subcommand) == ("stack", "select") and len(line.words) > 2:
        return line.words[2]
    return None


def selected_stack(project: Project, home: Path, environment: Mapping[str, str]) -> str | None:
    """The stack that `stack select` chose for this project, or PULUMI_STACK."""
    if "PULUMI_STACK" in environment:
        return environment["PULUMI_STACK"] or None
    try:
        settings = json.loads(settings_file(project.name, project.file, home).read_text())
    except (FileNotFoundError, ValueError):
        return None
    chosen = settings.get("stack") if isinstance(settings, dict) else None
    return chosen if isinstance(chosen, str) and chosen else None


def settings_file(name: str, project_file: Path, home: Path) -> Path:
    """Where the engine keeps the selected stack of a project (pkg/v3/workspace in its modules)."""
    digest = hashlib.sha1(str(project_file).encode(), usedforsecurity=False).hexdigest()
    return home / "workspaces" / f"{name}-{digest}-workspace.json"


def needs_stack(line: CommandLine) -> bool:
    """Whether the command can't work without a stack."""
    if line.command in COMMANDS_WITHOUT_PROJECT or line.has("--help", "-h"):
        return False
    if line.command == "stack":
        return line.subcommand not in STACK_COMMANDS_WITHOUT_STACK and not selects_from_list(line)
    if line.command == "policy":
        return line.subcommand == "analyze" and not line.has("--file")
    if line.command == "state":
        return line.subcommand not in ("", "move", "upgrade")
    return line.command in RUNNING_COMMANDS | {"destroy", "cancel", "logs"}


def selects_from_list(line: CommandLine) -> bool:
    """Whether this is `stack select` without a name: the engine offers the list."""
    return line.subcommand == "select" and len(line.words) == 2


def is_created(stack: StackName, folder: SandboxFolder) -> bool:
    """Whether the backend has the stack."""
    base = folder.state / ".pulumi" / "stacks" / stack.project
    return any((base / f"{stack.name}{suffix}").exists() for suffix in STATE_SUFFIXES)


def may_create(stack: StackName, line: CommandLine, project: Project) -> bool:
    """Whether first use creates the stack.

    Commands that run the program or configure a stack create it; the others only when it has a stack file, so that a
    mistyped name in `stack export` or `destroy` is still an error of the engine's.
    """
    if stack.project != project.name:
        return False
    return line.command in RUNNING_COMMANDS or project.stack_file(stack.name).exists()


def no_stack_error(project: Project) -> CommandError:
    """No stack is named and none is selected."""
    names = project.stack_names()
    has = f" (this project has stack files for {', '.join(names)})" if names else ""
    return CommandError(f"no stack is named or selected: add `-s NAME` or run `stack select NAME` first{has}")
