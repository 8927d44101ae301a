"""What alarms and dashboards watch beside services, load balancer and primary database."""

from collections.abc import Mapping

import pulumi

from assembly.alert_webhooks import forwarder_names
from assembly.observability import database_target
from components.alarm_targets import (
    CacheTargetArgs,
    CertificateTargetArgs,
    DatabaseTargetArgs,
    NatGatewayTargetArgs,
    TableTargetArgs,
    TargetsArgs,
)
from components.cluster import Cluster
from components.database import Database
from components.job import Job
from components.load_balancer import LoadBalancer
from components.network import Network
from components.queue import Queue
from components.table import Table
from components.web_firewall import WebFirewall
from settings import Settings
from settings.alarm_targets import certificate_keys, nat_gateway_keys
from settings.caches import Cache as CacheSettings
from settings.webhooks import FORWARDER, webhooks


def further_targets(
    settings: Settings,
    network: Network | None,
    load_balancer: LoadBalancer | None,
    firewall: WebFirewall | None,
    database: Database | None,
    tables: Mapping[str, Table],
    queues: Mapping[str, Queue],
    cluster: Cluster | None,
    jobs: Mapping[str, Job],
) -> TargetsArgs:
    """NAT gateways, certificates, firewall, replicas, caches, tables, queues, jobs and backups of the stack."""
    found: TargetsArgs = {
        "databases": _replicas(settings, database),
        "caches": [_cache_target(key, cache) for key, cache in settings.caches.items()],
        "tables": [_table_target(settings, key, table) for key, table in tables.items()],
        "queues": [
            {"key": key, "queue_name": queue.name, "dead_letter_name": queue.dead_letter_name}
            for key, queue in queues.items()
        ],
        "backups": settings.recovery is not None,
    }
    if webhooks(settings):
        names = forwarder_names(settings)
        found["functions"] = [
            {"key": FORWARDER, "function_name": names.function, "undelivered_queue_name": names.undelivered_queue}
        ]
    if network is not None:
        found["nat_gateways"] = _nat_gateways(settings, network)
    if load_balancer is not None:
        found["certificates"] = _certificates(settings, load_balancer)
    if firewall is not None:
        found["firewalls"] = [{"key": "webFirewall", "metric_name": firewall.metric_name}]
    if cluster is not None:
        found["jobs"] = [
            {"key": key, "cluster_arn": cluster.arn, "task_family": job.task_family} for key, job in jobs.items()
        ]
    return found


def _nat_gateways(settings: Settings, network: Network) -> list[NatGatewayTargetArgs]:
    ids = network.nat_gateway_ids
    keys = nat_gateway_keys(settings)
    return [{"key": key, "id": ids[position]} for position, key in enumerate(keys)]


def _certificates(settings: Settings, load_balancer: LoadBalancer) -> list[CertificateTargetArgs]:
    arns = load_balancer.certificate_arns
    return [{"key": key, "arn": arns[key]} for key in certificate_keys(settings)]


def _replicas(settings: Settings, database: Database | None) -> list[DatabaseTargetArgs]:
    if settings.database is None or database is None:
        return []
    instance_class = settings.database.replica_class or settings.database.instance_class
    return [
        database_target(f"replica-{number}", identifier, settings.database, instance_class, replica=True)
        for number, identifier in enumerate(database.replica_identifiers, start=1)
    ]


def _cache_target(key: str, cache: CacheSettings) -> CacheTargetArgs:
    """Nodes are named as ElastiCache names them: ID-001, and ID-0001-001 with shards.

    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.HostLevel.html
    """
    groups = [f"{cache.identifier}-{shard:04}" for shard in range(1, (cache.shards or 0) + 1)] or [cache.identifier]
    nodes: list[pulumi.Input[str]] = [
        f"{group}-{node:03}" for group in groups for node in range(1, cache.nodes_of_a_shard + 1)
    ]
    return {"key": key, "node_ids": nodes}


def _table_target(settings: Settings, key: str, table: Table) -> TableTargetArgs:
    return {"key": key, "table_name": table.name, "indexes": list(settings.tables[key].indexes)}
