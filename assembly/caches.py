"""Caches."""

from collections.abc import Mapping

from assembly.naming import subnet_group_args
from assembly.outputs import StackOutputs
from components.cache import Cache, CacheArgs
from components.encryption_keys import EncryptionKeys
from components.network import Network
from components.security_groups import SecurityGroups
from settings import Settings
from settings.caches import Cache as CacheSettings


def cache_port(settings: Settings) -> int | None:
    """The port that all caches share; None when there are none."""
    return next((cache.port for cache in settings.caches.values()), None)


def cache_args(
    settings: Settings, cache: CacheSettings, keys: EncryptionKeys, network: Network, groups: SecurityGroups
) -> CacheArgs:
    """The cache as it is written, in the database tier, protected in prod."""
    args: CacheArgs = {
        "identifier": cache.identifier,
        "engine": cache.engine,
        "engine_version": cache.engine_version,
        "node_type": cache.node_type,
        "nodes": cache.nodes or 1,
        "multi_az": cache.multi_az,
        "port": cache.port,
        "parameters": dict(cache.parameters),
        "cache_key_arn": keys.arn_of("cache"),
        "secrets_key_arn": keys.arn_of("secrets"),
        "logs_key_arn": keys.arn_of("logs"),
        "log_retention_days": settings.observability.log_retention_days,
        "subnet_ids": network.database_subnet_ids,
        "security_group_id": groups.cache_id,
        "account_id": settings.account.id,
        "secret_name": cache.secret_name,
        "secret_recovery_days": cache.secret_recovery_days,
        "token_version": cache.token_version,
        "snapshot_days": cache.snapshot_days,
        "snapshot_window": cache.snapshot_window,
        "maintenance_window": cache.maintenance_window,
        "auto_minor_upgrade": cache.auto_minor_upgrade,
        "apply_immediately": cache.apply_immediately,
        "final_snapshot": cache.final_snapshot,
        "protect": settings.system.is_production,
    }
    if cache.shards is not None:
        args["shards"] = cache.shards
        args["replicas"] = cache.nodes_of_a_shard - 1
    if cache.subnet_group is not None:
        args["subnet_group"] = subnet_group_args(cache.subnet_group)
    if cache.connection_strings:
        args["connection_strings"] = dict(cache.connection_strings)
    if cache.authentication == "users":
        args["users"] = dict(cache.users)
    return args


def caches_outputs(caches: Mapping[str, Cache]) -> StackOutputs:
    """Where the caches are and where their tokens are kept."""
    if not caches:
        return {}
    return {
        "caches": {
            key: {
                "replicationGroupId": cache.replication_group_id,
                "host": cache.host,
                "readerHost": cache.reader_host,
                "port": cache.port,
                "secretArn": cache.secret_arn,
                "nodeIds": cache.node_ids,
                "logGroups": cache.log_group_names,
            }
            for key, cache in caches.items()
        }
    }
