"""A way in which a stack breaks a stack rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.policies.stack_mutations.changes import Change
from tests.policies.stack_mutations.deployed import DeployedStack, Named

PROD, DEV, MANAGEMENT = "fivestar/prod", "fivestar/dev", "fivestar/management"
"""Stacks of Fivestar."""


@dataclass(frozen=True, slots=True)
class Case:
    """A change of a sound stack that a policy must not let pass."""

    policy: str
    what: str
    """What the change does, as a sentence without a full stop."""
    change: Change
    at: tuple[Named, ...]
    """Every resource at which the policy must then report, and no other."""
    also: Mapping[str, str] = field(default_factory=dict)
    """Other mandatory policies that rightly see it too, with the reason."""
    of: str | DeployedStack = PROD
    """The stack: one that was deployed, or a small one for what no shipped stack has."""
    was_silent: bool = False
    """Whether the policy finds nothing of the kind to judge in the sound stack: what it is about is only then added."""
    settles: bool = False
    """Whether the rule never accuses but settles what cannot be told of a single resource: then it is undetermined."""

    def __str__(self) -> str:
        return f"{self.policy}: {self.what}"
