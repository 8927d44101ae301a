"""From what the engine and the policy pack left behind to the report."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pydantic import TypeAdapter

from ops.policy import report
from ops.policy.engine import EngineRun, JsonObject, of_kind
from ops.policy.report import (
    Counts,
    ExemptionProblem,
    ExemptionUse,
    Finding,
    Origin,
    PolicyReport,
    PolicyResult,
    Remediation,
    Subject,
    Totals,
)
from ops.policy.visible import visible, visible_lines
from policies.catalogue import CATALOGUE
from policies.catalogue.model import Controls, Level, Policy, Severity
from policies.serving.record import Kind, Outcome

FAILED_BY_POLICIES: Final = ("preview failed", "one or more mandatory policy violations were found")
"""What the engine says when nothing but policies made it fail."""

_REPORTED: Mapping[Outcome, report.Outcome] = {
    Outcome.VIOLATED: report.Outcome.VIOLATED,
    Outcome.UNDETERMINED: report.Outcome.UNDETERMINED,
    Outcome.EXEMPT: report.Outcome.EXEMPT,
}
_EXEMPTION_USE: Final = TypeAdapter(ExemptionUse)
_WORST_FIRST: Final = tuple(reversed(Severity))
_BLOCKING_FIRST: Final = (Level.MANDATORY, Level.ADVISORY, "")


def report_on(run: EngineRun, stack: str, origin: Origin) -> PolicyReport:
    """The report on a finished run of the engine; `stack` names it when the pack was not even asked."""
    lines = {kind: [line for line in run.record if line.get("kind") == kind] for kind in Kind}
    verdicts = _last_verdicts(lines[Kind.VERDICT])
    findings = sorted(_findings(verdicts), key=_order)
    problems = tuple(ExemptionProblem.model_validate(_without_kind(line)) for line in lines[Kind.PROBLEM])
    complete = bool(lines[Kind.END])
    return PolicyReport(
        subject=_subject(lines[Kind.RUN], lines[Kind.END], stack),
        origin=origin,
        complete=complete,
        errors=_errors(run, complete),
        totals=_totals(verdicts, findings, problems),
        policies=tuple(_results(lines[Kind.POLICY], verdicts)),
        findings=tuple(findings),
        remediations=tuple(_remediations(run)),
        exemptions=tuple(_EXEMPTION_USE.validate_python(_without_kind(line)) for line in lines[Kind.EXEMPTION]),
        exemption_problems=tuple(found for found in problems if found.level != Level.DISABLED),
    )


def controls_of(controls: Controls) -> report.Controls:
    """The ids of a policy's controls."""
    return report.Controls(pci=controls.pci, fsbp=controls.fsbp, cis=controls.cis, checkov=controls.checkov)


def _last_verdicts(lines: Iterable[JsonObject]) -> Sequence[JsonObject]:
    """One verdict for each policy and resource: the later replaces the earlier."""
    return tuple({(str(line["policy"]), str(line["urn"])): line for line in lines}.values())


def _errors(run: EngineRun, complete: bool) -> tuple[str, ...]:
    own = tuple(visible_lines(error) for error in run.errors if error and error not in FAILED_BY_POLICIES)
    if complete or own:
        return own
    if run.code == 0 and not run.record:
        return (
            "The engine has not asked the policy pack: the stack holds no resources (nothing is deployed, or its name"
            " is another one), or --policy-pack names another pack.",
        )
    return ("The run broke off before the stack as a whole was judged.",)


def _subject(run: Sequence[JsonObject], end: Sequence[JsonObject], stack: str) -> Subject:
    resources = end[-1]["resources"] if end else 0
    if not run:
        return Subject(project="", stack=stack, environment="", environment_source="", resources=0)
    found = {key: run[-1][key] for key in ("project", "stack", "environment", "environment_source")}
    return Subject.model_validate({**found, "resources": resources})


def _results(policies: Iterable[JsonObject], verdicts: Iterable[JsonObject]) -> Iterable[PolicyResult]:
    counted: dict[str, Counter[str]] = {}
    passed: dict[str, list[str]] = {}
    for verdict in verdicts:
        name, outcome = str(verdict["policy"]), str(verdict["outcome"])
        counted.setdefault(name, Counter())[outcome] += 1
        if outcome == Outcome.PASSED:
            passed.setdefault(name, []).append(visible(str(verdict["urn"])))
    for line in policies:
        policy = CATALOGUE[str(line["policy"])]
        yield PolicyResult.model_validate(
            {
                "policy": policy.name,
                "title": policy.title,
                "severity": policy.severity,
                "level": line["level"],
                "parameters": line["parameters"],
                "controls": controls_of(policy.controls),
                "counts": _counts(counted.get(policy.name, Counter())),
                "passed": tuple(sorted(passed.get(policy.name, ()))),
            }
        )


def _counts(outcomes: "Counter[str]") -> Counts:
    return Counts(
        checked=outcomes.total() - outcomes[Outcome.NOT_APPLICABLE],
        passed=outcomes[Outcome.PASSED],
        violated=outcomes[Outcome.VIOLATED],
        exempt=outcomes[Outcome.EXEMPT],
        undetermined=outcomes[Outcome.UNDETERMINED],
        not_applicable=outcomes[Outcome.NOT_APPLICABLE],
    )


def _findings(verdicts: Iterable[JsonObject]) -> Iterable[Finding]:
    for verdict in verdicts:
        outcome = _REPORTED.get(Outcome(str(verdict["outcome"])))
        if outcome is not None:
            yield _finding(verdict, CATALOGUE[str(verdict["policy"])], outcome)


def _finding(verdict: JsonObject, policy: Policy, outcome: report.Outcome) -> Finding:
    urn = visible(str(verdict["urn"]))
    return Finding(
        policy=policy.name,
        title=policy.title,
        severity=policy.severity,
        level=str(verdict["level"]),
        outcome=outcome,
        urn=urn,
        type=str(verdict["type"]),
        name=urn.split("::", 3)[-1],
        reason=visible(str(verdict["reason"])),
        why=policy.why,
        remedy=policy.remedy,
        setting=policy.setting,
        controls=controls_of(policy.controls),
        docs=policy.docs,
        exemption=str(verdict["exemption"]) or None,
    )


def _order(finding: Finding) -> tuple[int, int, str, str]:
    """What blocks comes first, then what is worse."""
    level = _BLOCKING_FIRST.index(finding.level) if finding.level in _BLOCKING_FIRST else len(_BLOCKING_FIRST)
    return level, _WORST_FIRST.index(Severity(finding.severity)), finding.policy, finding.urn


def _totals(
    verdicts: Iterable[JsonObject], findings: Iterable[Finding], problems: Sequence[ExemptionProblem]
) -> Totals:
    reported = [finding for finding in findings if finding.outcome is not report.Outcome.EXEMPT]
    advisory = [found for found in reported if found.outcome is report.Outcome.VIOLATED]
    return Totals(
        counts=_counts(Counter(str(verdict["outcome"]) for verdict in verdicts)),
        mandatory=_count(Level.MANDATORY, reported, problems),
        advisory=_count(Level.ADVISORY, advisory, problems),
    )


def _count(level: Level, findings: Iterable[Finding], problems: Iterable[ExemptionProblem]) -> int:
    return sum(found.level == level for found in findings) + sum(found.level == level for found in problems)


def _remediations(run: EngineRun) -> Iterable[Remediation]:
    for event in of_kind(run.events, "policyRemediationEvent"):
        before, after = event.get("before"), event.get("after")
        if isinstance(before, dict) and isinstance(after, dict):
            sets = {key: value for key, value in after.items() if before.get(key) != value}
            yield Remediation(
                policy=str(event.get("policyName")), urn=visible(str(event.get("resourceUrn"))), sets=sets
            )


def _without_kind(line: JsonObject) -> JsonObject:
    """A line's own content."""
    return {key: _all_visible(value) for key, value in line.items() if key != "kind"}


def _all_visible(value: object) -> object:
    if isinstance(value, list):
        return tuple(map(_all_visible, value))
    return visible(value) if isinstance(value, str) else value
