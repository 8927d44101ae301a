"""What AWS keeps of a resource that is deleted.

A database or cache with a final snapshot leaves the snapshot; a task definition or log group with `skipDestroy` stays
itself, since the provider forgets it without a call. Keys, secrets and automated backups that AWS keeps for a while
before they end are not listed.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from sandbox.aws.model import Deployed
from sandbox.values import Properties

DB_SNAPSHOT: Final = "aws:rds/snapshot:Snapshot"
DB_CLUSTER_SNAPSHOT: Final = "aws:rds/clusterSnapshot:ClusterSnapshot"
CACHE_SNAPSHOT: Final = "aws:elasticache/snapshot:Snapshot"
"""Named as pulumi_aws would: it has no such type."""
_FORGOTTEN: Final = frozenset({"aws:ecs/taskDefinition:TaskDefinition", "aws:cloudwatch/logGroup:LogGroup"})
_Remains: TypeAlias = Callable[[Deployed], list[Deployed]]


def stays(deployed: Deployed) -> bool:
    """Whether the provider deletes nothing: `skipDestroy` leaves the resource where it is."""
    return deployed.type in _FORGOTTEN and deployed.get("skipDestroy") is True


def compute_remains(deployed: Deployed) -> list[Deployed]:
    """What exists once this resource is deleted, and because it is."""
    remains = _REMAINS.get(deployed.type)
    return remains(deployed) if remains is not None else []


def final_snapshot(deployed: Deployed) -> str:
    """The name of the last snapshot of a database or cache, empty when there is to be none."""
    name = deployed.get("finalSnapshotIdentifier")
    return name if isinstance(name, str) and deployed.get("skipFinalSnapshot") is not True else ""


def _db_snapshot(database: Deployed) -> list[Deployed]:
    of: Properties = {
        "dbInstanceIdentifier": database.get("identifier"),
        "dbSnapshotIdentifier": final_snapshot(database),
        "encrypted": database.get("storageEncrypted"),
        "iops": database.get("iops"),
        "port": database.get("port"),
    }
    return _snapshot(database, DB_SNAPSHOT, "dbSnapshotArn", "snapshot", of)


def _db_cluster_snapshot(cluster: Deployed) -> list[Deployed]:
    of: Properties = {
        "dbClusterIdentifier": cluster.get("clusterIdentifier"),
        "dbClusterSnapshotIdentifier": final_snapshot(cluster),
        "storageEncrypted": cluster.get("storageEncrypted"),
    }
    return _snapshot(cluster, DB_CLUSTER_SNAPSHOT, "dbClusterSnapshotArn", "cluster-snapshot", of)


def _cache_snapshot(cache: Deployed) -> list[Deployed]:
    of: Properties = {"replicationGroupId": cache.id, "snapshotName": final_snapshot(cache)}
    return _snapshot(cache, CACHE_SNAPSHOT, "arn", "snapshot", of)


def _snapshot(source: Deployed, type: str, arn: str, kind: str, of: Properties) -> list[Deployed]:
    name = final_snapshot(source)
    if not name:
        return []
    service = "elasticache" if type == CACHE_SNAPSHOT else "rds"
    shared = ("allocatedStorage", "availabilityZone", "engine", "kmsKeyId", "licenseModel")
    properties: Properties = {
        **{key: value for key in shared if (value := source.get(key)) is not None},
        "engineVersion": source.get("engineVersionActual") or source.get("engineVersion") or "",
        **of,
        arn: source.place.arn(service, f"{kind}:{name}"),
        "region": source.place.region,
        "snapshotType": "manual",
        "status": "available",
        "tags": source.get("tagsAll") or {},
        "tagsAll": source.get("tagsAll") or {},
    }
    return [Deployed(type=type, id=name, place=source.place, properties=properties, seed=source.seed)]


_REMAINS: Final[Mapping[str, _Remains]] = MappingProxyType(
    {
        "aws:rds/instance:Instance": _db_snapshot,
        "aws:rds/cluster:Cluster": _db_cluster_snapshot,
        "aws:elasticache/replicationGroup:ReplicationGroup": _cache_snapshot,
        "aws:elasticache/cluster:Cluster": _cache_snapshot,
    }
)
