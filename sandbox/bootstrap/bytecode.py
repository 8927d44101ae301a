"""Bytecode of the modules that every command loads.

Python writes it by itself, unless PYTHONDONTWRITEBYTECODE is set, as in many containers: then each of the six processes
of a command would compile what it loads, a second in all.
"""

import subprocess
from pathlib import Path

FOLDERS = ("assembly", "components", "layers", "policies", "sandbox", "settings")


def compile_modules(root: Path, python: Path) -> None:
    """Compile the packages of the repository. What can't be written is left to each command."""
    folders = [root / name for name in FOLDERS if (root / name).is_dir()]
    subprocess.run([python, "-m", "compileall", "-q", "-j", "0", *folders], stdout=subprocess.DEVNULL)  # noqa: S603
