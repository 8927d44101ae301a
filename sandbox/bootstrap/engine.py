"""The Pulumi CLI: the installed official one when its version fits, else built from its Go modules."""

import os
import shutil
import subprocess
from pathlib import Path

from sandbox.bootstrap.errors import SetupError
from sandbox.bootstrap.go import Go, ensure_go
from sandbox.bootstrap.record import read_record, write_record
from sandbox.bootstrap.report import Step
from sandbox.bootstrap.run import reason, remedy, run_watched

PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
SDK_MODULE = "github.com/pulumi/pulumi/sdk/v3"
RUNNER = "python/cmd/pulumi-language-python-exec"
"""The program runner in the SDK's module."""

LANGUAGE_HOST = "pulumi-language-python"
STAND_INS = (LANGUAGE_HOST, "pulumi-resource-pulumi-python")
"""Executables that the official CLI brings along, and the sandbox's own in their place."""

NEEDED_BYTES = 3 * 1024**3
"""Free space that a build from nothing takes: modules and build cache. Most of it is given back."""


def ensure_engine(version: str, modules: Path, tools: Path, python: Path, step: Step) -> None:
    """Make an engine of `version` ready and note it. Raises SetupError."""
    noted = read_record(tools / "engine.json")
    if noted is not None:
        step.done(f"ready, {noted.engine}")
        return
    engine = official_engine(version, tools)
    if engine is None:
        engine = built_engine(version, modules, tools, python, step)
    write_record(version, engine, tools / "engine.json")
    step.done(f"ready, {engine}")


def official_engine(version: str, tools: Path) -> Path | None:
    """The official CLI on PATH, if it is of this version and its language host for Python stands beside it."""
    found = shutil.which("pulumi")
    if found is None or tools in Path(found).parents:
        return None
    engine = Path(found).resolve()
    if not os.access(engine.parent / LANGUAGE_HOST, os.X_OK):
        return None
    return engine if reported_version(engine) == version else None


def reported_version(engine: Path) -> str | None:
    """What `pulumi version` says, without the `v`; None when it doesn't run."""
    environment = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        done = subprocess.run(  # noqa: S603
            [engine, "version"], capture_output=True, text=True, timeout=60, env=environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip().removeprefix("v") or None


def built_engine(version: str, modules: Path, tools: Path, python: Path, step: Step) -> Path:
    """The engine built earlier, else built now; its folder appears whole or not at all."""
    folder = tools / f"pulumi-{version}"
    engine = folder / "pulumi"
    if not engine.is_file():
        check_pin(version, modules)
        check_space(tools)
        go = ensure_go(modules, tools, python, step)
        draft = tools / f"pulumi-{version}.{os.getpid()}"
        draft.mkdir()
        try:
            build(go, version, modules, draft, step)
            link_stand_ins(modules, draft, folder)
            shutil.rmtree(folder, ignore_errors=True)
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(tools / "go-cache", ignore_errors=True)
        shutil.rmtree(tools / "go", ignore_errors=True)
    return engine


def link_stand_ins(modules: Path, draft: Path, folder: Path) -> None:
    """Put the stand-ins into `draft`, which becomes `folder`; relative, so that the repository may move."""
    for name in STAND_INS:
        (draft / name).symlink_to(os.path.relpath(modules / name, folder))


def check_pin(version: str, modules: Path) -> None:
    """The go.mod must pin the version that is wanted."""
    module = PACKAGE.removesuffix("/cmd/pulumi")
    if f"{module} v{version}" not in (modules / "go.mod").read_text():
        raise SetupError(
            f"{modules / 'go.mod'} doesn't pin Pulumi {version}: run `go get -tool {PACKAGE}@v{version}` in that"
            " folder, or put the version that it pins into .pulumi.version"
        )


def check_space(tools: Path) -> None:
    """Refuse to start a build that would fill the disk."""
    free = shutil.disk_usage(tools).free
    if free < NEEDED_BYTES:
        raise SetupError(
            f"building the Pulumi CLI takes about {NEEDED_BYTES >> 30} GB of disk and {tools} has"
            f" {free / (1 << 30):.1f} GB free: make room and run this again"
        )


def build(go: Go, version: str, modules: Path, target: Path, step: Step) -> None:
    """Build the engine and copy the program runner into `target`."""
    environment = {
        **os.environ,
        **go.environment,
        "CGO_ENABLED": "0",
        "GOFLAGS": "-mod=readonly -modcacherw",
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
    }
    step.say("building from its Go modules (about 3 minutes on two cores, once)")
    total = count_packages(go, modules, environment, step)
    compiled = 0

    def follow(line: str) -> None:
        nonlocal compiled
        compiled += 1
        step.progress(f"building, {min(compiled, total)} of {total} packages")

    flags = f"-s -w -X {SDK_MODULE}/go/common/version.Version=v{version}"
    command: list[str | Path] = [go.executable, "build", "-v", "-ldflags", flags, "-o", target / "pulumi", PACKAGE]
    done = run_watched(command, follow, modules, environment)
    if done.code:
        raise build_error(done.lines)
    shutil.copyfile(module_folder(go, modules, environment) / RUNNER, target / Path(RUNNER).name)


def count_packages(go: Go, modules: Path, environment: dict[str, str], step: Step) -> int:
    """Number of packages in the engine; downloads the modules on the way."""
    downloaded = packages = 0

    def follow(line: str) -> None:
        nonlocal downloaded, packages
        if line.startswith("go: downloading"):
            downloaded += 1
            step.progress(f"downloading, {downloaded} modules")
        elif not line.startswith("go: "):
            packages += 1

    done = run_watched([go.executable, "list", "-deps", PACKAGE], follow, modules, environment)
    if done.code:
        raise build_error(done.lines)
    return packages


def module_folder(go: Go, modules: Path, environment: dict[str, str]) -> Path:
    """Where Go keeps the SDK's module."""
    command = (go.executable, "list", "-m", "-f", "{{.Dir}}", SDK_MODULE)
    done = run_watched(command, lambda line: None, modules, environment)
    if done.code:
        raise build_error(done.lines)
    return Path(done.lines[-1])


def build_error(lines: tuple[str, ...]) -> SetupError:
    """Why the build failed and what to do about it."""
    why = reason(lines, ("error", "dial", "cannot", "no space", "missing", "verifying"))
    return SetupError(
        f"the Pulumi CLI can't be built: {remedy(lines)}; or install the official Pulumi CLI of the version in"
        f" .pulumi.version. Go said:\n    {why}"
    )
