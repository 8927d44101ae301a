"""Where a program's imports are remembered, so that the next run can begin them early."""

from sandbox.command.arguments import CommandLine
from sandbox.command.folder import SandboxFolder
from sandbox.engine.starter.early_imports import VARIABLE

_RUNS_PROGRAM = frozenset({"up", "preview"})


def early_imports(line: CommandLine, folder: SandboxFolder, stack: str) -> dict[str, str]:
    """The variable for the language host and the program; empty for commands that only read the state."""
    return {VARIABLE: str(folder.imports / f"{stack}.json")} if line.command in _RUNS_PROGRAM else {}
