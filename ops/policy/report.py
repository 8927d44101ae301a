"""The report on one run of the policy pack, as it is written in JSON."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic.dataclasses import dataclass as pydantic_dataclass

from policies.exemptions import exemption

SCHEMA_VERSION = "1"
"""Changes when a reader of the JSON must change."""


CAMEL_CASE: Final = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)


class Entity(BaseModel):
    """Part of a report: immutable, camelCase in JSON, no key beyond its own."""

    model_config = ConfigDict(frozen=True, **CAMEL_CASE)


class Outcome(StrEnum):
    """What a policy says about a resource when it is not simply kept."""

    VIOLATED = "violated"
    UNDETERMINED = "undetermined"
    EXEMPT = "exempt"


class Subject(Entity):
    """The stack that was judged."""

    project: str
    stack: str
    environment: str
    """The environment whose levels applied."""
    environment_source: str
    """Where the environment was read."""
    resources: int
    """How many resources the stack has, components and providers included; 0 when the run broke off."""


class Origin(Entity):
    """What was judged by what, and when."""

    created: str
    """Time in UTC, ISO 8601."""
    command: str
    """`preview`: what an update would make; `deployed`: what the state says exists."""
    commit: str | None
    """The commit of the work tree; none outside of git."""
    uncommitted_changes: bool
    """Whether the work tree differed from the commit."""
    versions: Mapping[str, str]
    """Versions of the pack, of Pulumi and of Python."""


class Controls(Entity):
    """Ids of the controls that a policy serves."""

    pci: tuple[str, ...]
    """Requirements of PCI DSS 4.0.1."""
    fsbp: tuple[str, ...]
    """AWS Foundational Security Best Practices."""
    cis: tuple[str, ...]
    """CIS AWS Foundations Benchmark, each with its version."""
    checkov: tuple[str, ...]
    """Ids of Checkov."""


class Counts(Entity):
    """Verdicts by outcome. Exempt and undetermined ones are neither passed nor violated."""

    checked: int = 0
    """All verdicts but those of policies that do not apply to the resource."""
    passed: int = 0
    violated: int = 0
    exempt: int = 0
    undetermined: int = 0
    not_applicable: int = 0


class PolicyResult(Entity):
    """A policy as configured in this run, and how often it was kept."""

    policy: str
    title: str
    severity: str
    level: str
    parameters: Mapping[str, object]
    controls: Controls
    counts: Counts
    passed: tuple[str, ...]
    """URNs of the resources that keep it."""


class Finding(Entity):
    """A policy's verdict on a resource that does not simply keep it."""

    policy: str
    title: str
    severity: str
    level: str
    """`mandatory` blocks the update; `advisory` does not; empty for what is exempt."""
    outcome: Outcome
    urn: str
    type: str
    name: str
    reason: str
    why: str
    remedy: str
    setting: str | None
    """The key of the stack file that decides it."""
    controls: Controls
    docs: str
    exemption: str | None
    """Id of the exemption."""


class Remediation(Entity):
    """What a policy put right by itself in the planned update; nothing of it is applied by the check."""

    policy: str
    urn: str
    sets: Mapping[str, object]
    """The properties with their new values."""


@pydantic_dataclass(frozen=True, config=CAMEL_CASE)
class ExemptionUse(exemption.ExemptionUse):
    """An exemption that applies in the stack, as the pack's record has it."""


class ExemptionProblem(Entity):
    """What is wrong with the exemptions file or one of its entries."""

    level: str
    message: str


class Totals(Entity):
    """The run in figures."""

    counts: Counts
    mandatory: int
    """Findings and mistakes in exemptions that block the update."""
    advisory: int
    """Violations, and mistakes in exemptions, that do not."""


class PolicyReport(Entity):
    """Everything that one run of the policy pack says."""

    schema_version: str = Field(default=SCHEMA_VERSION)
    subject: Subject
    origin: Origin
    complete: bool
    """Whether all resources and the stack as a whole were judged."""
    errors: tuple[str, ...]
    """Why the run failed, other than by policies."""
    totals: Totals
    policies: tuple[PolicyResult, ...]
    findings: tuple[Finding, ...]
    remediations: tuple[Remediation, ...]
    exemptions: tuple[ExemptionUse, ...]
    exemption_problems: tuple[ExemptionProblem, ...]

    def of(self, outcome: Outcome, level: str | None = None) -> tuple[Finding, ...]:
        """The findings of an outcome, and of a level when one is given."""
        found = (finding for finding in self.findings if finding.outcome is outcome)
        return tuple(finding for finding in found if level is None or finding.level == level)


def grouped_by_reason(findings: Iterable[Finding]) -> Sequence[Sequence[Finding]]:
    """Findings that say the same about one resource together, such as that a property is not known yet."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.urn, finding.reason), []).append(finding)
    return tuple(groups.values())
