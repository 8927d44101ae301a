"""All resources of a stack, and how one leads to another although their ids may not be known yet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from policies.platform_settings import PlatformSettings
from policies.properties import UNKNOWN, Properties

STACK = "pulumi:pulumi:Stack"
"""Type of the stack itself: the subject of a rule about the stack as a whole."""

EVERY = "*"
"""Stands for every type: the subjects of a rule about all resources, components and the stack itself included."""

_IDENTITIES = ("id", "arn", "name", "bucket", "identifier", "clusterIdentifier")

ReadProperties: TypeAlias = Callable[[], Properties]


class StackResource:
    """A resource with its outputs (at preview: its inputs and what is known of the outputs)."""

    def __init__(
        self,
        urn: str,
        resource_type: str,
        name: str,
        read: ReadProperties,
        property_dependencies: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.urn = urn
        self.type = resource_type
        """Canonical type."""
        self.name = name
        self.property_dependencies = property_dependencies
        """URNs on which each property depends."""
        self._read = read

    @cached_property
    def properties(self) -> Properties:
        """The outputs, read when first asked for."""
        return self._read()

    @cached_property
    def identities(self) -> frozenset[str]:
        """The known values by which other resources may refer to this one."""
        known = (self.properties.text(path) for path in _IDENTITIES)
        return frozenset(value for value in known if isinstance(value, str))


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
    """The resources of a stack, indexed."""

    def __init__(self, resources: Iterable[StackResource], settings: PlatformSettings | None = None) -> None:
        self.settings = settings or PlatformSettings()
        """What the stack's own settings say."""
        self._by_urn = {resource.urn: resource for resource in resources}
        self._by_type: dict[str, list[StackResource]] = {}
        for resource in self._by_urn.values():
            self._by_type.setdefault(resource.type, []).append(resource)

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

        Known values are compared with known ids, ARNs and names. For values not known yet, the engine says on which
        resources the property depends; that decides unless it names more resources than the property has values.
        """
        values = origin.properties.texts(path)
        if values is UNKNOWN:
            return self._by_dependency(origin, path, types, hidden=None)
        known = {value for value in values if value is not UNKNOWN}
        targets = tuple(found for found in self.of_type(*types) if found.identities & known)
        named = frozenset().union(*(found.identities for found in targets))
        outside = tuple(sorted(known - named))
        hidden = sum(1 for value in values if value is UNKNOWN)
        if not hidden:
            return Linked(targets, outside)
        by_dependency = self._by_dependency(origin, path, types, hidden=len(values))
        every = tuple({found.urn: found for found in (*targets, *by_dependency.targets)}.values())
        return Linked(every, outside, by_dependency.undetermined)

    def leading_to(self, target: StackResource, origin_type: str, path: str) -> Linked:
        """The resources of a type whose property leads to the target."""
        targets, undetermined = [], False
        for origin in self.of_type(origin_type):
            link = self.linked(origin, path, target.type)
            if target in link.targets:
                targets.append(origin)
            undetermined = undetermined or link.undetermined
        return Linked(tuple(targets), undetermined=undetermined)

    def _by_dependency(self, origin: StackResource, path: str, types: tuple[str, ...], hidden: int | None) -> Linked:
        """Targets by the engine's record of dependencies; `hidden` is how many values there are, None if unknown."""
        urns = origin.property_dependencies.get(path.split(".")[0].split("[")[0], ())
        found = tuple(
            resource for resource in (self._by_urn.get(urn) for urn in urns) if resource and resource.type in types
        )
        if not found or (hidden is not None and len(found) > hidden):
            return Linked((), undetermined=True)
        return Linked(found)
