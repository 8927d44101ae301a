"""Calls of functions against a cloud file, as the provider's server makes them."""

from dataclasses import dataclass, field
from pathlib import Path

from sandbox.aws.invokes import Call, invoke
from sandbox.aws.model import Deployed, Place
from sandbox.aws.store import Record, Store
from sandbox.schema import Index
from sandbox.values import Properties, Value

MUMBAI = Place("ap-south-1", "123456789012")


@dataclass
class Account:
    """An account with a cloud file, and how many resources were put there."""

    index: Index
    store: Store
    place: Place = MUMBAI
    default_tags: dict[str, Value] = field(default_factory=dict)

    def deploy(self, type: str, id: str, state: Properties, place: Place | None = None) -> Deployed:
        """Puts a resource into the cloud file."""
        deployed = Deployed(type, id, place or self.place, state, seed=id)
        self.store.put(Record(deployed, f"urn:{id}", state), new=False)
        return deployed

    def ask(self, function: str, /, **arguments: Value) -> Properties:
        """The result of a function named like `ec2/getVpc`."""
        module, name = function.split("/")
        call = Call(self.place, self.store.at(self.place), self.index, default_tags=self.default_tags)
        return invoke(f"aws:{module}/{name}:{name}", arguments, call)


def account(index: Index, folder: Path, place: Place = MUMBAI) -> Account:
    """An account in which nothing is deployed yet."""
    return Account(index, Store(folder / "cloud.sqlite", None), place)
