"""A language host of its own process, and what the engine asks of it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import grpc
from pulumi.runtime.proto import language_pb2, language_pb2_grpc

from sandbox.engine.served_program import VARIABLE as PROGRAMS

ROOT = Path(__file__).resolve().parents[2]


class Host:
    """A language host started by hand, standard input a pipe as the engine has it."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-u", ROOT / "sandbox/engine/language_host.py", folder, "127.0.0.1:1"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={name: value for name, value in os.environ.items() if name != PROGRAMS} | variables,
        )
        assert self.process.stdout is not None
        port = int(self.process.stdout.readline())
        self.channel = grpc.insecure_channel(f"127.0.0.1:{port}")
        self.stub = language_pb2_grpc.LanguageRuntimeStub(self.channel)

    def close(self) -> str:
        """Close the engine's end of standard input; everything that was said on standard error."""
        _, said = self.process.communicate(timeout=20)
        self.channel.close()
        return said


RUNNER = "import sys\nexec(open(sys.argv[-1]).read())\n"
"""In the place of the SDK's runner: runs the program and nothing else."""


def program(folder: Path, source: str, **options: str) -> language_pb2.RunRequest:
    (folder / "program.py").write_text(source)
    info = language_pb2.ProgramInfo(root_directory=str(folder), program_directory=str(folder), entry_point="program.py")
    info.options.update(options)
    return language_pb2.RunRequest(pwd=str(folder), info=info)


def virtual_environment(folder: Path) -> Path:
    """Make an environment of the program's own, whose Python leaves a file when it runs; that file."""
    python, used = folder / "venv" / "bin" / "python", folder / "used"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\ntouch {used}\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return used


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (ProcessLookupError, FileNotFoundError):  # it may also end between the two lines
        return False


def wait_until(condition: object, seconds: float = 10.0) -> bool:
    assert callable(condition)
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if condition():
            return True
        time.sleep(0.05)
    return False
