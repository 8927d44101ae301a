"""Set-up of the virtual environment."""

import hashlib
import io
import os
import sys
from pathlib import Path

import pytest

from sandbox.bootstrap.bytecode import compile_modules
from sandbox.bootstrap.environment import STAMP, ensure_environment, installed, pins
from sandbox.bootstrap.errors import SetupError
from sandbox.bootstrap.report import Step

LOCK = """\
types-PyYAML==6.0.1 \\
    --hash=sha256:00
    # via something
grpcio[protobuf]==1.85.1 \\
    --hash=sha256:00
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:00
"""


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """An environment that has what LOCK pins, and a Python that may not be started."""
    folder = tmp_path / ".venv"
    packages = folder / "lib" / "python3.11" / "site-packages"
    for name in ("types_pyyaml-6.0.1.dist-info", "grpcio-1.85.1.dist-info", "pip-24.0.dist-info"):
        (packages / name).mkdir(parents=True)
    python = folder / "bin" / "python"
    python.parent.mkdir()
    python.write_text("#!/bin/sh\necho 'ERROR: No matching distribution found for grpcio' >&2\nexit 1\n")
    python.chmod(0o755)
    (tmp_path / "requirements.txt").write_text(LOCK)
    return folder


def run(venv: Path) -> str:
    out = io.StringIO()
    with Step(1, 3, "Python environment", out) as step:
        ensure_environment(venv, venv.parent / "requirements.txt", step)
    return out.getvalue()


def test_reads_the_pins_of_a_lock_that_hold_on_every_platform() -> None:
    assert pins(LOCK) == {"types-pyyaml": "6.0.1", "grpcio": "1.85.1"}


def test_reads_what_is_installed_without_starting_python(venv: Path) -> None:
    assert installed(venv) == {"types-pyyaml": "6.0.1", "grpcio": "1.85.1", "pip": "24.0"}


def test_an_environment_that_has_everything_is_taken_as_it_is(venv: Path) -> None:
    assert run(venv) == "[1/3] Python environment: 2 packages in .venv\n"
    assert (venv / STAMP).read_text() == hashlib.sha256(LOCK.encode()).hexdigest()
    assert run(venv) == "[1/3] Python environment: up to date\n"


def test_a_changed_lock_is_installed_into_the_environment(venv: Path) -> None:
    run(venv)
    (venv.parent / "requirements.txt").write_text(LOCK.replace("1.85.1", "1.86.0"))
    calls = venv.parent / "calls"
    (venv / "bin" / "python").write_text(f'#!/bin/sh\necho "$@" >> {calls}\necho Collecting grpcio\n')
    assert "installing 2 packages" in run(venv)
    assert "--require-hashes" in calls.read_text()
    assert run(venv).endswith("up to date\n")


def test_pips_failure_is_told_with_its_last_lines_and_leaves_no_stamp(venv: Path) -> None:
    run(venv)
    (venv.parent / "requirements.txt").write_text(LOCK.replace("1.85.1", "1.86.0"))
    python = venv / "bin" / "python"
    python.write_text("#!/bin/sh\n[ \"$2\" = -c ] && exit 0\necho 'ERROR: No matching distribution found'\nexit 1\n")
    with pytest.raises(SetupError, match="can't be installed") as caught:
        run(venv)
    assert "ERROR: No matching distribution found" in str(caught.value)
    assert not (venv / STAMP).exists()


def test_a_python_that_is_gone_means_a_new_environment(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(venv)
    python = venv / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")
    broken = venv.parent / "no-venv"
    broken.write_text("#!/bin/sh\necho 'No module named ensurepip'\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", os.fspath(broken))
    with pytest.raises(SetupError, match="can't make a virtual environment") as caught:
        run(venv)
    assert "apt install python3-venv" in str(caught.value)
    assert "No module named ensurepip" in str(caught.value)


def test_the_modules_of_the_repository_are_compiled_even_where_python_writes_no_bytecode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "stack.py").write_text("STACK = 1\n")
    compile_modules(tmp_path, Path(sys.executable))
    assert list((tmp_path / "settings" / "__pycache__").glob("stack.*.pyc"))
