"""Undetermined verdicts, gathered so that a person reads one line about each property that is not known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from policies.catalogue.model import Level, Policy, Severity
from policies.catalogue.pack import UNDETERMINED
from policies.evaluation import Finding
from policies.serving import message

_MILDEST_FIRST: Final = tuple(Severity)


@dataclass(frozen=True, slots=True)
class UnknownLine:
    """What is said about one property of one resource."""

    policy: Policy
    """The one that could not be judged; where there are several, `property-undetermined` stands for all."""
    level: Level
    severity: Severity
    """The worst of the policies'."""
    text: str
    urn: str


@dataclass(slots=True)
class Unknowns:
    """The undetermined verdicts of a run, by what is not known."""

    catalogue: Mapping[str, Policy]
    _gathered: dict[tuple[str, str, Level], list[Finding]] = field(default_factory=dict)
    """By resource, property and level: what blocks is not mixed with what does not."""

    def add(self, finding: Finding, path: str, level: Level) -> None:
        """Keep a verdict until all are known."""
        self._gathered.setdefault((finding.subject.urn, path, level), []).append(finding)

    def taken(self) -> Iterator[UnknownLine]:
        """The lines about what was gathered, which is then forgotten."""
        gathered, self._gathered = self._gathered, {}
        for (urn, _, level), findings in gathered.items():
            every = sorted({found.policy.name: found for found in findings}.values(), key=_worst_first)
            yield UnknownLine(
                policy=every[0].policy if len(every) == 1 else self.catalogue[UNDETERMINED],
                level=level,
                severity=every[0].policy.severity,
                text=_said(every),
                urn=urn,
            )


def _said(findings: Sequence[Finding]) -> str:
    return message.undetermined(findings[0]) if len(findings) == 1 else message.undetermined_together(findings)


def _worst_first(finding: Finding) -> tuple[int, str]:
    return -_MILDEST_FIRST.index(finding.policy.severity), finding.policy.name
