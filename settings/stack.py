"""Everything a stack file may say, and the rules that span its sections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from settings.access import CrossAccountAccess
from settings.account import Account
from settings.address_rules import ADDRESS_RULES
from settings.buckets import Bucket, BucketKey
from settings.caches import Cache
from settings.cluster import Cluster
from settings.compute_rules import COMPUTE_RULES
from settings.database import Database
from settings.edge import Edge
from settings.edge_rules import RULES as EDGE_RULES
from settings.encryption import Encryption
from settings.errors import Mistake
from settings.foundations import sections_have_their_foundations, zones_are_in_the_region
from settings.governance import Governance
from settings.governance_rules import GOVERNANCE_RULES
from settings.images import ImageRepository
from settings.jobs import Job
from settings.log_groups import LOG_GROUP_RULES
from settings.metrics_rules import METRICS_RULES
from settings.network import Network
from settings.network_rules import (
    databases_with_replicas_keep_running,
    images_come_from_the_stacks_repositories,
    off_hours_have_something_to_do,
    production_images_stay,
    production_never_stops,
    repositories_differ,
    tasks_have_a_way_out,
)
from settings.observability import Observability
from settings.observability_rules import OBSERVABILITY_RULES
from settings.off_hours import OffHours
from settings.outputs import NAMED_OUTPUTS_RULES, OutputName
from settings.parameters import Parameters, references_exist
from settings.private_names import PRIVATE_NAME_RULES, PrivateNames
from settings.queues import Queue
from settings.recovery import Recovery
from settings.regions import copies_leave_the_region, data_stays_in_permitted_regions
from settings.scraping import SCRAPING_RULES
from settings.secrets import Secrets
from settings.section import FrozenMap, Rule, Section
from settings.services import Service
from settings.stores_rules import RULES as STORES_RULES
from settings.system import System
from settings.tables import Table
from settings.types import Region, ServiceName, Slug
from settings.variable_sets import VARIABLE_SET_RULES
from settings.webhooks import WEBHOOK_RULES
from settings.wording import counted, listing


def _routes_need_a_load_balancer(settings: Settings) -> Iterator[Mistake]:
    for name, service in settings.services.items():
        if service.routes and settings.edge is None:
            yield Mistake(
                ("services", name, "routes"),
                counted(len(service.routes), "route"),
                "no routes without a load balancer",
                "Add platform:edge with a loadBalancer, or remove the routes.",
            )


def _ports_are_admitted(settings: Settings) -> Iterator[Mistake]:
    if settings.network is None:
        return
    ports = settings.network.container_ports
    for name, service in settings.services.items():
        if service.routes and service.port not in ports:
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


def _resting_tasks_run_on_demand(settings: Settings) -> Iterator[Mistake]:
    cluster = settings.cluster
    if cluster is None or not settings.system.is_production:
        return
    for name, service in settings.services.items():
        strategy = service.capacity or cluster
        key = f"platform:services.{name}.capacity" if service.capacity else "platform:cluster"
        resting = service.tasks.resting
        if strategy.fargate_spot.weight and resting is not None and resting > strategy.fargate.base:
            yield Mistake(
                ("services", name, "tasks", "min"),
                str(resting),
                f"at most {key}.fargate.base, which is {strategy.fargate.base}, in prod with Spot capacity: "
                "AWS may take back all Spot tasks at once",
                f"Raise {key}.fargate.base to {resting}.",
            )


class Settings(Section):
    """One stack. A section that is absent builds nothing."""

    rules: ClassVar[tuple[Rule, ...]] = (
        sections_have_their_foundations,
        zones_are_in_the_region,
        _routes_need_a_load_balancer,
        _ports_are_admitted,
        _priorities_differ,
        tasks_have_a_way_out,
        repositories_differ,
        images_come_from_the_stacks_repositories,
        production_images_stay,
        production_never_stops,
        off_hours_have_something_to_do,
        databases_with_replicas_keep_running,
        _resting_tasks_run_on_demand,
        *ADDRESS_RULES,
        *STORES_RULES,
        copies_leave_the_region,
        data_stays_in_permitted_regions,
        references_exist,
        *COMPUTE_RULES,
        *EDGE_RULES,
        *OBSERVABILITY_RULES,
        *GOVERNANCE_RULES,
        *LOG_GROUP_RULES,
        *METRICS_RULES,
        *PRIVATE_NAME_RULES,
        *NAMED_OUTPUTS_RULES,
        *SCRAPING_RULES,
        *VARIABLE_SET_RULES,
        *WEBHOOK_RULES,
    )

    region: Region = Field(alias="aws:region")
    """AWS region of everything in the stack."""
    system: System
    """Name, environment and tags."""
    account: Account
    """AWS account."""
    access: CrossAccountAccess | None = None
    """Roles that other accounts and CI assume."""
    governance: Governance | None = None
    """Organization, audit, threat detection, budgets and the account's own protections."""
    encryption: Encryption = Encryption()
    """Encryption keys."""
    observability: Observability = Field(default_factory=Observability)
    """Logs, alarms, dashboard and who is told."""
    network: Network | None = None
    """VPC, subnets and the way out."""
    private_names: PrivateNames | None = None
    """Names that are known inside of the VPC only."""
    images: FrozenMap[ServiceName, ImageRepository] = Field(default_factory=dict, validate_default=True)
    """Repositories of container images by component."""
    database: Database | None = None
    """PostgreSQL."""
    caches: FrozenMap[Slug, Cache] = Field(default_factory=dict, validate_default=True)
    """Redis and Valkey caches by a short key."""
    tables: FrozenMap[Slug, Table] = Field(default_factory=dict, validate_default=True)
    """DynamoDB tables by a short key."""
    queues: FrozenMap[Slug, Queue] = Field(default_factory=dict, validate_default=True)
    """SQS queues by a short key."""
    buckets: FrozenMap[BucketKey, Bucket] = Field(default_factory=dict, validate_default=True)
    """S3 buckets by key."""
    secrets: Secrets | None = None
    """Secrets that operators fill in."""
    parameters: Parameters | None = None
    """Configuration in SSM Parameter Store."""
    recovery: Recovery | None = None
    """Backups of what the stack stores."""
    cluster: Cluster | None = None
    """ECS cluster."""
    services: FrozenMap[ServiceName, Service] = Field(default_factory=dict, validate_default=True)
    """Services by name."""
    jobs: FrozenMap[ServiceName, Job] = Field(default_factory=dict, validate_default=True)
    """Jobs by name."""
    edge: Edge | None = None
    """Load balancer, firewall and names."""
    off_hours: OffHours | None = None
    """What stops outside of business hours, and what is cleaned up every week."""
    outputs: FrozenMap[OutputName, str] = Field(default_factory=dict, validate_default=True)
    """Further stack outputs by names of the system's own; `${services.KEY.name}` and the like stand for what is built:
    images.KEY.url, cluster.name, services.KEY.name and logGroup, edge.host, and all that `references` of
    services may name."""
