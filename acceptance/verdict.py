"""Whether a row is proven, and by what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from acceptance.documents import Document
from acceptance.outcome import Outcome, TestOutcome
from acceptance.rows import Row


class Status(StrEnum):
    """What is known about a row."""

    PROVEN = "proven"
    DOCUMENTED = "documented"
    """No deployment can show it; a document covers it."""
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row and what is known about it."""

    row: Row
    status: Status
    reason: str
    """What proves it, or what is missing; a phrase."""


def judge(row: Row, tests: Iterable[TestOutcome], documents: Mapping[str, Document]) -> Verdict:
    """The verdict about a row. Tests count only when they looked at something real; a document only where listed."""
    claims = [test for test in tests if row.id in test.requirements]
    document = documents.get(row.id)
    if document is not None and not claims:
        return Verdict(row, Status.UNPROVEN if document.flaw else Status.DOCUMENTED, document.flaw or document.path)
    flaw = _flaw(row, claims)
    if flaw:
        return Verdict(row, Status.UNPROVEN, flaw)
    looked = [test for test in claims if test.evidence]
    kinds = " and ".join(dict.fromkeys(test.evidence for test in looked))
    count = "1 test" if len(looked) == 1 else f"{len(looked)} tests"
    return Verdict(row, Status.PROVEN, f"{count}, {kinds}")


def _flaw(row: Row, claims: list[TestOutcome]) -> str:
    """Why the tests don't prove the row; empty when they do."""
    if not claims:
        return "no document names it" if row.kind == "doc" else "no test names it"
    for outcome in (Outcome.FAILED, Outcome.SKIPPED):
        if bad := [test for test in claims if test.outcome is outcome]:
            return f"{len(bad)} of {len(claims)} tests {outcome}: {bad[0].test}"
    if not any(test.evidence for test in claims):
        return f"its tests look at nothing that was deployed, run or rendered: {claims[0].test}"
    looked = [test for test in claims if test.evidence]
    if all(test.environments for test in looked):
        seen = {environment for test in looked for environment in test.environments}
        if missing := [environment for environment in row.environments if environment not in seen]:
            return f"its tests look at {', '.join(sorted(seen))} only, not at {', '.join(missing)}"
    return ""
