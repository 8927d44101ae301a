"""A Python that imports the SDKs while the engine still starts the policy pack.

Both take half a second or more; with two processors they are done at once.
"""

import json
import os
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.engine import served_program
from sandbox.engine.processes import RunningProcesses
from sandbox.engine.program import runner_command
from sandbox.engine.starter.early_imports import VARIABLE


@dataclass
class PreparedProgram:
    """At most one process that waits for the arguments of its program."""

    processes: RunningProcesses
    runner: Path
    _waiting: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    """By interpreter."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def prepare(self, python: str, program: str) -> None:
        """Start a process of this interpreter; `program` is the program's folder.

        Raises OSError when the interpreter doesn't exist.
        """
        with self._lock:
            if VARIABLE in os.environ and served_program.VARIABLE not in os.environ and not self._waiting:
                command = [*runner_command(python, self.runner), "--prepare", program]
                self._waiting[python] = self.processes.start(
                    command, None, os.environ, piped=False, waits_for_input=True
                )

    def start(
        self, python: str, arguments: Sequence[str], folder: str, variables: Mapping[str, str]
    ) -> subprocess.Popen[bytes] | None:
        """Let the process that waits run its program in `folder`; None when there is no process of this interpreter.

        `arguments` are the runner's, `variables` what is added to the environment.
        """
        with self._lock:
            process = self._waiting.pop(python, None)
        if process is None or process.stdin is None:
            return None
        order = {"arguments": [*arguments], "folder": folder, "environment": {**variables}}
        try:
            with process.stdin as orders:
                orders.write(json.dumps(order).encode())
        except BrokenPipeError:  # it has failed already
            return None
        return process
