"""Ways to run containers that Fivestar's own stacks don't use, deployed by the real engine."""

import re
from pathlib import Path

import pytest
import yaml

from tests.engine.deployments import copy_of_project
from tests.engine.sandbox_project import SandboxProject
from tests.settings.stack_files import REMOVED, Config, changed, config, stack_file

pytestmark = pytest.mark.engine

PORTAL = "platform:services/customer-portal"
ENGINE = "platform:services/internal-pe"

CHANGES: dict[str, object] = {
    f"{ENGINE}/deployment": {
        "strategy": "blueGreen",
        "bakeMinutes": 10,
        "rollbackOn": {"errorPercent": 5, "minutes": 2},
        "testRoute": {"header": "x-release", "value": "next", "priority": 90},
    },
    f"{ENGINE}/tracing": {"kind": "otel"},
    f"{ENGINE}/exec": True,
    f"{ENGINE}/after": "migrate",
    f"{PORTAL}/tasks": {
        "desired": 1,
        "min": 1,
        "max": 3,
        "memoryPercent": 75,
        "requestsPerTarget": 1000,
        "schedules": {"evening": {"expression": "cron(0 18 * * ? *)", "timeZone": "Asia/Kolkata", "min": 2, "max": 4}},
    },
    f"{PORTAL}/logRouter": {},
    f"{PORTAL}/routes/0": {"paths": ["/portal/*"], "stripPrefix": "/portal", "priority": 1000},
    "platform:offHours": REMOVED,
    "platform:observability": REMOVED,
    "platform:images/settlement": {"name": "settlement"},
    "platform:services/settlement": {
        "image": "123456789012.dkr.ecr.ap-south-1.amazonaws.com/settlement:1.4.2",
        "size": {"cpu": 256, "memory": 512},
        "tasks": {"desired": 1},
        "architecture": "ARM64",
    },
    "platform:jobs/migrate": {
        "kind": "migration",
        "image": "123456789012.dkr.ecr.ap-south-1.amazonaws.com/fivestar-internal-pe:1.4.2",
        "size": {"cpu": 256, "memory": 512},
        "command": ["migrate"],
        "secrets": {"DATABASE": "database", "DATABASE_USER": "database.username"},
    },
    "platform:jobs/report": {
        "kind": "scheduled",
        "image": "123456789012.dkr.ecr.ap-south-1.amazonaws.com/fivestar-internal-pe:1.4.2",
        "size": {"cpu": 256, "memory": 512},
        "schedule": {"expression": "cron(0 2 * * ? *)", "timeZone": "Asia/Kolkata", "retries": 2},
    },
}


def test_every_way_to_deploy_scale_and_run_settles_at_once(tmp_path: Path) -> None:
    folder = copy_of_project(tmp_path / "project")
    write(folder, changed(config("dev"), CHANGES))
    project = SandboxProject(folder, environment={"SANDBOX_POLICY_PACK": "none"})

    up = project.run("up", "--yes", "--skip-preview")
    assert up.code == 0, up.output
    made = project.deployed()
    assert made["aws:scheduler/schedule:Schedule"] == 1
    assert made["aws:appautoscaling/scheduledAction:ScheduledAction"] == 1
    assert made["aws:lb/targetGroup:TargetGroup"] == 3
    listed = project.export()["deployment"]
    assert isinstance(listed, dict)
    stack = next(item for item in listed["resources"] if item["type"] == "pulumi:pulumi:Stack")["outputs"]
    assert stack["jobs"]["migrate"]["before"] == ["internal-pe"]

    # A deployment by ECS itself leaves the requests at the other target group; the next update lets them be, and
    # finds nothing else to do.
    rule = str(project.resource("internal-pe-route-1")["id"])
    before = weights(project, rule)
    paths = (f"actions[0].forward.targetGroups[{index}].weight" for index in range(2))
    edit = project.cloud(
        "edit", rule, *(f"{path}={weight}" for path, weight in zip(paths, reversed(before), strict=True))
    )
    assert edit.code == 0, edit.output
    after = project.run("up", "--yes", "--skip-preview", "--refresh")
    assert after.code == 0, after.output
    assert {step.name for step in after.changes} <= {"internal-pe-route-1"}
    assert (before, weights(project, rule)) == ([100, 0], [0, 100])


def weights(project: SandboxProject, rule: str) -> list[int]:
    """Weights of a rule's target groups, as the cloud has them."""
    shown = project.cloud("show", rule).output
    return [int(weight) for weight in re.findall(r'"weight": (\d+)', shown)]


def write(folder: Path, configuration: Config) -> None:
    """The stack file with another configuration."""
    content = {**stack_file("dev"), "config": configuration}
    (folder / "Pulumi.dev.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
