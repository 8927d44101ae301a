"""The deployments that the engine tests share."""

import fcntl
import pickle
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.engine.sandbox_project import ROOT, JsonObject, Run, SandboxProject

PROGRAM = ("__main__.py", "assembly", "components", "layers", "settings", "policies", ".venv")
"""What a copy of the project shares with it."""
STACKS = ("dev", "staging", "prod")
"""The stacks that run the platform."""
MANAGEMENT = "management"
"""The stack of the organization's own account."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of the engine's state."""

    type: str
    name: str
    urn: str
    id: str
    protect: bool
    properties: JsonObject

    def get(self, *path: str | int) -> object:
        """The output at a path, None when absent."""
        value: object = self.properties
        for key in path:
            if isinstance(value, dict) and isinstance(key, str):
                value = value.get(key)
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                return None
        return value


@dataclass(frozen=True, slots=True)
class Deployment:
    """A stack that was deployed: the commands that did it, its state and its outputs."""

    stack: str
    project: SandboxProject
    up: Run
    again: Run
    refresh: Run
    resources: list[Resource] = field(default_factory=list)

    def all(self, type: str) -> list[Resource]:
        """The resources of a type."""
        return [resource for resource in self.resources if resource.type == type]

    def only(self, type: str) -> Resource:
        """The one resource of a type."""
        (found,) = self.all(type)
        return found

    def named(self, type: str, name: str) -> Resource:
        """The resource of a type and logical name."""
        (found,) = (resource for resource in self.all(type) if resource.name == name)
        return found


def copy_of_project(folder: Path) -> Path:
    """The project in a folder of its own, so that its sandbox isn't the developer's: the code linked, YAML copied."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PROGRAM:
        (folder / name).symlink_to(ROOT / name)
    for file in ROOT.glob("Pulumi*.yaml"):
        shutil.copy(file, folder)
    return folder


def deploy(folder: Path, stack: str) -> Deployment:
    """Deploy a stack with the policy pack on, then run it again and refresh it."""
    project = SandboxProject(folder, stack)
    up = project.run("up", "--yes", "--skip-preview", "--policy-pack", "policies")
    assert up.code == 0, up.output
    again = project.run("up", "--yes", "--skip-preview", "--policy-pack", "policies")
    refresh = project.run("refresh", "--yes", "--skip-preview")
    return Deployment(stack, project, up, again, refresh, resources_of(project))


def resources_of(project: SandboxProject) -> list[Resource]:
    """The resources of a project's state."""
    return [_resource(state) for state in project.resources()]


def _resource(state: JsonObject) -> Resource:
    urn = str(state["urn"])
    outputs = state.get("outputs")
    return Resource(
        type=str(state["type"]),
        name=urn.rsplit("::", 1)[-1],
        urn=urn,
        id=str(state.get("id", "")),
        protect=state.get("protect") is True,
        properties=outputs if isinstance(outputs, dict) else {},
    )


@pytest.fixture(scope="session")
def fivestar(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Mapping[str, Deployment]:
    """Fivestar's stacks, deployed once for all tests: by the first worker that needs them, in a folder all see."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared if worker_id == "master" else shared.parent
    result = shared / "fivestar.pickle"
    with (shared / "fivestar.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not result.exists():
            folder = copy_of_project(shared / "fivestar")
            result.write_bytes(pickle.dumps({stack: deploy(folder, stack) for stack in (*STACKS, MANAGEMENT)}))
    deployments: Mapping[str, Deployment] = pickle.loads(result.read_bytes())  # noqa: S301 - written just above
    return deployments
