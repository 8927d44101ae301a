"""The commands of `bin/ops policy` that need no engine, and what becomes of mistaken command lines."""

import json
from pathlib import Path

import pytest

from ops.command import main
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
    (line,) = [line for line in out.splitlines() if " rds-multi-az " in line]
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
        (["policy"], "Missing command"),
        ([], "Missing command"),
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


def test_an_engine_that_cannot_be_run_is_exit_code_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = run(capsys, "policy", "check", "-s", "dev", "-C", str(tmp_path), "--pulumi", "no-such-pulumi")
    assert code == 2
    assert "`no-such-pulumi` cannot be run" in err
