"""What is not known yet is said once for each property, with every policy that hangs on it."""

import json
from pathlib import Path

import pytest

from policies.catalogue.pack import UNDETERMINED
from policies.serving.record import VARIABLE
from tests.policies.harness import UNKNOWN_VALUE, Engine, Report, Resource, in_environment

PROD = in_environment("prod")
TASK = Resource("aws:ecs/taskDefinition:TaskDefinition", "task", {"containerDefinitions": UNKNOWN_VALUE})
CONTAINER_POLICIES = {"ecs-no-privileged", "ecs-non-root-user", "ecs-readonly-root"}


def said(*resources: Resource, policies: set[str], **configured: dict[str, str]) -> list[Report]:
    policy_config = {name.replace("_", "-"): values for name, values in configured.items()}
    return Engine(config=PROD, policies=policies, policy_config=policy_config).preview(*resources)


def test_one_line_names_the_property_and_its_policies_the_worst_first() -> None:
    (report,) = said(TASK, policies=CONTAINER_POLICIES)
    assert (report.policy, report.level, report.urn) == (UNDETERMINED, "advisory", TASK.urn)
    assert report.message == (
        'aws:ecs/taskDefinition:TaskDefinition "task": containerDefinitions is not known yet or cannot be read, so '
        "3 policies could not be judged: ecs-no-privileged, ecs-non-root-user, ecs-readonly-root."
    )


def test_the_line_is_as_severe_as_the_worst_of_its_policies() -> None:
    engine = Engine(config=PROD, policies=CONTAINER_POLICIES)
    engine.analyze(TASK)
    request = engine.stack_request(TASK)
    (found,) = engine.analyzer.AnalyzeStack(request, engine.call).diagnostics
    assert found.severity == 4


def test_a_policy_alone_speaks_for_itself() -> None:
    (report,) = said(TASK, policies={"ecs-no-privileged"})
    assert report.policy == "ecs-no-privileged"
    assert "so ecs-no-privileged could not be judged" in report.message


def test_each_resource_and_each_property_has_its_own_line() -> None:
    other = Resource(TASK.type, "other", TASK.properties)
    database = Resource(
        "aws:rds/instance:Instance", "db", {"multiAz": UNKNOWN_VALUE, "deletionProtection": UNKNOWN_VALUE}
    )
    found = said(TASK, other, database, policies={*CONTAINER_POLICIES, "rds-multi-az", "rds-deletion-protection"})
    assert sorted((report.urn, report.policy) for report in found) == sorted(
        (
            (TASK.urn, UNDETERMINED),
            (other.urn, UNDETERMINED),
            (database.urn, "rds-deletion-protection"),
            (database.urn, "rds-multi-az"),
        )
    )


def test_what_blocks_is_not_mixed_with_what_does_not() -> None:
    blocking = {"enforcementLevel": "mandatory"}
    mild = {"enforcementLevel": "advisory"}
    found = said(TASK, policies=CONTAINER_POLICIES, property_undetermined=blocking, ecs_readonly_root=mild)
    assert {(report.policy, report.level) for report in found} == {
        (UNDETERMINED, "mandatory"),
        ("ecs-readonly-root", "advisory"),
    }


def test_the_engine_counts_none_of_them_as_passed() -> None:
    engine = Engine(config=PROD, policies=CONTAINER_POLICIES)
    engine.analyze(TASK)
    answer = engine.analyzer.AnalyzeStack(engine.stack_request(TASK), engine.call)
    assert {found.policy_name for found in answer.not_applicable} == CONTAINER_POLICIES


def test_the_record_keeps_every_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "record.jsonl"))
    said(TASK, policies=CONTAINER_POLICIES)
    lines = [json.loads(line) for line in (tmp_path / "record.jsonl").read_text().splitlines()]
    hidden = [line for line in lines if line.get("outcome") == "undetermined" and line["level"] == "advisory"]
    assert {line["policy"] for line in hidden} == CONTAINER_POLICIES
