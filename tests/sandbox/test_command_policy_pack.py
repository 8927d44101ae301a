"""The project's own policy pack is on unless the user says otherwise."""

from pathlib import Path

import pytest

from sandbox.command.arguments import parse
from sandbox.command.policy_pack import own_policy_pack
from sandbox.command.project import Project, read_project

OPTION = "PULUMI_OPTION_POLICY_PACK"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "PulumiPolicy.yaml").write_text("runtime: python\n")
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    return read_project(tmp_path / "Pulumi.yaml")


@pytest.mark.parametrize("command", [["up"], ["preview", "--diff"], ["update", "-y"]])
def test_up_and_preview_run_the_pack_beside_the_program(project: Project, command: list[str]) -> None:
    assert own_policy_pack(parse(command), project, "prod", {}) == {
        OPTION: str(project.folder / "policies"),
        "PULUMI_OPTION_SHOW_POLICY_REMEDIATIONS": "true",
    }


def test_a_project_elsewhere_finds_the_pack_of_its_program(project: Project) -> None:
    system = project.folder / "systems" / "other"
    system.mkdir(parents=True)
    (system / "Pulumi.yaml").write_text("name: other\nruntime: python\nmain: ../..\n")
    found = own_policy_pack(parse(["preview"]), read_project(system / "Pulumi.yaml"), "prod", {})
    assert found == {
        OPTION: str(project.folder / "policies"),
        "PULUMI_OPTION_SHOW_POLICY_REMEDIATIONS": "true",
    }


@pytest.mark.parametrize(
    ("command", "environment"),
    [
        (["destroy"], {}),
        (["preview", "--policy-pack", "other"], {}),
        (["preview"], {OPTION: "other"}),
        (["preview"], {"SANDBOX_POLICY_PACK": "none"}),
    ],
)
def test_the_pack_gives_way_to_what_the_user_says(
    project: Project, command: list[str], environment: dict[str, str]
) -> None:
    assert own_policy_pack(parse(command), project, "prod", environment) == {}


def test_a_project_without_a_pack_runs_none(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    assert own_policy_pack(parse(["up"]), read_project(tmp_path / "Pulumi.yaml"), "prod", {}) == {}


CONFIG_OPTION = "PULUMI_OPTION_POLICY_PACK_CONFIG"


def test_levels_and_parameters_stand_beside_the_project_file(project: Project) -> None:
    file = project.folder / "policy-config.json"
    file.write_text("{}")
    assert own_policy_pack(parse(["up"]), project, "prod", {})[CONFIG_OPTION] == str(file)


def test_a_stack_may_have_levels_and_parameters_of_its_own(project: Project) -> None:
    own = project.folder / "policy-config.prod.json"
    for file in (own, project.folder / "policy-config.json"):
        file.write_text("{}")
    assert own_policy_pack(parse(["up"]), project, "prod", {})[CONFIG_OPTION] == str(own)
    assert own_policy_pack(parse(["up"]), project, "dev", {})[CONFIG_OPTION] == str(file)


@pytest.mark.parametrize(
    ("command", "environment"),
    [(["up", "--policy-pack-config", "other.json"], {}), (["up"], {CONFIG_OPTION: "other.json"})],
)
def test_levels_and_parameters_give_way_to_what_the_user_says(
    project: Project, command: list[str], environment: dict[str, str]
) -> None:
    (project.folder / "policy-config.json").write_text("{}")
    assert CONFIG_OPTION not in own_policy_pack(parse(command), project, "prod", environment)
