"""A deployed stack as policies see it, and the same stack after a change.

The engine hands the inputs of a resource to rules about single resources. To stack rules it hands the outputs, the
resources that each property depends on, and the provider.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from pulumi.runtime.proto import analyzer_pb2

from policies.environment import Environment
from policies.resource_types import canonical
from tests.policies.harness import Json, Resource, struct_of
from tests.policies.mutation import JsonObject, revealed

Properties = Mapping[str, Json]


class Named(NamedTuple):
    """A resource by its canonical type and its logical name."""

    type: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One resource of a deployed stack. Two are the same only if they are one object."""

    urn: str
    type: str
    """As the program spells it."""
    inputs: Properties
    outputs: Properties
    links: Mapping[str, tuple[str, ...]]
    """URNs on which each property depends."""
    provider: str
    """URN; empty for components and providers."""
    parent: str
    protect: bool

    @property
    def named(self) -> Named:
        """Its type and name."""
        return Named(canonical(self.type), self.urn.rsplit("::", 1)[-1])


@dataclass(frozen=True, slots=True)
class DeployedStack:
    """The resources of a stack in the engine's order. Changes make another stack."""

    pieces: tuple[Piece, ...]
    config: Mapping[str, str]
    """The stack's configuration, objects as JSON."""
    environment: Environment

    def at(self, named: Named) -> Piece:
        """The one resource of a type and name. Raises LookupError without it."""
        found = [piece for piece in self.pieces if piece.named == named]
        if len(found) != 1:
            raise LookupError(f"{len(found)} resources are {named.type} {named.name}")
        return found[0]

    def with_(self, pieces: Iterable[Piece]) -> "DeployedStack":
        """The stack with other resources."""
        return replace(self, pieces=tuple(pieces))

    def swapped(self, old: Piece, new: Piece) -> "DeployedStack":
        """The stack with one resource in the place of another."""
        return self.with_(new if piece is old else piece for piece in self.pieces)


def deployed_stack(
    states: Sequence[JsonObject], config: Mapping[str, object], environment: Environment
) -> DeployedStack:
    """A stack from its exported state and the configuration in its stack file."""
    texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}
    return DeployedStack(tuple(_of_state(state) for state in states), texts, environment)


def _of_state(state: JsonObject) -> Piece:
    links = cast("Mapping[str, Sequence[str] | None]", state.get("propertyDependencies") or {})
    return Piece(
        urn=str(state["urn"]),
        type=str(state["type"]),
        inputs=cast("Properties", revealed(state.get("inputs") or {})),
        outputs=cast("Properties", revealed(state.get("outputs") or {})),
        links={path: tuple(urns or ()) for path, urns in links.items()},
        provider=str(state.get("provider") or "").rpartition("::")[0],
        parent=str(state.get("parent") or ""),
        protect=state.get("protect") is True,
    )


def small_stack(*resources: Resource) -> DeployedStack:
    """A stack of a few resources in prod, for what no shipped stack has."""
    return DeployedStack(tuple(piece_of(resource) for resource in resources), {}, Environment.PROD)


def piece_of(resource: Resource) -> Piece:
    """A resource that a test describes."""
    links = {path: tuple(target.urn for target in targets) for path, targets in resource.depends.items()}
    parent = resource.parent.urn if resource.parent else ""
    provider = resource.provider.urn if resource.provider else ""
    properties = resource.properties
    return Piece(resource.urn, resource.type, properties, properties, links, provider, parent, resource.protect)


def messages_of(pieces: Iterable[Piece], providers: Mapping[str, Piece]) -> Iterable[analyzer_pb2.AnalyzerResource]:
    """The resources as the engine hands them to `AnalyzeStack`."""
    for piece in pieces:
        message = analyzer_pb2.AnalyzerResource(
            type=piece.type,
            name=piece.named.name,
            urn=piece.urn,
            properties=struct_of(piece.outputs),
            parent=piece.parent,
        )
        for path, urns in piece.links.items():
            message.propertyDependencies[path].urns.extend(urns)
        if piece.provider in providers:
            message.provider.CopyFrom(_provider_message(providers[piece.provider]))
        yield message


def _provider_message(provider: Piece) -> analyzer_pb2.AnalyzerProviderResource:
    return analyzer_pb2.AnalyzerProviderResource(
        type=provider.type, name=provider.named.name, urn=provider.urn, properties=struct_of(provider.inputs)
    )
