"""Recorded programs, each run once."""

from __future__ import annotations

import pytest

from tests.components.fivestar import recorded
from tests.components.recorder import Recorder


@pytest.fixture(scope="session")
def dev() -> Recorder:
    return recorded("dev")


@pytest.fixture(scope="session")
def prod() -> Recorder:
    return recorded("prod")


@pytest.fixture(scope="session")
def management() -> Recorder:
    return recorded("management")
