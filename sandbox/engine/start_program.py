"""Starts the SDK's program runner in a Python that spends its time on the program.

`import pulumi_aws` makes a million objects that stay to the end. Python's collector looks at them again and again, and
once more when the interpreter ends: half of the time of a program with 250 resources. The SDK's debug messages, each
of which waits for the engine, are sent only where somebody asked for them (`sandbox/command/debug_messages.py`).

Run as a file, by the project's own Python, with the runner and its arguments.
"""

import atexit
import gc
import os
import sys
from pathlib import Path

NEW_OBJECTS = 1_000_000
"""How many new objects make the collector look for cycles; Python's own figure is 700."""


def main() -> None:
    """Become the runner: its arguments, its search path, its `__main__`."""
    gc.set_threshold(NEW_OBJECTS)
    atexit.register(gc.freeze)  # what is frozen is not searched for cycles when the interpreter ends
    del sys.argv[0]
    runner = Path(sys.argv[0])
    sys.path[0] = str(runner.parent)
    if os.environ.get("SANDBOX_DEBUG_MESSAGES") != "sent":
        drop_debug_messages()
    scope = sys.modules["__main__"].__dict__
    scope["__file__"] = str(runner)
    exec(compile(runner.read_bytes(), runner, "exec"), scope)  # noqa: S102 - the SDK's own file


def drop_debug_messages() -> None:
    """Let the SDK say nothing at the level `debug`. Where there is no SDK, the runner says so."""
    try:
        import pulumi.log
    except ImportError:
        return
    pulumi.log.debug = lambda *_, **__: None


if __name__ == "__main__":
    main()
