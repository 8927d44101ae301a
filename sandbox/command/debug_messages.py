"""Whether the SDK sends its debug messages to the engine: only where somebody asked to see them.

The SDK describes every resource in two or three messages and waits for the engine to take each: a tenth of the time of
a program with 370 resources. They spell out the stack's outputs, secret ones too, in the event log.
"""

from collections.abc import Mapping

from sandbox.command.arguments import CommandLine

VARIABLE = "SANDBOX_DEBUG_MESSAGES"
"""`sent` in the environment of a program whose debug messages reach the engine (`sandbox/engine/start_program.py`)."""

_ASKING = ("--debug", "-d", "--verbose", "-v", "--logtostderr")


def debug_messages(line: CommandLine, environment: Mapping[str, str]) -> dict[str, str]:
    """The variable for the program; empty where nobody asked for more than the usual output."""
    asked = line.has(*_ASKING) or environment.get("PULUMI_OPTION_DEBUG") in ("true", "1")
    return {VARIABLE: "sent"} if asked else {}
