"""The network: address plan, zones and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network
from itertools import combinations
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.endpoints import Endpoints
from settings.errors import Mistake, Path
from settings.named_groups import SecurityGroups
from settings.section import Flag, Rule, Section, Whole
from settings.types import Cidr, Zone
from settings.wording import counted

NatGateways = Literal["none", "single", "perZone", "regional"]

Tier = Annotated[tuple[Cidr, ...], Field(min_length=2)]


class Tiers(Section):
    """One block a zone for each tier, in the order of `platform:network.zones`."""

    public: Tier
    """Load balancer and NAT gateways; the only tier with a route from the internet."""
    app: Tier
    """Containers and functions; out through NAT only."""
    database: Tier
    """Databases; no route out."""

    @property
    def by_name(self) -> dict[str, tuple[IPv4Network, ...]]:
        """The tiers by their key in the stack file."""
        return {"public": self.public, "app": self.app, "database": self.database}


def _one_block_a_zone(network: Network) -> Iterator[Mistake]:
    zones = len(network.zones)
    for tier, blocks in network.tiers.by_name.items():
        if len(blocks) != zones:
            yield Mistake(
                ("tiers", tier),
                counted(len(blocks), "block"),
                f"one block for each of the {counted(zones, 'zone')}",
                f"{'Add' if len(blocks) < zones else 'Remove'} {abs(zones - len(blocks))}, or change the zones.",
            )


def _zones_differ(network: Network) -> Iterator[Mistake]:
    for index, zone in enumerate(network.zones):
        if zone in network.zones[:index]:
            yield Mistake(("zones", index), f'"{zone}"', "each zone once", f"Remove the second {zone}.")


def _vpc_has_a_legal_size(network: Network) -> Iterator[Mistake]:
    if not 16 <= network.cidr.prefixlen <= 28:
        yield Mistake(("cidr",), f'"{network.cidr}"', "a block from /16 to /28: AWS makes no larger or smaller VPC")


def _vpc_is_private(network: Network) -> Iterator[Mistake]:
    ranges = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
    if not any(network.cidr.subnet_of(IPv4Network(private)) for private in ranges):
        yield Mistake(("cidr",), f'"{network.cidr}"', f"a block inside {', '.join(ranges[:-1])} or {ranges[-1]}")


def _subnets_have_a_legal_size(network: Network) -> Iterator[Mistake]:
    for path, block in _subnets(network):
        if block.prefixlen > 28:
            yield Mistake(path, f'"{block}"', "a block of /28 or larger: AWS makes no smaller subnet")


def _blocks_lie_inside_the_vpc(network: Network) -> Iterator[Mistake]:
    for path, block in (*_subnets(network), *_reserved(network)):
        if not block.subnet_of(network.cidr):
            yield Mistake(path, f'"{block}"', f"a block inside the VPC's {network.cidr}")


def _blocks_do_not_overlap(network: Network) -> Iterator[Mistake]:
    for (first_path, first), (path, block) in combinations((*_reserved(network), *_subnets(network)), 2):
        if first.overlaps(block):
            other = Mistake(("network", *first_path), "", "").key
            yield Mistake(path, f'"{block}"', f"a block that does not overlap {first} of {other}")


def _subnets(network: Network) -> list[tuple[Path, IPv4Network]]:
    return [
        (("tiers", tier, index), block)
        for tier, blocks in network.tiers.by_name.items()
        for index, block in enumerate(blocks)
    ]


def _reserved(network: Network) -> list[tuple[Path, IPv4Network]]:
    return [(("reserved", index), block) for index, block in enumerate(network.reserved)]


class Network(Section):
    """The VPC: a block, two or more zones, and one subnet a tier and zone with its block written out."""

    rules: ClassVar[tuple[Rule, ...]] = (
        _one_block_a_zone,
        _zones_differ,
        _vpc_has_a_legal_size,
        _vpc_is_private,
        _subnets_have_a_legal_size,
        _blocks_lie_inside_the_vpc,
        _blocks_do_not_overlap,
    )

    cidr: Cidr
    """Block of the whole VPC, /16 to /28."""
    zones: Annotated[tuple[Zone, ...], Field(min_length=2)]
    """Availability zones of the subnets; a load balancer and a database need two."""
    tiers: Tiers
    """Blocks of the subnets, tier by tier."""
    reserved: tuple[Cidr, ...] = ()
    """Blocks that no subnet may touch."""
    nat_gateways: NatGateways = "perZone"
    """Way out of the app tier: perZone survives the loss of a zone, and so does regional, one gateway that AWS spreads
    over the zones in use; single is cheaper, none has no way out. Change to or from regional by way of none: a route
    table takes one default route, and the new one is made before the old one goes."""
    endpoints: Endpoints = Endpoints()
    """Ways to AWS services that don't leave the network."""
    container_ports: Annotated[tuple[Annotated[Whole, Field(ge=1, le=65535)], ...], Field(min_length=1)] = (8080,)
    """Ports on which the load balancer may reach containers."""
    isolate_services: Flag = False
    """Whether each service has a security group of its own, which admits the load balancer on the service's port only;
    by default all share the group of containers, in which they reach each other by their private names."""
    flow_logs: Flag = True
    """Whether all traffic is recorded in a log group."""
    functions: Flag = True
    """Whether there is a security group for functions, from which they reach the database."""
    security_groups: SecurityGroups = SecurityGroups()
    """Names of security groups that are known outside of the stack."""
