"""The steps of the set-up, in their order."""

import errno
import sys

from sandbox.bootstrap.bytecode import compile_modules
from sandbox.bootstrap.engine import ensure_engine
from sandbox.bootstrap.environment import ensure_environment
from sandbox.bootstrap.errors import SetupError
from sandbox.bootstrap.exclusive import one_at_a_time
from sandbox.bootstrap.paths import ENGINE_MODULES, READY, REQUIREMENTS, ROOT, TOOLS, VENV, wanted_version
from sandbox.bootstrap.report import Step
from sandbox.bootstrap.run import remedy
from sandbox.bootstrap.schema import ensure_schema

STEPS = 3
INTERRUPTED = 130
"""Exit code of a set-up that was stopped with Ctrl-C, as shells have it."""


def main() -> int:
    """Set everything up; 0 when it is, 1 with a message when something is missing."""
    try:
        TOOLS.mkdir(exist_ok=True)
        with one_at_a_time(TOOLS / "lock"):
            set_up()
    except SetupError as error:
        print(f"set-up: {error}", file=sys.stderr)  # noqa: T201
        return 1
    except OSError as error:
        advice = remedy([str(error)]) if error.errno == errno.ENOSPC else "put that right and run this again"
        print(f"set-up: {error.strerror}: {error.filename}: {advice}", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        print("\nset-up: stopped; run it again to go on where it was", file=sys.stderr)  # noqa: T201
        return INTERRUPTED
    return 0


def set_up() -> None:
    """Every step; each does only what is missing."""
    python = VENV / "bin" / "python"
    version = wanted_version()
    with Step(1, STEPS, "Python environment") as step:
        ensure_environment(VENV, REQUIREMENTS, step)
    with Step(2, STEPS, f"Pulumi CLI {version}") as step:
        ensure_engine(version, ENGINE_MODULES, TOOLS, python, step)
    with Step(3, STEPS, "Schema of the aws provider") as step:
        ensure_schema(ROOT, python, REQUIREMENTS, TOOLS, step)
    if not READY.exists():
        compile_modules(ROOT, python)
    READY.touch()
