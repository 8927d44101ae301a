"""Hooks of every test run, and how property tests run: the same examples each time, however busy the machine."""

import gc

from hypothesis import HealthCheck, settings

from acceptance.recording import (
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_runtest_setup,
)

__all__ = ["pytest_addoption", "pytest_collection_modifyitems", "pytest_configure", "pytest_runtest_setup"]

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("steady")

# The modules under test make millions of objects that stay; looking for cycles among them takes a fifth of the time.
gc.set_threshold(100_000)
