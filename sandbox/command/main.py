"""From a `pulumi` command line to the engine in the sandbox."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from sandbox.command.accounts import account_variables
from sandbox.command.arguments import COMMANDS_WITHOUT_PROJECT, CommandLine, parse
from sandbox.command.automatic_log import turn_off_automatic_log
from sandbox.command.debug_messages import debug_messages
from sandbox.command.early_imports import early_imports
from sandbox.command.engine import Engine
from sandbox.command.environment import Installation
from sandbox.command.errors import CommandError
from sandbox.command.folder import SandboxFolder, prepare
from sandbox.command.installation import installation
from sandbox.command.plugins import install_providers
from sandbox.command.policy_pack import own_policy_pack
from sandbox.command.project import Project, find_project_file, read_project
from sandbox.command.stack import (
    StackName,
    is_created,
    may_create,
    named_stack,
    needs_stack,
    no_stack_error,
    parse_stack_name,
    selected_stack,
)
from sandbox.command.twin import Twin, runs_in_twin
from sandbox.command.words import say
from sandbox.command.zones import zone_variables

CONFIGURING_SUBCOMMANDS = frozenset({"set", "set-all", "remove", "remove-all", "refresh", "copy", "env"})
"""Subcommands of `config` that write the stack file."""


def main(arguments: Sequence[str]) -> int:
    """Run the engine in place of this process; only an error before that returns, as exit code 1."""
    try:
        run(arguments, os.environ, Path.cwd())
    except CommandError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(f"{error.filename or 'the system'}: {error.strerror}")
        return 1


def run(arguments: Sequence[str], environment: Mapping[str, str], current: Path) -> NoReturn:
    """Prepare the project's sandbox and hand over to the engine. Raises CommandError."""
    line = parse(arguments)
    place = installation()
    start = (current / (line.value("-C", "--cwd") or environment.get("PULUMI_OPTION_CWD") or ".")).resolve()
    file = find_project_file(start)
    if file is None and needs_stack(line):
        raise CommandError(f"no Pulumi.yaml in {start} or above it: go to a project or add `-C FOLDER`")
    if file is None or line.command in COMMANDS_WITHOUT_PROJECT:
        folder = ready_folder(place, file.parent if file else place.root)
        Engine(place, folder, environment).replace_this_process(arguments)
    project = read_project(file)
    folder = ready_folder(place, project.folder)
    run_in_project(line, project, folder, Engine(place, folder, environment), start)


def ready_folder(place: Installation, project_folder: Path) -> SandboxFolder:
    """The project's `.sandbox/` with everything that any command needs."""
    folder = prepare(project_folder)
    install_providers(place.root, folder)
    turn_off_automatic_log(folder)
    return folder


def run_in_project(line: CommandLine, project: Project, folder: SandboxFolder, engine: Engine, start: Path) -> NoReturn:
    """A command about a project: stack and working copy first, then the engine. `start` is the engine's folder."""
    refuse_other_secrets_provider(line)
    twin = Twin(project, folder)
    stack = stack_of(line, project, folder, engine.user)
    if stack and needs_stack(line) and not is_created(stack, folder) and may_create(stack, line, project):
        create(stack, project, folder, twin, engine)
    if stack and changes_configuration(line):
        say_what_is_kept(project.stack_file(stack.name))
    if runs_in_twin(line):
        sys.exit(twin.run(line, engine, start))
    if stack is None:
        engine.replace_this_process(line.arguments)
    source = named_stack_file(line, engine.user, start)
    copy = twin.copy_of_named(source) if source else twin.copy_of(stack.name)
    arguments = line.with_value("--config-file", str(copy))
    surroundings = account_variables(copy) | zone_variables(copy)
    if line.command == "import" and not engine.installation.writes_code and not line.has("--generate-code"):
        say("the code of what is imported isn't written out: that takes the official Pulumi CLI")
        engine.replace_this_process(arguments, copy, PULUMI_OPTION_GENERATE_CODE="false", **surroundings)
    variables = own_policy_pack(line, project, stack.name, engine.user) | surroundings
    variables |= debug_messages(line, engine.user) | early_imports(line, folder, stack.name)
    engine.replace_this_process(arguments, copy, **variables)


def stack_of(
    line: CommandLine, project: Project, folder: SandboxFolder, environment: Mapping[str, str]
) -> StackName | None:
    """The stack that the command is about. Raises CommandError when it needs one and none is known."""
    given = named_stack(line, environment) or selected_stack(project, folder.pulumi_home, environment)
    if given is None and needs_stack(line):
        raise no_stack_error(project)
    return parse_stack_name(given, project) if given else None


def named_stack_file(line: CommandLine, environment: Mapping[str, str], start: Path) -> Path | None:
    """The stack file that the user named, if any. Raises CommandError when it doesn't exist."""
    named = line.value("--config-file") or environment.get("PULUMI_OPTION_CONFIG_FILE")
    if not named:
        return None
    if not (start / named).is_file():
        raise CommandError(f"the stack file {start / named} doesn't exist")
    return start / named


def create(stack: StackName, project: Project, folder: SandboxFolder, twin: Twin, engine: Engine) -> None:
    """Create a stack, without selecting it. Raises CommandError with the engine's own reason."""
    file = project.stack_file(stack.name)
    twin.copy_of(stack.name)
    done = engine.ask(["stack", "init", stack.name, "--no-select", "-C", str(twin.make()), "--non-interactive"])
    if done.returncode and not is_created(stack, folder):
        reason = " ".join((done.stderr or done.stdout).split()).removeprefix("error: ")
        raise CommandError(f"the stack {stack.name} can't be created: {reason}")
    say(f"created the stack {stack.name}" + ("" if file.exists() else f"; it has no {file.name}"))


def refuse_other_secrets_provider(line: CommandLine) -> None:
    """The sandbox encrypts by its own passphrase; a change of provider would reach for a real one."""
    if (line.command, line.subcommand) == ("stack", "change-secrets-provider"):
        raise CommandError(
            "stacks in the sandbox are always encrypted with the sandbox's own passphrase: change the secrets provider"
            " of the real stack with `pulumi` itself"
        )


def changes_configuration(line: CommandLine) -> bool:
    """Whether the real command would write the stack file."""
    if line.command == "config":
        return line.subcommand in CONFIGURING_SUBCOMMANDS
    return line.command in ("up", "preview", "refresh", "destroy") and line.has("--config", "-c")


def say_what_is_kept(source: Path) -> None:
    """One line before a command that would write a real stack file."""
    if source.exists():
        say(f"{source.name} stays as it is; the change goes to the sandbox's copy of it")
    else:
        say(f"no {source.name} is written; the change stays in the sandbox")
