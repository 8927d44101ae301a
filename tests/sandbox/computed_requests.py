"""Clouds and requests for the tests of computed states."""

from collections.abc import Mapping

from sandbox.aws.computed import compute
from sandbox.aws.model import Cloud, Deployed, Place, Request
from sandbox.schema import Index
from sandbox.values import Properties, Value

PLACE = Place("ap-south-1", "123456789012")


class NothingDeployed:
    """An empty account."""

    def find(self, type: str, id: str) -> Deployed | None:
        return None

    def all(self, *types: str) -> list[Deployed]:
        return []

    def everywhere(self, *types: str) -> list[Deployed]:
        return []

    def where(self, type: str, **properties: Value) -> list[Deployed]:
        return []


class DeployedList:
    """An account with these resources."""

    def __init__(self, *resources: Deployed) -> None:
        self._resources = resources

    def find(self, type: str, id: str) -> Deployed | None:
        return next((found for found in self.all(type) if found.id == id), None)

    def all(self, *types: str) -> list[Deployed]:
        return [found for found in self._resources if not types or found.type in types]

    def everywhere(self, *types: str) -> list[Deployed]:
        return self.all(*types)

    def where(self, type: str, **properties: Value) -> list[Deployed]:
        wanted = properties.items()
        return [found for found in self.all(type) if all(found.get(name) == value for name, value in wanted)]


def deploy(
    index: Index,
    token: str,
    inputs: Properties,
    *others: Deployed,
    place: Place = PLACE,
    seed: str = "seed",
    current: Deployed | None = None,
    tags: Mapping[str, Value] | None = None,
) -> Deployed:
    """The resource of the type as it is after it was created, or updated where `current` is given."""
    resource = index.resource(token)
    assert resource is not None, token
    cloud: Cloud = DeployedList(*others)
    request = Request(token, "thing", inputs, place, cloud, seed, current=current, tags=tags or {})
    id, state = compute(request, resource, index)
    return Deployed(token, id, place, state, seed, "thing")
