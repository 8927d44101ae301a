"""The components as a package: its schema, and a program of another team that deploys two of them."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

import components
from tests.engine.sandbox_project import PULUMI, ROOT, SandboxProject

PACKAGE = ROOT / "package"
CONSUMER = Path(__file__).with_name("package_consumer")
pytestmark = pytest.mark.engine


def consumer(folder: Path, **settings: object) -> SandboxProject:
    """The other team's project, with the package as a plugin of its own."""
    shutil.copytree(CONSUMER, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    project = {
        "name": "shop",
        "runtime": {"name": "python", "options": {"virtualenv": str(ROOT / ".venv")}},
        "plugins": {"providers": [{"name": "payments", "path": str(PACKAGE)}]},
    }
    config = {"aws:region": "eu-west-1", **{f"shop:{name}": value for name, value in settings.items()}}
    (folder / "Pulumi.yaml").write_text(json.dumps(project))
    (folder / "Pulumi.dev.yaml").write_text(json.dumps({"config": config}))
    return SandboxProject(folder)


def test_the_schema_has_every_component_with_its_descriptions(tmp_path: Path) -> None:
    done = subprocess.run(
        [str(PULUMI), "package", "get-schema", str(PACKAGE)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    resources = json.loads(done.stdout)["resources"]
    assert set(resources) == {f"payments:index:{name}" for name in components.__all__}
    for token, resource in resources.items():
        assert resource["description"], token
        assert "\n    " not in resource["description"], token
        for kind in ("inputProperties", "properties"):
            undescribed = [name for name, found in resource.get(kind, {}).items() if not found.get("description")]
            assert undescribed == [], f"{token}.{kind}"


def test_another_team_deploys_two_components_into_its_own_account(tmp_path: Path) -> None:
    project = consumer(tmp_path)
    up = project.run("up", "--yes", "--skip-preview")
    assert up.code == 0, up.output

    by_name = {str(state["urn"]).split("::", 2)[-1]: state for state in project.resources()}
    keys = by_name["payments:index:EncryptionKeys$aws:kms/key:Key::keys-logs"]
    assert outputs(keys)["deletionWindowInDays"] == 7
    assert str(outputs(keys)["arn"]).startswith("arn:aws:kms:eu-west-1:210987654321:key/")
    assert outputs(keys)["tagsAll"] == {"Owner": "Shop"}
    admitted = by_name[
        "payments:index:SecurityGroups$aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule::groups-ecs-in-8443-alb"
    ]
    assert outputs(admitted)["fromPort"] == 8443
    stack = outputs(next(state for state in project.resources() if state["type"] == "pulumi:pulumi:Stack"))
    assert stack["keyArns"] == outputs(by_name["payments:index:EncryptionKeys::keys"])["arns"]
    assert str(stack["containersGroup"]).startswith("sg-")

    again = project.run("up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes")
    assert (again.code, again.changes) == (0, []), again.output


def outputs(state: Mapping[str, object]) -> Mapping[str, object]:
    found = state["outputs"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"dataClass": "logz"}, "EncryptionKeys keys: data_classes has logz; allowed are database, cache,"),
        ({"window": {"days": 7}}, "must be a whole number, an object was given"),
    ],
    ids=["refused by the component", "of another type"],
)
def test_a_mistake_is_answered_with_a_sentence(tmp_path: Path, settings: dict[str, object], says: str) -> None:
    preview = consumer(tmp_path, **settings).run("preview")
    assert preview.code != 0
    (said,) = (error for error in preview.errors if "payments:index:EncryptionKeys resource 'keys'" in error)
    assert says in said
    assert "File " not in said
