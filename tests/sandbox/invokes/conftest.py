"""An index of the SDK and an empty account for calls of functions."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.schema import Index, default_index_path, installed_package, open_index
from sandbox.schema.build import build_index
from tests.sandbox.invokes.calling import Account, account


@pytest.fixture(scope="session")
def index() -> Iterator[Index]:
    package = installed_package()
    build_index(package, default_index_path(package), lambda line: None)
    opened = open_index()
    yield opened
    opened.close()


@pytest.fixture
def aws(index: Index, tmp_path: Path) -> Iterator[Account]:
    opened = account(index, tmp_path)
    yield opened
    opened.store.close()
