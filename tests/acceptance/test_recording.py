"""The record of a run: real pytest, on tests of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from acceptance.outcome import Record, TestOutcome, fingerprint
from acceptance.rows import ROOT

CONFTEST = """
import pytest
from acceptance.recording import *

@pytest.fixture
def fivestar():
    return {}
"""
TESTS = """
import pytest

@pytest.mark.requirement("FS-NET-01")
@pytest.mark.engine
def test_with_the_engine(): ...

@pytest.mark.requirement("FS-NET-02")
@pytest.mark.requirement("FS-NET-03")
@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_with_a_deployment(fivestar, stack): assert stack != "prod"

@pytest.mark.requirement("FS-OPS-01")
@pytest.mark.evidence("rendered")
def test_with_something_rendered(): ...

@pytest.mark.requirement("FS-NET-04")
def test_with_nothing(): ...

@pytest.mark.requirement("FS-NET-05")
@pytest.mark.xfail
def test_expected_to_fail(): assert False

@pytest.mark.requirement("FS-NET-5O")
def test_misspelt(): ...

def test_of_something_else(): ...
"""


@pytest.fixture(scope="module", params=["alone", "in workers"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Record]:
    """The output and the record of one run."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_it.py").write_text(TESTS)
    (folder / "pytest.ini").write_text(f"[pytest]\nmarkers =\n  requirement(id)\n  engine\npythonpath = {ROOT}\n")
    workers = ["-n", "1"] if request.param == "in workers" else []
    command = [sys.executable, "-m", "pytest", "-q", "--strict-markers", *workers]
    done = subprocess.run(
        [*command, "--requirements-record=record.json"], cwd=folder, capture_output=True, text=True, check=False
    )
    record = Record.read(folder / "record.json")
    assert record is not None, done.stdout + done.stderr
    return done.stdout, record


def outcomes(record: Record) -> dict[str, TestOutcome]:
    return {test.test.removeprefix("test_it.py::test_"): test for test in record.tests}


def test_each_test_is_recorded_with_what_it_looked_at(run: tuple[str, Record]) -> None:
    found = outcomes(run[1])
    assert {name: (test.evidence, test.outcome.value) for name, test in found.items()} == {
        "with_the_engine": ("deployed", "passed"),
        "with_a_deployment[dev]": ("deployed", "passed"),
        "with_a_deployment[prod]": ("deployed", "failed"),
        "with_something_rendered": ("rendered", "passed"),
        "with_nothing": ("", "passed"),
        "expected_to_fail": ("", "skipped"),
        "misspelt": ("", "failed"),
    }
    assert found["with_a_deployment[dev]"].requirements == ("FS-NET-03", "FS-NET-02")
    assert found["with_a_deployment[dev]"].environments == ("dev",)


def test_a_record_of_an_earlier_run_is_written_anew(tmp_path: Path) -> None:
    """As in this project the option is of a conftest below `testpaths`: given as two arguments, pytest would take a
    file that exists for the place of the tests, and wouldn't find the option.
    """
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "conftest.py").write_text("from acceptance.recording import *\n")
    proof = '@pytest.mark.requirement("FS-NET-01")\n@pytest.mark.engine\ndef test_it(): ...\n'
    (tests / "test_it.py").write_text(f"import pytest\n\n{proof}")
    (tmp_path / "pytest.ini").write_text(
        f"[pytest]\ntestpaths = tests\nmarkers =\n  requirement(id)\n  engine\npythonpath = {ROOT}\n"
    )
    file = tmp_path / "record.json"
    file.write_text("of another format")
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", f"--requirements-record={file.name}"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        record = Record.read(file)
        assert record is not None
        assert [test.requirements for test in record.tests] == [("FS-NET-01",)]


def test_a_marker_that_names_no_row_fails_its_test_with_the_closest_id(run: tuple[str, Record]) -> None:
    assert "pytest.mark.requirement: FS-NET-5O is no row of the acceptance list. Did you mean FS-NET-05?" in run[0]


def test_a_record_belongs_to_one_state_of_the_projects_files(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("a")
    before = fingerprint(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("x")
    assert fingerprint(tmp_path) == before
    (tmp_path / "a.py").write_text("b")
    assert fingerprint(tmp_path) != before


def test_a_record_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    assert Record.read(file) is None
    file.write_text(json.dumps({"fingerprint": "x", "tests": [{}]}))
    assert Record.read(file) is None
