"""`sandbox/cloud`: what a person sees and does with the embedded cloud."""

import json
import subprocess
from pathlib import Path

import pytest

from sandbox.aws.model import Deployed, Place
from sandbox.aws.store import Record, Store
from sandbox.command.folder import prepare
from sandbox.inventory import main
from sandbox.values import Properties, Secret, reveal_all

ROOT = Path(__file__).resolve().parents[2]
STATE: Properties = {
    "arn": "arn:aws:rds:ap-south-1:123456789012:db:pay",
    "identifier": "shop-payments-db",
    "multiAz": True,
    "password": Secret("canary"),
    "tags": {"Owner": "a"},
    "replicas": [{"zone": "a"}, {"zone": "b"}],
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    folder = prepare(tmp_path)
    store = Store(folder.cloud, folder.key)
    place = Place("ap-south-1", "123456789012")
    database = Deployed("aws:rds/instance:Instance", "pay", place, reveal_all(STATE), "seed", "database")
    store.put(Record(database, "urn:database", STATE), new=True)
    store.put(Record(Deployed("aws:sqs/queue:Queue", "jobs", place, {}, "seed"), "urn:queue", {}), new=True)
    store.close()
    return tmp_path


def run(project: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["-C", str(project), *arguments]) == 0
    return capsys.readouterr().out


def shown(project: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    properties = json.loads(run(project, capsys, "show", "pay"))["properties"]
    assert isinstance(properties, dict)
    return properties


def test_list_shows_a_line_each_and_can_be_narrowed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "2 resources" in run(project, capsys, "list")
    narrowed = run(project, capsys, "list", "rds")
    assert "pay" in narrowed
    assert "jobs" not in narrowed


def test_the_script_works_from_any_folder_and_through_a_symbolic_link(project: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    link = tmp_path / "bin" / "cloud"
    link.symlink_to(ROOT / "sandbox" / "cloud")
    done = subprocess.run([link, "-C", project, "list"], cwd=link.parent, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "2 resources"), done.stderr


@pytest.mark.parametrize("name", ["pay", "database", "shop-payments-db", "arn:aws:rds:ap-south-1:123456789012:db:pay"])
def test_show_finds_by_id_name_and_arn(project: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert '"multiAz": true' in run(project, capsys, "show", name)


def test_show_hides_secrets(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = run(project, capsys, "show", "pay")
    assert "canary" not in output
    assert "[secret]" in output


def test_edit_changes_nested_properties(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(project, capsys, "edit", "pay", "multiAz=false", "tags.Owner=someone else", "replicas[1].zone=c")
    changed = shown(project, capsys)
    assert changed["multiAz"] is False
    assert changed["tags"] == {"Owner": "someone else"}
    assert changed["replicas"] == [{"zone": "a"}, {"zone": "c"}]


def test_delete_removes_the_resource(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(project, capsys, "delete", "jobs")
    assert "1 resource\n" in run(project, capsys, "list")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["show", "nothing"], "nothing with the id, ARN or name `nothing` exists"),
        (["edit", "pay", "multiAz"], "write PATH=VALUE"),
        (["edit", "pay", "replicas[7].zone=c"], "there is no item 7"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(["-C", str(project), *arguments]) == 1
    assert words in capsys.readouterr().err


def test_a_project_without_a_deployment_says_what_to_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    assert main(["-C", str(tmp_path), "list"]) == 1
    assert "run `sandbox/pulumi up` there first" in capsys.readouterr().err
