"""`make requirements` on records that are given to it."""

from pathlib import Path

import pytest

import acceptance.__main__ as command
from acceptance.outcome import Outcome, Record, TestOutcome, fingerprint
from acceptance.rows import ROOT


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that proved one row and broke another, on the present files."""
    tests = (
        TestOutcome("t::proves", ("FS-DDB-02",), Outcome.PASSED, "deployed"),
        TestOutcome("t::breaks", ("FS-RDS-05",), Outcome.FAILED, "deployed"),
    )
    Record(fingerprint(ROOT), tests).write(tmp_path / "record.json")
    monkeypatch.setattr(command, "RECORD_FILE", tmp_path / "record.json")


@pytest.mark.usefixtures("record")
def test_rows_of_a_system_and_kind_are_listed_with_their_totals(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--system", "fivestar", "--kind", "policy"]) == 0
    output = capsys.readouterr().out
    assert "proven      FS-DDB-02" in output
    assert "unproven    FS-RDS-05" in output
    assert "FS-NET-01" not in output
    assert output.splitlines()[-1].split() == ["fivestar", "1", "of", "10", "1", "of", "10"]


@pytest.mark.usefixtures("record")
def test_what_is_missing_is_listed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["--system", "fivestar", "--kind", "policy", "--unproven"])
    assert "FS-DDB-02" not in capsys.readouterr().out


@pytest.mark.usefixtures("record")
def test_continuous_integration_fails_when_a_required_row_is_unproven(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--system", "fivestar", "--require", "fivestar:policy"]) == 1
    assert "9 required rows are unproven: FS-ACCT-03," in capsys.readouterr().err


@pytest.mark.parametrize(
    ("required", "says"), [("fivestr:policy", "fivestr is none of fivestar,"), ("fivestar:rule", "rule is none of")]
)
def test_a_misspelt_request_is_refused(capsys: pytest.CaptureFixture[str], required: str, says: str) -> None:
    with pytest.raises(SystemExit):
        command.main(["--require", required])
    assert says in capsys.readouterr().err
