"""The deployments that the engine tests share."""

import fcntl
import pickle
import shutil
from collections.abc import Iterator, Mapping
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
    """A stack that was deployed: the commands that did it and its state."""

    stack: str
    project: SandboxProject
    up: Run
    again: Run
    """A second update that compares the cloud with the state before it compares the program with it."""
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
    """Deploy a stack with the policy pack on, then update it once more with a refresh first."""
    project = SandboxProject(copy_of_project(folder), stack)
    up = project.run("up", "--yes", "--skip-preview", "--policy-pack", "policies")
    if up.code:
        return Deployment(stack, project, up, up)
    again = project.run("up", "--yes", "--skip-preview", "--refresh", "--policy-pack", "policies")
    return Deployment(stack, project, up, again, resources_of(project))


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


class Deployments(Mapping[str, Deployment]):
    """Fivestar's stacks by name, each deployed when it is first asked for, by whichever worker of the run asks first.

    Each has a folder and thereby a cloud of its own, so that two workers deploy two stacks at once.
    """

    def __init__(self, shared: Path) -> None:
        self._shared = shared
        self._known: dict[str, Deployment] = {}

    def __getitem__(self, stack: str) -> Deployment:
        if stack not in self._known:
            if stack not in list(self):
                raise KeyError(stack)
            self._known[stack] = self._deployed_once(stack)
        found = self._known[stack]
        assert found.up.code == 0, found.up.output
        return found

    def __iter__(self) -> Iterator[str]:
        return iter((*STACKS, MANAGEMENT))

    def __len__(self) -> int:
        return len(STACKS) + 1

    def _deployed_once(self, stack: str) -> Deployment:
        result = self._shared / f"{stack}.pickle"
        with (self._shared / f"{stack}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not result.exists():
                result.write_bytes(pickle.dumps(deploy(self._shared / stack, stack)))
        found: Deployment = pickle.loads(result.read_bytes())  # noqa: S301 - written just above
        return found


@pytest.fixture(scope="session")
def fivestar(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Mapping[str, Deployment]:
    """Fivestar's stacks, deployed once for all tests, in a folder that all workers see."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "fivestar"
    shared.mkdir(exist_ok=True)
    return Deployments(shared)
