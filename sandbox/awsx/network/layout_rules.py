"""Rules on a whole layout: nothing overlaps, nothing is left over where that is asked, NAT gateways have a place."""

import itertools
from collections.abc import Iterator, Sequence

from sandbox.awsx.input_error import InputError
from sandbox.awsx.network.block import Block
from sandbox.awsx.network.subnet_spec import SubnetSpec

NAT_STRATEGIES = ("None", "Single", "OnePerAz")

Named = tuple[str, Block]
"""A subnet's logical name and its range."""


def refuse_overlaps(subnets: Sequence[Named]) -> None:
    """Refuses subnets that share addresses, Unused ones included."""
    overlapping = [
        f"{name} ({block})"
        for position, (name, block) in enumerate(subnets)
        if any(block.overlaps(other) for place, (_, other) in enumerate(subnets) if place != position)
    ]
    if overlapping:
        raise InputError(
            f"These subnets overlap: {', '.join(overlapping)}. Enlarge cidrBlock, make the subnets smaller (a larger "
            "cidrMask number) or use fewer availability zones."
        )


def refuse_gaps(vpc: Block, subnets: Sequence[Named]) -> None:
    """Refuses a layout that, in its own order, doesn't cover the VPC from the first address to the last."""
    gaps = list(_gaps(vpc, subnets))
    if gaps:
        raise InputError(
            f"subnetStrategy 'Exact' leaves no address out, but {'; '.join(gaps)}. The order is that of the "
            "availability zones, then that of subnetSpecs; describe what is to stay free with the type 'Unused'."
        )


def _gaps(vpc: Block, subnets: Sequence[Named]) -> Iterator[str]:
    if not subnets:
        yield "there are no subnets"
        return
    name, block = subnets[0]
    if block.first != vpc.first:
        yield f"{name} ({block}) doesn't start where the VPC ({vpc}) starts"
    for (before, ended), (name, block) in itertools.pairwise(subnets):
        if block.first != ended.last + 1:
            yield f"{name} ({block}) doesn't start where {before} ({ended}) ends"
    name, block = subnets[-1]
    if block.last != vpc.last:
        yield f"{name} ({block}) doesn't end where the VPC ({vpc}) ends"


def refuse_homeless_nat(strategy: str, specs: Sequence[SubnetSpec]) -> None:
    """A NAT gateway stands in a public subnet and serves private or isolated ones: it needs both."""
    kinds = {spec.kind for spec in specs}
    if strategy.lower() != "none" and not ("public" in kinds and kinds & {"private", "isolated"}):
        raise InputError(
            f"natGateways.strategy is {strategy!r}, which needs a Public entry in subnetSpecs to stand in and a "
            "Private or Isolated one to serve; add the missing entry or set natGateways.strategy to 'None' "
            "(left out, it is 'OnePerAz')."
        )


def refuse_odd_addresses(strategy: str, count: int, zone_count: int) -> None:
    """Elastic IPs, when given, must be exactly as many as there are NAT gateways."""
    kind = strategy.lower()
    if kind == "none" and count:
        raise InputError(
            f"natGateways.elasticIpAllocationIds lists {count}, but natGateways.strategy 'None' makes no NAT gateway; "
            "leave the list out or choose 'Single' or 'OnePerAz'."
        )
    if kind == "single" and count > 1:
        raise InputError(
            f"natGateways.elasticIpAllocationIds lists {count}, but natGateways.strategy 'Single' makes one NAT "
            "gateway; list one or leave the list out."
        )
    if kind == "oneperaz" and count and count != zone_count:
        raise InputError(
            f"natGateways.elasticIpAllocationIds lists {count} for {zone_count} availability zones; natGateways."
            "strategy 'OnePerAz' takes one per zone or none."
        )


def wants_nat(strategy: str, existing: int, zone: int) -> bool:
    """Whether a public subnet of the zone (counted from 0) gets a NAT gateway when `existing` ones stand already."""
    kind = strategy.lower()
    return (kind == "single" and existing == 0) or (kind == "oneperaz" and existing <= zone)
