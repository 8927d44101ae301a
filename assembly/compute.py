"""Cluster, load balancer, and what services and jobs are put into."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

from assembly import naming
from components.cluster import CapacityArgs, Cluster, ClusterArgs
from components.database import Database
from components.encryption_keys import EncryptionKeys
from components.load_balancer import LoadBalancer
from components.network import Network
from components.private_names import PrivateNames
from components.prometheus import Prometheus
from components.security_groups import SecurityGroups
from settings import Settings
from settings.cluster import CapacityStrategy
from settings.cluster import Cluster as ClusterSettings
from settings.references import opens_shells


@dataclass(frozen=True)
class Surroundings:
    """What services and jobs are put into, and what they may refer to by the keys of the stack file."""

    keys: EncryptionKeys
    network: Network
    groups: SecurityGroups
    cluster: Cluster
    database: Database | None
    load_balancer: LoadBalancer | None
    secret_arns: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Secrets by key."""
    table_arns: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Tables by key."""
    queue_arns: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Queues by key."""
    bucket_arns: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Buckets by key."""
    parameter_arns: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Parameters by key."""
    log_group_arns: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Log groups that containers write to by themselves, by key."""
    service_group_ids: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Security groups of services that have their own, by service."""
    references: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Values of references such as tables.transactions.name."""
    prometheus: Prometheus | None = None
    """Workspace for the containers' metrics."""
    private_names: PrivateNames | None = None
    """Zone of the services' private names."""
    desired_managed_elsewhere: bool = False
    """Whether something else changes the number of tasks, such as a shutdown by night."""


def capacity_args(strategy: CapacityStrategy) -> list[CapacityArgs]:
    """Fargate and Fargate Spot."""
    return [
        {"provider": "FARGATE", "base": strategy.fargate.base, "weight": strategy.fargate.weight},
        {"provider": "FARGATE_SPOT", "base": strategy.fargate_spot.base, "weight": strategy.fargate_spot.weight},
    ]


def cluster_args(settings: Settings, cluster: ClusterSettings, keys: EncryptionKeys) -> ClusterArgs:
    """The cluster as it is written; shell sessions are encrypted and recorded as soon as one can be opened."""
    args: ClusterArgs = {
        "cluster_name": cluster.name,
        "capacity": capacity_args(cluster),
        "container_insights": cluster.container_insights,
        "log_retention_days": settings.observability.log_retention_days,
        "logs_key_arn": keys.arn_of("logs"),
        "protect": settings.system.is_production,
    }
    if opens_shells(settings):
        log_group = naming.shell_sessions_log_group(cluster.name)
        args["shell_sessions"] = {"log_group_name": log_group, "key_arn": keys.arn_of("sessions")}
    if cluster.encrypt_storage:
        args["storage_key_arn"] = keys.arn_of("tasks")
    return args

    return args
