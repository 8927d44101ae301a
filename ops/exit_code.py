"""What the command line answers to the shell."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command."""

    OK = 0
    """Done; of a check: nothing blocks."""
    VIOLATIONS = 1
    """The check was carried out, and something mandatory is violated."""
    FAILED = 2
    """The work itself failed, so that there is no answer, or only part of one."""
    USAGE = 64
    """The command line is mistaken."""
    INTERRUPTED = 130
    """Ended by Ctrl-C."""
