"""What a project's Python has installed, and the commands that install what it asks for."""

import json
import platform
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from sandbox.engine.interpreter import declared_environment

LIST_DISTRIBUTIONS = """
import importlib.metadata as m, json, re
found = {}
needed = set()
for d in m.distributions():
    found[d.metadata["Name"]] = d.version
    for r in d.requires or []:
        if "extra ==" not in r:
            needed.add(re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", r).group()).lower())
print(json.dumps([[n, v, re.sub(r"[-_.]+", "-", n).lower() in needed] for n, v in sorted(found.items())]))
"""
"""Program for the project's own Python: prints name, version and "is needed by another" of each distribution."""


def python_version(python: str) -> str:
    """Version of a Python, such as `3.11.7`; its own without starting it."""
    if python == sys.executable:
        return platform.python_version()
    said = subprocess.run([python, "-V"], capture_output=True, text=True)  # noqa: S603
    return said.stdout.strip().removeprefix("Python ")


def installed_distributions(python: str, transitive: bool) -> list[tuple[str, str]]:
    """Names and versions of what `python` has installed; without `transitive` only what nothing else needs."""
    listed = subprocess.run([python, "-I", "-c", LIST_DISTRIBUTIONS], capture_output=True, text=True)  # noqa: S603
    if listed.returncode:
        return []
    return [(name, version) for name, version, needed in json.loads(listed.stdout) if transitive or not needed]


def install_commands(root: str, options: Mapping[str, object]) -> list[list[str]]:
    """Commands of `pulumi install`: the declared virtual environment, then its requirements.

    None at all for a project without a virtual environment of its own: the sandbox's is complete. The `uv` and
    `poetry` toolchains install by their own command.
    """
    toolchain = options.get("toolchain")
    if toolchain == "uv":
        return [["uv", "sync", "--project", root]]
    if toolchain == "poetry":
        return [["poetry", "install", "--directory", root, "--no-ansi"]]
    folder = declared_environment(root, options)
    if folder is None:
        return []
    commands = [] if folder.exists() else [[sys.executable, "-m", "venv", str(folder)]]
    requirements = Path(root, "requirements.txt")
    if requirements.is_file():
        commands.append([str(folder / "bin" / "python"), "-m", "pip", "install", "-r", str(requirements)])
    return commands
