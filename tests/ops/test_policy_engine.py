"""`bin/ops policy` with the real engine: planned updates, failing programs, and what is deployed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.empty_stack import make_stack
from tests.policies.test_preview import PROGRAM as DATABASE_PROGRAM
from tests.policies.test_preview import ROOT, SOUND, TIME_LIMIT_SECONDS

pytestmark = pytest.mark.engine


def ops(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "ops", "policy", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=TIME_LIMIT_SECONDS,
        check=False,
        env=environment,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    options = {"virtualenv": str(ROOT / ".venv")}
    project = {"name": "example", "runtime": {"name": "python", "options": options}}
    config = {
        "aws:region": "ap-south-1",
        "platform:system": {"name": "example", "environment": "prod"},
        "platform:database": {"multiAz": False},
        "example:database": {**SOUND, "multiAz": False},
    }
    (tmp_path / "Pulumi.yaml").write_text(json.dumps(project))
    (tmp_path / "Pulumi.main.yaml").write_text(json.dumps({"config": config}, indent=1))
    (tmp_path / "__main__.py").write_text(DATABASE_PROGRAM)
    make_stack(tmp_path, "main")
    return tmp_path


def test_a_check_answers_1_and_writes_every_format_from_one_preview(project: Path) -> None:
    saves = [option for suffix in ("json", "sarif", "xml", "md") for option in ("--save", project / f"report.{suffix}")]
    done = ops("check", "-s", "main", "-C", project, *saves)
    assert done.returncode == 1, done.stdout + done.stderr
    assert 'aws:rds/instance:Instance "primary": multiAz is false' in done.stdout
    report = json.loads((project / "report.json").read_text())
    assert report["complete"]
    assert "rds-multi-az" in {found["policy"] for found in report["findings"] if found["level"] == "mandatory"}
    assert report["subject"] | {"resources": 0} == {
        "project": "example",
        "stack": "main",
        "environment": "prod",
        "environmentSource": "platform:system.environment",
        "resources": 0,
    }
    sarif = json.loads((project / "report.sarif").read_text())
    assert "rds-multi-az" in {found["ruleId"] for found in sarif["runs"][0]["results"]}
    assert '<failure type="rds-multi-az"' in (project / "report.xml").read_text()
    assert "### Mandatory" in (project / "report.md").read_text()


def test_a_program_that_fails_is_exit_code_2_with_what_was_found_until_then(project: Path) -> None:
    with (project / "__main__.py").open("a") as program:
        program.write('\nraise RuntimeError("no luck")\n')
    done = ops("check", "-s", "main", "-C", project, "--format", "json")
    assert done.returncode == 2, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert not report["complete"]
    assert "RuntimeError: no luck" in report["errors"][0]
    assert "rds-multi-az" in {found["policy"] for found in report["findings"]}
