"""A cloud in memory and the requests that rules are asked with, for the tests of AWS's rules."""

from dataclasses import dataclass, field

from sandbox.aws.model import Deployed, Place, Request
from sandbox.values import Properties, Value

PLACE = Place("ap-south-1", "123456789014")


@dataclass
class MemoryCloud:
    """A cloud of what a test puts into it."""

    resources: list[Deployed] = field(default_factory=list)

    def having(self, type: str, id: str, place: Place = PLACE, /, **properties: Value) -> Deployed:
        """Put a resource into the cloud."""
        deployed = Deployed(type, id, place, properties, seed=id, name=id)
        self.resources.append(deployed)
        return deployed

    def find(self, type: str, id: str) -> Deployed | None:
        return next((found for found in self.all(type) if found.id == id), None)

    def all(self, *types: str) -> list[Deployed]:
        return [found for found in self.everywhere(*types) if found.place.account == PLACE.account]

    def everywhere(self, *types: str) -> list[Deployed]:
        return [found for found in self.resources if not types or found.type in types]

    def where(self, type: str, **properties: Value) -> list[Deployed]:
        wanted = properties.items()
        return [found for found in self.all(type) if all(found.properties.get(key) == value for key, value in wanted)]


def asked(
    type: str,
    inputs: Properties,
    cloud: MemoryCloud | None = None,
    current: Deployed | None = None,
    preview: bool = False,
    region: str = PLACE.region,
) -> Request:
    """A request for a resource of this type with these inputs."""
    place = Place(region, PLACE.account)
    return Request(type, "it", inputs, place, cloud or MemoryCloud(), "seed", current, preview=preview)
