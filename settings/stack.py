"""Everything a stack file may say, and the rules that span its sections."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import ClassVar

from pydantic import Field

from settings.access import CrossAccountAccess
from settings.account import Account
from settings.address_budget import (
    LOAD_BALANCER_PREFIX,
    Demand,
    app_demand,
    database_demand,
    public_demand,
    usable,
)
from settings.cluster import Cluster
from settings.database import Database
from settings.edge import Edge
from settings.encryption import Encryption
from settings.errors import Mistake, Path
from settings.governance import Governance
from settings.governance_rules import GOVERNANCE_RULES
from settings.network import Network
from settings.observability import Observability
from settings.section import FrozenMap, Rule, Section
from settings.services import Service
from settings.system import System
from settings.types import Region, ServiceName
from settings.wording import listing


def _sections_have_their_foundations(settings: Settings) -> Iterator[Mistake]:
    needed_by = {
        "network": [name for name in ("database", "edge", "services") if getattr(settings, name)],
        "cluster": ["services"] if settings.services else [],
    }
    for foundation, sections in needed_by.items():
        if sections and getattr(settings, foundation) is None:
            yield Mistake(
                (foundation,),
                "nothing",
                f"a section {foundation}: the foundation of {' and '.join(f'platform:{name}' for name in sections)}",
                f"Add platform:{foundation}.",
            )


def _zones_are_in_the_region(settings: Settings) -> Iterator[Mistake]:
    if settings.network is None:
        return
    for index, zone in enumerate(settings.network.zones):
        if zone[:-1] != settings.region:
            yield Mistake(
                ("network", "zones", index),
                f'"{zone}"',
                f"a zone of {settings.region}, the region in aws:region",
                f"Did you mean {settings.region}{zone[-1]}?",
            )


def _routes_need_a_load_balancer(settings: Settings) -> Iterator[Mistake]:
    for name, service in settings.services.items():
        if service.routes and settings.edge is None:
            yield Mistake(
                ("services", name, "routes"),
                f"{len(service.routes)} routes",
                "no routes without a load balancer",
                "Add platform:edge with a loadBalancer, or remove the routes.",
            )


def _ports_are_admitted(settings: Settings) -> Iterator[Mistake]:
    if settings.network is None:
        return
    ports = settings.network.container_ports
    for name, service in settings.services.items():
        if service.port not in ports:
            yield Mistake(
                ("services", name, "port"),
                str(service.port),
                f"{listing(ports)}, which platform:network.containerPorts admits",
                "Let the container listen on one of them, or add the port there.",
            )


def _priorities_differ(settings: Settings) -> Iterator[Mistake]:
    taken: dict[int, str] = {}
    for name, service in settings.services.items():
        for index, route in enumerate(service.routes):
            priority = route.priority_for(name)
            mistake = Mistake(
                ("services", name, "routes", index, "priority"),
                str(priority),
                f"a priority of its own: {taken.get(priority)} has this one",
                "Give one of the two another priority.",
            )
            if priority in taken:
                yield mistake
            taken.setdefault(priority, Mistake(mistake.path[:-1], "", "").key)


def _database_secret_needs_a_database(settings: Settings) -> Iterator[Mistake]:
    for name, service in settings.services.items():
        for variable, source in service.secrets.items():
            if source == "database" and settings.database is None:
                yield Mistake(
                    ("services", name, "secrets", variable),
                    '"database"',
                    "the ARN of a secret, because the stack has no database",
                    "Add platform:database.",
                )


def _database_variables_are_the_programs(settings: Settings) -> Iterator[Mistake]:
    for name, service in settings.services.items():
        if "database" not in service.secrets.values():
            continue
        for variable in DATABASE_VARIABLES:
            if variable in service.environment or variable in service.secrets:
                section = "environment" if variable in service.environment else "secrets"
                yield Mistake(
                    ("services", name, section, variable),
                    "a value",
                    f"no {variable}: the program sets it for a service that reads the database secret",
                    f"Remove {variable}.",
                )


def _tasks_have_a_way_out(settings: Settings) -> Iterator[Mistake]:
    if settings.network is not None and settings.network.nat_gateways == "none" and settings.services:
        yield Mistake(
            ("network", "natGateways"),
            '"none"',
            "single or perZone when there are services: without it no task can fetch its image",
        )


def _resting_tasks_run_on_demand(settings: Settings) -> Iterator[Mistake]:
    cluster = settings.cluster
    if cluster is None or not settings.system.is_production or cluster.fargate_spot.weight == 0:
        return
    for name, service in settings.services.items():
        if service.tasks.min is not None and service.tasks.min > cluster.fargate.base:
            yield Mistake(
                ("services", name, "tasks", "min"),
                str(service.tasks.min),
                f"at most platform:cluster.fargate.base, which is {cluster.fargate.base}, in prod with Spot capacity: "
                "AWS may take back all Spot tasks at once",
                f"Raise platform:cluster.fargate.base to {service.tasks.min}.",
            )


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
        demands = app_demand(peaks, len(settings.network.zones))
        remedy = "Give it larger blocks, lower tasks.max, or lower deployment.maximumPercent."
        yield from _shortages("app", settings.network.tiers.app, demands, remedy)


def _database_tier_has_the_addresses(settings: Settings) -> Iterator[Mistake]:
    if settings.network is not None:
        demands = database_demand(settings.database is not None)
        yield from _shortages("database", settings.network.tiers.database, demands, "Give it larger blocks.")


def _shortages(tier: str, blocks: tuple[IPv4Network, ...], demands: list[Demand], remedy: str) -> Iterator[Mistake]:
    needed = sum(demand.addresses for demand in demands)
    users = " + ".join(f"{demand.addresses} for {demand.user}" for demand in demands)
    for index, block in enumerate(blocks):
        if needed > usable(block):
            path: Path = ("network", "tiers", tier, index)
            given = f"{block}, which has {usable(block)} usable addresses"
            yield Mistake(path, given, f"a block with {needed} usable addresses: {users}", remedy)


DATABASE_VARIABLES = ("DATABASE_HOST", "DATABASE_PORT", "DATABASE_NAME")
"""Environment variables of a service that reads the database secret, which itself holds user name and password only."""


class Settings(Section):
    """One stack. A section that is absent builds nothing."""

    rules: ClassVar[tuple[Rule, ...]] = (
        _sections_have_their_foundations,
        _zones_are_in_the_region,
        _routes_need_a_load_balancer,
        _ports_are_admitted,
        _priorities_differ,
        _database_secret_needs_a_database,
        _database_variables_are_the_programs,
        _tasks_have_a_way_out,
        _resting_tasks_run_on_demand,
        _load_balancer_fits_its_subnets,
        _public_tier_has_the_addresses,
        _app_tier_has_the_addresses,
        _database_tier_has_the_addresses,
        *GOVERNANCE_RULES,
    )

    region: Region = Field(alias="aws:region")
    """AWS region of everything in the stack."""
    system: System
    """Name, environment and tags."""
    account: Account
    """AWS account."""
    encryption: Encryption = Encryption()
    """Encryption keys."""
    observability: Observability = Observability()
    """Logs."""
    network: Network | None = None
    """VPC, subnets and the way out."""
    database: Database | None = None
    """PostgreSQL."""
    cluster: Cluster | None = None
    """ECS cluster."""
    edge: Edge | None = None
    """Load balancer."""
    services: FrozenMap[ServiceName, Service] = Field(default_factory=dict, validate_default=True)
    """Services by name."""
    access: CrossAccountAccess | None = None
    """Roles that other accounts and CI assume."""
    governance: Governance | None = None
    """Organization, audit, threat detection, budgets and the account's own protections."""
