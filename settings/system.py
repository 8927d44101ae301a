"""Which system this is, and in which environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from settings.errors import Mistake
from settings.section import FrozenMap, Rule, Section
from settings.types import Slug, TagKey, TagValue

Environment = Literal["dev", "staging", "prod", "management"]

REQUIRED_TAGS = ("Project", "Owner")
OWN_TAGS = ("Environment", "ManagedBy")


def _names_project_and_owner(system: System) -> Iterator[Mistake]:
    for tag in REQUIRED_TAGS:
        if tag not in system.tags:
            yield Mistake(
                ("tags", tag), "nothing", f"a value for the tag {tag}", f"Add {tag}: … to platform:system.tags."
            )


def _leaves_own_tags_alone(system: System) -> Iterator[Mistake]:
    for tag in OWN_TAGS:
        if tag in system.tags:
            yield Mistake(("tags", tag), "a value", f"no tag {tag}: the program sets it itself", f"Remove {tag}.")


class System(Section):
    """Names the system and the environment; both are part of most physical names."""

    rules: ClassVar[tuple[Rule, ...]] = (_names_project_and_owner, _leaves_own_tags_alone)

    name: Slug
    """Short name of the system, such as fivestar."""
    environment: Environment
    """dev, staging, prod, or management for the account that holds organization and billing."""
    tags: FrozenMap[TagKey, TagValue]
    """Tags of every resource; Project and Owner are required, Environment and ManagedBy are added."""

    @property
    def prefix(self) -> str:
        """Environment and name, with which most physical names start: dev-fivestar."""
        return f"{self.environment}-{self.name}"

    @property
    def is_production(self) -> bool:
        """Whether this stack serves customers."""
        return self.environment == "prod"

    @property
    def all_tags(self) -> Mapping[str, str]:
        """The given tags with Environment and ManagedBy."""
        return {**self.tags_of_every_stack, "Environment": self.environment}

    @property
    def tags_of_every_stack(self) -> Mapping[str, str]:
        """The tags that everything of the system has in every environment: the given ones with ManagedBy."""
        return {**self.tags, "ManagedBy": "Pulumi"}
