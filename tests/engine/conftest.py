"""The deployments that the engine tests share."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.engine.deployments import Deployment, Deployments, fivestar_stacks, system_stacks


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of the run see."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def fivestar(shared_folder: Path) -> Mapping[str, Deployment]:
    """Fivestar's stacks, deployed once for all tests."""
    return Deployments(shared_folder / "fivestar", fivestar_stacks())


@pytest.fixture(scope="session")
def systems(shared_folder: Path) -> Mapping[str, Deployment]:
    """The stacks of the other systems, as `realserv/prod`, deployed once for all tests."""
    return Deployments(shared_folder / "systems", system_stacks())
