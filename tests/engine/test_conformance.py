"""A fixed sample of the SDK's documented examples on the sandbox; `make conformance` runs them all."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.sandbox_project import ROOT

SIZE = 60


@pytest.mark.engine
def test_a_sample_of_documented_examples_behaves_as_on_aws(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sandbox.conformance", "--sample", str(SIZE), "--folder", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "examples that stand alone passed" in done.stdout
