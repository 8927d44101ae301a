"""Reports on the policies as SARIF, also as GitHub's code scanning reads it."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TypedDict

import pytest
from jsonschema import Draft202012Validator

from ops.policy import sarif
from ops.policy.engine import ROOT
from ops.policy.report import Outcome, PolicyReport
from ops.policy.stack_file import FIRST_LINE, Place, StackFile
from policies.catalogue import CATALOGUE
from tests.ops.policy_run import REMEDIATION

SCHEMA = json.loads((Path(__file__).with_name("schemas") / "sarif.schema.json").read_text())
STACK_FILE = (
    "config:\n  aws:region: x\n  platform:database:\n    encrypted: true\n    multiAz: false\n  platform:a:\n    b: 1\n"
)


class Location(TypedDict):
    physicalLocation: dict[str, dict[str, object]]
    logicalLocations: list[dict[str, str]]


class Result(TypedDict, total=False):
    ruleId: str
    ruleIndex: int
    kind: str
    level: str
    locations: list[Location]
    partialFingerprints: dict[str, str]
    suppressions: list[dict[str, str]]


def run_of(report: PolicyReport, project: Path) -> dict[str, object]:
    (run,) = json.loads(sarif.rendered(report, project))["runs"]
    found: dict[str, object] = run
    return found


def results_of(report: PolicyReport, project: Path) -> list[Result]:
    found: list[Result] = json.loads(sarif.rendered(report, project))["runs"][0]["results"]
    return found


def test_every_report_is_as_the_schema_says(any_report: PolicyReport, tmp_path: Path) -> None:
    Draft202012Validator(SCHEMA).validate(json.loads(sarif.rendered(any_report, tmp_path)))


def test_exempt_and_undetermined_are_told_from_failed(report: PolicyReport, tmp_path: Path) -> None:
    results = {
        (found["ruleId"], found["locations"][0]["logicalLocations"][0]["name"]): found
        for found in results_of(report, tmp_path)
    }
    blocked, exempt = results["rds-multi-az", "primary"], results["rds-multi-az", "reporting"]
    assert (blocked["kind"], blocked["level"], "suppressions" in blocked) == ("fail", "error", False)
    assert exempt["level"] == "note"
    assert exempt["suppressions"][0]["justification"].startswith("EX-1 until 2026-12-31: Reports | figures")
    unknown = results["rds-deletion-protection", "archive"]
    assert (unknown["kind"], unknown["level"]) == ("open", "none")


def test_the_rules_are_those_of_the_pack_whatever_was_found(report: PolicyReport, tmp_path: Path) -> None:
    rules = json.loads(sarif.rendered(report, tmp_path))["runs"][0]["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == set(CATALOGUE)
    assert all(rules[found["ruleIndex"]]["id"] == found["ruleId"] for found in results_of(report, tmp_path))


def test_a_rule_with_many_controls_keeps_within_githubs_limit_of_tags(report: PolicyReport, tmp_path: Path) -> None:
    rules = json.loads(sarif.rendered(report, tmp_path))["runs"][0]["tool"]["driver"]["rules"]
    (rule,) = [rule for rule in rules if rule["id"] == "cis-log-metric-filters"]
    assert len(CATALOGUE["cis-log-metric-filters"].controls.tags()) > sarif.MOST_TAGS
    assert len(rule["properties"]["tags"]) == sarif.MOST_TAGS
    assert "v3.0 4.15" in rule["properties"]["controls"]["cis"]


def test_more_results_than_github_takes_are_left_out_from_the_end_and_counted(
    report: PolicyReport, tmp_path: Path
) -> None:
    (last,) = report.findings[-1:]
    many = report.model_copy(update={"findings": (*report.findings, *[last] * sarif.MOST_RESULTS)})
    run = run_of(many, tmp_path)
    results = run["results"]
    assert isinstance(results, list)
    assert len(results) == sarif.MOST_RESULTS
    assert results[0]["level"] == "error"
    properties = run["properties"]
    assert isinstance(properties, dict)
    assert properties["resultsLeftOut"] == len(report.findings)


def test_two_resources_that_break_a_policy_in_the_same_line_have_fingerprints_of_their_own(
    report: PolicyReport, tmp_path: Path
) -> None:
    hashes = [found["partialFingerprints"]["primaryLocationLineHash"] for found in results_of(report, tmp_path)]
    assert len(set(hashes)) == len(hashes) == len(report.findings)


def test_each_stack_has_a_category_of_its_own_so_that_no_upload_replaces_another(
    report: PolicyReport, tmp_path: Path
) -> None:
    assert run_of(report, tmp_path)["automationDetails"] == {"id": "policies/example/main/"}


def test_mistakes_in_exemptions_and_a_failed_run_are_notifications(any_report: PolicyReport, tmp_path: Path) -> None:
    (invocation,) = json.loads(sarif.rendered(any_report, tmp_path))["runs"][0]["invocations"]
    assert len(invocation["toolExecutionNotifications"]) == len(any_report.errors)
    assert len(invocation["toolConfigurationNotifications"]) == len(any_report.exemption_problems)
    assert invocation["executionSuccessful"] == (any_report.complete and not any_report.errors)


def test_a_remediation_is_no_result(report: PolicyReport, tmp_path: Path) -> None:
    urn = REMEDIATION["policyRemediationEvent"]["resourceUrn"]
    assert urn not in {
        found["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] for found in results_of(report, tmp_path)
    }


def test_a_result_points_at_the_line_of_the_stack_file_that_decides(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.prod.yaml").write_text(STACK_FILE)
    file = StackFile.of(tmp_path, "organization/shop/prod")
    assert file.place("platform:database.multiAz") == Place(5, len("    multiAz: false"))
    assert file.place("platform:database.deletionProtection").line == 3
    assert file.place("platform:database.b").line == 3
    assert file.place("platform:cache.nodes").line == 1
    assert file.place(None).line == 1


def test_a_stack_without_a_file_points_at_the_project_and_a_project_without_one_at_its_place(tmp_path: Path) -> None:
    assert StackFile.of(tmp_path, "prod") == StackFile("Pulumi.yaml", ())
    assert StackFile.of(tmp_path, "prod").place("platform:database.multiAz") == FIRST_LINE
    (tmp_path / "Pulumi.yaml").write_text("name: shop\n")
    assert StackFile.of(tmp_path, "prod").place(None) == Place(1, len("name: shop"))


def test_the_path_begins_at_the_top_of_the_repository_whatever_the_folder_is_called(tmp_path: Path) -> None:
    project = tmp_path / "my systems é" / "shop"
    project.mkdir(parents=True)
    (project / "Pulumi.prod.yaml").write_text(STACK_FILE)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert StackFile.of(project, "prod").uri == "my%20systems%20%C3%A9/shop/Pulumi.prod.yaml"


def test_a_linked_stack_file_is_named_where_it_really_is(tmp_path: Path) -> None:
    project, shared = tmp_path / "shop", tmp_path / "shared"
    project.mkdir()
    shared.mkdir()
    (shared / "prod.yaml").write_text(STACK_FILE)
    (project / "Pulumi.prod.yaml").symlink_to(shared / "prod.yaml")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert StackFile.of(project, "prod").uri == "shared/prod.yaml"


@pytest.mark.skipif(shutil.which("jq") is None, reason="there is no jq")
def test_the_guides_filter_leaves_what_is_violated(report: PolicyReport, tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "guides" / "policies-in-ci.md").read_text(encoding="utf-8")
    (expression,) = re.findall(r"jq '([^']+)' policies\.sarif > upload\.sarif", guide)
    done = subprocess.run(
        ["jq", expression], input=sarif.rendered(report, tmp_path), capture_output=True, text=True, check=True
    )
    left = json.loads(done.stdout)["runs"][0]["results"]
    assert {found["properties"]["outcome"] for found in left} == {"violated"}
    assert len(left) == len(report.of(Outcome.VIOLATED))
