"""Programs that a program server runs, for whoever runs many of them (`sandbox/engine/starter/program_server.py`).

They behave as programs that the host starts itself, but for the second or more that their imports take.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from sandbox.engine.starter.program_server import LENGTH_BYTES

VARIABLE = "SANDBOX_PROGRAMS"
"""Names the server's socket. The server runs by the sandbox's own Python. Tests set it; a user's command never does."""


class ServedProgram:
    """A process that isn't a child of this one, as far as the host has to know it."""

    def __init__(self, connection: socket.socket) -> None:
        """`connection` is the one that the order went by. Raises ValueError when the server gives no process."""
        self._answers = connection.makefile()
        self._pid = int(self._answers.readline())
        self._code: int | None = None
        self._end = threading.Event()
        threading.Thread(target=self._await_end, args=(connection,), daemon=True).start()

    def _await_end(self, connection: socket.socket) -> None:
        with connection, self._answers:
            self._code = int(self._answers.readline() or -signal.SIGKILL)
        self._end.set()

    def wait(self, timeout: float | None = None) -> int:
        """Exit code; minus the signal's number when a signal ended it. Raises TimeoutExpired."""
        if not self._end.wait(timeout) or self._code is None:
            raise subprocess.TimeoutExpired("program", timeout or 0.0)
        return self._code

    def poll(self) -> int | None:
        """Exit code; None while it runs."""
        return self._code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the program has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


def start_served_program(
    python: str, command: Sequence[str], folder: str, program: str, variables: Mapping[str, str]
) -> ServedProgram | None:
    """Let the server run a program in `folder`; None without a server, or for another virtual environment than its own.

    `command` is the runner with its arguments, `program` the program's own folder; `variables` are added to the host's
    environment.
    """
    server = os.environ.get(VARIABLE)
    if not server or Path(python).parent.parent.resolve() != Path(sys.prefix).resolve():
        return None
    order = json.dumps(
        {
            "command": [*command],
            "folder": folder or os.getcwd(),
            "program": program,
            "environment": {**os.environ, **variables},
        }
    ).encode()
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(server)
    socket.send_fds(connection, [len(order).to_bytes(LENGTH_BYTES, "big")], [1, 2])
    connection.sendall(order)
    return ServedProgram(connection)
