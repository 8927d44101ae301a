"""Evidence as Markdown: a document that an assessor can read without this tool."""

import json
from collections.abc import Iterable, Iterator, Mapping

from ops.policy import markdown
from ops.policy.controls import CONFORMANCE_PACK, OWN_MAPPING, PROWLER
from ops.policy.evidence import AreaCoverage, ControlEvidence, ControlPolicy, Evidence, FrameworkEvidence, State
from ops.policy.report import Finding, Outcome, PolicyResult
from policies.catalogue.model import Level

_MARKS: Mapping[str, str] = {CONFORMANCE_PACK: "¹", PROWLER: "²", OWN_MAPPING: "³"}
_MEANINGS: Mapping[State, str] = {
    State.VIOLATED: "at least one policy is violated, at whatever level",
    State.UNDETERMINED: "none is violated; at least one could not be judged for some resource",
    State.EXEMPT: "every violation is covered by an exemption in force",
    State.KEPT: "every policy in its service is kept by every resource that it judges",
    State.NOT_CHECKED: "no resource of the stack is judged by these policies, or they are disabled here",
}


def rendered(evidence: Evidence) -> str:
    """The evidence as Markdown."""
    return "\n".join(_lines(evidence)) + "\n"


def _lines(evidence: Evidence) -> Iterator[str]:
    subject = evidence.subject
    yield f"# Evidence of policies: {markdown.text(f'{subject.project}/{subject.stack}'.lstrip('/'))}\n"
    if evidence.errors or not evidence.complete:
        yield "> **Incomplete: the run broke off, so this is no evidence.**\n"
        yield from (markdown.block(error) + "\n" for error in evidence.errors)
    yield from _facts(evidence)
    if not evidence.policies:
        return
    yield from _summary(evidence)
    yield from _method(evidence)
    for framework in evidence.frameworks:
        yield from _framework(framework)
    yield from _coverage(evidence.pci_coverage)
    yield from _not_kept(evidence.findings)
    yield from _exemptions(evidence)
    yield from _annex(evidence)


def _facts(evidence: Evidence) -> Iterator[str]:
    subject, origin = evidence.subject, evidence.origin
    planned = "the planned update (`pulumi preview`): what AWS is going to be asked for, before it is"
    deployed = "what the state says is deployed (`pulumi policy analyze`); AWS itself was not asked"
    commit = "commit" if origin.command == "preview" else "commit of pack and project here"
    changes = " **with changes that are not committed: nobody can tell from the commit what was judged**"
    versions = ", ".join(f"{name} {version}" for name, version in origin.versions.items())
    yield from markdown.table(
        ("what", "value"),
        [
            ("stack", f"{subject.project}/{subject.stack}".lstrip("/")),
            (
                "environment",
                f"{subject.environment}, from {subject.environment_source}" if subject.environment else "-",
            ),
            ("judged", planned if origin.command == "preview" else deployed),
            ("resources", subject.resources),
            ("date (UTC)", origin.created),
            (commit, f"{origin.commit or 'none'}{changes if origin.uncommitted_changes else ''}"),
            ("versions", versions),
        ],
    )


def _summary(evidence: Evidence) -> Iterator[str]:
    counts, totals = evidence.totals.counts, evidence.totals
    yield "\n## Summary\n"
    yield from markdown.table(
        ("framework", "controls", *State),
        (
            (
                framework.framework,
                len(framework.controls),
                *(sum(control.state is state for control in framework.controls) for state in State),
            )
            for framework in evidence.frameworks
        ),
    )
    yield (
        f"\n{len(evidence.policies)} policies gave {counts.checked} verdicts, one a policy and resource:"
        f" {counts.passed} passed, {counts.violated} violated, {counts.exempt} exempt,"
        f" {counts.undetermined} undetermined. {totals.mandatory} findings block the update. In {counts.not_applicable}"
        " more cases a policy does not apply to a resource of its type."
    )


def _method(evidence: Evidence) -> Iterator[str]:
    yield "\n## Method and its limits\n"
    yield (
        "Every resource of the stack was judged by every policy that is on in its environment and is about resources of"
        " its type, from the properties that AWS is given. No sample was taken."
    )
    yield "\n- The state of a control is the worst of these:"
    yield from (f"  - *{state}*: {meaning}." for state, meaning in _MEANINGS.items())
    yield "- A control is supported by policies, never fulfilled: they see no people, no processes, no keys in use, no"
    yield "  traffic, and nothing that runs inside of a task."
    yield "- What another tool or person changed in AWS since the last update is not seen."
    if evidence.origin.command == "deployed":
        yield "- The state does not say of which commit it was deployed, nor what the stack file said: policies that"
        yield "  hold a stack to its own settings (tags, limits of the account) did not judge it."
    yield "- What is undetermined is a value that exists only after the update. Judging what is deployed settles it."
    yield "- A policy serves a control because somebody says so: AWS Security Hub where there is no mark,"
    yield f"  ¹ {CONFORMANCE_PACK} for PCI DSS 4.0, ² {PROWLER}, ³ {OWN_MAPPING}."
    yield "- A violated policy that is mandatory blocks the update; an advisory one does not."
    if evidence.origin.uncommitted_changes:
        yield "- **The work tree held changes that are not committed.** Commit them and make the evidence again."


def _framework(framework: FrameworkEvidence) -> Iterator[str]:
    yield f"\n## {framework.framework}\n"
    yield from markdown.table(
        ("control", "state", "policies", "checked", "passed", "violated", "exempt", "undetermined"),
        (_control_row(control) for control in framework.controls),
    )


def _control_row(control: ControlEvidence) -> tuple[object, ...]:
    counts = control.counts
    return (
        control.control,
        control.state,
        ", ".join(map(_marked, control.policies)),
        counts.checked,
        counts.passed,
        counts.violated,
        counts.exempt,
        counts.undetermined,
    )


def _marked(found: ControlPolicy) -> str:
    disabled = " (disabled)" if found.level == Level.DISABLED else ""
    return f"{found.policy}{_MARKS.get(found.mapped_by, '')}{disabled}"


def _coverage(areas: Iterable[AreaCoverage]) -> Iterator[str]:
    yield "\n## Controls that are not covered\n"
    yield "What the tables above do not list is served by no policy and needs other evidence. Of PCI DSS 4.0.1:\n"
    yield from markdown.table(
        ("requirement", "about", "served by policies"),
        ((area.requirement, area.about, ", ".join(area.controls) or "**none**") for area in areas),
    )


def _not_kept(findings: Iterable[Finding]) -> Iterator[str]:
    yield "\n## What is not simply kept\n"
    rows = [
        (
            found.outcome,
            found.level,
            found.severity,
            found.policy,
            _resource(found.urn),
            found.reason,
            found.exemption or "",
        )
        for found in findings
    ]
    if not rows:
        yield "Nothing."
        return
    yield from markdown.table(("outcome", "level", "severity", "policy", "resource", "found", "exemption"), rows)


def _exemptions(evidence: Evidence) -> Iterator[str]:
    yield "\n## Exemptions\n"
    if evidence.exemptions:
        yield from markdown.exemptions(evidence.exemptions)
    else:
        yield "None is in force."
    if evidence.exemption_problems:
        yield "\nNot in force, since something is wrong with them:\n"
        yield from (f"- {found.level}: {markdown.cell(found.message)}" for found in evidence.exemption_problems)


def _annex(evidence: Evidence) -> Iterator[str]:
    """Which resources stand behind the figures."""
    yield "\n## Annex: resources by policy"
    findings: dict[str, list[Finding]] = {}
    for found in evidence.findings:
        findings.setdefault(found.policy, []).append(found)
    for result in sorted(evidence.policies, key=lambda result: result.policy):
        yield from _policy(result, findings.get(result.policy, ()))


def _policy(result: PolicyResult, findings: Iterable[Finding]) -> Iterator[str]:
    yield f"\n### {result.policy}\n"
    yield f"{result.title}. Severity {result.severity}, {result.level} in this environment.\n"
    if result.parameters:
        given = ", ".join(f"{name} {json.dumps(value)}" for name, value in result.parameters.items())
        yield f"- parameters: {markdown.code(given)}"
    by_outcome: dict[str, list[str]] = {"passed": list(result.passed)}
    for found in findings:
        by_outcome.setdefault(found.outcome, []).append(found.urn)
    for outcome in ("passed", *Outcome):
        if urns := by_outcome.get(outcome):
            yield f"- {outcome} ({len(urns)}): {', '.join(map(_resource, urns))}"
    if result.counts.not_applicable:
        yield f"- not applicable: {result.counts.not_applicable} more of these types"


def _resource(urn: str) -> str:
    """A resource within its stack: the types above it, its type, its name."""
    return markdown.code(urn.split("::", 2)[-1])
