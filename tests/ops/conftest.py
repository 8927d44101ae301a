"""Reports on runs of the policy pack."""

from pathlib import Path

import pytest

from ops.policy.report import PolicyReport
from tests.ops.policy_run import SITUATIONS, broken_off, every_outcome, hostile


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> PolicyReport:
    """A report with every outcome."""
    return every_outcome(monkeypatch, tmp_path)


@pytest.fixture
def failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> PolicyReport:
    """A report on a run that broke off."""
    return broken_off(monkeypatch, tmp_path)


@pytest.fixture
def hostile_report(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> PolicyReport:
    """A report full of hostile texts."""
    return hostile(monkeypatch, tmp_path)


@pytest.fixture(params=SITUATIONS)
def any_report(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> PolicyReport:
    """Each of the reports in turn."""
    return SITUATIONS[request.param](monkeypatch, tmp_path)
