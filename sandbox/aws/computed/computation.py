"""How the rules of single resource types are declared."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties


@dataclass(frozen=True, slots=True)
class Computed:
    """What AWS computes: the id, and properties that replace those of the state; an empty id leaves it to the rules
    that hold for all types."""

    id: str
    properties: Properties = field(default_factory=dict)


Function: TypeAlias = Callable[[Creation], Computed]


@dataclass(frozen=True, slots=True)
class Computation:
    """A function and the types that it computes."""

    tokens: tuple[str, ...]
    function: Function

    def __call__(self, creation: Creation) -> Computed:
        return self.function(creation)


def computes(*tokens: str) -> Callable[[Function], Computation]:
    """Declares that a function computes these types."""
    return lambda function: Computation(tokens, function)
