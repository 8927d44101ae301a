"""What ElastiCache, DynamoDB and QLDB refuse when they see what exists."""

from collections.abc import Iterator
from typing import Final

from sandbox.aws.computed.remains import CACHE_SNAPSHOT, final_snapshot
from sandbox.aws.model import Cloud, Deployed, Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import (
    GROUPS,
    missing,
    same_named,
    text,
)
from sandbox.aws.rules.rule import refuses_to_create, refuses_to_delete, refuses_to_deploy
from sandbox.aws.rules.types import (
    CACHE_CLUSTER,
    CACHE_PARAMETER_GROUP,
    CACHE_REPLICATION_GROUP,
    CACHE_SUBNET_GROUP,
    TABLE,
)

_RDS: Final = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/"
_CACHE: Final = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/"
_DYNAMODB: Final = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/"
_LEDGER: Final = "aws:qldb/ledger:Ledger"


@refuses_to_create(
    CACHE_REPLICATION_GROUP, code="ReplicationGroupAlreadyExists", source=_CACHE + "API_CreateReplicationGroup.html"
)
def replication_group_ids_are_used_once(group: Given, request: Request) -> Failures:
    """In a region."""
    if same_named(request, "replicationGroupId", CACHE_REPLICATION_GROUP):
        yield group["replicationGroupId"].refuse(
            f"Replication group with specified id already exists: {group['replicationGroupId'].text}; choose another"
        )


@refuses_to_create(CACHE_CLUSTER, code="CacheClusterAlreadyExists", source=_CACHE + "API_CreateCacheCluster.html")
def cache_cluster_ids_are_used_once(cluster: Given, request: Request) -> Failures:
    """In a region."""
    if same_named(request, "clusterId", CACHE_CLUSTER):
        yield cluster["clusterId"].refuse(
            f"Cache cluster already exists: {cluster['clusterId'].text}; choose another id"
        )


@refuses_to_create(
    CACHE_SUBNET_GROUP, code="CacheSubnetGroupAlreadyExists", source=_CACHE + "API_CreateCacheSubnetGroup.html"
)
def cache_subnet_groups_have_different_names(group: Given, request: Request) -> Failures:
    """In a region."""
    if same_named(request, "name", CACHE_SUBNET_GROUP):
        yield group["name"].refuse(f"Cache Subnet Group {group['name'].text} already exists; choose another name")


@refuses_to_create(
    CACHE_REPLICATION_GROUP,
    CACHE_CLUSTER,
    code="CacheSubnetGroupNotFoundFault",
    source=_CACHE + "API_CreateReplicationGroup.html",
)
def the_cache_subnet_group_exists(cache: Given, request: Request) -> Failures:
    """`default` is that of the default VPC."""
    if cache["subnetGroupName"].text != "default":
        yield from missing(cache["subnetGroupName"], request, (CACHE_SUBNET_GROUP,), "Cache Subnet Group")


@refuses_to_deploy(
    CACHE_REPLICATION_GROUP,
    CACHE_CLUSTER,
    code="CacheParameterGroupNotFound",
    source=_CACHE + "API_CreateReplicationGroup.html",
)
def the_cache_parameter_group_exists(cache: Given, request: Request) -> Failures:
    """Those that begin with `default.` are of AWS."""
    if not (cache["parameterGroupName"].text or "").startswith("default."):
        yield from missing(cache["parameterGroupName"], request, (CACHE_PARAMETER_GROUP,), "CacheParameterGroup")


@refuses_to_deploy(
    CACHE_REPLICATION_GROUP,
    CACHE_CLUSTER,
    code="InvalidParameterValue",
    source=_CACHE + "API_CreateReplicationGroup.html",
)
def groups_of_a_cache_exist(cache: Given, request: Request) -> Failures:
    """In the account and region."""
    yield from missing(cache["securityGroupIds"], request, GROUPS, "Some security groups do not exist: the group")


@refuses_to_delete(CACHE_SUBNET_GROUP, code="CacheSubnetGroupInUse", source=_CACHE + "API_DeleteCacheSubnetGroup.html")
def a_cache_subnet_group_in_use_stays(group: Deployed, cloud: Cloud) -> Iterator[str]:
    """Its caches must go first."""
    for user in cloud.all(CACHE_REPLICATION_GROUP, CACHE_CLUSTER):
        if text(user, "subnetGroupName") == text(group, "name"):
            yield f"Cache subnet group {text(group, 'name')} is currently in use by a cache cluster: {user.id}"


@refuses_to_delete(
    *(CACHE_REPLICATION_GROUP, CACHE_CLUSTER),
    code="SnapshotAlreadyExistsFault",
    source=_CACHE + "API_DeleteReplicationGroup.html",
)
def a_final_snapshot_of_a_cache_has_a_name_of_its_own(cache: Deployed, cloud: Cloud) -> Iterator[str]:
    """Among the snapshots of the region."""
    name = final_snapshot(cache)
    if name and cloud.find(CACHE_SNAPSHOT, name):
        yield (
            f"Snapshot with specified name already exists: {name}; delete it, or give another finalSnapshotIdentifier "
            "and update before deleting"
        )


@refuses_to_create(TABLE, code="ResourceInUseException", source=_DYNAMODB + "API_CreateTable.html")
def tables_have_different_names(table: Given, request: Request) -> Failures:
    """In a region; names are told apart by case."""
    found = same_named(request, "name", TABLE)
    if found is not None and text(found, "name") == table["name"].text:
        yield table["name"].refuse(f"Table already exists: {table['name'].text}; choose another name")


@refuses_to_delete(TABLE, code="ValidationException", source=_DYNAMODB + "API_DeleteTable.html")
def a_protected_table_stays(table: Deployed, cloud: Cloud) -> Iterator[str]:
    """deletionProtectionEnabled."""
    if table.get("deletionProtectionEnabled") is True:
        yield (
            "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection "
            f"of {text(table, 'name')} first."
        )


@refuses_to_delete(
    _LEDGER,
    code="ResourcePreconditionNotMetException",
    source="https://docs.aws.amazon.com/qldb/latest/developerguide/API_DeleteLedger.html",
)
def a_protected_ledger_stays(ledger: Deployed, cloud: Cloud) -> Iterator[str]:
    """deletionProtection, on unless switched off."""
    if ledger.get("deletionProtection") is not False:
        yield "Deletion protection is enabled for this ledger; set deletionProtection to false first"
