"""Where reports go: the terminal, standard output and files, each in its format."""

import os
import sys
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

import typer
from rich.console import Console

from ops.policy import junit, markdown, sarif, text
from ops.policy.report import PolicyReport


class ReportFormat(StrEnum):
    """How a report is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"


SUFFIXES: Final[Mapping[str, ReportFormat]] = {
    ".md": ReportFormat.MARKDOWN,
    ".json": ReportFormat.JSON,
    ".sarif": ReportFormat.SARIF,
    ".xml": ReportFormat.JUNIT,
    ".txt": ReportFormat.TEXT,
}

_UNCUT: Final = 1000
_FILE_WIDTH: Final = 120


def formats_of(files: Iterable[Path]) -> Mapping[Path, ReportFormat]:
    """The format of each file, by its suffix. Raises BadParameter, before any work is done."""
    found = {}
    for file in files:
        if file.suffix not in SUFFIXES:
            raise typer.BadParameter(f"{file} ends in none of {', '.join(SUFFIXES)}.")
        found[writable(file)] = SUFFIXES[file.suffix]
    return found


def writable(file: Path) -> Path:
    """The file, if it can be written. Raises BadParameter."""
    if file.is_dir():
        raise typer.BadParameter(f"{file} is a folder; name a file.")
    if not file.parent.is_dir():
        raise typer.BadParameter(f"{file} cannot be written: there is no folder {file.parent}.")
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        raise typer.BadParameter(f"{file} cannot be written: permission denied.")
    return file


def deliver(report: PolicyReport, format: ReportFormat, files: Mapping[Path, ReportFormat], project: Path) -> None:
    """Write a report to the files, then to standard output."""
    for file, chosen in files.items():
        with file.open("w", encoding="utf-8") as stream:
            if chosen is ReportFormat.TEXT:
                text.print_report(report, Console(file=stream, width=_FILE_WIDTH, soft_wrap=True))
            else:
                stream.write(_rendered(report, chosen, project))
    if format is ReportFormat.TEXT:
        text.print_report(report, terminal())
    else:
        write(_rendered(report, format, project))


class _Terminal(Console):
    """A terminal that falls silent when nobody reads on; Rich would answer 1, which says that a policy is violated."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        _fall_silent()


def terminal() -> Console:
    """The terminal; lines that are read by programs are not cut."""
    console = _Terminal(highlight=False, soft_wrap=True)
    return console if console.is_terminal else _Terminal(highlight=False, soft_wrap=True, width=_UNCUT)


def write(content: str) -> None:
    """Write to standard output, as long as somebody reads."""
    try:
        sys.stdout.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        _fall_silent()


def _fall_silent() -> None:
    """Let what still stands in the buffer go nowhere: Python would complain of it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _rendered(report: PolicyReport, format: ReportFormat, project: Path) -> str:
    match format:
        case ReportFormat.MARKDOWN:
            return markdown.rendered(report)
        case ReportFormat.SARIF:
            return sarif.rendered(report, project)
        case ReportFormat.JUNIT:
            return junit.rendered(report)
        case _:
            return report.model_dump_json(by_alias=True, indent=2) + "\n"
