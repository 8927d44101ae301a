"""Reports on the policies as JUnit XML."""

import xml.etree.ElementTree as ET
from pathlib import Path

import xmlschema

from ops.policy import junit
from ops.policy.report import PolicyReport

SCHEMA = xmlschema.XMLSchema(Path(__file__).with_name("schemas") / "junit.xsd")


def suites_of(report: PolicyReport) -> dict[str, ET.Element]:
    root = ET.fromstring(junit.rendered(report))  # noqa: S314 (written just above)
    return {str(suite.get("name")): suite for suite in root}


def test_every_report_is_as_the_schema_says(any_report: PolicyReport) -> None:
    SCHEMA.validate(junit.rendered(any_report))


def test_exempt_and_undetermined_count_as_skipped_and_by_themselves(report: PolicyReport) -> None:
    suites = suites_of(report)
    suite = suites["rds-multi-az"]
    assert {key: suite.get(key) for key in ("tests", "failures", "skipped")} == {
        "tests": "3",
        "failures": "1",
        "skipped": "1",
    }
    properties = {found.get("name"): found.get("value") for found in suite.iter("property")}
    assert (properties["exempt"], properties["undetermined"], properties["passed"]) == ("1", "0", "2")
    messages = [str(found.get("message")) for every in suites.values() for found in every.iter("skipped")]
    assert any(message.startswith("exempt by EX-1 until 2026-12-31") for message in messages)
    assert "undetermined: deletionProtection is not known yet or cannot be read" in messages


def test_the_counts_of_a_suite_are_those_of_its_cases(any_report: PolicyReport) -> None:
    for suite in suites_of(any_report).values():
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "")) == len(cases)
        for kind, attribute in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert int(suite.get(attribute, "")) == sum(case.find(kind) is not None for case in cases)


def test_there_are_as_many_failures_as_blocking_findings(any_report: PolicyReport) -> None:
    failures = sum(int(suite.get("failures", "")) for suite in suites_of(any_report).values())
    assert failures == any_report.totals.mandatory


def test_the_message_stands_in_the_text_too_since_gitlab_reads_only_that(any_report: PolicyReport) -> None:
    root = ET.fromstring(junit.rendered(any_report))  # noqa: S314 (written just above)
    for kind in ("failure", "error", "skipped"):
        for found in root.iter(kind):
            assert str(found.text).startswith(str(found.get("message")))


def test_a_failed_run_is_an_error(failed: PolicyReport) -> None:
    suite = suites_of(failed)[junit.RUN]
    assert suite.get("errors") == "1"
    assert [found.get("message") for found in suite.iter("error")] == ["RuntimeError: no luck"]
    assert [found.text for found in suite.iter("error")] == ["RuntimeError: no luck\nat line 3"]


def test_an_advisory_violation_passes_and_is_said_in_the_output_of_its_suite(report: PolicyReport) -> None:
    suite = suites_of(report)["loggroup-cmk"]
    assert suite.get("failures") == "0"
    assert str(suite.findtext("system-out")).startswith("advisory: aws:cloudwatch/logGroup:LogGroup log: kmsKeyId")


def test_the_case_of_what_passed_has_the_same_name_however_many_there_are(report: PolicyReport) -> None:
    cases = suites_of(report)["rds-multi-az"].findall("testcase")
    assert [case.get("name") for case in cases].count(junit.REST) == 1


def test_two_resources_of_one_name_below_different_components_are_two_cases(report: PolicyReport) -> None:
    blocked = next(found for found in report.findings if found.policy == "rds-multi-az")
    inner = "urn:pulumi:main::example::payments:index:Database$aws:rds/instance:Instance::primary"
    twin = blocked.model_copy(update={"urn": inner})
    suite = suites_of(report.model_copy(update={"findings": (blocked, twin)}))["rds-multi-az"]
    assert [case.get("name") for case in suite.findall("testcase")] == [
        "aws:rds/instance:Instance::primary",
        "payments:index:Database$aws:rds/instance:Instance::primary",
        junit.REST,
    ]
