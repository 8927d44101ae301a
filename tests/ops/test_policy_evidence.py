"""Evidence for an assessor: control by control, and what an assessor asks of a report."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from ops.policy import evidence, evidence_page
from ops.policy.controls import PCI
from ops.policy.engine import EngineRun
from ops.policy.evidence import State, evidence_of
from ops.policy.judgement import report_on
from ops.policy.report import PolicyReport
from ops.policy.schema import rendered_schema
from tests.ops.policy_run import ORIGIN, database, pack_record


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
    page = evidence_page.rendered(evidence_of(report))
    for part in (
        "# Evidence of policies: example/main",
        "2026-11-21T10:00:00Z",
        ORIGIN.commit or "",
        "pulumi 3.250.0",
        "| RDS.5 | violated | rds-multi-az | 4 | 2 | 1 | 1 | 0 |",
        "| EX-1 | rds-multi-az | `urn:pulumi:*::*::*::reporting` | 1 of at most 3 |",
        "| Ada | Grace | PAY-7 | 2026-12-31 (40 days left) |",
        "entry EX-0, expires: it expired on 2026-01-01",
    ):
        assert part in page


def test_evidence_of_a_failed_run_says_that_it_is_none(failed: PolicyReport) -> None:
    assert "so this is no evidence" in evidence_page.rendered(evidence_of(failed))


def test_every_figure_of_the_annex_has_its_resources(any_report: PolicyReport) -> None:
    found = evidence_of(any_report)
    for result in found.policies:
        counts = result.counts
        not_kept = [finding for finding in found.findings if finding.policy == result.policy]
        assert len(result.passed) == len(set(result.passed)) == counts.passed
        assert len(not_kept) == counts.violated + counts.exempt + counts.undetermined


def test_the_annex_names_each_resource_by_outcome_with_the_parameters_that_counted(report: PolicyReport) -> None:
    page = evidence_page.rendered(evidence_of(report))
    (section,) = [part for part in page.split("\n### ") if part.startswith("rds-multi-az\n")]
    assert "- passed (2): `aws:rds/instance:Instance::archive`, `aws:rds/instance:Instance::ledger`" in section
    assert "- violated (1): `aws:rds/instance:Instance::primary`" in section
    assert "- exempt (1): `aws:rds/instance:Instance::reporting`" in section
    (section,) = [part for part in page.split("\n### ") if part.startswith("loggroup-retention\n")]
    assert "auditMinimumDays 365" in section


def test_requirements_of_pci_that_no_policy_serves_are_said(report: PolicyReport) -> None:
    found = {area.requirement: area.controls for area in evidence_of(report).pci_coverage}
    assert list(found) == list(range(1, 13))
    assert found[9] == ()
    assert "3.5.1" in found[3]
    assert "| 9 | physical access | **none** |" in evidence_page.rendered(evidence_of(report))


def test_the_summary_counts_every_control_once(report: PolicyReport) -> None:
    found = evidence_of(report)
    page = evidence_page.rendered(found)
    for framework in found.frameworks:
        (row,) = [line for line in page.splitlines() if line.startswith(f"| {framework.framework} |")]
        total, *by_state = map(int, row.strip("| ").split(" | ")[1:])
        assert total == sum(by_state) == len(framework.controls)


@pytest.mark.parametrize("changed", [True, False])
def test_changes_that_are_not_committed_are_said_twice(report: PolicyReport, changed: bool) -> None:
    origin = ORIGIN.model_copy(update={"uncommitted_changes": changed})
    page = evidence_page.rendered(evidence_of(report.model_copy(update={"origin": origin})))
    assert page.count("changes that are not committed") == (2 if changed else 0)


def test_the_method_tells_a_planned_update_from_what_is_deployed(report: PolicyReport) -> None:
    assert "the planned update (`pulumi preview`)" in evidence_page.rendered(evidence_of(report))
    origin = ORIGIN.model_copy(update={"command": "deployed"})
    page = evidence_page.rendered(evidence_of(report.model_copy(update={"origin": origin})))
    assert "what the state says is deployed (`pulumi policy analyze`); AWS itself was not asked" in page
    assert "The state does not say of which commit it was deployed" in page
