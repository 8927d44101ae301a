"""What the command keeps in a project's `.sandbox/`, and what it lets nobody keep there."""

from pathlib import Path

import pytest

from sandbox.command.arguments import parse
from sandbox.command.automatic_log import turn_off_automatic_log
from sandbox.command.early_imports import early_imports
from sandbox.command.folder import SandboxFolder


@pytest.fixture
def folder(tmp_path: Path) -> SandboxFolder:
    found = SandboxFolder(tmp_path)
    found.pulumi_home.mkdir()
    return found


def test_a_file_in_the_place_of_the_engines_log_folder_says_how_to_see_its_messages(folder: SandboxFolder) -> None:
    turn_off_automatic_log(folder)
    turn_off_automatic_log(folder)
    assert "--logtostderr" in (folder.pulumi_home / "logs").read_text()


def test_logs_that_are_there_already_go(folder: SandboxFolder) -> None:
    (folder.pulumi_home / "logs").mkdir()
    (folder.pulumi_home / "logs" / "dev.log").touch()
    turn_off_automatic_log(folder)
    assert (folder.pulumi_home / "logs").is_file()


@pytest.mark.parametrize("command", ["up", "preview"])
def test_commands_that_run_the_program_remember_its_imports_by_stack(folder: SandboxFolder, command: str) -> None:
    variables = early_imports(parse([command]), folder, "dev")
    assert variables == {"SANDBOX_IMPORTS": str(folder.path / "imports" / "dev.json")}


@pytest.mark.parametrize("command", ["destroy", "refresh", "stack"])
def test_commands_that_read_the_state_prepare_no_program(folder: SandboxFolder, command: str) -> None:
    assert early_imports(parse([command]), folder, "dev") == {}
