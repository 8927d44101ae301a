"""Taking down the other systems' stacks as `docs/guides/take-a-stack-down.md` says, each on a copy of what stands."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
import yaml

from sandbox.aws.store import Record, Store
from sandbox.command.folder import FOLDER, SandboxFolder
from tests.engine.deployments import Deployment, Resource, copy_of_deployment
from tests.engine.sandbox_project import ROOT, SandboxProject

pytestmark = pytest.mark.engine

Systems = Mapping[str, Deployment]

GUIDE: Final = (ROOT / "docs" / "guides" / "take-a-stack-down.md").read_text()
BY_SETTINGS: Final = "paymentservice/prod"
"""The stack that goes the whole way; it has all that a stack file protects but tables, a replica among it."""
OTHERS_IN_PRODUCTION: Final = ("realserv/prod", "auraconnect/prod", "enterprise/production", "quickstart/prod")
KEPT_FIRST: Final = ("**aws:kms/key:Key::*", "**aws:backup/vault:Vault::*")
"""What the guide leaves to the second `destroy`."""
PROTECTION_OF_AWS: Final = {
    "aws:cloudwatch/logGroup:LogGroup": "deletionProtectionEnabled",
    "aws:dynamodb/table:Table": "deletionProtectionEnabled",
    "aws:lb/loadBalancer:LoadBalancer": "enableDeletionProtection",
    "aws:rds/instance:Instance": "deletionProtection",
}
"""AWS's own protection by type: what `deletionProtection` in a stack file sets."""


def what_stays(resources: list[Resource]) -> Counter[str]:
    """What AWS keeps of these, by type: final snapshots, and task definitions for a rollback."""
    return Counter(
        {
            "aws:rds/snapshot:Snapshot": sum(
                item.type == "aws:rds/instance:Instance" and item.get("skipFinalSnapshot") is False
                for item in resources
            ),
            "aws:elasticache/snapshot:Snapshot": sum(
                item.type == "aws:elasticache/replicationGroup:ReplicationGroup"
                and bool(item.get("finalSnapshotIdentifier"))
                for item in resources
            ),
            "aws:ecs/taskDefinition:TaskDefinition": sum(
                item.type == "aws:ecs/taskDefinition:TaskDefinition" and item.get("skipDestroy") is True
                for item in resources
            ),
        }
    )


def without_protection_of_aws(project: SandboxProject) -> None:
    """Do by hand in the cloud what an update with `deletionProtection: false` does."""
    folder = SandboxFolder(project.folder / FOLDER)
    store = Store(folder.cloud, folder.key)
    for record in store.all(*PROTECTION_OF_AWS):
        off = {PROTECTION_OF_AWS[record.deployed.type]: False}
        deployed = replace(record.deployed, properties={**record.deployed.properties, **off})
        store.put(Record(deployed, record.urn, {**record.state, **off}), new=False)
    store.close()


def stack_file_without_protection(project: SandboxProject) -> str:
    """The copy of the stack file that the guide describes; its name."""
    content = yaml.safe_load((project.folder / f"Pulumi.{project.stack}.yaml").read_text())
    settings = content["config"]
    protected = [settings["platform:database"], settings["platform:edge"]["loadBalancer"]]
    protected += settings["platform:observability"]["logGroups"].values()
    for section in protected:
        section["deletionProtection"] = False
    (project.folder / "takedown.yaml").write_text(yaml.safe_dump(content))
    return "takedown.yaml"


def test_staging_is_taken_down_by_one_command(systems: Systems, tmp_path: Path) -> None:
    staging = systems["enterprise/staging"]
    project = copy_of_deployment(staging, tmp_path / "project")

    destroyed = project.run("destroy", "--yes", "--skip-preview")

    assert destroyed.code == 0, destroyed.output
    assert project.deployed() == what_stays(staging.resources)


def test_production_is_taken_down_by_its_settings_and_its_keys_go_last(systems: Systems, tmp_path: Path) -> None:
    production = systems[BY_SETTINGS]
    project = copy_of_deployment(production, tmp_path / "project")
    project = replace(project, environment={"SANDBOX_POLICY_PACK": "none"})
    protected = [item for item in production.resources if item.get(PROTECTION_OF_AWS.get(item.type, "")) is True]
    before = project.deployed()

    refused = project.run("destroy", "--preview-only")
    lifted = project.run("up", "--yes", "--skip-preview", "--config-file", stack_file_without_protection(project))
    unprotected = project.run("state", "unprotect", "--all", "--yes")
    most = project.run("destroy", "--yes", "--skip-preview", *(f"--exclude={pattern}" for pattern in KEPT_FIRST))
    left = project.deployed()
    rest = project.run("destroy", "--yes", "--skip-preview")

    assert "because it is protected" in refused.output
    assert lifted.code == 0, lifted.output
    assert {step.urn for step in lifted.changes} == {item.urn for item in protected}
    assert unprotected.code == 0, unprotected.output
    assert most.code == 0, most.output
    stays = what_stays(production.resources)
    readable = ("aws:kms/key:Key", "aws:backup/vault:Vault")
    assert left == stays + Counter({type: before[type] for type in readable})
    assert rest.code == 0, rest.output
    assert project.deployed() == stays


@pytest.mark.parametrize("stack", OTHERS_IN_PRODUCTION)
def test_production_is_taken_down_once_nothing_protects_it(systems: Systems, stack: str, tmp_path: Path) -> None:
    production = systems[stack]
    project = copy_of_deployment(production, tmp_path / "project")
    assert project.run("state", "unprotect", "--all", "--yes").code == 0
    without_protection_of_aws(project)

    destroyed = project.run("destroy", "--yes", "--skip-preview")

    assert destroyed.code == 0, destroyed.output
    assert project.deployed() == what_stays(production.resources)
    assert project.resources() == []


def test_every_stack_is_taken_down_here(systems: Systems) -> None:
    assert {"enterprise/staging", BY_SETTINGS, *OTHERS_IN_PRODUCTION} == set(systems)


def test_the_guide_gives_the_patterns_that_are_tried_here() -> None:
    assert [pattern for pattern in KEPT_FIRST if f"--exclude '{pattern}'" not in GUIDE] == []
