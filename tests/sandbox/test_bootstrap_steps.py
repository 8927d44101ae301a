"""The set-up as a whole, as a person runs it."""

import fcntl
import io
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sandbox.bootstrap.exclusive import one_at_a_time
from sandbox.bootstrap.report import Step
from sandbox.bootstrap.run import remedy
from sandbox.bootstrap.schema import ensure_schema

ROOT = Path(__file__).resolve().parents[2]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def bootstrap(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sandbox.bootstrap"],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_set_up_that_is_complete_does_nothing_and_says_so() -> None:
    bootstrap(ROOT)
    engine = (ROOT / ".tools" / "engine.json").stat().st_mtime_ns
    done = bootstrap(ROOT, PATH="/nowhere")
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split(": ")[1].split(",")[0] for line in done.stdout.splitlines()] == [
        "up to date",
        "ready",
        "up to date",
    ]
    assert (ROOT / ".tools" / "engine.json").stat().st_mtime_ns == engine


def test_packages_that_cannot_be_had_end_in_a_sentence_and_exit_code_1(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "sandbox" / "bootstrap", tmp_path / "sandbox" / "bootstrap")
    (tmp_path / ".pulumi.version").write_text("3.250.0\n")
    (tmp_path / "requirements.txt").write_text("no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n")
    done = bootstrap(tmp_path, PIP_NO_INDEX="1", PIP_FIND_LINKS="")
    assert done.returncode == 1
    assert "set-up: the Python packages can't be installed" in done.stderr
    assert "no-such-package" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_python_that_is_too_old_is_told_what_to_install() -> None:
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_module('sandbox.bootstrap', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", pretend], cwd=ROOT, env={"PATH": "/nowhere"}, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("set-up: Python 3.11 or newer is needed and ")
    assert "is Python 3.9: install one and run this again" in done.stderr


def test_two_set_ups_at_once_wait_for_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    order = []

    def second() -> None:
        with one_at_a_time(tmp_path / "lock"):
            order.append("second")

    with (tmp_path / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        other = threading.Thread(target=second)
        other.start()
        other.join(0.3)
        order.append("first")
    other.join(10)
    assert order == ["first", "second"]
    assert "another set-up of this folder is running" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("dial tcp: lookup proxy.example: no such host", "the network can't be reached"),
        ("SyntaxError", "put that right"),
    ],
)
def test_a_failure_is_met_with_the_remedy_that_fits(line: str, advice: str) -> None:
    assert advice in remedy([line])


def test_a_terminal_sees_one_line_that_is_kept_up_to_date() -> None:
    out = Terminal()
    with Step(2, 3, "CLI", out) as step:
        step.progress("40 of 700")
        step.progress("41 of 700")
        step.done("ready")
    shown = [line.rstrip() for line in out.getvalue().split("\r")]
    assert shown == ["[2/3] CLI: 40 of 700", "[2/3] CLI: 41 of 700", "[2/3] CLI: ready"]


def test_the_schema_is_built_again_only_when_the_lock_or_its_code_changes_or_it_is_gone(tmp_path: Path) -> None:
    (tmp_path / "sandbox" / "schema").mkdir(parents=True)
    code = tmp_path / "sandbox" / "schema" / "__main__.py"
    code.write_text("open('built', 'a').write('x')\nopen('schema-1.sqlite', 'w')")
    (tmp_path / "lock").write_text("a==1")

    def build() -> str:
        ensure_schema(tmp_path, Path(sys.executable), tmp_path / "lock", tmp_path, Step(3, 3, "Schema", io.StringIO()))
        return (tmp_path / "built").read_text()

    assert (build(), build()) == ("x", "x")
    (tmp_path / "lock").write_text("a==2")
    assert build() == "xx"
    code.write_text(code.read_text() + "\n")
    assert build() == "xxx"
    (tmp_path / "schema-1.sqlite").unlink()
    assert build() == "xxxx"
