"""What a person reads about a finding, in the lines that the CLI prints under its own heading."""

from collections.abc import Sequence
from datetime import date

from policies.configuration import Configuration
from policies.evaluation import Failed, Finding, Subject
from policies.exemptions.exemption import Exemption
from policies.exemptions.file import Problem
from policies.verdict import Undetermined, Violation


def violation(finding: Finding, configuration: Configuration, platform_stack: bool) -> str:
    """What is wrong with what, how to put it right, why it matters, and which controls ask for it.

    `platform_stack` says whether the stack is set up by platform settings, whose key can then be named.
    """
    policy = finding.policy
    remedy = policy.remedy
    if platform_stack and policy.setting is not None:
        remedy = f"{remedy} In the stack file: {policy.setting}."
    lines = [
        f"{_subject(finding.subject)}: {reason_of(finding)}.",
        f"Rule:     {policy.name} in {configuration.environment}: {policy.title}. {policy.why}",
        f"Remedy:   {remedy}",
        f"Controls: {policy.controls.phrase() or 'a rule of this platform'}",
    ]
    return "\n".join(lines)


def undetermined(finding: Finding) -> str:
    """Which property kept the rule from being judged."""
    return (
        f"{_subject(finding.subject)}: {reason_of(finding)}, "
        f"so {finding.policy.name} could not be judged. {finding.policy.title}?"
    )


def undetermined_together(findings: Sequence[Finding]) -> str:
    """Which property of a resource kept several rules from being judged."""
    first = findings[0]
    names = [finding.policy.name for finding in findings]
    return (
        f"{_subject(first.subject)}: {reason_of(first)}, "
        f"so {len(names)} policies could not be judged: {', '.join(names)}."
    )


def failed(finding: Finding, verdict: Failed) -> str:
    """That the rule itself failed."""
    return (
        f"{_subject(finding.subject)}: the rule {finding.policy.name} failed by itself ({verdict.error}), which counts "
        f"as a violation. Report it, and disable the policy in --policy-pack-config until it is mended."
    )


def exempt(finding: Finding, exemption: Exemption, today: date) -> str:
    """Which rule a resource need not keep, by whose decision and until when."""
    left = exemption.days_left(today)
    days = "today is its last day" if left == 0 else f"{left} day{'' if left == 1 else 's'} left"
    lines = [
        f"{_subject(finding.subject)}: exempt from {finding.policy.name} by {exemption.id} until {exemption.expires} "
        f"({days}); {reason_of(finding)}.",
        f"Reason:   {exemption.reason}",
        f"Owner:    {exemption.owner}, approved by {exemption.approver} ({exemption.ticket})",
    ]
    return "\n".join(lines)


def invalid_exemption(problem: Problem) -> str:
    """What is wrong with an exemption, which therefore does not apply."""
    return (
        f"{problem.sentence()} {'The exemption does' if problem.entry else 'The exemptions of the file do'} not apply."
    )


def unused_exemption(file: str, exemption: Exemption) -> str:
    """That an exemption covers nothing."""
    return (
        f"{file}, entry {exemption.id}: no resource of this stack needs to be exempt from {exemption.policy} by it. "
        f"Remedy: Delete it; {exemption.owner} owns it."
    )


def reason_of(finding: Finding) -> str:
    """What a finding says, as a phrase without a full stop."""
    match finding.verdict:
        case Violation(reason):
            return reason
        case Undetermined(path):
            return f"{path} is not known yet or cannot be read"
        case Failed(error):
            return f"the rule failed by itself ({error})"
        case _:
            return "it keeps the rule"


def _subject(subject: Subject) -> str:
    return f'{subject.type} "{subject.name}"'
