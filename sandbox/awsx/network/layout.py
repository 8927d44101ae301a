"""Which subnets a VPC gets: the strategy's placements, checked."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.awsx.input_error import InputError
from sandbox.awsx.network import layout_rules, legacy_layout, resolved_layout, zoned_layout
from sandbox.awsx.network.block import Block
from sandbox.awsx.network.naming import logical_name
from sandbox.awsx.network.resolved_layout import ResolvedSpec
from sandbox.awsx.network.spec_rules import NormalisedSpecs, normalise
from sandbox.awsx.network.subnet_spec import Placement, SubnetSpec

STRATEGIES = ("Legacy", "Auto", "AutoMerge", "Exact")


@dataclass(frozen=True, slots=True)
class LayoutRequest:
    """What decides the subnets, apart from the range of the VPC."""

    vpc_name: str
    strategy: str
    zone_count: int
    nat_strategy: str
    specs: NormalisedSpecs | None = None
    zone_mask: int | None = None

    @property
    def legacy(self) -> bool:
        """Whether the ranges follow the Legacy rules: so do those of Exact when there are no specs."""
        return self.strategy == "Legacy" or (self.specs is None and self.strategy == "Exact")

    @property
    def entries(self) -> tuple[SubnetSpec, ...] | None:
        """The program's specs, or None when it gave none."""
        return None if self.specs is None else self.specs.specs


def request_layout(
    vpc_name: str,
    strategy: str,
    zone_count: int,
    nat_strategy: str,
    specs: Sequence[SubnetSpec] | None,
    zone_mask: int | None,
) -> LayoutRequest:
    """The request, after the checks that don't depend on the range of the VPC."""
    if specs is not None and strategy == "AutoMerge":
        zoned_layout.refuse_merged_ranges(specs)
    normalised = None if specs is None else normalise(specs, zone_count)
    return LayoutRequest(vpc_name, strategy, zone_count, nat_strategy, normalised, zone_mask)


def plan(request: LayoutRequest, vpc: Block) -> list[Placement]:
    """The subnets of a VPC with that range, Unused ones included; raises InputError when they can't be made."""
    placements = _place(request, vpc)
    named = [(logical_name(request.vpc_name, spec, zone), block) for zone, spec, block in placements]
    layout_rules.refuse_overlaps(named)
    if request.strategy == "Exact":
        layout_rules.refuse_gaps(vpc, named)
    layout_rules.refuse_homeless_nat(request.nat_strategy, [placement.spec for placement in placements])
    return placements


def outline(request: LayoutRequest) -> list[tuple[int, SubnetSpec]]:
    """Zone and spec of each subnet in the order of `plan`, before the range of the VPC is known."""
    if request.legacy:
        raise InputError(
            f"subnetStrategy {request.strategy!r} needs a cidrBlock that is known when the program runs; with a range "
            "that AWS allocates (ipv4NetmaskLength) or that comes from an output use subnetStrategy 'Auto'."
        )
    if request.strategy == "AutoMerge":
        specs = zoned_layout.merge_with_defaults(request.entries or (), zoned_layout.bare_defaults())
    else:
        specs = zoned_layout.bare_defaults() if request.entries is None else request.entries
    layout_rules.refuse_homeless_nat(request.nat_strategy, specs if request.zone_count else ())
    return [(zone, spec) for zone in range(request.zone_count) for spec in specs]


def resolve(request: LayoutRequest, placements: Sequence[Placement]) -> list[ResolvedSpec]:
    """The output `subnetLayout`."""
    if request.entries is None or request.strategy in ("Legacy", "AutoMerge"):
        return resolved_layout.from_placements(placements, request.zone_count)
    return resolved_layout.from_specs(request.entries)


def _place(request: LayoutRequest, vpc: Block) -> list[Placement]:
    if request.legacy:
        return legacy_layout.place(vpc, request.zone_count, request.entries)
    if request.specs is not None and request.specs.explicit:
        return zoned_layout.place_explicit(request.zone_count, request.specs.specs)
    if request.strategy == "AutoMerge":
        return zoned_layout.place_merged(vpc, request.zone_count, request.entries, request.zone_mask)
    return zoned_layout.place(vpc, request.zone_count, request.entries, request.zone_mask)
