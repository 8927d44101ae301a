"""The processes that the language host runs for the engine, and their orderly end."""

import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Literal, Protocol

GRACE_SECONDS = 3.0
"""How long all processes together may take to end after SIGTERM before they are killed.

The engine itself waits 5 s for the host.
"""

Stream = Literal["stdout", "stderr"]


class Process(Protocol):
    """What the host needs of a process: a `subprocess.Popen`, or one that another process has started."""

    def wait(self, timeout: float | None = None) -> int: ...

    def poll(self) -> int | None: ...

    def send_signal(self, sig: int) -> None: ...

    def terminate(self) -> None: ...

    def kill(self) -> None: ...


@dataclass
class RunningProcesses:
    """Every live process of this host; safe to use from several threads."""

    _live: list[Process] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(
        self,
        command: Sequence[str],
        folder: str | None,
        environment: Mapping[str, str],
        piped: bool,
        waits_for_input: bool = False,
    ) -> subprocess.Popen[bytes]:
        """Start `command`; `piped` hands its output to the caller, otherwise it goes where the host's own goes.

        Its standard input is the caller's where it `waits_for_input`, else empty.

        It gets a process group of its own: the engine ends the host by SIGINT to the host's whole group, which would
        make a Python program print a traceback. The host ends its processes itself.

        Raises OSError when the command or the folder doesn't exist.
        """
        target = subprocess.PIPE if piped else None
        process = subprocess.Popen(  # noqa: S603 - the command comes from the user's own project
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.PIPE if waits_for_input else subprocess.DEVNULL,
            stdout=target,
            stderr=target,
            process_group=0,
        )
        self.add(process)
        return process

    def add(self, process: Process) -> None:
        """Take over a process that was started elsewhere."""
        with self._lock:
            self._live.append(process)

    def wait(self, process: Process) -> int:
        """Exit code of `process`; minus the signal's number when a signal ended it."""
        code = process.wait()
        with self._lock:
            self._live.remove(process)
        return code

    def signal_all(self, number: signal.Signals) -> None:
        """Send `number` to every live process."""
        with self._lock:
            processes = list(self._live)
        for process in processes:
            process.send_signal(number)

    def end(self, process: Process) -> None:
        """Ask one process to end; nothing happens when it already has."""
        if process.poll() is None:
            process.terminate()

    def end_all(self) -> None:
        """End every live process: SIGTERM, then SIGKILL for what is left after `GRACE_SECONDS`."""
        self.signal_all(signal.SIGTERM)
        with self._lock:
            processes = list(self._live)
        limit = time.monotonic() + GRACE_SECONDS
        for process in processes:
            try:
                process.wait(max(0.0, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


def stream_output(process: subprocess.Popen[bytes]) -> Iterator[tuple[Stream, bytes]]:
    """Lines of a piped process as they come, until both of its streams are closed."""
    lines: queue.SimpleQueue[tuple[Stream, bytes] | None] = queue.SimpleQueue()

    def read(stream: IO[bytes], name: Stream) -> None:
        for line in stream:
            lines.put((name, line))
        lines.put(None)

    if process.stdout is None or process.stderr is None:
        raise ValueError("only the output of a process that was started with pipes can be streamed")
    sources: tuple[tuple[IO[bytes], Stream], ...] = ((process.stdout, "stdout"), (process.stderr, "stderr"))
    for source in sources:
        threading.Thread(target=read, args=source, daemon=True).start()
    open_streams = len(sources)
    while open_streams:
        item = lines.get()
        if item is None:
            open_streams -= 1
        else:
            yield item


def ended_by_request(code: int) -> bool:
    """Whether an exit code means that the process was asked to stop, not that it failed."""
    return code in (-signal.SIGINT, -signal.SIGTERM, 128 + signal.SIGINT, 128 + signal.SIGTERM)


def environment_of(pairs: Sequence[str]) -> dict[str, str]:
    """`NAME=value` texts as a mapping; the host's own environment when there are none."""
    if not pairs:
        return dict(os.environ)
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)
