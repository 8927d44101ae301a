"""All resources of a stack, and how one leads to another although their ids may not be known yet."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias, TypeVar, cast

from policies.platform_settings import PlatformSettings
from policies.properties import UNKNOWN, Properties, Unknown

STACK = "pulumi:pulumi:Stack"
"""Type of the stack itself: the subject of a rule about the stack as a whole."""

EVERY = "*"
"""Stands for every type: the subjects of a rule about all resources, components and the stack itself included."""

_IDENTITIES = (
    "id",
    "arn",
    "arnSuffix",
    "bucket",
    "clusterIdentifier",
    "dnsName",
    "identifier",
    "name",
    "replicationGroupId",
    "repositoryUrl",
    "url",
)

ReadProperties: TypeAlias = Callable[[], Properties]

Derived = TypeVar("Derived")

_EACH = "[*]"


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider that makes a resource."""

    urn: str
    name: str
    properties: Properties
    """Its configuration; lists and objects are JSON text, as the engine keeps them."""


class StackResource:
    """A resource with its outputs (at preview: its inputs and what is known of the outputs)."""

    def __init__(
        self,
        urn: str,
        resource_type: str,
        name: str,
        read: ReadProperties,
        property_dependencies: Mapping[str, tuple[str, ...]],
        provider: Provider | None = None,
    ) -> None:
        self.urn = urn
        self.type = resource_type
        """Canonical type."""
        self.name = name
        self.property_dependencies = property_dependencies
        """URNs on which each property depends."""
        self.provider = provider
        """None for components."""
        self._read = read

    @cached_property
    def properties(self) -> Properties:
        """The outputs, read when first asked for."""
        return self._read()

    @cached_property
    def identities(self) -> frozenset[str]:
        """The known values by which other resources may refer to this one.

        The engine hands no id over; in most cases it is the end of the ARN (`…:vpc/vpc-0a1b`).
        """
        known = {value for path in _IDENTITIES if isinstance(value := self.properties.text(path), str)}
        arn = self.properties.text("arn")
        if isinstance(arn, str):
            known.add(re.split(r"[/:]", arn)[-1])
        return frozenset(known)


@dataclass(frozen=True, slots=True)
class Linked:
    """Where a property leads."""

    targets: tuple[StackResource, ...]
    """Resources of the stack."""
    outside: tuple[str, ...] = ()
    """Known values that name nothing in the stack."""
    undetermined: bool = False
    """Whether there may be targets that cannot be told yet."""


class Stack:
    """The resources of a stack, indexed. Links are followed once and remembered."""

    def __init__(self, resources: Iterable[StackResource], settings: PlatformSettings | None = None) -> None:
        self.settings = settings or PlatformSettings()
        """What the stack's own settings say."""
        self._by_urn = {resource.urn: resource for resource in resources}
        self._by_type: dict[str, list[StackResource]] = {}
        for resource in self._by_urn.values():
            self._by_type.setdefault(resource.type, []).append(resource)
        self._by_identity: dict[str, dict[str, list[StackResource]]] = {}
        self._links: dict[tuple[str, str, tuple[str, ...]], Linked] = {}
        self._origins: dict[tuple[str, str, str], _Origins] = {}
        self._derived: dict[object, object] = {}

    def __len__(self) -> int:
        """How many resources there are."""
        return len(self._by_urn)

    def of_type(self, *types: str) -> tuple[StackResource, ...]:
        """Resources of the given canonical types, or of every type."""
        if EVERY in types:
            return tuple(self._by_urn.values())
        return tuple(resource for found in types for resource in self._by_type.get(found, ()))

    def at(self, urn: str) -> StackResource | None:
        """The resource with a URN."""
        return self._by_urn.get(urn)

    def linked(self, origin: StackResource, path: str, *types: str) -> Linked:
        """The resources of the given types to which a property (an id, an ARN, a name or a list of them) leads.

        `loadBalancers[*].targetGroupArn` names the property in each object of a list. Known values are compared with
        known ids, ARNs and names. For values not known yet, the engine says on which resources the property depends;
        that decides unless it names more resources than the property has values.
        """
        key = (origin.urn, path, types)
        if key not in self._links:
            self._links[key] = self._follow(origin, path, types)
        return self._links[key]

    def leading_to(self, target: StackResource, origin_type: str, path: str) -> Linked:
        """The resources of a type whose property leads to the target."""
        key = (origin_type, path, target.type)
        if key not in self._origins:
            self._origins[key] = self._origins_of(*key)
        origins = self._origins[key]
        return Linked(origins.by_target.get(target.urn, ()), undetermined=origins.undetermined)

    def depends(self, origin: StackResource, path: str, *types: str) -> tuple[StackResource, ...]:
        """The resources of the given types on which the property at the top of a path depends."""
        urns = origin.property_dependencies.get(path.split(".")[0].split("[")[0], ())
        found = (self._by_urn.get(urn) for urn in urns)
        return tuple(resource for resource in found if resource and (EVERY in types or resource.type in types))

    def once(self, build: Callable[["Stack"], Derived]) -> Derived:
        """What a function of the whole stack gives, computed when first asked for."""
        if build not in self._derived:
            self._derived[build] = build(self)
        return cast(Derived, self._derived[build])

    def _follow(self, origin: StackResource, path: str, types: tuple[str, ...]) -> Linked:
        values = _values(origin.properties, path)
        if values is UNKNOWN:
            found = self.depends(origin, path, *types)
            return Linked(found, undetermined=not found)
        known = {value for value in values if value is not UNKNOWN}
        targets = {found.urn: found for value in known for found in self._identified(value, types)}
        named = frozenset().union(*(found.identities for found in targets.values()))
        outside = tuple(sorted(known - named))
        hidden = sum(1 for value in values if value is UNKNOWN)
        depended = self.depends(origin, path, *types)
        others = tuple(found for found in depended if found.urn not in targets)
        if hidden:
            every = (*targets.values(), *others)
            sure = bool(depended) and len(every) <= len(values)
            return Linked(every if sure else tuple(targets.values()), outside, not sure)
        if outside and others:
            if len(others) <= len(outside):
                return Linked((*targets.values(), *others), outside[len(others) :])
            if any(not isinstance(found.properties.text("arn"), str) for found in others):
                return Linked(tuple(targets.values()), undetermined=True)
        return Linked(tuple(targets.values()), outside)

    def _identified(self, value: str, types: tuple[str, ...]) -> Iterator[StackResource]:
        for found in types:
            if found not in self._by_identity:
                index: dict[str, list[StackResource]] = {}
                for resource in self.of_type(found):
                    for identity in resource.identities:
                        index.setdefault(identity, []).append(resource)
                self._by_identity[found] = index
            yield from self._by_identity[found].get(value, ())

    def _origins_of(self, origin_type: str, path: str, target_type: str) -> "_Origins":
        by_target: dict[str, tuple[StackResource, ...]] = {}
        undetermined = False
        for origin in self.of_type(origin_type):
            link = self.linked(origin, path, target_type)
            undetermined = undetermined or link.undetermined
            for target in link.targets:
                by_target[target.urn] = (*by_target.get(target.urn, ()), origin)
        return _Origins(by_target, undetermined)


@dataclass(frozen=True, slots=True)
class _Origins:
    by_target: Mapping[str, tuple[StackResource, ...]]
    undetermined: bool


def _values(properties: Properties, path: str) -> tuple[str | Unknown, ...] | Unknown:
    """The texts at a path; those of each object of a list where the path says `[*]`."""
    head, each, tail = path.partition(_EACH)
    if not each:
        return properties.texts(path)
    items = properties.items(head)
    if items is UNKNOWN:
        return UNKNOWN
    values: list[str | Unknown] = []
    for item in items:
        found = UNKNOWN if item is UNKNOWN else _values(item, tail.removeprefix("."))
        values.extend((UNKNOWN,) if found is UNKNOWN else found)
    return tuple(values)
