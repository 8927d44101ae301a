"""What became of the tests that prove rows, in a run on one state of the project."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from acceptance.rows import ROOT

RECORD_FILE = ROOT / ".pytest_cache" / "requirements.json"
"""Where `make test` and `make requirements` keep the record of their last run."""

_MADE_BY_TOOLS = frozenset(
    {".git", ".venv", ".tools", ".sandbox", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", "__pycache__"}
)


class Outcome(StrEnum):
    """From the best to the worst."""

    PASSED = "passed"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """A test that says of rows that it proves them."""

    test: str
    """Its pytest id."""
    requirements: tuple[str, ...]
    outcome: Outcome
    evidence: str
    """deployed, ran or rendered: what it looked at; empty when it doesn't say."""
    environments: tuple[str, ...] = ()
    """Environments that its parameters name."""

    __test__ = False
    """Not a test class, whatever pytest makes of its name."""


@dataclass(frozen=True, slots=True)
class Record:
    """The outcomes of one run of all tests that name a row."""

    fingerprint: str
    """Of the project's files during the run."""
    tests: tuple[TestOutcome, ...]

    def write(self, file: Path) -> None:
        """Keep it for the next report."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> "Record | None":
        """The record in a file; None when there is none that can be read."""
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
            return cls(content["fingerprint"], tuple(_test_outcome(item) for item in content["tests"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _test_outcome(item: dict[str, object]) -> TestOutcome:
    return TestOutcome(
        str(item["test"]),
        tuple(item["requirements"]),  # type: ignore[arg-type]
        Outcome(str(item["outcome"])),
        str(item["evidence"]),
        tuple(item["environments"]),  # type: ignore[arg-type]
    )


def fingerprint(root: Path) -> str:
    """A digest of every file of the project; what tools make for themselves is left out."""
    digest = hashlib.sha256()
    for file in sorted(_files(root)):
        digest.update(str(file.relative_to(root)).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in _MADE_BY_TOOLS]
        yield from (path for name in files if (path := Path(folder, name)).is_file() and name not in _MADE_BY_TOOLS)
