"""The report of a conformance run."""

import re
from collections.abc import Sequence

from sandbox.conformance.batch import Outcome
from sandbox.conformance.verdict import Verdict

_FAILED_LINE = re.compile(r"^- (\S+) \((?:preview|up|up again|destroy)\): ")


def standing_alone(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes of examples that are whole and create all they refer to, over which the share is taken."""
    return [outcome for outcome in outcomes if outcome.verdict not in (Verdict.INCOMPLETE, Verdict.ELSEWHERE)]


def passed(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes of examples that behaved as they would on AWS."""
    return [outcome for outcome in outcomes if outcome.verdict in (Verdict.PASSED, Verdict.PROTECTED)]


def render(outcomes: Sequence[Outcome], seconds: float) -> str:
    """Totals, then every example that didn't pass with its phase and reason, by class and resource type."""
    whole = [outcome for outcome in outcomes if outcome.verdict is not Verdict.INCOMPLETE]
    alone = standing_alone(outcomes)
    good = passed(alone)
    types = {outcome.example.token for outcome in alone}
    failing = types & {outcome.example.token for outcome in alone if outcome.verdict is Verdict.FAILED}
    lines = [
        f"{len(good)} of {len(alone)} examples that stand alone passed ({_percent(good, alone)}),"
        f" {len(types - failing)} of {len(types)} resource types without a failure, in {seconds:.0f} s",
        f"({_percent(good, whole)} when those count as failed that refer to something they do not create)",
    ]
    for verdict in (Verdict.FAILED, Verdict.ELSEWHERE, Verdict.PROTECTED, Verdict.INCOMPLETE):
        found = sorted((outcome for outcome in outcomes if outcome.verdict is verdict), key=lambda it: it.example.key)
        if found:
            lines.append(f"\n{len(found)}: {verdict.value}")
            lines.extend(f"- {outcome.example.key} ({outcome.phase}): {outcome.reason}" for outcome in found)
    return "\n".join(lines)


def failed_keys(report: str) -> set[str]:
    """The keys of the examples that a report lists."""
    return {match.group(1) for line in report.splitlines() if (match := _FAILED_LINE.match(line))}


def _percent(part: Sequence[Outcome], whole: Sequence[Outcome]) -> str:
    return f"{100 * len(part) / len(whole):.1f} %" if whole else "none"
