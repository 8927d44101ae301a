"""The provider processes that create resources, and whether they still run.

A session holds a lock on a file of its own for as long as its process lives; the system releases it however the
process ends. A process id alone wouldn't do: a killed process that nobody waited for still counts as one.
"""

import fcntl
import os
from pathlib import Path


class Session:
    """This process as the creator of resources."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = f"{os.getpid()}-{os.urandom(8).hex()}"
        self._file = folder / self.name
        self._descriptor = os.open(self._file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def end(self) -> None:
        """Release the lock and leave no file behind."""
        self._file.unlink(missing_ok=True)
        os.close(self._descriptor)


def is_over(folder: Path, name: str) -> bool:
    """Whether the process of a session has ended, in order or not."""
    try:
        descriptor = os.open(folder / name, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
