"""The SDK's debug messages, in which secret outputs stand in clear, leave a program only where somebody asked."""

import pytest

from sandbox.command.arguments import parse
from sandbox.command.debug_messages import debug_messages


@pytest.mark.parametrize("option", ["--debug", "-d", "--verbose=3", "-v=9", "--logtostderr"])
def test_they_are_sent_where_more_than_the_usual_output_is_asked_for(option: str) -> None:
    assert debug_messages(parse(["up", "-s", "dev", option]), {}) == {"SANDBOX_DEBUG_MESSAGES": "sent"}


def test_they_are_sent_where_the_environment_asks_for_them() -> None:
    asked = {"PULUMI_OPTION_DEBUG": "true"}
    assert debug_messages(parse(["up", "-s", "dev"]), asked) == {"SANDBOX_DEBUG_MESSAGES": "sent"}


@pytest.mark.parametrize("arguments", [["up", "-s", "dev"], ["up", "-s", "dev", "--debug=false"]])
def test_otherwise_they_are_not(arguments: list[str]) -> None:
    assert debug_messages(parse(arguments), {}) == {}
