"""Starting the engine in the sandbox."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from sandbox.command.environment import Installation, engine_environment
from sandbox.command.folder import SandboxFolder


@dataclass(frozen=True, slots=True)
class Engine:
    """The engine with one project's sandbox around it."""

    installation: Installation
    folder: SandboxFolder
    user: Mapping[str, str]
    """The user's environment."""

    def replace_this_process(
        self, arguments: Sequence[str], config_file: Path | None = None, **variables: str
    ) -> NoReturn:
        """Become the engine: its exit code, its signals and its terminal are the user's directly."""
        environment = self._environment(config_file) | variables
        os.execve(self.installation.engine, self._command(arguments), environment)  # noqa: S606

    def run(self, arguments: Sequence[str]) -> int:
        """Run the engine on the user's terminal and return its exit code."""
        with subprocess.Popen(self._command(arguments), env=self._environment(None)) as process:  # noqa: S603
            while True:
                try:
                    return process.wait()
                except KeyboardInterrupt:  # the engine has got it too, and ends in its own time
                    continue

    def ask(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Run the engine out of sight."""
        return subprocess.run(  # noqa: S603
            self._command(arguments),
            env=self._environment(None),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    def _command(self, arguments: Sequence[str]) -> list[str]:
        return [str(self.installation.engine), *arguments]

    def _environment(self, config_file: Path | None) -> dict[str, str]:
        return engine_environment(self.installation, self.folder, self.user, config_file)
