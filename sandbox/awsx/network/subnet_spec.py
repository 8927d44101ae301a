"""One entry of `subnetSpecs`, and where it comes to lie."""

from dataclasses import dataclass
from typing import NamedTuple

from sandbox.awsx.network.block import Block

UNUSED = "Unused"
TYPES = ("Public", "Private", "Isolated", UNUSED)


@dataclass(frozen=True, slots=True)
class SubnetSpec:
    """What is wanted once per availability zone.

    `type` is spelled as the program gave it. `entry` is the position in the program's list, None for a spec that a
    strategy added.
    """

    type: str
    name: str | None = None
    cidr_mask: int | None = None
    cidr_blocks: tuple[str, ...] | None = None
    size: int | None = None
    entry: int | None = None

    @property
    def kind(self) -> str:
        """The type in lower case, which is how awsx compares types."""
        return self.type.lower()

    @property
    def label(self) -> str:
        """The middle part of the subnets' names."""
        return self.name if self.name is not None else self.kind


class Placement(NamedTuple):
    """A spec's range in one zone, which is counted from 0."""

    zone: int
    spec: SubnetSpec
    block: Block
