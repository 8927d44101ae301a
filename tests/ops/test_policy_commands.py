"""The commands of `bin/ops policy` that need no engine, and what becomes of mistaken command lines."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ops.command import main
from ops.policy.engine import ROOT
from policies.catalogue import CATALOGUE


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


def listed(capsys: pytest.CaptureFixture[str], *filters: str) -> list[dict[str, object]]:
    code, out, _ = run(capsys, "policy", "list", "--format", "json", *filters)
    assert code == 0
    found: list[dict[str, object]] = json.loads(out)
    return found


def test_every_policy_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert {entry["policy"] for entry in listed(capsys)} == set(CATALOGUE)


@pytest.mark.parametrize(
    ("filters", "inside", "outside"),
    [
        (["--environment", "dev"], "rds-storage-encrypted", "rds-multi-az"),
        (["--severity", "critical"], "rds-storage-encrypted", "rds-multi-az"),
        (["--service", "rds"], "rds-multi-az", "s3-sse-kms"),
        (["--service", "stack"], "account-limits", "rds-multi-az"),
        (["--service", "pack"], "exemptions-valid", "rds-multi-az"),
        (["--framework", "pci"], "rds-storage-encrypted", "rds-multi-az"),
        (["--framework", "checkov"], "rds-multi-az", "rds-delete-automated-backups"),
    ],
)
def test_policies_are_selected(
    capsys: pytest.CaptureFixture[str], filters: list[str], inside: str, outside: str
) -> None:
    names = {entry["policy"] for entry in listed(capsys, *filters)}
    assert inside in names
    assert outside not in names


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_the_list_shows_levels_by_environment(capsys: pytest.CaptureFixture[str], format: str) -> None:
    _, out, _ = run(capsys, "policy", "list", "--service", "rds", "-f", format)
    (line,) = [line for line in out.splitlines() if "rds-multi-az " in line]
    assert "M/A/D" in line


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_explain_says_why_remedy_levels_parameters_controls_and_types(
    capsys: pytest.CaptureFixture[str], format: str
) -> None:
    code, out, _ = run(capsys, "policy", "explain", "rds-backup-retention", "--format", format)
    assert code == 0
    for text in ("minimumDays", "RDS.11", "10.3.3", "aws:rds/cluster:Cluster", "platform:database.backupDays", "35"):
        assert text in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["policy", "explain", "rds-multi-zone"],
            "rds-multi-zone is no policy of this pack. Did you mean rds-multi-az?",
        ),
        (["policy", "list", "--service", "rdz"], "rdz has no policies; it is one of "),
        (["policy", "list", "--severity", "bad"], "severity"),
        (["policy", "list", "--loud"], "No such option"),
        (["policy", "check"], "Missing option"),
        (
            ["policy", "check", "-s", "dev", "--save", "report.pdf"],
            "report.pdf ends in none of .md, .json, .sarif, .xml",
        ),
        (["policy", "check", "-s", "dev", "-C", "/nowhere"], "/nowhere"),
        (["policy", "audit"], "Give either --stack or --file."),
        (["policy", "list", "--environment", "production"], "'production' is not one of 'prod', 'staging', 'dev'"),
        (["policy", "explain", "RDS.5"], "As a control it is served by rds-multi-az."),
        (["policy", "explain", "ckv_aws_157"], "As a control it is served by rds-multi-az."),
        (["policy", "explain", "multi-zone-db"], "bin/ops policy list"),
        (["policy", "check", "-s", "dev", "--save", "/nowhere/report.md"], "there is no folder /nowhere"),
        (["policy", "evidence", "-s", "dev", "-o", "/nowhere/evidence.md"], "there is no folder /nowhere"),
        (["policy", "evidence", "-s", "dev", "-o", "."], ". is a folder; name a file."),
    ],
)
def test_a_mistaken_command_line_is_one_sentence_and_exit_code_64(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    code, out, err = run(capsys, *arguments)
    assert code == 64
    assert out == ""
    assert says in err
    assert "Traceback" not in err
    assert "Value error" not in err


@pytest.mark.parametrize("arguments", [[], ["policy"]])
def test_a_command_line_without_a_command_shows_what_there_is(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    code, out, err = run(capsys, *arguments)
    assert code == 64
    assert "Commands" in out
    assert err == ""


def test_explain_takes_a_name_in_any_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "policy", "explain", "RDS-Multi-AZ") == run(capsys, "policy", "explain", "rds-multi-az")


def test_a_crash_never_answers_that_a_policy_is_violated(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("a mistake of this program")

    monkeypatch.setattr("ops.policy.catalogue.entries", broken)
    code, _, err = run(capsys, "policy", "list")
    assert code == 2
    assert "a mistake of this program" in err


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_a_reader_that_goes_away_is_no_error(format: str) -> None:
    """The whole list is longer than a pipe holds; the reader has gone before the first line."""
    done = subprocess.run(
        ["bash", "-c", f'{sys.executable} -m ops policy list -f {format} | true; echo "${{PIPESTATUS[0]}}"'],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_a_full_disk_is_one_sentence_and_exit_code_2() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ops", "policy", "list", "-f", "json"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == "Error: [Errno 28] No space left on device\n"


def test_reports_are_utf_8_whatever_the_locale_says() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ops", "policy", "explain", "rds-multi-az", "-f", "json"],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        check=True,
    )
    assert json.loads(done.stdout.decode())["policy"] == "rds-multi-az"


def test_a_pack_configuration_that_is_no_json_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "levels.json"
    file.write_text("{")
    code, _, err = run(capsys, "policy", "check", "-s", "dev", "--policy-pack-config", str(file))
    assert code == 2
    assert f"{file} is no JSON" in err


def test_an_engine_that_cannot_be_run_is_exit_code_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = run(capsys, "policy", "check", "-s", "dev", "-C", str(tmp_path), "--pulumi", "no-such-pulumi")
    assert code == 2
    assert "`no-such-pulumi` cannot be run" in err
