"""Finding the project and the stack of a command."""

from pathlib import Path

import pytest

from sandbox.command.arguments import parse
from sandbox.command.errors import CommandError
from sandbox.command.folder import SandboxFolder
from sandbox.command.project import Project, find_project_file, read_project
from sandbox.command.stack import StackName, is_created, may_create, named_stack, needs_stack, parse_stack_name


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime:\n  name: python\n  options: {virtualenv: venv}\n")
    return read_project(tmp_path / "Pulumi.yaml")


def test_the_closest_project_above_the_folder_counts(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "Pulumi.yaml").write_text("name: outer\nruntime: python\n")
    assert find_project_file(inner) == tmp_path / "Pulumi.yaml"
    (tmp_path / "a" / "Pulumi.yml").write_text("name: inner\nruntime: python\n")
    assert find_project_file(inner) == tmp_path / "a" / "Pulumi.yml"


def test_reads_name_runtime_options_and_the_folder_of_the_stack_files(tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.yaml"
    file.write_text("name: shop\nruntime: python\nmain: ../..\nstackConfigDir: stacks\n")
    project = read_project(file)
    assert (project.name, project.runtime, project.main) == ("shop", "python", "../..")
    assert project.stack_file("dev") == tmp_path / "stacks" / "Pulumi.dev.yaml"


def test_the_stack_files_are_the_stacks_and_deployment_settings_are_not(project: Project) -> None:
    for name in ("Pulumi.prod.yaml", "Pulumi.dev.yaml", "Pulumi.dev.deploy.yaml", "PulumiPolicy.yaml"):
        (project.folder / name).touch()
    assert project.stack_names() == ["dev", "prod"]


@pytest.mark.parametrize("content", ["runtime: python\n", "- a\n", "name: [", ""])
def test_a_file_that_is_no_project_is_refused_in_one_line(tmp_path: Path, content: str) -> None:
    file = tmp_path / "Pulumi.yaml"
    file.write_text(content)
    with pytest.raises(CommandError, match=r"Pulumi\.yaml is not") as caught:
        read_project(file)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("dev", StackName("shop", "dev")),
        ("organization/dev", StackName("shop", "dev")),
        ("organization/other/dev", StackName("other", "dev")),
    ],
)
def test_a_stack_may_be_named_with_its_organization(project: Project, given: str, expected: StackName) -> None:
    assert parse_stack_name(given, project) == expected


def test_the_operand_of_stack_select_names_the_stack() -> None:
    assert named_stack(parse(["stack", "select", "prod"]), {}) == "prod"
    assert named_stack(parse(["stack", "export"]), {"PULUMI_OPTION_STACK": "prod"}) == "prod"


@pytest.mark.parametrize("command", ["up", "preview", "config get a", "stack output", "state delete urn", "cancel"])
def test_commands_about_a_stack_need_one(command: str) -> None:
    assert needs_stack(parse(command.split()))


@pytest.mark.parametrize("command", ["", "version", "stack ls", "stack init dev", "stack select", "up --help", "about"])
def test_other_commands_need_none(command: str) -> None:
    assert not needs_stack(parse(command.split()))


def test_a_mistyped_stack_is_only_created_by_commands_that_run_the_program(project: Project) -> None:
    (project.folder / "Pulumi.prod.yaml").touch()
    mistyped, real = StackName("shop", "prdo"), StackName("shop", "prod")
    assert may_create(mistyped, parse(["up"]), project)
    assert not may_create(mistyped, parse(["destroy"]), project)
    assert may_create(real, parse(["destroy"]), project)


def test_a_stack_exists_when_the_backend_has_its_state(project: Project) -> None:
    folder = SandboxFolder(project.folder / ".sandbox")
    state = folder.state / ".pulumi" / "stacks" / "shop"
    state.mkdir(parents=True)
    assert not is_created(StackName("shop", "dev"), folder)
    (state / "dev.json.gz").touch()
    assert is_created(StackName("shop", "dev"), folder)
