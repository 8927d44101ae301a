"""Figures changed in a stack file change exactly the resources that they are about: by the steps of a preview."""

import fcntl
import pickle
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from tests.engine.deployments import Deployment
from tests.engine.sandbox_project import Run, SandboxProject, Step
from tests.settings.stack_files import changed, stack_file

pytestmark = pytest.mark.engine

STACK = "staging"
"""Deployed with two tasks a service and all day long."""
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
SERVICES = "config/platform:services"

FIGURES: dict[str, object] = {
    f"{SERVICES}/internal-pe/tasks/desired": 3,
    "config/platform:database/instanceClass": "db.r6g.xlarge",
    "config/platform:observability/logRetentionDays": 60,
    "config/platform:observability/alarms/serviceCpu/percent": 75,
}
"""Figures that have nothing to do with each other, so that one preview shows what each of them changes."""


def preview(deployed: Deployment, folder: Path, changes: dict[str, object]) -> Run:
    """What an update would do after changes; the deployed stack's own file stays as it is for other tests."""
    file = folder / f"Pulumi.{deployed.stack}.yaml"
    file.write_text(yaml.safe_dump(changed(stack_file(deployed.stack), changes)), encoding="utf-8")
    project = SandboxProject(deployed.project.folder, deployed.stack, {"SANDBOX_POLICY_PACK": "none"})
    return project.run("preview", "--config-file", str(file))


@pytest.fixture(scope="module")
def figures(fivestar: Mapping[str, Deployment], tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    """The changes of a preview with all the figures; previewed once, by whichever worker of the run comes first."""
    deployed = fivestar[STACK]
    result = deployed.project.folder / "figures.pickle"
    with result.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not result.exists():
            done = preview(deployed, tmp_path_factory.mktemp("figures"), FIGURES)
            assert done.code == 0, done.output
            result.write_bytes(pickle.dumps(done.changes))
    found: list[Step] = pickle.loads(result.read_bytes())  # noqa: S301 - written just above
    return found


def of_tasks(step: Step) -> bool:
    """Whether it is about the number of tasks: the service, the alarm that counts them, the weekly clean-up."""
    return (step.name, set(step.properties)) in (
        ("internal-pe-service", {"desiredCount"}),
        ("observability-alarms-internal-pe-service-tasks", {"alarmDescription", "threshold"}),
        ("clean-up-schedules-service-internal-pe", {"description", "target"}),
    )


def of_instance_class(step: Step) -> bool:
    """Whether it is about the instance: itself, and the alarms that know how many connections and memory it has."""
    alarms = {f"observability-alarms-database-{of}" for of in ("connections", "memory")}
    return (step.type, set(step.properties)) == ("aws:rds/instance:Instance", {"instanceClass"}) or step.name in alarms


def of_retention(step: Step) -> bool:
    """Whether it is about how long logs are kept."""
    return (step.type, set(step.properties)) == (LOG_GROUP, {"retentionInDays"})


def of_processor_alarms(step: Step) -> bool:
    """Whether it is about the threshold of services' processors."""
    return step.type == ALARM and "-service-cpu" in step.name and "threshold" in step.properties


def test_a_changed_figure_updates_in_place_and_nothing_else_changes(figures: list[Step]) -> None:
    about = (of_tasks, of_instance_class, of_retention, of_processor_alarms)
    assert {step.operation for step in figures} == {"update"}
    assert [step for step in figures if sum(concerns(step) for concerns in about) != 1] == []


def test_another_number_of_tasks_changes_that_service_its_alarm_and_its_clean_up(figures: list[Step]) -> None:
    assert sorted(step.type for step in figures if of_tasks(step)) == [
        ALARM,
        "aws:ecs/service:Service",
        "aws:scheduler/schedule:Schedule",
    ]


def test_another_instance_class_changes_the_database_in_place(figures: list[Step]) -> None:
    assert sorted(step.type for step in figures if of_instance_class(step)) == [
        ALARM,
        ALARM,
        "aws:rds/instance:Instance",
    ]


def test_another_retention_changes_every_log_group_that_follows_it(
    fivestar: Mapping[str, Deployment], figures: list[Step]
) -> None:
    follow = {group.name for group in fivestar[STACK].all(LOG_GROUP) if group.get("retentionInDays") == 30}
    assert {step.name for step in figures if of_retention(step)} == follow


def test_another_threshold_changes_the_alarm_of_every_service(figures: list[Step]) -> None:
    services = stack_file(STACK)["config"]["platform:services"]
    assert len([step for step in figures if of_processor_alarms(step)]) == len(services)


def test_another_service_is_added_beside_the_present_ones(fivestar: Mapping[str, Deployment], tmp_path: Path) -> None:
    portal = stack_file(STACK)["config"]["platform:services"]["customer-portal"]
    reports = {**portal, "routes": [{"paths": ["/reports/*"], "priority": 200}]}
    done = preview(fivestar[STACK], tmp_path, {f"{SERVICES}/reports": reports})
    assert done.code == 0, done.output
    assert {step.operation for step in done.changes if "reports" in step.name} == {"create"}
    assert [step.name for step in done.changes if "reports" not in step.name and not _lists_services(step)] == []
    created = {step.type for step in done.changes}
    assert {"aws:ecs/service:Service", "aws:ecs/taskDefinition:TaskDefinition", LOG_GROUP} <= created


def _lists_services(step: Step) -> bool:
    """Dashboard and weekly clean-up know every service."""
    lists = {"observability-board-dashboard", "clean-up-workflow", "clean-up-schedules-role"}
    return step.operation == "update" and step.name in lists


@pytest.mark.parametrize(
    "type", ["aws:ecs/cluster:Cluster", "aws:lb/loadBalancer:LoadBalancer", "aws:ecs/service:Service"]
)
def test_what_another_name_would_replace_is_protected_in_production_alone(
    fivestar: Mapping[str, Deployment], type: str
) -> None:
    assert {resource.protect for resource in fivestar["prod"].all(type)} == {True}
    assert {resource.protect for resource in fivestar["dev"].all(type)} == {False}
