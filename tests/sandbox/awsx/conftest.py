"""A plugin process of the awsx provider for the tests of a module."""

from collections.abc import Iterator

import pytest

from tests.sandbox.awsx.recording import Plugin, running_plugin


@pytest.fixture(scope="session")
def plugin() -> Iterator[Plugin]:
    """The plugin, as the engine starts it."""
    with running_plugin() as running:
        yield running
