"""The virtual environment of the locked requirements."""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from sandbox.bootstrap.errors import SetupError
from sandbox.bootstrap.report import Step
from sandbox.bootstrap.run import reason, remedy, run_watched

STAMP = ".requirements.sha256"
"""File in the environment with the digest of the lock that it was made from."""

PIN = re.compile(r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)(?P<marker>\s*;)?")


def ensure_environment(venv: Path, lock: Path, step: Step) -> None:
    """Make `venv` hold exactly what `lock` pins, doing only what is missing. Raises SetupError."""
    content = lock.read_text(encoding="utf-8")
    digest = hashlib.sha256(content.encode()).hexdigest()
    stamp = venv / STAMP
    python = venv / "bin" / "python"
    if stamp.is_file() and stamp.read_text() == digest and os.access(python, os.X_OK):
        step.done("up to date")
        return
    wanted = pins(content)
    if not (os.access(python, os.X_OK) and wanted.items() <= installed(venv).items()):
        stamp.unlink(missing_ok=True)
        if not has_pip(python):
            create(venv, step)
        install(python, lock, len(wanted), step)
    stamp.write_text(digest)
    step.done(f"{len(wanted)} packages in {venv.name}")


def pins(lock: str) -> dict[str, str]:
    """Names (normalised) and versions that a lock pins for every platform."""
    found = (PIN.match(line) for line in lock.splitlines())
    return {normalised(pin["name"]): pin["version"] for pin in found if pin and not pin["marker"]}


def normalised(name: str) -> str:
    """A distribution's name as the packaging standard compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed(venv: Path) -> dict[str, str]:
    """Names (normalised) and versions of what an environment has, read from its metadata folders."""
    folders: Iterable[Path] = venv.glob("lib/python3*/site-packages/*.dist-info")
    pairs = (folder.name.removesuffix(".dist-info").rpartition("-") for folder in folders)
    return {normalised(name): version for name, _, version in pairs}


def has_pip(python: Path) -> bool:
    """Whether the environment's Python runs and has pip."""
    if not os.access(python, os.X_OK):
        return False
    probe = subprocess.run([python, "-I", "-c", "import pip"], capture_output=True)  # noqa: S603
    return probe.returncode == 0


def create(venv: Path, step: Step) -> None:
    """A fresh, empty environment."""
    step.progress("making the virtual environment")
    done = run_watched([sys.executable, "-m", "venv", "--clear", venv], lambda line: None)
    if done.code:
        raise SetupError(
            f"{sys.executable} can't make a virtual environment with pip: install the `venv` module of this Python"
            f" (Debian and Ubuntu: `apt install python3-venv`) and run this again. It said:"
            f"\n    {reason(done.lines, ())}"
        )


def install(python: Path, lock: Path, total: int, step: Step) -> None:
    """Install what the lock pins, hashes checked."""
    step.say(f"installing {total} packages (about a minute, once)")
    seen = 0

    def follow(line: str) -> None:
        nonlocal seen
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            seen += 1
            step.progress(f"{seen} of {total} packages")
        elif line.startswith("Installing collected"):
            step.progress(f"unpacking {total} packages")

    options = ["--require-hashes", "--no-deps", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    done = run_watched([python, "-m", "pip", "install", *options, "-r", lock], follow)
    if done.code:
        why = reason(done.lines, ("ERROR", "Error"))
        raise SetupError(f"the Python packages can't be installed: {remedy(done.lines)}. pip said:\n    {why}")
