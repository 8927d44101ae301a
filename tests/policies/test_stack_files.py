"""Runs in which the engine tells nothing about the stack: its own stack file decides, when it is at hand."""

from pathlib import Path

import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2

from policies.environment import Environment, environment_of
from policies.serving.analyzer import PolicyAnalyzer
from policies.serving.stack_files import PROJECT_VARIABLE, config_at_hand
from tests.policies.harness import LEVEL_NAMES, call, rule_book_of, struct_of

POLICY = "rds-multi-az"
"""Mandatory in prod, off in dev."""


def project(folder: Path, stack_file: str | None, name: str = "example", stack: str = "dev") -> Path:
    (folder / "Pulumi.yaml").write_text(f"name: {name}\nruntime: python\n")
    if stack_file is not None:
        (folder / f"Pulumi.{stack}.yaml").write_text(stack_file)
    return folder


def levels_of_a_single_database(folder: Path, stack: str = "dev") -> list[str]:
    """The levels at which the policy speaks of a database in one zone, when nothing is told of the stack."""
    analyzer = PolicyAnalyzer(rule_book_of({POLICY}), folder=folder)
    analyzer.GetAnalyzerInfo(empty_pb2.Empty(), call())
    urn = f"urn:pulumi:{stack}::example::aws:rds/instance:Instance::it"
    request = analyzer_pb2.AnalyzeRequest(
        type="aws:rds/instance:Instance", name="it", urn=urn, properties=struct_of({"multiAz": False})
    )
    return [LEVEL_NAMES[found.enforcementLevel] for found in analyzer.Analyze(request, call()).diagnostics]


PROD = "config:\n  platform:system: {name: example, environment: prod}\n"
DEV = "config:\n  platform:system: {name: example, environment: dev}\n"


def test_the_settings_decide_before_the_name(tmp_path: Path) -> None:
    assert levels_of_a_single_database(project(tmp_path, PROD)) == ["mandatory"]


def test_without_a_stack_file_the_name_decides(tmp_path: Path) -> None:
    assert "mandatory" not in levels_of_a_single_database(project(tmp_path, None))


def test_a_name_that_says_nothing_is_prod(tmp_path: Path) -> None:
    assert levels_of_a_single_database(project(tmp_path, None), stack="main") == ["mandatory"]


def test_the_settings_may_be_milder_than_a_name_that_says_nothing(tmp_path: Path) -> None:
    assert "mandatory" not in levels_of_a_single_database(project(tmp_path, DEV, stack="main"), stack="main")


UNREADABLE = ("config: [", "config: 3\n", "- 1\n", 'config: {"platform:system": {environment: q}}\n')


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_stack_file_that_cannot_be_read_is_prod(text: str, tmp_path: Path) -> None:
    assert levels_of_a_single_database(project(tmp_path, text)) == ["mandatory"]


def test_the_file_of_another_project_is_left_alone(tmp_path: Path) -> None:
    assert "mandatory" not in levels_of_a_single_database(project(tmp_path, PROD, name="another"))


def test_the_folder_of_the_project_may_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.setenv(PROJECT_VARIABLE, str(project(tmp_path / "here", PROD)))
    assert levels_of_a_single_database(tmp_path) == ["mandatory"]


def test_objects_are_json_and_secrets_stay_out(tmp_path: Path) -> None:
    text = "config:\n  aws:region: ap-south-1\n  platform:a: {b: [1]}\n  platform:c: {secure: v1:abc}\n"
    found = config_at_hand(project(tmp_path, text), "example", "dev")
    assert found == {"aws:region": "ap-south-1", "platform:a": '{"b": [1]}'}


def test_an_empty_stack_file_says_nothing(tmp_path: Path) -> None:
    found = config_at_hand(project(tmp_path, ""), "example", "dev")
    assert environment_of(found, {}, "dev").environment is Environment.DEV
