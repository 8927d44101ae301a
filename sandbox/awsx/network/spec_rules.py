"""Checks that the entries of `subnetSpecs` agree with each other and within themselves."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from sandbox.awsx.input_error import InputError
from sandbox.awsx.network.block import ADDRESS_BITS, parse_block
from sandbox.awsx.network.subnet_spec import SubnetSpec

SMALLEST_SIZED_MASK = 30
"""Sizes from 4 addresses (/30) up to the whole of IPv4 can be given as `size`."""


class NormalisedSpecs(NamedTuple):
    """Specs with mask and size filled in from each other, and whether their ranges are given outright."""

    specs: tuple[SubnetSpec, ...]
    explicit: bool


def normalise(specs: Sequence[SubnetSpec], zone_count: int) -> NormalisedSpecs:
    """The specs with mask and size in agreement; raises InputError with everything that is wrong with them."""
    explicit = any(spec.cidr_blocks is not None for spec in specs)
    mistakes = [*_repeated_names(specs), *_odd_sizes(specs)]
    if explicit:
        mistakes += [mistake for spec in specs for mistake in _explicit_mistakes(spec, zone_count)]
        completed = tuple(specs)
    else:
        completed = tuple(_completed(spec) for spec in specs)
        mistakes += [mistake for spec in completed for mistake in _size_mistakes(spec)]
    if mistakes:
        raise InputError(*dict.fromkeys(mistakes))
    return NormalisedSpecs(completed, explicit)


def repeated_name_mistake(kind: str) -> str:
    """The sentence for several specs of a type that can't be told apart."""
    return (
        f"subnetSpecs holds several entries of type {kind!r} with the same name or none; "
        "give each a name of its own (one per type may stay unnamed)."
    )


def _repeated_names(specs: Sequence[SubnetSpec]) -> Iterator[str]:
    counts = Counter((spec.kind, spec.name) for spec in specs)
    yield from (repeated_name_mistake(kind) for (kind, _), count in counts.items() if count > 1)


def _odd_sizes(specs: Sequence[SubnetSpec]) -> Iterator[str]:
    for index, spec in enumerate(specs):
        if spec.size is not None and mask_of_size(spec.size) is None:
            yield (
                f"subnetSpecs[{index}].size is {spec.size}; a size is a power of two from 4 to 4294967296 addresses, "
                "for instance 256 for a /24."
            )


def mask_of_size(size: int) -> int | None:
    """The mask of a range of that many addresses, or None when no range has that size."""
    mask = ADDRESS_BITS - (size.bit_length() - 1)
    return mask if 0 <= mask <= SMALLEST_SIZED_MASK and size == 1 << (ADDRESS_BITS - mask) else None


def _completed(spec: SubnetSpec) -> SubnetSpec:
    mask = spec.cidr_mask
    if mask is None and spec.size is not None:
        mask = mask_of_size(spec.size)
    size = 1 << (ADDRESS_BITS - mask) if mask and mask <= SMALLEST_SIZED_MASK else None
    return replace(spec, cidr_mask=mask, size=spec.size if spec.size is not None else size)


def _size_mistakes(spec: SubnetSpec) -> Iterator[str]:
    if spec.size is None or not spec.cidr_mask or spec.cidr_mask > SMALLEST_SIZED_MASK:
        return
    expected = 1 << (ADDRESS_BITS - spec.cidr_mask)
    if spec.size != expected:
        yield (
            f"subnetSpecs[{spec.entry}].size is {spec.size}, but its cidrMask {spec.cidr_mask} stands for {expected} "
            "addresses; leave one of the two out."
        )


def _explicit_mistakes(spec: SubnetSpec, zone_count: int) -> Iterator[str]:
    path = f"subnetSpecs[{spec.entry}]"
    if spec.cidr_blocks is None:
        yield f"{path}.cidrBlocks is missing; when one entry of subnetSpecs lists cidrBlocks, every entry has to."
        return
    if len(spec.cidr_blocks) != zone_count:
        yield (
            f"{path}.cidrBlocks lists {len(spec.cidr_blocks)} ranges for {zone_count} availability zones; "
            "list one range per zone, for Unused entries too."
        )
        return
    blocks = [parse_block(text, f"{path}.cidrBlocks[{number}]") for number, text in enumerate(spec.cidr_blocks)]
    if spec.cidr_mask is not None and any(block.mask != spec.cidr_mask for block in blocks):
        yield f"{path}.cidrMask is {spec.cidr_mask}, which is not the mask of all its cidrBlocks; leave cidrMask out."
    elif spec.size is not None and any(block.size != spec.size for block in blocks):
        yield f"{path}.size is {spec.size}, which is not the size of all its cidrBlocks; leave size out."
