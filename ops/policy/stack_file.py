"""Where a finding lies in the repository: the line of the stack file that decides the matter."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ops.policy.origin import repository_of


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, numbered from 1, with the number of its characters."""

    line: int
    length: int


FIRST_LINE = Place(line=1, length=0)


@dataclass(frozen=True, slots=True)
class StackFile:
    """A project's file of one stack, or the project's own file where the stack has none."""

    uri: str
    """Path from the top of the repository, with symbolic links resolved, as a relative URI."""
    lines: tuple[str, ...]
    """Empty when there is no such file."""

    @classmethod
    def of(cls, project: Path, stack: str) -> "StackFile":
        """The file of a stack; `stack` is its name as `pulumi -s` takes it."""
        own = project / f"Pulumi.{stack.rsplit('/', 1)[-1]}.yaml"
        file = own if own.is_file() else project / "Pulumi.yaml"
        lines = tuple(file.read_text(encoding="utf-8", errors="replace").split("\n")) if file.is_file() else ()
        resolved, top = file.resolve(), repository_of(project).resolve()
        path = resolved.relative_to(top) if resolved.is_relative_to(top) else Path(file.name)
        return cls(quote(path.as_posix()), lines)

    def place(self, setting: str | None) -> Place:
        """The line with a setting such as `platform:database.multiAz`, or else with its section; or the first."""
        line = None if setting is None else self._line(*setting.partition(".")[::2])
        number = 0 if line is None else line
        return Place(number + 1, len(self.lines[number])) if self.lines else FIRST_LINE

    def _line(self, section: str, key: str) -> int | None:
        """Index of the line of a key in a section, or of the section; None where there is no such section."""
        heads = (number for number, line in enumerate(self.lines) if re.match(rf"\s*{re.escape(section)}:", line))
        start = next(heads, None)
        if start is None:
            return None
        indent = _indent(self.lines[start])
        for number, line in enumerate(self.lines[start:], start):
            if number > start and line.strip() and _indent(line) <= indent:
                break
            if key and re.search(rf"(?<![\w:]){re.escape(key.split('.')[0])}:", line):
                return number
        return start


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
