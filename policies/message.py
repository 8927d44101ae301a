"""What a person reads about a finding, in the lines that the CLI prints under its own heading."""

from policies.configuration import Configuration
from policies.evaluation import Failed, Finding, Subject
from policies.verdict import Undetermined, Violation


def violation(finding: Finding, reason: Violation, configuration: Configuration, platform_stack: bool) -> str:
    """What is wrong with what, how to put it right, why it matters, and which controls ask for it.

    `platform_stack` says whether the stack is set up by platform settings, whose key can then be named.
    """
    policy = finding.policy
    remedy = policy.remedy
    if platform_stack and policy.setting is not None:
        remedy = f"{remedy} In the stack file: {policy.setting}."
    lines = [
        f"{_subject(finding.subject)}: {reason.reason}.",
        f"Rule:     {policy.name} in {configuration.environment}: {policy.title}. {policy.why}",
        f"Remedy:   {remedy}",
        f"Controls: {policy.controls.phrase() or 'a rule of this platform'}",
    ]
    return "\n".join(lines)


def undetermined(finding: Finding, verdict: Undetermined) -> str:
    """Which property kept the rule from being judged."""
    return (
        f"{_subject(finding.subject)}: {verdict.path} is not known yet or cannot be read, "
        f"so {finding.policy.name} could not be judged. {finding.policy.title}?"
    )


def failed(finding: Finding, verdict: Failed) -> str:
    """That the rule itself failed."""
    return (
        f"{_subject(finding.subject)}: the rule {finding.policy.name} failed by itself ({verdict.error}), which counts "
        f"as a violation. Report it, and disable the policy in --policy-pack-config until it is mended."
    )


def _subject(subject: Subject) -> str:
    return f'{subject.type} "{subject.name}"'
