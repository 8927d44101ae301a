"""Stacks that tests share: deployed once, with what was said and what stands in the state."""

import fcntl
import pickle
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from tests.engine.sandbox_project import ROOT, JsonObject, Run, SandboxProject

PROGRAM = ("__main__.py", "assembly", "components", "layers", "settings", "policies", ".venv")
"""What a copy of the project shares with it."""
STACKS = ("dev", "staging", "prod")
"""The stacks that run the platform."""
MANAGEMENT = "management"
"""The stack of the organization's own account."""
JUDGED_AGAIN = frozenset({"prod", "enterprise/staging", "enterprise/production"})
"""Stacks whose second update the policies judge as well; without them it takes two seconds less of a processor.

They see the same inputs and outputs as in the first, and what they put right there would be a change here.
"""


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
    """A second update that compares the cloud with the state before it compares the program with it.

    Without the policies, but for the stacks of JUDGED_AGAIN.
    """
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
    """The project in a folder of its own, so that its sandbox is not the developer's: code linked, files copied."""
    return _copied(folder, ROOT)


def copy_of_system(folder: Path, system: str) -> Path:
    """The same for a project below `systems/`, which is YAML only; the folder of its `Pulumi.yaml`."""
    _linked(folder)
    return _copied(folder / "systems" / system, ROOT / "systems" / system, program=False)


def _copied(folder: Path, project: Path, *, program: bool = True) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if program:
        _linked(folder)
        for pattern in ("*.yaml", "policy-config*.json"):
            for file in project.glob(pattern):
                shutil.copy(file, folder)
    else:
        shutil.copytree(project, folder, ignore=shutil.ignore_patterns(".*"), dirs_exist_ok=True)
    return folder


def _linked(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in PROGRAM:
        (folder / name).symlink_to(ROOT / name)


def copy_of_deployment(deployment: Deployment, folder: Path) -> SandboxProject:
    """A deployed stack once more, with its state and cloud: what a test destroys there stays for the other tests."""
    project = deployment.project.folder
    whole = project if (project / "__main__.py").exists() else project.parents[1]
    shutil.copytree(whole, folder, symlinks=True, ignore=shutil.ignore_patterns("events-*"))
    return SandboxProject(folder / project.relative_to(whole), deployment.stack)


def deploy(project: SandboxProject, *, judged_again: bool) -> Deployment:
    """Deploy a stack with the policy pack on, then update it once more, with the pack or without, a refresh first."""
    up = project.run("up", "--yes", "--skip-preview")
    if up.code:
        return Deployment(project.stack, project, up, up)
    unchanged = project if judged_again else replace(project, environment={"SANDBOX_POLICY_PACK": "none"})
    again = unchanged.run("up", "--yes", "--skip-preview", "--refresh")
    return Deployment(project.stack, project, up, again, resources_of(project))


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
    """Deployed stacks by name, each deployed when it is first asked for, by whichever worker of the run asks first.

    Each has a folder and thereby a cloud of its own, so that two workers deploy two stacks at once.
    """

    def __init__(self, shared: Path, stacks: Mapping[str, Callable[[Path], SandboxProject]]) -> None:
        """stacks: by name, what makes the project of a stack in an empty folder."""
        self._shared = shared
        self._stacks = stacks
        self._known: dict[str, Deployment] = {}

    def __getitem__(self, name: str) -> Deployment:
        if name not in self._known:
            self._known[name] = self._deployed_once(name, self._stacks[name])
        found = self._known[name]
        assert found.up.code == 0, found.up.output
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._stacks)

    def __len__(self) -> int:
        return len(self._stacks)

    def _deployed_once(self, name: str, project_in: Callable[[Path], SandboxProject]) -> Deployment:
        folder = self._shared / name
        result = folder.with_suffix(".pickle")
        result.parent.mkdir(parents=True, exist_ok=True)
        with folder.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not result.exists():
                result.write_bytes(pickle.dumps(deploy(project_in(folder), judged_again=name in JUDGED_AGAIN)))
        found: Deployment = pickle.loads(result.read_bytes())  # noqa: S301 - written just above
        return found


def fivestar_stacks() -> Mapping[str, Callable[[Path], SandboxProject]]:
    """Fivestar's stacks."""
    return {stack: partial(_fivestar, stack) for stack in (*STACKS, MANAGEMENT)}


def system_stacks() -> Mapping[str, Callable[[Path], SandboxProject]]:
    """The stacks of the projects below `systems/`, as `realserv/prod`."""
    files = sorted((ROOT / "systems").glob("*/Pulumi.*.yaml"))
    named = [(file.parent.name, file.name.split(".")[1]) for file in files]
    return {f"{system}/{stack}": partial(_system, system, stack) for system, stack in named}


def _fivestar(stack: str, folder: Path) -> SandboxProject:
    return SandboxProject(copy_of_project(folder), stack)


def _system(system: str, stack: str, folder: Path) -> SandboxProject:
    return SandboxProject(copy_of_system(folder, system), stack)
