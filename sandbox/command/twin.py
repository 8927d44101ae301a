"""The project's twin in `.sandbox/project/`: its project file, and the working copies as its stack files.

Commands that know no option for the stack file run there. The stack that such a command selects or drops is carried
over to the project itself.
"""

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from sandbox.command.arguments import CommandLine
from sandbox.command.engine import Engine
from sandbox.command.folder import SandboxFolder, stack_secrets
from sandbox.command.project import Project
from sandbox.command.stack import settings_file
from sandbox.command.stack_file import refresh_copy, write_whole
from sandbox.command.words import say

TWIN_COMMANDS = frozenset(
    {("stack", "new"), ("stack", "remove"), ("stack", "rename"), ("stack", "history"), ("stack", "import"),
     ("config", "copy"), ("state", "move")}
)  # fmt: skip
"""Commands that read or write stack files and have no option to say which."""

PATH_OPTIONS = ("--file", "--event-log", "--config-file")
"""Options of these commands whose value is a path relative to the engine's folder."""


def runs_in_twin(line: CommandLine) -> bool:
    """Whether a command has to run in the twin."""
    return (line.command, line.subcommand) in TWIN_COMMANDS or (line.command == "destroy" and line.has("--remove"))


@dataclass(frozen=True, slots=True)
class Twin:
    """The twin of one project."""

    project: Project
    folder: SandboxFolder

    def copy_of(self, stack: str) -> Path:
        """Up-to-date working copy of a stack's file. Raises CommandError."""
        return self._refreshed(self.project.stack_file(stack), self.folder.twin / f"Pulumi.{stack}.yaml")

    def copy_of_named(self, source: Path) -> Path:
        """Up-to-date working copy of a stack file that the user named, apart from the stacks' own. As `copy_of`."""
        digest = hashlib.sha256(str(source.resolve()).encode()).hexdigest()[:16]
        return self._refreshed(source, self.folder.twin / "named" / f"{source.stem}-{digest}.yaml")

    def make(self) -> Path:
        """Bring all of the twin's files up to date; its folder. Raises CommandError."""
        content = json.dumps({"name": self.project.name, "runtime": self._runtime(), "main": self._main()})
        if not self._file.exists() or self._file.read_text() != content:
            write_whole(self._file, content)
        for stack in self.project.stack_names():
            self.copy_of(stack)
        return self.folder.twin

    def run(self, line: CommandLine, engine: Engine, start: Path) -> int:
        """Run a command here and wait for it: what it selects has to be carried over afterwards. Its exit code."""
        self.make()
        self._copy_selection(self.project.file, self._file)
        code = engine.run(self.arguments(line, start))
        self._copy_selection(self._file, self.project.file)
        return code

    def arguments(self, line: CommandLine, start: Path) -> list[str]:
        """The same command line for the engine in the twin. `start` is the folder that its paths are relative to."""
        arguments = list(line.arguments)
        for option in line.options:
            value = self._translated(option.name, option.value, start)
            if value is not None:
                joined = arguments[option.position] != option.value
                arguments[option.position] = f"{option.name}={value}" if joined else value
        return arguments if line.value("-C", "--cwd") is not None else ["-C", str(self.folder.twin), *arguments]

    @property
    def _file(self) -> Path:
        return self.folder.twin / "Pulumi.yaml"

    def _translated(self, name: str, value: str | None, start: Path) -> str | None:
        if value is None:
            return None
        if name in PATH_OPTIONS:
            return str(start / value)
        if name in ("-C", "--cwd"):
            return str(self.folder.twin)
        return "default" if name == "--secrets-provider" else None

    def _refreshed(self, source: Path, copy: Path) -> Path:
        made = refresh_copy(source, copy, stack_secrets(self.folder))
        if made.notice:
            say(made.notice)
        return copy

    def _main(self) -> str:
        return os.path.relpath(self.project.folder / (self.project.main or "."), self.folder.twin)

    def _runtime(self) -> dict[str, object]:
        options = dict(self.project.options)
        environment = options.get("virtualenv")
        if isinstance(environment, str) and environment:
            options["virtualenv"] = os.path.relpath(self.project.folder / environment, self.folder.twin)
        return {"name": self.project.runtime, "options": options}

    def _copy_selection(self, source: Path, target: Path) -> None:
        name, home = self.project.name, self.folder.pulumi_home
        given, taken = settings_file(name, source, home), settings_file(name, target, home)
        taken.parent.mkdir(parents=True, exist_ok=True)
        if given.exists():
            shutil.copyfile(given, taken)
        else:
            taken.unlink(missing_ok=True)
