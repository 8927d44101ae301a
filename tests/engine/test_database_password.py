"""The life of a database's password: a first update that fails, the next one, and a new password."""

from pathlib import Path

import pytest
import yaml

from sandbox.aws.model import Deployed, Place
from sandbox.aws.store import Record, Store
from sandbox.command.folder import FOLDER, SandboxFolder
from tests.engine.deployments import copy_of_project
from tests.engine.sandbox_project import SandboxProject
from tests.engine.stored_values import INSTANCE, SECRET_VERSION, deployed, files_below, secret_content

pytestmark = pytest.mark.engine

ACCOUNT = "123456789012"
KEPT = ("aws:region", "platform:system", "platform:account", "platform:network", "platform:database")


def write_stack(project: SandboxProject, password_version: int) -> None:
    """Fivestar's dev with nothing but network and database."""
    file = project.folder / "Pulumi.dev.yaml"
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    config = {key: content["config"][key] for key in KEPT}
    config["platform:database"]["secret"]["passwordVersion"] = password_version
    file.write_text(yaml.safe_dump({"config": config}), encoding="utf-8")


def set_in_the_way(project: SandboxProject, there: bool) -> None:
    """An instance of somebody else's that has the identifier, so that AWS refuses to make ours; or no longer."""
    folder = SandboxFolder(project.folder / FOLDER)
    store = Store(folder.cloud, folder.key)
    properties = {"identifier": "dev-fivestar-payments-db"}
    other = Deployed(INSTANCE, "db-OTHER", Place("ap-south-1", ACCOUNT), dict(properties), "other", "other")
    if there:
        store.put(Record(other, "", other.properties), new=False)
    else:
        store.remove(other)
    store.close()


def passwords(project: SandboxProject) -> set[str]:
    """The password as the instance, the first secret and the services' secret have it."""
    return {
        str(deployed(project.folder, ACCOUNT, INSTANCE, "database-primary")["passwordWo"]),
        drawn(project),
        str(secret_content(project.folder, ACCOUNT, "database-connection-version")["password"]),
    }


def drawn(project: SandboxProject) -> str:
    """The password in the first secret."""
    return str(deployed(project.folder, ACCOUNT, SECRET_VERSION, "database-password-version")["secretStringWo"])


@pytest.mark.requirement("FS-SECRET-01")
@pytest.mark.requirement("FS-RDS-06")
def test_a_password_survives_a_failed_update_changes_with_its_version_and_is_shown_nowhere(tmp_path: Path) -> None:
    project = SandboxProject(copy_of_project(tmp_path / "fivestar"), environment={"SANDBOX_POLICY_PACK": "none"})
    write_stack(project, 1)
    project.run("config")
    set_in_the_way(project, True)
    failed = project.run("up", "--yes", "--skip-preview")
    assert failed.code != 0
    assert "DBInstanceAlreadyExists" in failed.output
    first = drawn(project)

    set_in_the_way(project, False)
    finished = project.run("up", "--yes", "--skip-preview")
    assert finished.code == 0, finished.output
    assert passwords(project) == {first}
    assert secret_content(project.folder, ACCOUNT, "database-connection-version") | {
        "host": "",
        "password": "",
        "url": "",
    } == {
        "engine": "postgres",
        "username": "fivestar_app",
        "password": "",
        "host": "",
        "port": 5432,
        "dbname": "fivestar_payments",
        "url": "",
    }

    write_stack(project, 2)
    renewed = project.run("up", "--yes", "--skip-preview")
    assert renewed.code == 0, renewed.output
    assert {step.name for step in renewed.changes} == {
        "database-password-version",
        "database-primary",
        "database-connection-version",
    }
    assert [step.operation for step in renewed.changes if step.name == "database-primary"] == ["update"]
    (second,) = passwords(project)
    assert second != first

    again = project.run("up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes")
    assert again.code == 0, again.output
    assert passwords(project) == {second}
    texts = [
        *(run.output.encode() for run in (failed, finished, renewed, again, project.run("stack", "export"))),
        *(content for _, content in files_below(project.folder)),
    ]
    assert len(texts) > 10
    for password in (first, second):
        assert not any(password.encode() in text for text in texts)
