"""What alarms and dashboards watch beside services, load balancer and primary database."""

from collections.abc import Mapping

import pulumi

from assembly.observability import database_target
from components.alarm_targets import CacheTargetArgs, DatabaseTargetArgs, TableTargetArgs, TargetsArgs
from components.cluster import Cluster
from components.database import Database
from components.job import Job
from components.queue import Queue
from components.table import Table
from settings import Settings
from settings.caches import Cache as CacheSettings


def further_targets(
    settings: Settings,
    database: Database | None,
    tables: Mapping[str, Table],
    queues: Mapping[str, Queue],
    cluster: Cluster | None,
    jobs: Mapping[str, Job],
) -> TargetsArgs:
    """Replicas, caches, tables, queues, firewall, jobs and backups of the stack."""
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
    if cluster is not None:
        found["jobs"] = [
            {"key": key, "cluster_arn": cluster.arn, "task_family": job.task_family} for key, job in jobs.items()
        ]
    return found


def _replicas(settings: Settings, database: Database | None) -> list[DatabaseTargetArgs]:
    if settings.database is None or database is None:
        return []
    return [
        database_target(f"replica-{number}", identifier, settings.database, replica=True)
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
