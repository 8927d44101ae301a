"""Running another program while watching what it says."""

import subprocess
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

KEPT_LINES = 200


@dataclass(frozen=True, slots=True)
class Finished:
    """A program that has ended."""

    code: int
    lines: tuple[str, ...]
    """Its last lines of output, standard error included."""


def run_watched(
    command: Sequence[str | Path],
    on_line: Callable[[str], None],
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Finished:
    """Run `command` to its end, calling `on_line` for every line of its output. Raises FileNotFoundError."""
    kept: deque[str] = deque(maxlen=KEPT_LINES)
    with subprocess.Popen(  # noqa: S603
        list(map(str, command)),
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None  # noqa: S101 - started with a pipe
        try:
            for line in process.stdout:
                kept.append(line.rstrip())
                on_line(line.rstrip())
        except BaseException:
            process.terminate()
            raise
    return Finished(process.returncode, tuple(kept))


def reason(lines: Sequence[str], marks: Sequence[str], count: int = 5) -> str:
    """The lines that say why a program failed: those with one of `marks`, else the last ones."""
    marked = [line.strip() for line in lines if any(mark in line for mark in marks)]
    return "\n    ".join((marked or [line for line in lines if line.strip()])[-count:])


NETWORK_SIGNS = (
    "no such host",
    "name resolution",
    "dial tcp",
    "i/o timeout",
    "Connection refused",
    "connection refused",
    "NewConnectionError",
    "ConnectTimeout",
    "Network is unreachable",
    "TLS handshake",
)
DISK_SIGNS = ("No space left on device", "no space left on device", "Disk quota exceeded", "disk quota exceeded")


def remedy(lines: Sequence[str]) -> str:
    """What to do about a download or build that failed with this output."""
    text = "\n".join(lines)
    if any(sign in text for sign in DISK_SIGNS):
        return "the disk is full: free about 3 GB and run this again"
    if any(sign in text for sign in NETWORK_SIGNS):
        return "the network can't be reached: check the connection or the proxy settings and run this again"
    return "put that right and run this again"
