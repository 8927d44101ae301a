"""The collector of the services' metrics."""

from assembly.compute import Surroundings
from assembly.jobs import ON_DEMAND
from assembly.observability import collector_name
from assembly.services import scaling_args
from components.metrics_collector import MetricsCollectorArgs, ScrapedServiceArgs
from components.prometheus import Prometheus
from components.task_definition import TaskArgs
from settings import Settings
from settings.private_names import private_name
from settings.scraping import COLLECTOR, Collector


def metrics_collector_args(
    settings: Settings, collector: Collector, prometheus: Prometheus, around: Surroundings
) -> MetricsCollectorArgs:
    """The collector as it is written, with the services that show metrics."""
    args: MetricsCollectorArgs = {
        "task": _task_args(settings, collector, prometheus, around),
        "service_name": collector_name(settings),
        "desired_tasks": collector.tasks.desired,
        "high_availability_cluster": settings.system.prefix,
        "workspace_endpoint": prometheus.endpoint,
        "scrape_seconds": collector.interval_seconds,
        "timeout_seconds": collector.timeout_seconds,
        "services": _scraped(settings, around),
        "cluster_name": around.cluster.cluster_name,
        "cluster_arn": around.cluster.arn,
        "capacity": ON_DEMAND,
        "vpc_id": around.network.vpc_id,
        "subnet_ids": around.network.app_subnet_ids,
    }
    if settings.network is not None and settings.network.endpoints.interfaces.services:
        args["endpoints_group_id"] = around.groups.endpoints_id
    if scaling := scaling_args(collector.tasks):
        args["scaling"] = scaling
    return args


def _scraped(settings: Settings, around: Surroundings) -> dict[str, ScrapedServiceArgs]:
    """Services by the name of the ECS service where it is given, else by key: the label `job` of their series."""
    names = settings.private_names
    return {
        service.service_name or name: {
            "host": f"{private_name(name, service)}.{names.domain}",
            "port": service.metrics.port,
            "path": service.metrics.path,
            "scheme": service.metrics.scheme,
            "group_id": around.service_group_ids.get(name, around.groups.containers_id),
        }
        for name, service in settings.services.items()
        if service.metrics is not None and service.is_collected and names is not None
    }


def _task_args(settings: Settings, collector: Collector, prometheus: Prometheus, around: Surroundings) -> TaskArgs:
    return {
        "family": f"{settings.system.prefix}-{COLLECTOR}",
        "container_name": COLLECTOR,
        "image": collector.image,
        "cpu": collector.size.cpu,
        "memory": collector.size.memory,
        "user": collector.user,
        "environment": {},
        "secrets": {},
        "writable_paths": [],
        "stop_seconds": 30,
        "keep_revisions": False,
        "roles": {
            "account_id": settings.account.id,
            "region": settings.region,
            "secrets_key_arn": around.keys.arn_of("secrets"),
            "metrics_workspace_arn": prometheus.arn,
        },
        "log_group_name": f"/ecs/{settings.system.prefix}-{COLLECTOR}",
        "log_retention_days": settings.observability.log_retention_days,
        "logs_key_arn": around.keys.arn_of("logs"),
        "region": settings.region,
    }
