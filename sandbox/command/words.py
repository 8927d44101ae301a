"""What the sandbox itself says, apart from the engine's own output."""

import sys


def say(sentence: str) -> None:
    """One line to the user, on standard error: scripts that read the engine's output don't see it."""
    print(f"sandbox: {sentence}", file=sys.stderr, flush=True)  # noqa: T201
