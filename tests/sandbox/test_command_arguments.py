"""Reading a `pulumi` command line."""

import pytest

from sandbox.command.arguments import parse


@pytest.mark.parametrize(
    "given",
    ["up -s prod", "up -sprod", "up -s=prod", "up --stack prod", "up --stack=prod", "-s prod up", "up -ys prod",
     "up --yes -fys=prod", "up -s dev -s prod"],
)  # fmt: skip
def test_finds_the_stack_however_it_is_spelt(given: str) -> None:
    line = parse(given.split())
    assert line.value("--stack", "-s") == "prod"
    assert line.command == "up"


@pytest.mark.parametrize("given", ["-C site preview", "preview -C site", "preview --cwd=site", "--cwd site preview"])
def test_finds_the_folder_before_and_after_the_command(given: str) -> None:
    assert parse(given.split()).value("-C", "--cwd") == "site"


def test_an_options_value_is_not_taken_for_the_subcommand() -> None:
    line = parse(["stack", "-s", "dev", "--color", "never", "rm", "--yes"])
    assert (line.command, line.subcommand) == ("stack", "remove")


def test_what_follows_two_dashes_is_no_option() -> None:
    line = parse(["config", "set", "key", "--", "-s"])
    assert line.words == ("config", "set", "key", "-s")
    assert line.options == ()


def test_a_switch_that_is_set_to_false_is_not_given() -> None:
    assert not parse(["destroy", "--remove=false"]).has("--remove")


def test_the_same_letter_is_a_switch_in_one_command_and_takes_a_value_in_another() -> None:
    assert parse(["destroy", "-d", "--remove"]).value("-d") is None
    assert parse(["config", "cp", "-d", "prod"]).value("-d") == "prod"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["up", "--config-file", "a.yaml", "-y"], ("up", "--config-file", "b.yaml", "-y")),
        (["up", "--config-file=a.yaml"], ("up", "--config-file=b.yaml")),
        (["up", "-y"], ("up", "-y")),
    ],
)
def test_a_given_stack_file_is_replaced_where_it_stands(given: list[str], expected: tuple[str, ...]) -> None:
    assert parse(given).with_value("--config-file", "b.yaml") == expected
