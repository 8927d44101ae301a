"""Programs of users who have nothing to do with payments, each through the whole life of a stack."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.engine.sandbox_project import ROOT, SandboxProject
from tests.policies.harness import Engine, Resource, in_environment
from tests.policies.mutation import deployed

PROGRAMS = Path(__file__).with_name("programs")
OWN_TYPES = "resource-types.txt"
"""Beside each program: the types of the aws provider that it deploys, a line each."""
MAIN_PROGRAM = ROOT / "tests" / "components" / "golden" / "dev.txt"
OF_ITS_VPC = frozenset(
    f"aws:ec2/{name[0].lower()}{name[1:]}:{name}"
    for name in (
        "Vpc",
        "Subnet",
        "RouteTable",
        "RouteTableAssociation",
        "Route",
        "InternetGateway",
        "NatGateway",
        "Eip",
    )
)
"""What its `awsx.ec2.Vpc` makes, which only a real engine shows."""
OTHER_TYPES_AT_LEAST = 150


@dataclass(frozen=True, slots=True)
class Edit:
    """A setting that a program offers, another value for it, and the one property that then changes."""

    setting: str
    value: str
    type: str
    name: str
    property: str


EDITS: Mapping[str, Edit] = {
    "container-platform": Edit("replicas", "3", "aws:ecs/service:Service", "api", "desiredCount"),
    "data-lake": Edit("retentionHours", "48", "aws:kinesis/stream:Stream", "clicks", "retentionPeriod"),
    "data-stores": Edit("backupDays", "14", "aws:rds/cluster:Cluster", "shop", "backupRetentionPeriod"),
    "governance": Edit("monthlyBudget", "800", "aws:budgets/budget:Budget", "monthly", "limitAmount"),
    "identity": Edit("maxSessionSeconds", "7200", "aws:iam/role:Role", "deployer", "maxSessionDuration"),
    "network": Edit("flowLogDays", "30", "aws:cloudwatch/logGroup:LogGroup", "flows", "retentionInDays"),
    "observability": Edit("errorThreshold", "9", "aws:cloudwatch/metricAlarm:MetricAlarm", "errors", "threshold"),
    "order-workflow": Edit("maxReceiveCount", "6", "aws:sqs/queue:Queue", "orders", "redrivePolicy"),
    "serverless-api": Edit("monthlyQuota", "20000", "aws:apigateway/usagePlan:UsagePlan", "partners", "quotaSettings"),
    "static-site": Edit("cacheSeconds", "900", "aws:cloudfront/cachePolicy:CachePolicy", "site", "defaultTtl"),
    "web-fleet": Edit("homeGb", "20", "aws:ebs/volume:Volume", "home", "size"),
}


@pytest.mark.engine
@pytest.mark.parametrize("name", sorted(EDITS))
def test_a_users_program_lives_through_preview_update_refresh_and_destroy(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    shutil.copytree(PROGRAMS / name, folder, ignore=shutil.ignore_patterns(".sandbox", "__pycache__"))
    project = SandboxProject(folder)

    up = project.run("up", "--yes")
    assert up.code == 0, up.output
    assert set(up.summary) == {"create"}
    assert sorted({step.type for step in up.steps if step.type.startswith("aws:")}) == types_of(name)

    assert broken_rules(project) == []

    # One figure changes, and with a refresh before it: nothing else differs, neither from the cloud nor from the state.
    edit = EDITS[name]
    change_setting(folder, name, edit)
    edited = project.run("up", "--yes", "--skip-preview", "--refresh")
    assert edited.code == 0, edited.output
    assert {"same", "refresh", "update"} <= {step.operation for step in edited.steps}
    assert [(step.operation, step.type, step.name, step.properties) for step in edited.changes] == [
        ("update", edit.type, edit.name, frozenset({edit.property}))
    ]

    destroy = project.run("destroy", "--yes", "--skip-preview")
    assert destroy.code == 0, destroy.output
    assert project.cloud("list").output.strip() == "the cloud is empty"


def test_every_program_has_an_edit_and_a_list_of_types() -> None:
    listed = {path.parent.name for path in PROGRAMS.glob(f"*/{OWN_TYPES}")}

    assert listed == {path.parent.name for path in PROGRAMS.glob("*/Pulumi.yaml")} == set(EDITS)


def test_the_programs_use_many_types_that_the_payments_program_does_not() -> None:
    deployed = {type for name in EDITS for type in types_of(name)}
    others = deployed - types_of_main_program() - OF_ITS_VPC

    assert len(others) >= OTHER_TYPES_AT_LEAST, f"{len(others)} types: {', '.join(sorted(others))}"


def broken_rules(project: SandboxProject) -> list[str]:
    """What the policy pack says of rules that fail by themselves, about the inputs and about the whole stack."""
    resources = [
        Resource(each.type, each.name, each.inputs, protect=each.protect) for each in deployed(project.resources())
    ]
    reports = Engine(config=in_environment("prod")).preview(*resources)
    assert reports
    return [report.message for report in reports if "failed by itself" in report.message]


def types_of(name: str) -> list[str]:
    """The types that a program deploys, sorted."""
    return (PROGRAMS / name / OWN_TYPES).read_text(encoding="utf-8").splitlines()


def types_of_main_program() -> set[str]:
    """The aws types among the URNs of the payments program."""
    return set(re.findall(r"(?:^|\$)(aws:[^:]+:\w+)::", MAIN_PROGRAM.read_text(encoding="utf-8"), re.MULTILINE))


def change_setting(folder: Path, project: str, edit: Edit) -> None:
    """Give a setting of the stack file another value."""
    file = folder / "Pulumi.dev.yaml"
    stack = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert str(stack["config"][f"{project}:{edit.setting}"]) != edit.value
    stack["config"][f"{project}:{edit.setting}"] = edit.value
    file.write_text(yaml.safe_dump(stack), encoding="utf-8")
