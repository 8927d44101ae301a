"""What is wrong with a stack file, said so that a person can put it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mistake:
    """One mistake in a stack file.

    path: from the section down to the value, such as ("database", "instanceClass") or ("services", "api", "routes", 0).
    given: what the file says, in words that are safe to print.
    allowed: what may stand there.
    remedy: what to change; empty where `allowed` already says it.
    """

    path: Path
    given: str
    allowed: str
    remedy: str = ""

    @property
    def key(self) -> str:
        """The path as it is written in a stack file: `platform:database.instanceClass`."""
        first, *rest = self.path or ("",)
        text = str(first) if ":" in str(first) else f"platform:{first}"
        for part in rest:
            text += f"[{part}]" if isinstance(part, int) else f".{part}" if _is_plain(part) else f'["{part}"]'
        return text

    def __str__(self) -> str:
        lines = [self.key, f"  given:   {self.given}", f"  allowed: {self.allowed}"]
        return "\n".join([*lines, f"  remedy:  {self.remedy}"] if self.remedy else lines)


def _is_plain(part: str) -> bool:
    return bool(part) and not set(part) & set(" .[]\"'\n")


@dataclass
class SettingsError(Exception):
    """A stack file that can't be used: every mistake in it, in the order of the file's sections."""

    mistakes: Sequence[Mistake]
    stack: str = field(default="")

    def __str__(self) -> str:
        file = f"Pulumi.{self.stack}.yaml" if self.stack else "The stack file"
        count = "a mistake" if len(self.mistakes) == 1 else f"{len(self.mistakes)} mistakes"
        return "\n\n".join([f"{file} has {count}; nothing was deployed.", *map(str, self.mistakes)])
