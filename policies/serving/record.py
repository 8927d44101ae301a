"""A record of every verdict, for programs that report on a run: the engine's own events say less.

The engine counts each policy as passed on every resource about which it said nothing, knows no undetermined verdict and
names no resource that a stack policy passed; `pulumi policy analyze --json` leaves even that out.

The record is a file of JSON objects, one a line, written while the run goes on, so that a run that breaks off
leaves what it knew. Of two lines about the same policy and resource, the later counts.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, TextIO

from policies.exemptions.exemption import ExemptionUse

VARIABLE: Final = "PAYMENTS_POLICY_RECORD"
"""Environment variable with the path of the record; without it none is written."""


class Kind(StrEnum):
    """What a line is about."""

    RUN = "run"
    POLICY = "policy"
    VERDICT = "verdict"
    EXEMPTION = "exemption"
    PROBLEM = "problem"
    END = "end"


class Outcome(StrEnum):
    """What a policy says about a resource."""

    PASSED = "passed"
    VIOLATED = "violated"
    UNDETERMINED = "undetermined"
    EXEMPT = "exempt"
    NOT_APPLICABLE = "notApplicable"


@dataclass(frozen=True, slots=True)
class RunLine:
    """The stack that is judged."""

    pack: str
    version: str
    project: str
    stack: str
    environment: str
    environment_source: str
    """Where the environment was read, as a phrase."""


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """A policy as it is configured in this run."""

    policy: str
    level: str
    parameters: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """A policy's verdict on a resource."""

    policy: str
    urn: str
    type: str
    outcome: Outcome
    level: str = ""
    """The level at which it is reported; empty for what is not reported."""
    reason: str = ""
    """A phrase; of an undetermined verdict the path of the property, of an exempt one the violation."""
    exemption: str = ""
    """Id of the exemption of an exempt verdict."""


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """What is wrong with the exemptions file or with an entry, as a sentence."""

    level: str
    message: str


@dataclass(frozen=True, slots=True)
class EndLine:
    """The stack as a whole was judged: the record is complete."""

    resources: int


Line = RunLine | PolicyLine | VerdictLine | ExemptionUse | ProblemLine | EndLine
_KINDS: Mapping[type, Kind] = {
    RunLine: Kind.RUN,
    PolicyLine: Kind.POLICY,
    VerdictLine: Kind.VERDICT,
    ExemptionUse: Kind.EXEMPTION,
    ProblemLine: Kind.PROBLEM,
    EndLine: Kind.END,
}


class Record:
    """Writes lines to a file, or nowhere."""

    def __init__(self, file: TextIO | None = None) -> None:
        self._file = file

    @classmethod
    def named_by(cls, environment: Mapping[str, str]) -> "Record":
        """The record that the environment asks for. Raises OSError when its file cannot be written."""
        path = environment.get(VARIABLE)
        # Line by line: the engine ends the process without notice.
        return cls(Path(path).open("a", encoding="utf-8", buffering=1)) if path else cls()

    def write(self, line: Line) -> None:
        """Add a line."""
        if self._file is not None:
            self._file.write(json.dumps({"kind": _KINDS[type(line)], **asdict(line)}) + "\n")

    @property
    def is_on(self) -> bool:
        """Whether anything is written."""
        return self._file is not None
