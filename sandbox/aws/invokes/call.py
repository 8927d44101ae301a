"""What a function call knows of its surroundings, and how an answer says that it cannot be given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.model import Cloud, Deployed, Place
from sandbox.aws.scope import visible
from sandbox.schema import Index
from sandbox.values import Properties, Value


class NotSupported(Exception):  # noqa: N818 - a limit of the sandbox, told apart from AWS's own errors
    """The sandbox cannot answer this call; the text is one sentence for the user that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function call: where it is made, what exists there, and the default tags of the provider that is asked."""

    place: Place
    cloud: Cloud
    index: Index
    preview: bool = False
    default_tags: Mapping[str, Value] = field(default_factory=dict)

    def in_region(self, region: str) -> "Call":
        """The same call made in another region of the account."""
        if region == self.place.region:
            return self
        place = Place(region, self.place.account)
        return replace(self, place=place, cloud=RegionalCloud(self.cloud, place))


@dataclass(frozen=True, slots=True)
class RegionalCloud:
    """A cloud seen from another region of the same account."""

    cloud: Cloud
    place: Place

    def find(self, type: str, id: str) -> Deployed | None:
        """The resource of this type and id in the region, or None."""
        return next((found for found in self.all(type) if found.id == id), None)

    def all(self, *types: str) -> list[Deployed]:
        """All resources of these types in the region."""
        return [found for found in self.cloud.everywhere(*types) if visible(found, self.place)]

    def everywhere(self, *types: str) -> list[Deployed]:
        """The same in all accounts and regions."""
        return self.cloud.everywhere(*types)

    def where(self, type: str, **properties: Value) -> list[Deployed]:
        """Resources of a type in the region whose properties have these values."""
        return [
            found
            for found in self.all(type)
            if all(found.properties.get(name) == value for name, value in properties.items())
        ]


Answer: TypeAlias = Callable[[Arguments, Call], Properties]


class FunctionTable:
    """The functions that one module answers, by token."""

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}

    def answers(self, *tokens: str) -> Callable[[Answer], Answer]:
        """Registers the decorated answer for these tokens."""

        def register(answer: Answer) -> Answer:
            for token in tokens:
                self._answers[token] = answer
            return answer

        return register

    def get(self, token: str) -> Answer | None:
        """The answer for a token, None when this module has none."""
        return self._answers.get(token)

    def tokens(self) -> frozenset[str]:
        """Every token that this module answers."""
        return frozenset(self._answers)
