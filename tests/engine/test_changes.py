"""One figure changed in a stack file changes exactly the resources that it is about: by the steps of a preview."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.engine.conftest import Deployment
from tests.engine.sandbox_project import ROOT, Run, Step

pytestmark = pytest.mark.engine

STACK = "staging"
"""Deployed with two tasks a service and all day long."""
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"

StackFile = dict[str, Any]
Change = tuple[str, str, str, frozenset[str]]


def stack_file(stack: str = STACK) -> StackFile:
    """The stack file as it was deployed."""
    return dict(yaml.safe_load((ROOT / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8")))


def preview(deployment: Deployment, folder: Path, edit: Callable[[StackFile], None]) -> Run:
    """What an update would do after an edit."""
    done = _previewed(deployment, folder, edit)
    assert done.code == 0, done.output
    return done


def _previewed(deployment: Deployment, folder: Path, edit: Callable[[StackFile], None]) -> Run:
    """A preview after an edit; the deployed stack's own file stays as it is for other tests."""
    changed = stack_file(deployment.stack)
    edit(changed["config"])
    file = folder / f"Pulumi.{deployment.stack}.yaml"
    file.write_text(yaml.safe_dump(changed), encoding="utf-8")
    return deployment.project.run("preview", "--config-file", str(file))


def changes(done: Run) -> list[Change]:
    """The changes of a preview: operation, type, logical name, changed properties."""
    return sorted((step.operation, step.type, step.name, step.properties) for step in done.changes)


def test_another_number_of_tasks_changes_that_service_alone(fivestar: Mapping[str, Deployment], tmp_path: Path) -> None:
    def edit(config: StackFile) -> None:
        config["platform:services"]["internal-pe"]["tasks"]["desired"] = 3

    # The alarm counts the tasks, and the weekly clean-up restores their number.
    assert changes(preview(fivestar[STACK], tmp_path, edit)) == [
        (
            "update",
            ALARM,
            "observability-alarms-internal-pe-service-tasks",
            frozenset({"alarmDescription", "threshold"}),
        ),
        ("update", "aws:ecs/service:Service", "internal-pe-service", frozenset({"desiredCount"})),
        (
            "update",
            "aws:scheduler/schedule:Schedule",
            "clean-up-schedules-service-internal-pe",
            frozenset({"description", "target"}),
        ),
    ]


def test_another_instance_class_changes_the_database_in_place(
    fivestar: Mapping[str, Deployment], tmp_path: Path
) -> None:
    def edit(config: StackFile) -> None:
        config["platform:database"]["instanceClass"] = "db.r6g.xlarge"

    done = preview(fivestar[STACK], tmp_path, edit)
    # The alarms know how many connections and how much memory an instance of the class has.
    about_it = [step for step in done.changes if not _is_alarm_on_the_database(step)]
    assert [(step.operation, step.type, step.properties) for step in about_it] == [
        ("update", "aws:rds/instance:Instance", frozenset({"instanceClass"}))
    ]


def _is_alarm_on_the_database(step: Step) -> bool:
    names = {f"observability-alarms-database-{of}" for of in ("connections", "memory")}
    return (step.operation, step.type) == ("update", ALARM) and step.name in names


def test_another_retention_changes_log_groups_alone(fivestar: Mapping[str, Deployment], tmp_path: Path) -> None:
    def edit(config: StackFile) -> None:
        config["platform:observability"]["logRetentionDays"] = 60

    done = preview(fivestar[STACK], tmp_path, edit)
    follow = {group.name for group in fivestar[STACK].all(LOG_GROUP) if group.get("retentionInDays") == 30}
    assert {step.name for step in done.changes} == follow
    assert {(step.operation, step.type, step.properties) for step in done.changes} == {
        ("update", LOG_GROUP, frozenset({"retentionInDays"}))
    }


def test_another_service_is_added_beside_the_present_ones(fivestar: Mapping[str, Deployment], tmp_path: Path) -> None:
    def edit(config: StackFile) -> None:
        portal = config["platform:services"]["customer-portal"]
        config["platform:services"]["reports"] = {**portal, "routes": [{"paths": ["/reports/*"], "priority": 200}]}

    done = preview(fivestar[STACK], tmp_path, edit)
    assert {step.operation for step in done.changes if "reports" in step.name} == {"create"}
    assert [step.name for step in done.changes if "reports" not in step.name and not _lists_services(step)] == []
    created = {step.type for step in done.changes}
    assert {"aws:ecs/service:Service", "aws:ecs/taskDefinition:TaskDefinition", LOG_GROUP} <= created


def _lists_services(step: Step) -> bool:
    """Dashboard and weekly clean-up know every service."""
    lists = {"observability-board-dashboard", "clean-up-workflow", "clean-up-schedules-role"}
    return step.operation == "update" and step.name in lists


RENAMED: list[tuple[str, Callable[[StackFile], None]]] = [
    ("cluster-cluster", lambda config: config["platform:cluster"].update(name="prod-renamed")),
    ("edge-alb", lambda config: config["platform:edge"]["loadBalancer"].update(name="prod-renamed")),
    (
        "internal-pe-service",
        lambda config: config["platform:services"]["internal-pe"].update(serviceName="prod-renamed"),
    ),
]


@pytest.mark.parametrize(("name", "edit"), RENAMED, ids=[name for name, _ in RENAMED])
def test_another_name_of_what_is_live_is_refused_in_production(
    fivestar: Mapping[str, Deployment], tmp_path: Path, name: str, edit: Callable[[StackFile], None]
) -> None:
    done = _previewed(fivestar["prod"], tmp_path, edit)
    assert done.code != 0
    assert any(f"::{name}" in error and "marked for protection" in error for error in done.errors), done.output


def test_development_may_replace_what_has_another_name(fivestar: Mapping[str, Deployment], tmp_path: Path) -> None:
    _, rename = RENAMED[1]
    done = _previewed(fivestar["dev"], tmp_path, rename)
    assert done.code == 0, done.output
    balancer = [step.operation for step in done.changes if step.type == "aws:lb/loadBalancer:LoadBalancer"]
    assert any("replace" in operation for operation in balancer)


def test_another_threshold_changes_the_alarms_of_its_kind_alone(
    fivestar: Mapping[str, Deployment], tmp_path: Path
) -> None:
    if "alarms" not in stack_file()["config"]["platform:observability"]:
        pytest.skip(f"Pulumi.{STACK}.yaml has no alarms")

    def edit(config: StackFile) -> None:
        config["platform:observability"]["alarms"]["serviceCpu"]["percent"] = 75

    done = preview(fivestar[STACK], tmp_path, edit)
    assert done.changes
    assert {(step.operation, step.type) for step in done.changes} == {("update", ALARM)}
    assert all("threshold" in step.properties for step in done.changes)
    assert all("cpu" in step.name.lower() for step in done.changes)
