"""What a reviewed exemption covers, and what is said of it."""

from pathlib import Path

import pytest
from pulumi.runtime.proto import analyzer_pb2

from tests.policies.exempting import ENTRY, REPORTING, database, engine, lines, preview, written
from tests.policies.harness import UNKNOWN_VALUE, Resource, struct_of
from tests.policies.test_analyzer import BALANCER, SOUND_DATABASE


def test_without_a_file_nothing_is_exempt_and_nothing_is_said(tmp_path: Path) -> None:
    assert lines(preview(tmp_path, REPORTING)) == [("rds-multi-az", "mandatory")]


@pytest.mark.parametrize("text", ["", "# none\n", "exemptions:\n", "exemptions: []\n"])
def test_an_empty_file_exempts_nothing_and_nothing_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "exemptions.yaml").write_text(text)
    assert lines(preview(tmp_path, REPORTING)) == [("rds-multi-az", "mandatory")]


def test_every_use_is_printed_with_policy_resource_violation_reason_owner_and_days_left(tmp_path: Path) -> None:
    (report,) = preview(written(tmp_path, ENTRY), REPORTING)
    assert (report.policy, report.level) == ("exemption-used", "advisory")
    assert report.message.splitlines() == [
        'aws:rds/instance:Instance "reporting": exempt from rds-multi-az by EX-1 until 2026-12-31 (40 days left);'
        " multiAz is false.",
        "Reason:   Reports are rebuilt every night.",
        "Owner:    Ada, approved by Grace (PAY-7)",
    ]


def test_an_exempt_resource_is_counted_as_not_applicable_with_the_reason_and_not_as_passed(tmp_path: Path) -> None:
    response = engine(written(tmp_path, ENTRY)).analyze_raw(REPORTING)
    (left_out,) = response.not_applicable
    assert left_out.policy_name == "rds-multi-az"
    assert left_out.reason == "exempt by EX-1 until 2026-12-31: Reports are rebuilt every night."


def test_another_policy_and_another_resource_are_not_exempt(tmp_path: Path) -> None:
    unprotected = database("reporting", deletionProtection=False)
    reports = preview(written(tmp_path, ENTRY), unprotected, database("primary"))
    assert lines(reports) == [
        ("exemption-used", "advisory"),
        ("rds-deletion-protection", "mandatory"),
        ("rds-multi-az", "mandatory"),
    ]
    assert '"primary"' in reports[-1].message


@pytest.mark.parametrize(
    ("pattern", "covered"),
    [
        ("urn:pulumi:*::example::aws:rds/instance:Instance::rep*", True),
        ("urn:pulumi:*::*::*::reporting", True),
        ("urn:pulumi:*::*::*::report", False),
        ("urn:pulumi:main::example::aws:rds/instance:Instance::r.porting", False),
        ("urn:pulumi:main::example::aws:rds/instance:Instance::[r]eporting", False),
    ],
)
def test_a_star_stands_for_any_text_and_everything_else_for_itself(tmp_path: Path, pattern: str, covered: bool) -> None:
    reports = preview(written(tmp_path, {**ENTRY, "resources": [pattern]}), REPORTING)
    assert (("rds-multi-az", "mandatory") not in lines(reports)) is covered


COMPONENT = Resource("payments:index:Database", "reports")
INNER = Resource("payments:index:Part", "inner", parent=COMPONENT)


def test_everything_below_a_component_is_covered_by_its_urn(tmp_path: Path) -> None:
    entry = {key: value for key, value in ENTRY.items() if key != "resources"} | {"childrenOf": COMPONENT.urn}
    inside, outside = database("inside", parent=INNER), database("outside")
    reports = preview(written(tmp_path, entry), COMPONENT, INNER, inside, outside)
    assert lines(reports) == [("exemption-used", "advisory"), ("rds-multi-az", "mandatory")]
    assert '"inside"' in reports[0].message


@pytest.mark.parametrize(
    ("scope", "environment", "applies"),
    [
        ({"environments": ["staging", "prod"]}, "prod", True),
        ({"environments": ["dev"]}, "prod", False),
        ({"environments": None, "stacks": ["example/*"]}, "prod", True),
        ({"environments": None, "stacks": ["other/main"]}, "prod", False),
        ({"environments": ["prod"], "stacks": ["example/other"]}, "prod", False),
    ],
)
def test_an_exemption_speaks_about_its_stacks_and_environments_alone(
    tmp_path: Path, scope: dict[str, object], environment: str, applies: bool
) -> None:
    reports = preview(written(tmp_path, {**ENTRY, **scope}), REPORTING, environment=environment)
    assert lines(reports) == ([("exemption-used", "advisory")] if applies else [("rds-multi-az", "mandatory")])


def test_an_exemption_that_covers_nothing_is_said_once_the_stack_is_known(tmp_path: Path) -> None:
    (report,) = preview(written(tmp_path, ENTRY), database("reporting", multiAz=True))
    assert (report.policy, report.level) == ("exemptions-valid", "advisory")
    assert report.message == (
        "exemptions.yaml, entry EX-1: no resource of this stack needs to be exempt from rds-multi-az by it. "
        "Remedy: Delete it; Ada owns it."
    )


def test_what_is_undetermined_may_be_exempt_too(tmp_path: Path) -> None:
    (report,) = preview(written(tmp_path, ENTRY), database("reporting", multiAz=UNKNOWN_VALUE))
    assert "exempt from rds-multi-az by EX-1" in report.message
    assert "multiAz is not known yet or cannot be read" in report.message


def test_a_stack_policy_may_be_exempt_for_one_resource(tmp_path: Path) -> None:
    cluster = Resource("aws:rds/cluster:Cluster", "ledger", {**SOUND_DATABASE, "engine": "aurora-postgresql"})
    entry = {**ENTRY, "policy": "aurora-has-two-instances", "resources": cluster.urn}
    assert ("aurora-has-two-instances", "mandatory") in lines(preview(tmp_path, cluster))
    reports = preview(written(tmp_path, entry), cluster)
    assert ("aurora-has-two-instances", "mandatory") not in lines(reports)
    assert ("exemption-used", "advisory") in lines(reports)


def test_an_exempt_resource_is_not_put_right(tmp_path: Path) -> None:
    balancer = Resource(BALANCER, "lb")
    entry = {**ENTRY, "policy": "alb-drop-invalid-headers", "resources": balancer.urn}
    request = analyzer_pb2.AnalyzeRequest(type=BALANCER, name="lb", urn=balancer.urn, properties=struct_of({}))
    run = engine(written(tmp_path, entry))
    assert not run.analyzer.Remediate(request, run.call).remediations
    assert engine(tmp_path / "none").analyzer.Remediate(request, run.call).remediations
