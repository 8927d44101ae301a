"""What the set-up tells the person who waits for it."""

import sys
import time
from types import TracebackType
from typing import Self, TextIO

SECONDS_BETWEEN_LINES = 10.0
"""Where output goes to a file, progress is a line every so often; on a terminal one line is kept up to date."""


class Step:
    """One step of the set-up on the screen: `[2/3] Pulumi CLI 3.250.0: building ... 41 of 700 packages`."""

    def __init__(self, number: int, total: int, title: str, out: TextIO | None = None) -> None:
        self._head = f"[{number}/{total}] {title}"
        self._out = out or sys.stdout
        self._terminal = self._out.isatty()
        self._started = time.monotonic()
        self._last_line = 0.0
        self._shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and self._terminal and self._shown:
            self._out.write("\n")

    def say(self, text: str) -> None:
        """A line that stays."""
        self._replace(f"{self._head}: {text}\n")
        self._shown = ""
        self._last_line = time.monotonic()

    def progress(self, text: str) -> None:
        """How far the step is; may be called as often as one likes."""
        if self._terminal:
            self._replace(f"{self._head}: {text}")
        elif time.monotonic() - self._last_line >= SECONDS_BETWEEN_LINES:
            self.say(text)

    def done(self, text: str) -> None:
        """The step's last line."""
        seconds = time.monotonic() - self._started
        self.say(f"{text} ({seconds:.0f} s)" if seconds >= 1 else text)

    def _replace(self, text: str) -> None:
        blank = " " * max(0, len(self._shown) - len(text))
        self._out.write(f"\r{text}{blank}" if self._shown and not text.endswith("\n") else self._line(text))
        self._out.flush()
        self._shown = text

    def _line(self, text: str) -> str:
        if not self._shown:
            return text
        return f"\r{text[:-1]}{' ' * max(0, len(self._shown) - len(text) + 1)}\n"
