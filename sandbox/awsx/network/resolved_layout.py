"""The output `subnetLayout`: specs that the strategy Auto would turn into the same subnets."""

from collections.abc import Iterator, Sequence

from sandbox.awsx.network.block import Block
from sandbox.awsx.network.subnet_spec import UNUSED, Placement, SubnetSpec

ResolvedSpec = dict[str, str | int | list[str]]


def from_specs(specs: Sequence[SubnetSpec]) -> list[ResolvedSpec]:
    """The program's own specs, with mask and size filled in."""
    return [_resolved(spec) for spec in specs]


def from_placements(placements: Sequence[Placement], zone_count: int) -> list[ResolvedSpec]:
    """What the first zone's share of the placements looks like, gaps described as Unused.

    The share is the first `1/zone_count` of the list, and names are left out: both as in awsx itself.
    """
    if not zone_count:
        return []
    resolved: list[ResolvedSpec] = []
    previous: Block | None = None
    for _, spec, block in placements[: len(placements) // zone_count]:
        if previous is not None:
            resolved += [{"type": UNUSED, "cidrMask": gap.mask} for gap in gaps_between(previous, block)]
        resolved.append({"type": spec.type, "cidrMask": block.mask})
        previous = block
    return resolved


def gaps_between(before: Block, after: Block) -> Iterator[Block]:
    """The largest aligned ranges that fill the space between two others."""
    start, end = sorted((before, after), key=lambda block: block.first)
    previous, gap = before, start.next()
    while gap.first < end.first:
        while gap.mask > 0:
            wider = Block(gap.first, gap.mask - 1).aligned()
            if wider.holds(previous.last) or wider.holds(end.first):
                break
            gap = wider
        yield gap
        previous, gap = gap, gap.next()


def _resolved(spec: SubnetSpec) -> ResolvedSpec:
    resolved: ResolvedSpec = {"type": spec.type}
    if spec.name:
        resolved["name"] = spec.name
    if spec.cidr_blocks is not None:
        resolved["cidrBlocks"] = list(spec.cidr_blocks)
    if spec.cidr_mask:
        resolved["cidrMask"] = spec.cidr_mask
    if spec.size:
        resolved["size"] = spec.size
    return resolved
