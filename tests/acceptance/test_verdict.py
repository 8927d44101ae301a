"""When a row counts as proven, and what a person reads about it."""

import pytest

from acceptance.documents import Document
from acceptance.outcome import Outcome, TestOutcome
from acceptance.report import listing, totals
from acceptance.rows import Row
from acceptance.verdict import Status, Verdict, judge

ROW = Row("FS-NET-01", "fivestar", ("dev", "prod"), "resource", "The VPC has the range of the address plan.")
DOC = Row("FS-RTO-01", "fivestar", ("prod",), "doc", "Recovery takes four hours at most.")


def ran(outcome: Outcome = Outcome.PASSED, evidence: str = "deployed", *environments: str) -> TestOutcome:
    return TestOutcome("test_it.py::test_it", (ROW.id,), outcome, evidence, environments)


def verdict(*tests: TestOutcome) -> tuple[Status, str]:
    found = judge(ROW, tests, {})
    return found.status, found.reason


def test_a_row_is_proven_by_a_test_that_passed_and_looked_at_a_deployment() -> None:
    assert verdict(ran(), ran(evidence="rendered")) == (Status.PROVEN, "2 tests, deployed and rendered")


@pytest.mark.parametrize(
    ("tests", "reason"),
    [
        ((), "no test names it"),
        ((ran(), ran(Outcome.FAILED)), "1 of 2 tests failed: test_it.py::test_it"),
        ((ran(Outcome.SKIPPED),), "1 of 1 tests skipped: test_it.py::test_it"),
        ((ran(evidence=""),), "its tests look at nothing that was deployed, run or rendered: test_it.py::test_it"),
        ((ran(Outcome.PASSED, "deployed", "dev"),), "its tests look at dev only, not at prod"),
    ],
)
def test_anything_less_leaves_it_unproven(tests: tuple[TestOutcome, ...], reason: str) -> None:
    assert verdict(*tests) == (Status.UNPROVEN, reason)


def test_every_environment_of_the_row_is_looked_at_by_some_test() -> None:
    one, other = ran(Outcome.PASSED, "deployed", "dev"), ran(Outcome.PASSED, "deployed", "prod")
    assert verdict(one, other)[0] is Status.PROVEN


def test_a_test_that_names_no_environment_may_look_at_all_of_them() -> None:
    assert verdict(ran(), ran(Outcome.PASSED, "deployed", "dev"))[0] is Status.PROVEN


def test_a_row_that_no_deployment_can_show_names_its_document() -> None:
    covered = judge(DOC, (), {DOC.id: Document("docs/recovery.md")})
    assert (covered.status, covered.reason) == (Status.DOCUMENTED, "docs/recovery.md")
    flawed = judge(DOC, (), {DOC.id: Document("docs/recovery.md", "docs/recovery.md does not exist")})
    assert (flawed.status, flawed.reason) == (Status.UNPROVEN, "docs/recovery.md does not exist")
    assert judge(DOC, (), {}).reason == "no document names it"


VERDICTS = (
    Verdict(ROW, Status.PROVEN, "3 tests, deployed"),
    Verdict(DOC, Status.UNPROVEN, "docs/recovery.md does not exist"),
)


def test_the_listing_has_the_reason_and_as_much_of_the_requirement_as_fits() -> None:
    assert listing(VERDICTS, 80).splitlines() == [
        "proven      FS-NET-01  resource  3 tests, deployed     The VPC has the range of…",
        "unproven    FS-RTO-01  doc       docs/recovery.md does not exist",
        "                                 Recovery takes four hours at most.",
    ]


def test_totals_count_by_system_and_kind() -> None:
    assert totals(VERDICTS).splitlines()[1].split("  ")[0] == "fivestar"
    assert "1 of 1" in totals(VERDICTS)
    assert totals(VERDICTS).splitlines()[1].rstrip().endswith("1 of 2")
