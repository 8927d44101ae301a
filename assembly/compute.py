"""Cluster, load balancer and services."""

from dataclasses import dataclass

import pulumi

from assembly import naming
from components.cluster import CapacityArgs, Cluster, ClusterArgs
from components.database import Database
from components.encryption_keys import EncryptionKeys
from components.load_balancer import LoadBalancer
from components.network import Network
from components.security_groups import SecurityGroups
from components.service import HealthCheckArgs, RouteArgs, ServiceArgs
from components.task_roles import TaskRolesArgs
from settings import Settings
from settings.cluster import Cluster as ClusterSettings
from settings.services import HealthCheck, Service

DEFAULT_CPU_PERCENT = 70
"""Average CPU that services scale to hold when none is given: below the alarm at 80."""


@dataclass(frozen=True)
class Surroundings:
    """What a service is put into."""

    keys: EncryptionKeys
    network: Network
    groups: SecurityGroups
    cluster: Cluster
    database: Database | None
    load_balancer: LoadBalancer | None


def capacity_args(cluster: ClusterSettings) -> list[CapacityArgs]:
    """Fargate and Fargate Spot."""
    return [
        {"provider": "FARGATE", "base": cluster.fargate.base, "weight": cluster.fargate.weight},
        {"provider": "FARGATE_SPOT", "base": cluster.fargate_spot.base, "weight": cluster.fargate_spot.weight},
    ]


def cluster_args(settings: Settings, cluster: ClusterSettings, keys: EncryptionKeys) -> ClusterArgs:
    """The cluster as it is written."""
    return {
        "cluster_name": cluster.name,
        "capacity": capacity_args(cluster),
        "container_insights": cluster.container_insights,
        "log_retention_days": settings.observability.log_retention_days,
        "logs_key_arn": keys.arn_of("logs"),
    }


def service_args(settings: Settings, name: str, service: Service, around: Surroundings) -> ServiceArgs:
    """A service in the app tier, with the names that system, environment and its own name give it."""
    secrets = _secrets(service, around.database)
    args: ServiceArgs = {
        "service_name": naming.service_name(settings, name),
        "family": naming.task_family(settings, name),
        "container_name": name,
        "image": service.image,
        "cpu": service.size.cpu,
        "memory": service.size.memory,
        "port": service.port,
        "desired_tasks": service.tasks.desired,
        "minimum_healthy_percent": service.deployment.minimum_healthy_percent,
        "maximum_percent": service.deployment.maximum_percent,
        "health_check": _health_check_args(service.health_check),
        "environment": {**service.environment, **_database_variables(settings, service, around.database)},
        "secrets": secrets,
        "writable_paths": list(service.writable_paths),
        "stop_seconds": service.stop_seconds,
        "keep_revisions": service.keep_revisions,
        "roles": _task_roles_args(settings, service, around.keys, list(secrets.values())),
        "log_group_name": naming.service_log_group(settings, name),
        "log_retention_days": service.log_retention_days or settings.observability.log_retention_days,
        "logs_key_arn": around.keys.arn_of("logs"),
        "region": settings.region,
        "cluster_name": around.cluster.cluster_name,
        "cluster_arn": around.cluster.arn,
        "capacity": capacity_args(settings.cluster) if settings.cluster else [],
        "vpc_id": around.network.vpc_id,
        "subnet_ids": around.network.app_subnet_ids,
        "security_group_id": around.groups.containers_id,
        "routes": _routes(name, service),
    }
    if around.load_balancer is not None:
        args["listener_arn"] = around.load_balancer.https_listener_arn
    if service.tasks.min is not None and service.tasks.max is not None:
        cpu_percent = service.tasks.cpu_percent or DEFAULT_CPU_PERCENT
        args["scaling"] = {"fewest": service.tasks.min, "most": service.tasks.max, "cpu_percent": cpu_percent}
    return args


def _health_check_args(check: HealthCheck) -> HealthCheckArgs:
    args: HealthCheckArgs = {
        "path": check.path,
        "interval": check.interval_seconds,
        "timeout": check.timeout_seconds,
        "retries": check.retries,
        "start_period": check.start_period_seconds,
    }
    if check.command is not None:
        args["command"] = check.command
    return args


def _routes(name: str, service: Service) -> list[RouteArgs]:
    return [
        {"paths": list(route.paths), "hosts": list(route.hosts), "priority": route.priority_for(name)}
        for route in service.routes
    ]


def _secrets(service: Service, database: Database | None) -> dict[str, pulumi.Input[str]]:
    return {
        variable: database.secret_arn if source == "database" and database else source
        for variable, source in service.secrets.items()
    }


def _database_variables(
    settings: Settings, service: Service, database: Database | None
) -> dict[str, pulumi.Input[str]]:
    """Where the database is; its secret holds user name and password only."""
    if database is None or settings.database is None or "database" not in service.secrets.values():
        return {}
    return {
        "DATABASE_HOST": database.host,
        "DATABASE_PORT": database.port.apply(str),
        "DATABASE_NAME": settings.database.name,
    }


def _task_roles_args(
    settings: Settings, service: Service, keys: EncryptionKeys, secret_arns: list[pulumi.Input[str]]
) -> TaskRolesArgs:
    args: TaskRolesArgs = {
        "account_id": settings.account.id,
        "region": settings.region,
        "secret_arns": secret_arns,
        "secrets_key_arn": keys.arn_of("secrets"),
        "tables": list(service.access.tables),
    }
    if service.access.secrets is not None:
        args["secrets_path"] = service.access.secrets
    if service.access.parameters is not None:
        args["parameters_path"] = service.access.parameters
    return args
