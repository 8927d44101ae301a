"""The report as Markdown, for a pull request or a page."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from ops.policy.report import ExemptionUse, Finding, Outcome, PolicyReport, grouped_by_reason

_CODE_SPAN = re.compile(r"(`[^`]*`)")


def rendered(report: PolicyReport) -> str:
    """The whole report."""
    return "\n".join(_lines(report)) + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a table; bars and line ends in a cell are made harmless."""
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(cell(value) for value in row)} |"


def text(value: str) -> str:
    """A value in running text."""
    return value.replace("<", "&lt;")


def cell(value: object) -> str:
    """A value as a cell of a table; a code span keeps its angle brackets, which stand for themselves there."""
    parts = _CODE_SPAN.split(" ".join(str(value).replace("|", "\\|").split()))
    return "".join(part if _CODE_SPAN.fullmatch(part) else part.replace("<", "&lt;") for part in parts)


def block(value: str) -> str:
    """A value of several lines, as it is."""
    return f"```\n{value.replace('```', '')}\n```"


def code(value: str) -> str:
    """A value in a code span."""
    return f"`{value.replace('`', '')}`"


def exemptions(found: Iterable[ExemptionUse]) -> Iterator[str]:
    """The lines of a table of exemptions."""
    header = ("exemption", "policy", "resources", "covers", "reason", "owner", "approved by", "ticket", "until")
    yield from table(
        header,
        (
            (
                use.id,
                use.policy,
                ", ".join(map(code, use.resources)),
                f"{use.covered} of at most {use.cap}",
                use.reason,
                use.owner,
                use.approver,
                use.ticket,
                f"{use.expires} ({use.days_left} days left)",
            )
            for use in found
        ),
    )


def _lines(report: PolicyReport) -> Iterator[str]:
    subject, totals = report.subject, report.totals
    yield f"## Policies: {subject.stack} {_verdict(report)}"
    yield ""
    yield from table(
        ("checks", "passed", "mandatory", "advisory", "exempt", "undetermined", "not applicable"),
        [
            (
                totals.counts.checked,
                totals.counts.passed,
                totals.mandatory,
                totals.advisory,
                totals.counts.exempt,
                totals.counts.undetermined,
                totals.counts.not_applicable,
            )
        ],
    )
    for error in report.errors:
        yield f"\n**The run failed:**\n\n{block(error)}"
    for level in ("mandatory", "advisory"):
        yield from _violations(report.of(Outcome.VIOLATED, level), level)
    yield from _exemption_problems(report)
    yield from _exempt(report)
    yield from _undetermined(report.of(Outcome.UNDETERMINED))
    yield from _remediations(report)
    yield f"\n{_footer(report)}"


def _verdict(report: PolicyReport) -> str:
    if report.errors or not report.complete:
        return "could not be judged completely"
    if report.totals.mandatory:
        mandatory = report.totals.mandatory
        return f"is blocked by {mandatory} mandatory {'finding' if mandatory == 1 else 'findings'}"
    return "keeps every mandatory policy"


def _violations(findings: Sequence[Finding], level: str) -> Iterator[str]:
    if not findings:
        return
    yield f"\n### {level.capitalize()} ({len(findings)})\n"
    yield from table(
        ("severity", "policy", "resource", "found", "remedy", "controls"),
        (
            (
                finding.severity,
                f"[{finding.policy}]({finding.docs})",
                f"{code(finding.name)} ({finding.type})",
                finding.reason,
                finding.remedy + (f" In the stack file: {code(finding.setting)}." if finding.setting else ""),
                _controls(finding),
            )
            for finding in findings
        ),
    )


def _controls(finding: Finding) -> str:
    named = (("PCI DSS", finding.controls.pci), ("FSBP", finding.controls.fsbp), ("CIS", finding.controls.cis))
    return "; ".join(f"{name} {', '.join(ids)}" for name, ids in named if ids)


def _exemption_problems(report: PolicyReport) -> Iterator[str]:
    if report.exemption_problems:
        yield "\n### Exemptions that do not apply\n"
        yield from (f"- {found.level}: {cell(found.message)}" for found in report.exemption_problems)


def _exempt(report: PolicyReport) -> Iterator[str]:
    if not report.exemptions:
        return
    yield f"\n### Exempt ({report.totals.counts.exempt})\n"
    yield from exemptions(report.exemptions)


def _undetermined(findings: Sequence[Finding]) -> Iterator[str]:
    if findings:
        yield f"\n### Undetermined ({len(findings)})\n"
        yield "Values that are not known before the update, so that these could not be judged.\n"
        yield from table(
            ("resource", "property", "policies"),
            (
                (
                    f"{code(found[0].name)} ({found[0].type})",
                    found[0].reason,
                    ", ".join(finding.policy for finding in found),
                )
                for found in grouped_by_reason(findings)
            ),
        )


def _remediations(report: PolicyReport) -> Iterator[str]:
    if report.remediations:
        yield "\n### Put right by the policies\n"
        yield from table(
            ("policy", "resource", "sets"),
            (
                (
                    found.policy,
                    code(found.urn.split("::", 3)[-1]),
                    ", ".join(f"{k} = {json.dumps(v)}" for k, v in found.sets.items()),
                )
                for found in report.remediations
            ),
        )


def _footer(report: PolicyReport) -> str:
    origin, subject = report.origin, report.subject
    commit = f"commit {origin.commit[:12]}" if origin.commit else "no commit"
    changed = " with uncommitted changes" if origin.uncommitted_changes else ""
    environment = f"environment {subject.environment} ({subject.environment_source}), " if subject.environment else ""
    return f"{environment}{subject.resources} resources, {origin.command}, {commit}{changed}, {origin.created}"
