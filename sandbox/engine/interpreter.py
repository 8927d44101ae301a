"""Which Python runs a project: its own virtual environment, else the sandbox's."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path


class BrokenEnvironmentError(Exception):
    """The project's virtual environment can't be used; the message is one sentence for the user."""


def declared_environment(root: str, options: Mapping[str, object]) -> Path | None:
    """Folder of the virtual environment that the project's `runtime.options` name, whether or not it exists.

    `virtualenv` is relative to the project's root, as in the official host. The `uv` and `poetry` toolchains keep
    theirs in `.venv` unless told otherwise.
    """
    named = options.get("virtualenv")
    if isinstance(named, str) and named:
        return Path(root, named)
    if options.get("toolchain") in ("uv", "poetry"):
        return Path(root, ".venv")
    return None


def interpreter(root: str, options: Mapping[str, object]) -> str:
    """Path of the Python that runs the project under `root`.

    A declared virtual environment that doesn't exist is replaced by the sandbox's own, which has the SDK and both
    providers' packages. One that exists without a Python in it raises BrokenEnvironmentError.
    """
    folder = declared_environment(root, options)
    if folder is None or not folder.exists():
        return sys.executable
    python = folder / "bin" / "python"
    if not os.access(python, os.X_OK):
        raise BrokenEnvironmentError(
            f"the virtual environment {folder} of this project has no runnable bin/python: remove the folder, or make"
            f" it anew with `python3 -m venv {folder}` and install the project's requirements into it"
        )
    return str(python)
