"""What watches the stack."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

from assembly import alarms
from assembly.naming import prefix
from assembly.outputs import StackOutputs
from assembly.recipients import recipients_args
from components.alarm_targets import DatabaseTargetArgs, LogMetricTargetArgs, ServiceTargetArgs, TargetsArgs
from components.cluster import Cluster
from components.dashboard import WidgetArgs, WidgetMetricArgs
from components.database import Database
from components.encryption_keys import EncryptionKeys
from components.load_balancer import LoadBalancer
from components.log_group import LogGroup
from components.log_insights import LogInsightsArgs, LogMetricArgs
from components.observability import DashboardContentArgs, NotificationArgs, Observability, ObservabilityArgs
from components.postgres_capacity import GIB, max_connections, memory_bytes
from components.prometheus import Prometheus
from components.service import Service
from settings import Settings
from settings.dashboard import Widget, WidgetMetric
from settings.database import Database as DatabaseSettings
from settings.log_insights import LogMetric
from settings.notifications import Notifications, Receivers
from settings.scraping import COLLECTOR


@dataclass(frozen=True)
class Deployed:
    """What is there to be watched.

    further: targets of other components, by their own names: caches, tables, queues, replicas as databases.
    """

    keys: EncryptionKeys
    database: Database | None = None
    load_balancer: LoadBalancer | None = None
    cluster: Cluster | None = None
    services: Mapping[str, Service] = field(default_factory=dict)
    further: TargetsArgs = field(default_factory=lambda: TargetsArgs())
    prometheus: Prometheus | None = None
    log_groups: Mapping[str, LogGroup] = field(default_factory=dict)


def observability_args(settings: Settings, deployed: Deployed) -> ObservabilityArgs:
    """Everything that the section asks for."""
    observability = settings.observability
    args: ObservabilityArgs = {
        "account_id": settings.account.id,
        "region": settings.region,
        "name_prefix": prefix(settings),
        "targets": targets(settings, deployed),
    }
    if observability.notifications is not None:
        args["notifications"] = _notification_args(settings, observability.notifications, deployed.keys)
    if observability.log_metrics or observability.queries:
        args["logs"] = _logs_args(settings, deployed)
    if observability.dashboard is not None:
        args["dashboard"] = _dashboard_args(settings, observability.dashboard.name, observability.dashboard.widgets)
    if deployed.prometheus is not None:
        args["prometheus_workspace_arn"] = deployed.prometheus.arn
    return args


def targets(settings: Settings, deployed: Deployed) -> TargetsArgs:
    """What has alarms and is shown."""
    found: TargetsArgs = {"services": _services(settings, deployed), "log_metrics": _log_metrics(settings)}
    if deployed.load_balancer is not None:
        found["load_balancers"] = [{"key": "loadBalancer", "arn_suffix": deployed.load_balancer.arn_suffix}]
    if deployed.database is not None and settings.database is not None:
        primary, own = deployed.database.identifier, settings.database
        found["databases"] = [database_target("database", primary, own, own.instance_class)]
    further = deployed.further
    databases = [*found.get("databases", []), *further.get("databases", [])]
    return {**found, **further, "databases": databases}


def database_target(
    key: str, identifier: pulumi.Input[str], database: DatabaseSettings, instance_class: str, replica: bool = False
) -> DatabaseTargetArgs:
    """The primary, or a replica, each by its own class."""
    return {
        "key": key,
        "identifier": identifier,
        "max_connections": max_connections(instance_class, database.parameters),
        "storage_bytes": database.storage_gb * GIB,
        "memory_bytes": memory_bytes(instance_class),
        "replica": replica,
    }


def _services(settings: Settings, deployed: Deployed) -> list[ServiceTargetArgs]:
    found = []
    for name, service in deployed.services.items():
        tasks = settings.services[name].tasks
        if deployed.cluster is None:
            continue
        target: ServiceTargetArgs = {
            "key": name,
            "service_name": service.service_name,
            "cluster_name": deployed.cluster.cluster_name,
            "fewest_tasks": tasks.desired if tasks.min is None else tasks.min,
        }
        if settings.services[name].routes and deployed.load_balancer is not None:
            target["target_group"] = service.target_group_arn_suffix
            target["load_balancer"] = deployed.load_balancer.arn_suffix
        found.append(target)
    return [*found, *_collector(settings, deployed.cluster)]


def collector_name(settings: Settings) -> str:
    """Name of the collector's ECS service."""
    return f"{settings.system.environment}-{COLLECTOR}-service"


def _collector(settings: Settings, cluster: Cluster | None) -> list[ServiceTargetArgs]:
    prometheus = settings.observability.prometheus
    if prometheus is None or prometheus.collector is None or cluster is None:
        return []
    tasks = prometheus.collector.tasks
    return [
        {
            "key": COLLECTOR,
            "service_name": collector_name(settings),
            "cluster_name": cluster.cluster_name,
            "fewest_tasks": tasks.desired if tasks.min is None else tasks.min,
        }
    ]


def _log_metrics(settings: Settings) -> list[LogMetricTargetArgs]:
    return [
        {"key": key, "namespace": metric.namespace, "metric": metric.metric, "title": metric.title}
        for key, metric in settings.observability.log_metrics.items()
        if metric.value is None
    ]


def _notification_args(settings: Settings, notifications: Notifications, keys: EncryptionKeys) -> NotificationArgs:
    observability = settings.observability
    receivers: dict[str, Receivers] = {"critical": notifications.critical, "warning": notifications.warning}
    args: NotificationArgs = {
        "key_arn": keys.arn_of("topics"),
        "receivers": {severity: recipients_args(settings, severity, given) for severity, given in receivers.items()},
        "runbooks": observability.runbooks or "",
        "thresholds": alarms.thresholds(observability),
        "exceptions": alarms.exceptions(observability),
        "composites": alarms.composites(observability.composite_alarms),
    }
    if observability.maintenance is not None:
        args["maintenance"] = alarms.maintenance_args(observability.maintenance)
    return args


def _logs_args(settings: Settings, deployed: Deployed) -> LogInsightsArgs:
    groups: dict[str, pulumi.Input[str]] = {name: service.log_group_name for name, service in deployed.services.items()}
    groups |= {key: group.log_group_name for key, group in deployed.log_groups.items()}
    if deployed.database is not None:
        groups["database"] = deployed.database.log_group_names.apply(lambda names: names[0])
    observability = settings.observability
    return {
        "name_prefix": prefix(settings),
        "metrics": {
            key: _log_metric_args(metric, groups[metric.service or metric.log_group or ""])
            for key, metric in observability.log_metrics.items()
        },
        "queries": {
            key: {"log_group_names": [groups[source] for source in query.logs], "query": query.query}
            for key, query in observability.queries.items()
        },
    }


def _log_metric_args(metric: LogMetric, log_group_name: pulumi.Input[str]) -> LogMetricArgs:
    args: LogMetricArgs = {
        "log_group_name": log_group_name,
        "pattern": metric.pattern,
        "namespace": metric.namespace,
        "metric": metric.metric,
    }
    if metric.value is not None:
        args["value"] = metric.value
        args["dimensions"] = dict(metric.dimensions)
    if metric.unit is not None:
        args["unit"] = metric.unit
    return args


def _dashboard_args(settings: Settings, name: str, widgets: tuple[Widget, ...]) -> DashboardContentArgs:
    further: list[WidgetArgs] = [
        {
            "title": widget.title,
            "period_seconds": widget.period_seconds,
            "width": widget.width,
            "metrics": [_line_args(line) for line in widget.metrics],
            "targets": [{"value": level.value, "label": level.label} for level in widget.levels],
        }
        for widget in widgets
    ]
    return {"dashboard_name": name, "title": prefix(settings), "widgets": further}


def _line_args(line: WidgetMetric) -> WidgetMetricArgs:
    args: WidgetMetricArgs = {
        "namespace": line.namespace or "",
        "metric": line.metric or "",
        "dimensions": dict(line.dimensions),
        "statistic": line.statistic,
        "label": line.label or "",
        "visible": line.visible,
    }
    if line.expression is not None:
        args["expression"] = line.expression
    if line.id is not None:
        args["id"] = line.id
    return args


def observability_outputs(settings: Settings, observability: Observability) -> StackOutputs:
    """Where to look, and who is told."""
    outputs: StackOutputs = {}
    if settings.observability.notifications is not None:
        outputs["topicArns"] = observability.topic_arns
        outputs["alarmNames"] = observability.alarm_arns.apply(sorted)
    if settings.observability.dashboard is not None:
        outputs["dashboardName"] = observability.dashboard_name
    return outputs
