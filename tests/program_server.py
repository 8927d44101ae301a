"""One program server for all workers of a test run: the SDKs are imported once instead of once a deployment."""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from sandbox.engine.program import STARTER
from sandbox.engine.served_program import VARIABLE

_SERVER = pytest.StashKey[ExitStack]()


def start_program_server(config: pytest.Config) -> None:
    """Start it in the process that starts the workers, which inherit its variable."""
    if hasattr(config, "workerinput") or VARIABLE in os.environ:
        return
    running = config.stash[_SERVER] = ExitStack()
    socket = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="programs-")), "socket")
    server = subprocess.Popen(
        [sys.executable, "-u", STARTER, "--serve", socket], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    running.callback(server.communicate)  # its standard input ends, and so does it
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"
    os.environ[VARIABLE] = str(socket)
    running.callback(os.environ.pop, VARIABLE)


def end_program_server(config: pytest.Config) -> None:
    """End it, where this process has started it."""
    running = config.stash.get(_SERVER, None)
    if running is not None:
        running.close()
