"""Reports on the policies: each outcome counted by itself, in every format, and each format as its schema wants it."""

import json
import xml.etree.ElementTree as ET
from io import StringIO
from pathlib import Path

import pytest
import xmlschema
from jsonschema import Draft202012Validator
from rich.console import Console

from ops.policy import evidence, junit, markdown, sarif, text
from ops.policy.controls import PCI
from ops.policy.engine import EngineRun
from ops.policy.evidence import State, evidence_of
from ops.policy.judgement import report_on
from ops.policy.report import Counts, Outcome, PolicyReport
from ops.policy.schema import FILES, rendered_schema
from tests.ops.policy_run import ORIGIN, broken_off, database, every_outcome, pack_record
from tests.policies.harness import Resource, secret

SCHEMAS = Path(__file__).with_name("schemas")


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> PolicyReport:
    return every_outcome(monkeypatch, tmp_path)


@pytest.fixture
def failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> PolicyReport:
    return broken_off(monkeypatch, tmp_path)


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
        'Instance "archive": deletionProtection is not known yet or cannot be read: rds-deletion-protection',
        "put right alb-drop-invalid-headers sets dropInvalidHeaderFields = true",
    ):
        assert line in page
    figures = page.splitlines()[-1].split()
    assert figures[2:6] == [str(report.totals.mandatory), str(report.totals.advisory), "1", "1"]


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


@pytest.mark.parametrize("kind", ["report", "failed"])
def test_sarif_is_as_its_schema_says(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    schema = json.loads((SCHEMAS / "sarif.schema.json").read_text())
    Draft202012Validator(schema).validate(json.loads(sarif.rendered(request.getfixturevalue(kind), tmp_path)))


def test_sarif_tells_exempt_and_undetermined_from_failed(report: PolicyReport, tmp_path: Path) -> None:
    (run,) = json.loads(sarif.rendered(report, tmp_path))["runs"]
    results = {
        (found["ruleId"], found["locations"][0]["logicalLocations"][0]["name"]): found for found in run["results"]
    }
    blocked, exempt = results["rds-multi-az", "primary"], results["rds-multi-az", "reporting"]
    assert (blocked["kind"], blocked["level"], "suppressions" in blocked) == ("fail", "error", False)
    assert exempt["suppressions"][0]["justification"].startswith("EX-1 until 2026-12-31: Reports | figures")
    unknown = results["rds-deletion-protection", "archive"]
    assert (unknown["kind"], unknown["level"]) == ("open", "none")
    assert all(run["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] == found["ruleId"] for found in run["results"])
    assert run["properties"]["counts"]["exempt"] == 1


def test_sarif_points_at_the_line_of_the_stack_file_that_decides(tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.prod.yaml"
    file.write_text(
        "config:\n  aws:region: x\n  platform:database:\n    encrypted: true\n    multiAz: false\n"
        "  platform:a:\n    b: 1\n"
    )
    assert sarif.line_of("platform:database.multiAz", file) == 5
    assert sarif.line_of("platform:database.deletionProtection", file) == 3
    assert sarif.line_of("platform:database.b", file) == 3
    assert sarif.line_of("platform:cache.nodes", file) == 1
    assert sarif.line_of(None, file) == 1
    assert sarif.line_of("platform:database.multiAz", tmp_path / "none") == 1


@pytest.mark.parametrize("kind", ["report", "failed"])
def test_junit_is_as_its_schema_says(kind: str, request: pytest.FixtureRequest) -> None:
    rendered = junit.rendered(request.getfixturevalue(kind))
    xmlschema.XMLSchema(SCHEMAS / "junit.xsd").validate(rendered)


def test_junit_counts_exempt_and_undetermined_as_skipped_and_by_themselves(report: PolicyReport) -> None:
    root = ET.fromstring(junit.rendered(report))  # noqa: S314 (written just above)
    suite = next(found for found in root if found.get("name") == "rds-multi-az")
    assert {key: suite.get(key) for key in ("tests", "failures", "skipped")} == {
        "tests": "3",
        "failures": "1",
        "skipped": "1",
    }
    properties = {found.get("name"): found.get("value") for found in suite.iter("property")}
    assert (properties["exempt"], properties["undetermined"], properties["passed"]) == ("1", "0", "2")
    messages = [str(found.get("message")) for found in root.iter("skipped")]
    assert any(message.startswith("exempt by EX-1 until 2026-12-31") for message in messages)
    assert "undetermined: deletionProtection is not known yet or cannot be read" in messages


def test_junit_has_an_error_when_the_run_failed(failed: PolicyReport) -> None:
    root = ET.fromstring(junit.rendered(failed))  # noqa: S314 (written just above)
    assert root.get("errors") == "1"
    assert [found.get("message") for found in root.iter("error")] == ["RuntimeError: no luck"]


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


def test_evidence_goes_control_by_control(report: PolicyReport) -> None:
    found = evidence_of(report)
    by_framework = {framework.framework: framework for framework in found.frameworks}
    states = {
        control.control: control.state for control in by_framework["AWS Foundational Security Best Practices"].controls
    }
    assert states["RDS.5"] is State.VIOLATED
    assert states["RDS.7"] is State.UNDETERMINED
    assert states["RDS.3"] is State.KEPT
    assert states["ElastiCache.5"] is State.NOT_CHECKED
    numbers = [control.control for control in by_framework[PCI].controls]
    assert numbers == sorted(numbers, key=lambda number: [int(part) for part in number.split(".")])


def test_evidence_that_is_exempt_is_not_simply_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    record = pack_record(monkeypatch, tmp_path, database("reporting", multiAz=False))
    found = evidence_of(report_on(EngineRun(0, "", (), record), "main", ORIGIN))
    states = {control.control: control.state for framework in found.frameworks for control in framework.controls}
    assert states["RDS.5"] is State.EXEMPT


def test_evidence_names_who_mapped_a_policy_to_a_control(report: PolicyReport) -> None:
    pci = next(framework for framework in evidence_of(report).frameworks if framework.framework == PCI)
    mapped = {
        (control.control, found.policy): found.mapped_by for control in pci.controls for found in control.policies
    }
    assert mapped["1.4.4", "rds-no-public-access"] == "AWS Security Hub"
    assert mapped["1.4.2", "rds-no-public-access"] == "AWS Config conformance pack"
    assert mapped["12.5.1", "required-tags"].startswith("this project")


def test_evidence_as_json_is_as_its_schema_says(report: PolicyReport) -> None:
    schema = json.loads(rendered_schema(evidence.Evidence))
    Draft202012Validator(schema).validate(json.loads(evidence_of(report).model_dump_json(by_alias=True)))


def test_evidence_as_markdown_has_date_stack_commit_versions_and_exemptions(report: PolicyReport) -> None:
    page = evidence.rendered(evidence_of(report))
    for part in (
        "# Policy evidence: example main",
        "2026-11-21T10:00:00Z",
        ORIGIN.commit or "",
        "pulumi 3.250.0",
        "| RDS.5 | violated | rds-multi-az | 4 | 2 | 1 | 1 | 0 |",
        "| EX-1 | rds-multi-az | 1 |",
        "entry EX-0, expires: it expired on 2026-01-01",
    ):
        assert part in page


def test_evidence_of_a_failed_run_says_that_it_is_none(failed: PolicyReport) -> None:
    assert "so this is no evidence" in evidence.rendered(evidence_of(failed))
