"""A resource while its state is being computed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from sandbox.aws.model import Deployed, Generator, Place, Request
from sandbox.aws.regions import Region, region_named
from sandbox.schema import Index, ResourceType
from sandbox.values import Properties, Value, same

_FIRST_MOMENT: Final = datetime(2026, 1, 1, tzinfo=UTC)
_MOMENTS: Final = 180 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Creation:
    """What is known of a resource while its state is computed.

    `state` starts as the inputs and documented defaults and ends as the whole state.
    """

    request: Request
    resource: ResourceType
    index: Index
    state: Properties = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where the resource lives: its own `region` where that is given, else the request's."""
        region = self.request.inputs.get("region")
        if isinstance(region, str) and region and "region" in self.resource.inputs:
            return Place(region, self.request.place.account)
        return self.request.place

    @property
    def account(self) -> str:
        """The 12 digits of the account."""
        return self.request.place.account

    @property
    def region(self) -> str:
        """The name of the region."""
        return self.place.region

    @property
    def facts(self) -> Region:
        """Zones and hosted zones of the region."""
        return region_named(self.place.region)

    @property
    def random(self) -> Generator:
        """Identifiers derived from the resource's seed."""
        return self.request.random

    @property
    def current(self) -> Mapping[str, Value]:
        """The state before an update; empty at a creation."""
        return self.request.current.properties if self.request.current is not None else {}

    @property
    def inputs(self) -> Properties:
        """The checked inputs."""
        return self.request.inputs

    def arn(self, service: str, resource: str, *, region: str | None = None, account: str | None = None) -> str:
        """An ARN in the resource's place."""
        return self.place.arn(service, resource, region=region, account=account)

    def text(self, name: str, default: str = "") -> str:
        """A property of the state as text; the default when it is absent, empty or not known yet."""
        value = self.state.get(name)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        return default

    def number(self, name: str, default: int = 0) -> int:
        """A property of the state as a whole number; the default when it is absent or not a number."""
        value = self.state.get(name)
        if isinstance(value, bool):
            return default
        if isinstance(value, int | float):
            return int(value)
        return int(value) if isinstance(value, str) and value.isdigit() else default

    def flag(self, name: str, default: bool = False) -> bool:
        """A property of the state as a boolean."""
        value = self.state.get(name)
        if isinstance(value, str):
            return value.lower() == "true"
        return value if isinstance(value, bool) else default

    def texts(self, name: str) -> list[str]:
        """A property of the state as a list of text; empty when it is absent."""
        value = self.state.get(name)
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

    def objects(self, name: str) -> list[Properties]:
        """A property of the state as a list of objects; one object counts as a list of it, none as an empty one."""
        value = self.state.get(name)
        if isinstance(value, dict):
            return [value]
        return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []

    def document(self, name: str) -> Properties:
        """A JSON property of the state, parsed; empty when it is absent or isn't a JSON object."""
        value = self.state.get(name)
        if isinstance(value, dict):
            return value
        try:
            parsed = json.loads(value) if isinstance(value, str) else {}
        except ValueError:
            return {}
        return parsed if isinstance(parsed, dict) else {}

    def name(self, default_property: str = "name") -> str:
        """The physical name: the property where it is given, else one made of the logical name."""
        given = self.text(default_property)
        return given or f"{self.request.name or self.resource.class_name.lower()}-{self.random.hex(7, 'name')}"

    def prefixed(self, prefix: str, label: str = "") -> str:
        """An EC2-style identifier: the prefix and 17 hexadecimal digits."""
        return f"{prefix}-0{self.random.hex(16, label or prefix)}"

    def shared(self, label: str) -> Generator:
        """Identifiers that everything in the account and region shares, such as the domain of its databases."""
        return Generator(f"{self.account}/{self.region}/{label}")

    def moment(self, label: str = "created") -> datetime:
        """A moment derived from the seed, the same whenever it is asked for; "created" comes before all others."""
        seconds = int(self.random.digits(9, "created")) % _MOMENTS
        later = 0 if label == "created" else 1 + int(self.random.digits(2, label))
        return _FIRST_MOMENT + timedelta(seconds=seconds + later)

    def time(self, label: str = "created") -> str:
        """A moment as RFC 3339 text with seconds, such as `2026-03-14T09:26:53Z`."""
        return self.moment(label).strftime("%Y-%m-%dT%H:%M:%SZ")

    def find(self, type: str, id: str) -> Deployed | None:
        """Another resource of the cloud; None where the id is empty."""
        return self.request.cloud.find(type, id) if id else None

    def changed(self, *names: str) -> bool:
        """Whether an update changes one of these inputs; any input where none is named. False at a creation."""
        if self.request.current is None:
            return False
        before = self.request.current.properties
        return any(not _holds(before.get(name), self.request.inputs.get(name)) for name in names or self.request.inputs)

    def token(self, name: str, *causes: str) -> str:
        """A UUID that changes whenever a causing input (any where none is named) does, as lock tokens do."""
        before = self.current.get(name)
        if isinstance(before, str) and before and not self.changed(*causes):
            return before
        return self.random.uuid(f"{name}/{before or ''}")

    def etag(self, name: str = "etag") -> str:
        """An entity tag of CloudFront, another one after every change."""
        before = self.current.get(name)
        if isinstance(before, str) and before and not self.changed():
            return before
        return "E" + self.random.upper(13, f"{name}/{before or ''}")

    def merged(self, name: str, standard: Properties) -> Properties:
        """An object of the inputs over AWS's standard values for it."""
        given = self.state.get(name)
        if not isinstance(given, dict):
            return standard
        return {**standard, **{key: value for key, value in given.items() if value is not None}}

    def promised(self, properties: Properties) -> Properties:
        """Those of the properties that the type's state has."""
        return {key: value for key, value in properties.items() if key in self.resource.outputs}

    def count(self, name: str, *causes: str) -> int:
        """A version number: 1 at creation, one more when a causing input (any where none is named) changes."""
        before = self.current.get(name)
        if isinstance(before, str) and before.isdigit():
            before = int(before)
        if isinstance(before, bool) or not isinstance(before, int | float):
            return 1
        return int(before) + (1 if self.changed(*causes) else 0)


def _holds(state: Value, given: Value) -> bool:
    """Whether a state says what is given; it may say more, where AWS completed what was given."""
    if given is None:
        return True
    if isinstance(given, dict) and isinstance(state, dict):
        return all(_holds(state.get(key), value) for key, value in given.items())
    if isinstance(given, list) and isinstance(state, list):
        return len(given) == len(state) and all(_holds(*pair) for pair in zip(state, given, strict=True))
    return same(state, given)
