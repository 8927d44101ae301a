"""The strategies Auto, AutoMerge and Exact: the VPC in equal parts, one per zone, filled in the order of the specs."""

from collections.abc import Iterator, Sequence

from sandbox.awsx.input_error import InputError
from sandbox.awsx.network.block import ADDRESS_BITS, Block, bits_for, parse_block
from sandbox.awsx.network.spec_rules import repeated_name_mistake
from sandbox.awsx.network.subnet_spec import Placement, SubnetSpec

DEFAULT_TYPES = ("Private", "Public")

_SMALLEST_ZONE_MASK = 26
"""Default subnets need at least this much of a zone, so that the smaller one is still a /28."""

_LARGEST_ZONE_MASK = 16
"""Default subnets use no more than this much of a zone."""


def place(vpc: Block, zone_count: int, specs: Sequence[SubnetSpec] | None, zone_mask: int | None) -> list[Placement]:
    """Ranges for the specs (the default ones when there are none), zone by zone."""
    part = Block(vpc.first, _zone_mask(vpc, zone_count, zone_mask)).aligned()
    wanted = default_specs(part.mask) if specs is None else specs
    masks = _masks(part, wanted)
    return list(_fill(part, zone_count, wanted, masks))


def place_merged(
    vpc: Block, zone_count: int, specs: Sequence[SubnetSpec] | None, zone_mask: int | None
) -> list[Placement]:
    """Ranges for the default specs, those of them that the program replaces, and the program's further ones."""
    defaults = default_specs(_zone_mask(vpc, zone_count, zone_mask))
    return place(vpc, zone_count, merge_with_defaults(specs or (), defaults), zone_mask)


def place_explicit(zone_count: int, specs: Sequence[SubnetSpec]) -> list[Placement]:
    """The ranges that the specs list, zone by zone."""
    return [
        Placement(zone, spec, parse_block(spec.cidr_blocks[zone], f"subnetSpecs[{spec.entry}].cidrBlocks[{zone}]"))
        for zone in range(zone_count)
        for spec in specs
        if spec.cidr_blocks is not None
    ]


def default_specs(zone_mask: int) -> tuple[SubnetSpec, ...]:
    """A private subnet of half a zone and a public one of a quarter, at most a /17 and a /18."""
    if zone_mask > _SMALLEST_ZONE_MASK:
        raise InputError(
            f"The default subnets need at least a /{_SMALLEST_ZONE_MASK} per availability zone, but only a "
            f"/{zone_mask} is left for each; enlarge cidrBlock or describe smaller subnets in subnetSpecs."
        )
    mask = max(zone_mask, _LARGEST_ZONE_MASK)
    return tuple(SubnetSpec(kind, cidr_mask=mask + number + 1) for number, kind in enumerate(DEFAULT_TYPES))


def merge_with_defaults(specs: Sequence[SubnetSpec], defaults: Sequence[SubnetSpec]) -> tuple[SubnetSpec, ...]:
    """The defaults, each replaced by the program's unnamed spec of its type, then the program's other specs.

    A replacing spec brings its own mask, or none: then it is sized like any spec without a mask.
    """
    default_kinds = {spec.kind for spec in defaults}
    replacing: dict[str, SubnetSpec] = {}
    further: list[SubnetSpec] = []
    for spec in specs:
        if spec.name is not None or spec.kind not in default_kinds:
            further.append(spec)
        elif spec.kind in replacing:
            raise InputError(repeated_name_mistake(spec.kind))
        else:
            replacing[spec.kind] = spec
    return (*(replacing.get(spec.kind, spec) for spec in defaults), *further)


def bare_defaults() -> tuple[SubnetSpec, ...]:
    """The default specs before the size of the VPC is known."""
    return tuple(SubnetSpec(kind) for kind in DEFAULT_TYPES)


def refuse_merged_ranges(specs: Sequence[SubnetSpec]) -> None:
    """AutoMerge sizes subnets itself: it refuses `cidrBlocks`."""
    for spec in specs:
        if spec.cidr_blocks is not None:
            raise InputError(
                f"subnetSpecs[{spec.entry}].cidrBlocks can't be used with subnetStrategy 'AutoMerge'; "
                "use 'Auto' or 'Exact' to say every range."
            )


def _zone_mask(vpc: Block, zone_count: int, zone_mask: int | None) -> int:
    mask = zone_mask if zone_mask is not None else vpc.mask + bits_for(zone_count)
    if mask > ADDRESS_BITS:
        raise InputError(
            f"The cidrBlock {vpc} is too small to be divided among {zone_count} availability zones; enlarge it or use "
            "fewer zones."
        )
    return mask


def _masks(part: Block, specs: Sequence[SubnetSpec]) -> list[int]:
    if not specs:
        raise InputError(
            "subnetSpecs is empty; describe at least one subnet or leave subnetSpecs out for the default ones."
        )
    even = part.mask + bits_for(len(specs))
    masks = [spec.cidr_mask if spec.cidr_mask is not None else even for spec in specs]
    if max(masks) > ADDRESS_BITS:
        raise InputError(
            f"{len(specs)} subnets don't fit in the /{part.mask} of an availability zone; enlarge cidrBlock or use "
            "fewer subnets."
        )
    needed = sum(Block(0, mask).size for mask in masks)
    if needed > part.size:
        raise InputError(
            f"The subnets of an availability zone need {needed} addresses, but the zone's part of the VPC (a "
            f"/{part.mask}) has {part.size}; enlarge cidrBlock, use fewer zones or larger cidrMask numbers."
        )
    return masks


def _fill(part: Block, zone_count: int, specs: Sequence[SubnetSpec], masks: Sequence[int]) -> Iterator[Placement]:
    for zone in range(zone_count):
        previous: Block | None = None
        for spec, mask in zip(specs, masks, strict=True):
            block = Block(part.first, mask).aligned() if previous is None else previous.following(mask)
            yield Placement(zone, spec, block)
            previous = block
        part = part.next()
