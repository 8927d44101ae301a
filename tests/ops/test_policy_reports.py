"""Reports on the policies: each outcome counted by itself, in every format, and each format as its schema wants it."""

import json
from io import StringIO
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from ops.policy import evidence_page, junit, markdown, sarif, text
from ops.policy.engine import EngineRun, objects_of
from ops.policy.evidence import evidence_of
from ops.policy.judgement import report_on
from ops.policy.report import Counts, Outcome, PolicyReport
from ops.policy.schema import FILES, rendered_schema
from tests.ops.policy_run import ORIGIN, kept, pack_record
from tests.policies.harness import Resource, secret


def counts(report: PolicyReport, policy: str) -> Counts:
    return next(result.counts for result in report.policies if result.policy == policy)


def test_exempt_and_undetermined_are_neither_passed_nor_violated(report: PolicyReport) -> None:
    assert counts(report, "rds-multi-az") == Counts(checked=4, passed=2, violated=1, exempt=1)
    assert counts(report, "rds-deletion-protection") == Counts(checked=4, passed=3, undetermined=1)
    assert counts(report, "elasticache-multi-az") == Counts()


def test_the_totals_are_those_of_the_policies(report: PolicyReport) -> None:
    for name in Counts.model_fields:
        assert getattr(report.totals.counts, name) == sum(getattr(found.counts, name) for found in report.policies)
    blocking = [found for found in report.findings if found.level == "mandatory"]
    assert report.totals.mandatory == len(blocking) + len(report.exemption_problems)
    assert report.totals.advisory == len(report.of(Outcome.VIOLATED, "advisory"))


def test_what_blocks_comes_first(report: PolicyReport) -> None:
    levels = [found.level for found in report.findings]
    assert levels == sorted(levels, key=["mandatory", "advisory", ""].index)
    assert set(levels) == {"mandatory", "advisory", ""}


def test_a_failure_by_policies_alone_is_no_failure_of_the_run(report: PolicyReport) -> None:
    assert report.complete
    assert report.errors == ()


def test_what_was_found_before_a_run_broke_off_is_reported(failed: PolicyReport) -> None:
    assert not failed.complete
    assert failed.errors == ("RuntimeError: no luck\nat line 3",)
    assert [found.policy for found in failed.of(Outcome.VIOLATED)] == ["rds-multi-az"]


@pytest.mark.parametrize(
    ("run", "says"),
    [
        (EngineRun(0, "", (), ()), "The engine has not asked the policy pack"),
        (EngineRun(255, "warning: x\nerror: no stack named 'q'\n", (), ()), "no stack named 'q'"),
        (EngineRun(-9, "Previewing\n", (), ()), "Previewing"),
    ],
)
def test_a_run_that_left_no_record_is_never_taken_for_a_clean_one(run: EngineRun, says: str) -> None:
    report = report_on(run, "main", ORIGIN)
    assert not report.complete
    assert says in report.errors[0]


def test_no_secret_value_stands_in_the_record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    log = Resource("aws:cloudwatch/logGroup:LogGroup", "log", {"kmsKeyId": secret("alias/aws/canary")})
    record = pack_record(monkeypatch, tmp_path, log)
    (found,) = [line for line in record if line.get("policy") == "loggroup-cmk" and line.get("outcome") == "violated"]
    assert "kmsKeyId is a secret value" in str(found["reason"])
    assert "canary" not in json.dumps(record)


def outputs(report: PolicyReport, project: Path) -> dict[str, str]:
    """The report in every format."""
    return {
        "text": printed(report),
        "markdown": markdown.rendered(report),
        "json": report.model_dump_json(by_alias=True),
        "sarif": sarif.rendered(report, project),
        "junit": junit.rendered(report),
        "evidence": evidence_page.rendered(evidence_of(report)),
    }


def test_no_output_obeys_a_terminal_or_turns_the_direction_of_writing(
    hostile_report: PolicyReport, tmp_path: Path
) -> None:
    for content in outputs(hostile_report, tmp_path).values():
        assert not {"\x1b", "\x00", "\x07", "\u202e", "\ufffe"} & set(content)
        assert "é 漢字 🦊" in content


def test_no_output_holds_a_secret_value(hostile_report: PolicyReport, tmp_path: Path) -> None:
    for content in outputs(hostile_report, tmp_path).values():
        assert "AKIAIOSFODNN7EXAMPLE" not in content


def test_a_line_end_of_unicode_in_an_event_does_not_lose_the_event() -> None:
    run = EngineRun(255, "", tuple(objects_of('{"diagnosticEvent": {"message": "a\x85b", "severity": "error"}}\n')), ())
    assert run.errors == ("a\x85b",)


def test_a_remediation_tells_what_it_sets(report: PolicyReport) -> None:
    (found,) = report.remediations
    assert (found.policy, found.sets) == ("alb-drop-invalid-headers", {"dropInvalidHeaderFields": True})


def printed(report: PolicyReport) -> str:
    stream = StringIO()
    text.print_report(report, Console(file=stream, width=200))
    return stream.getvalue()


def test_the_terminal_shows_each_outcome_with_its_remedy_or_its_owner(report: PolicyReport) -> None:
    page = printed(report)
    for line in (
        "main in prod (platform:system.environment): 6 resources",
        "mandatory high rds-multi-az Database instances survive the loss of a zone",
        '  aws:rds/instance:Instance "primary": multiAz is false',
        "  Remedy: Set multiAz to true. In the stack file: platform:database.multiAz.",
        "exempt from rds-multi-az by EX-1 until 2026-12-31 (40 days left): Reports | figures <nightly> are rebuilt.",
        "  Owner: Ada, approved by Grace (PAY-7)",
        'aws:rds/instance:Instance "archive", deletionProtection is not known yet or cannot be read: '
        "rds-deletion-protection",
        "mandatory exemptions-valid Exemptions that do not apply",
        "put right alb-drop-invalid-headers sets dropInvalidHeaderFields = true",
    ):
        assert line in page
    *_, row, _, verdict = page.splitlines()
    figures = row.split()
    assert verdict == f"Blocked by {report.totals.mandatory} mandatory findings."
    assert figures[2:6] == [str(report.totals.mandatory), str(report.totals.advisory), "1", "1"]


def test_the_terminal_names_a_value_once_with_all_the_policies_that_wait_for_it(report: PolicyReport) -> None:
    (unknown,) = report.of(Outcome.UNDETERMINED)
    other = unknown.model_copy(update={"policy": "rds-multi-az"})
    page = printed(report.model_copy(update={"findings": (unknown, other)}))
    assert "cannot be read: rds-deletion-protection, rds-multi-az" in page


def test_the_terminal_says_that_nothing_blocks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert printed(kept(monkeypatch, tmp_path)).splitlines()[-1] == "Nothing blocks."


def test_the_terminal_says_that_a_run_broke_off(failed: PolicyReport) -> None:
    assert "failed RuntimeError: no luck" in printed(failed)
    assert "The figures are incomplete: the run broke off." in printed(failed)


@pytest.mark.parametrize("kind", ["report", "failed"])
def test_json_is_as_its_schema_says(kind: str, request: pytest.FixtureRequest) -> None:
    report = request.getfixturevalue(kind)
    Draft202012Validator(json.loads(rendered_schema(PolicyReport))).validate(
        json.loads(report.model_dump_json(by_alias=True))
    )
    assert PolicyReport.model_validate_json(report.model_dump_json(by_alias=True)) == report


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_schemas_in_the_documentation_are_current(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == rendered_schema(FILES[file]), "run `python -m ops.policy.schema`"


def test_markdown_shows_each_outcome_and_lets_no_text_break_a_table(report: PolicyReport) -> None:
    page = markdown.rendered(report)
    for heading in ("### Mandatory (2)", "### Exempt (1)", "### Undetermined (1)", "### Put right by the policies"):
        assert heading in page
    assert "Reports \\| figures &lt;nightly> are rebuilt." in page
    tables = [line for line in page.splitlines() if line.startswith("| ")]
    assert all(line.endswith(" |") for line in tables)
    assert "Exemptions that do not apply" in page


def test_policies_that_hang_on_one_property_share_a_line_and_keep_their_figures(report: PolicyReport) -> None:
    (hidden,) = report.of(Outcome.UNDETERMINED)
    other = hidden.model_copy(update={"policy": "rds-backup-retention"})
    both = report.model_copy(update={"findings": (*report.findings, other)})
    names = "rds-deletion-protection, rds-backup-retention"
    assert f"deletionProtection is not known yet or cannot be read: {names}" in printed(both)
    page = markdown.rendered(both)
    assert "### Undetermined (2)" in page
    assert f"| deletionProtection is not known yet or cannot be read | {names} |" in page


def test_markdown_of_a_failed_run_says_so_first(failed: PolicyReport) -> None:
    page = markdown.rendered(failed)
    assert page.startswith("## Policies: main could not be judged completely")
    assert "RuntimeError: no luck" in page
