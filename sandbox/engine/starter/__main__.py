"""Starts the SDK's program runner in a Python that spends its time on the program.

`import pulumi_aws` makes a million objects that stay to the end. Python's collector looks at them again and again, and
once more when the interpreter ends: half of the time of a program with 250 resources.

Run by the project's own Python, with the path of the runner and then one of
- its arguments;
- `--prepare` and the folder of the program: the SDKs are imported first, and the arguments are read from standard input
  (`sandbox/engine/prepared_program.py`);
or, without a runner, with `--serve` and a socket: each order makes a process that becomes the runner
(`sandbox/engine/starter/program_server.py`).
"""

import atexit
import gc
import json
import os
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[3])
from sandbox.engine.starter import adjusted_sdk, early_imports, program_server  # noqa: E402

NEW_OBJECTS = 1_000_000
"""How many new objects make the collector look for cycles; Python's own figure is 700."""


def main() -> None:
    """Become the runner: its arguments, its search path, its `__main__`."""
    gc.set_threshold(NEW_OBJECTS)
    atexit.register(gc.freeze)  # what is frozen is not searched for cycles when the interpreter ends
    sys.argv = program_server.serve(sys.argv[2]) if sys.argv[1] == "--serve" else sys.argv[1:]
    runner = Path(sys.argv[0])
    sys.path[0] = str(runner.parent)
    forget_own_modules()
    if sys.argv[1] == "--prepare":
        early_imports.import_recorded(Path(sys.argv[2]), Path(os.environ[early_imports.VARIABLE]))
        sys.argv[1:] = arguments_from_standard_input()
    adjusted_sdk.adjust()
    atexit.register(early_imports.write_record)
    scope = sys.modules["__main__"].__dict__
    scope["__file__"] = str(runner)
    exec(compile(runner.read_bytes(), runner, "exec"), scope)  # noqa: S102 - the SDK's own file


def forget_own_modules() -> None:
    """Let the program import modules of its own by the names of ours."""
    for name in [name for name in sys.modules if name.split(".")[0] == "sandbox"]:
        del sys.modules[name]


def arguments_from_standard_input() -> list[str]:
    """The runner's arguments, once folder and environment are the program's; ends the process if nobody needs it."""
    text = sys.stdin.buffer.read()
    if not text:
        sys.exit()
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    order = json.loads(text)
    os.environ.update(order["environment"])
    if order["folder"]:
        os.chdir(order["folder"])
    return [*order["arguments"]]


if __name__ == "__main__":
    main()
