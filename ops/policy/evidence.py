"""Evidence for an assessor: for every control of a framework, the policies that serve it and what they found."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from ops.policy.controls import PCI, PCI_AREAS, area_of, controls_of, natural
from ops.policy.report import (
    SCHEMA_VERSION,
    Counts,
    Entity,
    ExemptionProblem,
    ExemptionUse,
    Finding,
    Origin,
    PolicyReport,
    PolicyResult,
    Subject,
    Totals,
)


class State(StrEnum):
    """What the policies say about a control."""

    VIOLATED = "violated"
    """A policy is violated, at whatever level."""
    UNDETERMINED = "undetermined"
    """None is violated, and at least one could not be judged for some resource."""
    EXEMPT = "kept except for exemptions"
    KEPT = "kept"
    NOT_CHECKED = "nothing to check"
    """The stack has no resource that these policies judge, or they are disabled in its environment."""


class ControlPolicy(Entity):
    """A policy in the service of a control."""

    policy: str
    title: str
    level: str
    mapped_by: str
    """Who says that the policy serves the control."""
    counts: Counts


class ControlEvidence(Entity):
    """One control of a framework."""

    control: str
    state: State
    counts: Counts
    policies: tuple[ControlPolicy, ...]


class FrameworkEvidence(Entity):
    """The controls of one framework."""

    framework: str
    controls: tuple[ControlEvidence, ...]


class AreaCoverage(Entity):
    """One of the twelve principal requirements of PCI DSS, and how far policies reach into it."""

    requirement: int
    about: str
    controls: tuple[str, ...]
    """Those that at least one policy serves; any other is not covered."""


class Evidence(Entity):
    """What the policy pack can show about a stack."""

    schema_version: str = SCHEMA_VERSION
    subject: Subject
    origin: Origin
    complete: bool
    errors: tuple[str, ...]
    totals: Totals
    frameworks: tuple[FrameworkEvidence, ...]
    pci_coverage: tuple[AreaCoverage, ...]
    policies: tuple[PolicyResult, ...]
    """Those that judged something, with the resources that keep them."""
    findings: tuple[Finding, ...]
    exemptions: tuple[ExemptionUse, ...]
    exemption_problems: tuple[ExemptionProblem, ...]


def evidence_of(report: PolicyReport) -> Evidence:
    """The evidence that a report gives."""
    served: dict[str, dict[str, list[ControlPolicy]]] = {}
    for result in report.policies:
        for framework, control, mapped_by in controls_of(result.policy):
            served.setdefault(framework, {}).setdefault(control, []).append(_served(result, mapped_by))
    return Evidence(
        subject=report.subject,
        origin=report.origin,
        complete=report.complete,
        errors=report.errors,
        frameworks=tuple(
            FrameworkEvidence(framework=framework, controls=tuple(_control_evidence(served[framework])))
            for framework in sorted(served, key=lambda name: (name != PCI, name))
        ),
        totals=report.totals,
        pci_coverage=tuple(_coverage(served.get(PCI, {}))),
        policies=tuple(result for result in report.policies if result.counts.checked),
        findings=report.findings,
        exemptions=report.exemptions,
        exemption_problems=report.exemption_problems,
    )


def _served(result: PolicyResult, mapped_by: str) -> ControlPolicy:
    return ControlPolicy(
        policy=result.policy, title=result.title, level=result.level, mapped_by=mapped_by, counts=result.counts
    )


def _coverage(served: Iterable[str]) -> Iterator[AreaCoverage]:
    """Every principal requirement, also those that no policy serves."""
    by_area: dict[int, list[str]] = {}
    for control in sorted(served, key=natural):
        by_area.setdefault(area_of(control), []).append(control)
    for requirement, about in PCI_AREAS.items():
        yield AreaCoverage(requirement=requirement, about=about, controls=tuple(by_area.get(requirement, ())))


def _control_evidence(served: Mapping[str, list[ControlPolicy]]) -> Iterator[ControlEvidence]:
    for control in sorted(served, key=natural):
        counts = _sum(found.counts for found in served[control])
        yield ControlEvidence(control=control, state=_state(counts), counts=counts, policies=tuple(served[control]))


def _state(counts: Counts) -> State:
    if counts.violated:
        return State.VIOLATED
    if counts.undetermined:
        return State.UNDETERMINED
    if counts.exempt:
        return State.EXEMPT
    return State.KEPT if counts.checked else State.NOT_CHECKED


def _sum(every: Iterable[Counts]) -> Counts:
    total = Counts().model_dump()
    for counts in every:
        for name, count in counts.model_dump().items():
            total[name] += count
    return Counts(**total)
