"""Whether the tiers of the network have the addresses that the rest of the stack needs."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from settings.address_budget import (
    LOAD_BALANCER_PREFIX,
    Demand,
    app_demand,
    cache_demand,
    database_demand,
    endpoints_demand,
    public_demand,
    replica_demand,
    usable,
)
from settings.errors import Mistake, Path
from settings.scraping import COLLECTOR
from settings.wording import counted

if TYPE_CHECKING:
    from settings.section import Rule
    from settings.stack import Settings


def _load_balancer_fits_its_subnets(settings: Settings) -> Iterator[Mistake]:
    if settings.network is None or settings.edge is None:
        return
    for index, block in enumerate(settings.network.tiers.public):
        if block.prefixlen > LOAD_BALANCER_PREFIX:
            yield Mistake(
                ("network", "tiers", "public", index),
                f'"{block}"',
                f"a block of /{LOAD_BALANCER_PREFIX} or larger: a load balancer takes no smaller subnet",
            )


def _public_tier_has_the_addresses(settings: Settings) -> Iterator[Mistake]:
    if settings.network is not None:
        demands = public_demand(settings.network.nat_gateways, settings.edge is not None)
        yield from _shortages("public", settings.network.tiers.public, demands, "Give it larger blocks.")


def _app_tier_has_the_addresses(settings: Settings) -> Iterator[Mistake]:
    if settings.network is not None:
        peaks = {name: service.peak_addresses for name, service in settings.services.items()}
        peaks |= {name: job.peak_addresses for name, job in settings.jobs.items()}
        prometheus = settings.observability.prometheus
        if prometheus is not None and prometheus.collector is not None:
            peaks |= {COLLECTOR: 2 * prometheus.collector.tasks.peak}
        demands = app_demand(peaks, len(settings.network.zones))
        demands += endpoints_demand(settings.network.endpoints.interfaces.app)
        remedy = "Give it larger blocks, lower tasks.max, or lower deployment.maximumPercent."
        yield from _shortages("app", settings.network.tiers.app, demands, remedy)


def _database_tier_has_the_addresses(settings: Settings) -> Iterator[Mistake]:
    if settings.network is not None:
        zones = len(settings.network.zones)
        replicas = settings.database.replicas if settings.database is not None else 0
        demands = [
            *database_demand(settings.database is not None),
            *replica_demand(replicas, zones),
            *cache_demand({key: cache.addresses_in(zones) for key, cache in settings.caches.items()}),
            *endpoints_demand(settings.network.endpoints.interfaces.database),
        ]
        yield from _shortages("database", settings.network.tiers.database, demands, "Give it larger blocks.")


def _shortages(tier: str, blocks: tuple[IPv4Network, ...], demands: list[Demand], remedy: str) -> Iterator[Mistake]:
    needed = sum(demand.addresses for demand in demands)
    users = " + ".join(f"{demand.addresses} for {demand.user}" for demand in demands)
    for index, block in enumerate(blocks):
        if needed > usable(block):
            path: Path = ("network", "tiers", tier, index)
            given = f"{block}, which has {counted(usable(block), 'usable address')}"
            allowed = f"a block with {counted(needed, 'usable address')}: {users}"
            yield Mistake(path, given, allowed, remedy)


ADDRESS_RULES: tuple[Rule, ...] = (
    _load_balancer_fits_its_subnets,
    _public_tier_has_the_addresses,
    _app_tier_has_the_addresses,
    _database_tier_has_the_addresses,
)
"""Rules of a whole stack file."""
