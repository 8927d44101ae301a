"""How many addresses the tiers of a network need, and whether they have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from math import ceil

from settings.wording import counted

ADDRESSES_KEPT_BY_AWS = 5
"""First four and last address of a subnet: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html"""

LOAD_BALANCER_ADDRESSES = 8
"""Free addresses that an application load balancer needs in each of its subnets in order to scale.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
"""

LOAD_BALANCER_PREFIX = 27
"""Longest prefix of a subnet that takes an application load balancer (same page)."""


@dataclass(frozen=True)
class Demand:
    """Addresses that one user of a tier needs in the subnet of a zone at its busiest."""

    user: str
    addresses: int


def usable(block: IPv4Network) -> int:
    """Addresses of a subnet that resources can have: 27 of a /27."""
    return max(block.num_addresses - ADDRESSES_KEPT_BY_AWS, 0)


def public_demand(nat_gateways: str, load_balancer: bool) -> list[Demand]:
    """What a zone's public subnet must hold; with a single NAT gateway, that of the first zone.

    A regional NAT gateway stands in no subnet.
    """
    demands = [Demand("a NAT gateway", 1)] if nat_gateways in ("single", "perZone") else []
    return [*demands, Demand("the load balancer", LOAD_BALANCER_ADDRESSES)] if load_balancer else demands


def app_demand(peak_by_service: Mapping[str, int], zones: int) -> list[Demand]:
    """What a zone's app subnet must hold: every service at its peak while it is deployed, spread over the zones."""
    return [
        Demand(
            f"{service} ({counted(peak, 'task')} at peak and deployment, over {counted(zones, 'zone')})",
            ceil(peak / zones),
        )
        for service, peak in peak_by_service.items()
    ]


def database_demand(database: bool) -> list[Demand]:
    """What a zone's database subnet must hold: primary or standby, and one for its replacement."""
    return [Demand("the database, with a spare address for its replacement", 2)] if database else []


def cache_demand(addresses_by_cache: Mapping[str, int]) -> list[Demand]:
    """What a zone's database subnet must hold for caches: their nodes in it, and one for a node's replacement."""
    return [
        Demand(f"cache {cache}, with a spare address for a node's replacement", addresses)
        for cache, addresses in addresses_by_cache.items()
    ]


def replica_demand(replicas: int, zones: int) -> list[Demand]:
    """What a zone's database subnet must hold for read replicas, which take the zones in turn."""
    user = f"{counted(replicas, 'read replica')} over {counted(zones, 'zone')}"
    return [Demand(user, ceil(replicas / zones))] if replicas else []


def endpoints_demand(services: Sequence[str]) -> list[Demand]:
    """What the interface endpoints of a tier need in the subnet of a zone: an address each."""
    return [Demand("interface endpoints", len(services))] if services else []
