"""The strategy Legacy: within each zone private subnets first, then public, then isolated ones."""

from collections.abc import Iterator, Sequence

from sandbox.awsx.network.block import ADDRESS_BITS, Block, bits_for
from sandbox.awsx.network.subnet_spec import Placement, SubnetSpec

_LARGEST = {"private": 19, "public": 20, "isolated": 24}
"""The mask of the largest subnet of a type that is made when the spec gives none."""

_CANONICAL = {"private": "Private", "public": "Public", "isolated": "Isolated"}


def place(vpc: Block, zone_count: int, specs: Sequence[SubnetSpec] | None) -> list[Placement]:
    """Ranges for the specs, zone by zone; without specs a private and a public one, all private ones first.

    Unused entries and `cidrBlocks` are not looked at.
    """
    zones = [vpc.part(bits_for(zone_count), number) for number in range(zone_count)]
    if specs is None:
        return _default(zones)
    return [placement for number, zone in enumerate(zones) for placement in _place_zone(number, zone, specs)]


def _default(zones: Sequence[Block]) -> list[Placement]:
    private = [zone.part(1, 0) for zone in zones]
    public = [block.part(0, 1).part(1, 0) for block in private]
    return [
        *(Placement(number, SubnetSpec("Private"), block) for number, block in enumerate(private)),
        *(Placement(number, SubnetSpec("Public"), block) for number, block in enumerate(public)),
    ]


def _place_zone(number: int, zone: Block, specs: Sequence[SubnetSpec]) -> Iterator[Placement]:
    spare_bits = 0 if len(specs) == 1 else 1
    start = zone
    previous = Block(zone.first - 1, ADDRESS_BITS)
    for kind, largest in _LARGEST.items():
        members = [spec for spec in specs if spec.kind == kind]
        for position, spec in enumerate(members):
            mask = spec.cidr_mask if spec.cidr_mask is not None else max(zone.mask + spare_bits, largest)
            block = start.part(mask - start.mask, position)
            if block.overlaps(previous):
                block = previous.following(mask)
            yield Placement(number, _canonical(spec), block)
            previous = block
        if members:
            start = previous.part(0, 1)


def _canonical(spec: SubnetSpec) -> SubnetSpec:
    return SubnetSpec(_CANONICAL[spec.kind], spec.name, spec.cidr_mask, spec.cidr_blocks, spec.size, spec.entry)
