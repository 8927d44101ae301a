"""Evidence for an assessor: for every control of a framework, the policies that serve it and what they found."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from ops.policy import markdown
from ops.policy.controls import OWN_MAPPING, PCI, controls_of, natural
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
)
from policies.catalogue.model import Level


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


class Evidence(Entity):
    """What the policy pack can show about a stack."""

    schema_version: str = SCHEMA_VERSION
    subject: Subject
    origin: Origin
    complete: bool
    errors: tuple[str, ...]
    frameworks: tuple[FrameworkEvidence, ...]
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
        findings=report.findings,
        exemptions=report.exemptions,
        exemption_problems=report.exemption_problems,
    )


def _served(result: PolicyResult, mapped_by: str) -> ControlPolicy:
    return ControlPolicy(
        policy=result.policy, title=result.title, level=result.level, mapped_by=mapped_by, counts=result.counts
    )


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


def rendered(evidence: Evidence) -> str:
    """The evidence as Markdown."""
    return "\n".join(_lines(evidence)) + "\n"


def _lines(evidence: Evidence) -> Iterator[str]:
    subject, origin = evidence.subject, evidence.origin
    yield f"# Policy evidence: {subject.project} {subject.stack}\n"
    judged = "the planned update" if origin.command == "preview" else "what the state says is deployed"
    versions = ", ".join(f"{name} {version}" for name, version in origin.versions.items())
    changes = " **with uncommitted changes**" if origin.uncommitted_changes else ""
    yield from markdown.table(
        ("", ""),
        [
            ("judged", f"{judged}: {subject.resources} resources"),
            ("date", origin.created),
            ("stack", f"{subject.project}/{subject.stack}"),
            ("environment", f"{subject.environment}, from {subject.environment_source}"),
            ("commit", f"{origin.commit or 'none'}{changes}"),
            ("versions", versions),
        ],
    )
    yield ""
    if evidence.errors or not evidence.complete:
        yield "> **Incomplete: the run broke off, so this is no evidence.**"
        yield from (f"> {markdown.cell(error)}" for error in evidence.errors)
        yield ""
    yield (
        "The policies judge what is declared to AWS; they do not see people, processes, or what runs inside a task. A"
        " control is only supported by them, never fulfilled. Every figure counts verdicts, one a policy and resource."
    )
    for framework in evidence.frameworks:
        yield f"\n## {framework.framework}\n"
        yield from _summary(framework)
        yield ""
        yield from markdown.table(
            ("control", "state", "policies", "checked", "passed", "violated", "exempt", "undetermined"),
            (_control_row(control) for control in framework.controls),
        )
    yield from _annex(evidence)


def _summary(framework: FrameworkEvidence) -> Iterator[str]:
    states = [control.state for control in framework.controls]
    counted = ", ".join(f"{states.count(state)} {state}" for state in State if state in states)
    yield f"{len(states)} controls: {counted}."


def _control_row(control: ControlEvidence) -> tuple[object, ...]:
    policies = ", ".join(f"{found.policy}{_mark(found)}" for found in control.policies)
    counts = control.counts
    return (
        control.control,
        control.state,
        policies,
        counts.checked,
        counts.passed,
        counts.violated,
        counts.exempt,
        counts.undetermined,
    )


def _mark(found: ControlPolicy) -> str:
    own = "*" if found.mapped_by == OWN_MAPPING else ""
    return f"{own} (disabled)" if found.level == Level.DISABLED else own


def _annex(evidence: Evidence) -> Iterator[str]:
    yield "\n\\* mapped to the control by this project; not confirmed by an assessor."
    yield "\n## What is not simply kept\n"
    if not (evidence.findings or evidence.exemption_problems):
        yield "Nothing."
    else:
        yield from markdown.table(
            ("outcome", "level", "policy", "resource", "found", "exemption"),
            (
                (
                    found.outcome,
                    found.level,
                    found.policy,
                    markdown.code(found.urn),
                    found.reason,
                    found.exemption or "",
                )
                for found in evidence.findings
            ),
        )
        yield from (f"- {found.level}: {markdown.cell(found.message)}" for found in evidence.exemption_problems)
    yield "\n## Exemptions\n"
    if not evidence.exemptions:
        yield "None."
        return
    yield from markdown.table(
        ("id", "policy", "covers", "reason", "owner", "approved by", "ticket", "until"),
        (
            (
                found.id,
                found.policy,
                found.covered,
                found.reason,
                found.owner,
                found.approver,
                found.ticket,
                found.expires,
            )
            for found in evidence.exemptions
        ),
    )
