"""The report for a terminal."""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ops.policy.report import Finding, Outcome, PolicyReport, grouped_by_reason
from policies.catalogue.pack import EXEMPTIONS_VALID

_STYLES = {"mandatory": "bold red", "advisory": "yellow"}
_LONGEST_LIST = 12


def print_report(report: PolicyReport, console: Console) -> None:
    """Print a report: what blocks first, then what does not, then the figures."""
    subject = report.subject
    environment = f" in {subject.environment} ({subject.environment_source})" if subject.environment else ""
    console.print(f"[bold]{escape(subject.stack)}[/]{escape(environment)}: {subject.resources} resources")
    for error in report.errors:
        console.print(f"\n[bold red]failed[/] {escape(error)}")
    for level, style in _STYLES.items():
        _print_violations(report.of(Outcome.VIOLATED, level), level, style, console)
        problems = [problem.message for problem in report.exemption_problems if problem.level == level]
        _print_exemption_problems(problems, level, style, console)
    _print_undetermined(report.of(Outcome.UNDETERMINED), console)
    _print_exempt(report, console)
    for remediation in report.remediations:
        given = ", ".join(f"{key} = {json.dumps(value)}" for key, value in remediation.sets.items())
        console.print(f"\n[cyan]put right[/] {remediation.policy} sets {escape(given)}\n  {escape(remediation.urn)}")
    if report.policies:
        console.print()
        _print_figures(report, console)


def _print_violations(findings: Sequence[Finding], level: str, style: str, console: Console) -> None:
    for policy, group in groupby(findings, key=lambda finding: finding.policy):
        found = list(group)
        first = found[0]
        console.print(f"\n[{style}]{level}[/] {first.severity} [bold]{policy}[/] {escape(first.title)}")
        _print_list((f"{_resource(finding)}: {finding.reason}" for finding in found), console)
        setting = f" In the stack file: {first.setting}." if first.setting else ""
        console.print(f"  [dim]Remedy:[/] {escape(first.remedy + setting)}")


def _print_exemption_problems(problems: Sequence[str], level: str, style: str, console: Console) -> None:
    if problems:
        console.print(f"\n[{style}]{level}[/] [bold]{EXEMPTIONS_VALID}[/] Exemptions that do not apply")
        _print_list(problems, console)


def _print_undetermined(findings: Sequence[Finding], console: Console) -> None:
    if findings:
        console.print("\n[blue]undetermined[/] values that are not known yet, so that policies could not be judged")
        together = grouped_by_reason(findings)
        _print_list((f"{_resource(found[0])}, {found[0].reason}: {_policies(found)}" for found in together), console)


def _print_exempt(report: PolicyReport, console: Console) -> None:
    for exemption in report.exemptions:
        if not exemption.covered:
            console.print(f"\n[yellow]unused[/] exemption {exemption.id} covers nothing: {exemption.owner} owns it")
            continue
        console.print(
            f"\n[magenta]exempt[/] from {exemption.policy} by {escape(exemption.id)} until {exemption.expires} "
            f"({exemption.days_left} days left): {escape(exemption.reason)}"
        )
        covered = (finding for finding in report.of(Outcome.EXEMPT) if finding.exemption == exemption.id)
        _print_list((f"{_resource(finding)}: {finding.reason}" for finding in covered), console)
        console.print(
            f"  [dim]Owner:[/] {escape(exemption.owner)}, approved by {escape(exemption.approver)} "
            f"({escape(exemption.ticket)})"
        )


def _print_list(lines: Iterable[str], console: Console) -> None:
    every = list(lines)
    for line in every[:_LONGEST_LIST]:
        console.print(f"  {escape(line)}")
    if len(every) > _LONGEST_LIST:
        console.print(f"  and {len(every) - _LONGEST_LIST} more: --format json lists all")


def _print_figures(report: PolicyReport, console: Console) -> None:
    counts = report.totals.counts
    figures = {
        "checks": counts.checked,
        "passed": counts.passed,
        "mandatory": report.totals.mandatory,
        "advisory": report.totals.advisory,
        "exempt": counts.exempt,
        "undetermined": counts.undetermined,
        "not applicable": counts.not_applicable,
    }
    table = Table(box=None, pad_edge=False)
    for name in figures:
        table.add_column(name, justify="right")
    table.add_row(*map(str, figures.values()))
    console.print(table)
    console.print(f"\n{_verdict(report)}")


def _verdict(report: PolicyReport) -> str:
    """What it all comes to, where one looks first: in the last line."""
    mandatory = report.totals.mandatory
    if not report.complete:
        return "[bold red]The figures are incomplete: the run broke off.[/]"
    if report.errors:
        return "[bold red]The run failed; see above.[/]"
    if mandatory:
        return f"[bold red]Blocked by {mandatory} mandatory {'finding' if mandatory == 1 else 'findings'}.[/]"
    return "[green]Nothing blocks.[/]"


def _policies(findings: Sequence[Finding]) -> str:
    return ", ".join(finding.policy for finding in findings)


def _resource(finding: Finding) -> str:
    return f'{finding.type} "{finding.name}"'
