"""Hooks of every test run, and how property tests run: the same examples each time, however busy the machine."""

import gc

import pytest
from hypothesis import HealthCheck, settings

from acceptance import recording
from acceptance.recording import pytest_addoption, pytest_collection_modifyitems, pytest_runtest_setup
from tests.program_server import end_program_server, start_program_server

__all__ = ["pytest_addoption", "pytest_collection_modifyitems", "pytest_runtest_setup"]


def pytest_configure(config: pytest.Config) -> None:
    """Before any test, and before the workers start."""
    recording.pytest_configure(config)
    start_program_server(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    """After all tests."""
    end_program_server(config)


settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("steady")

# The modules under test make millions of objects that stay; looking for cycles among them takes a fifth of the time.
gc.set_threshold(100_000)
