"""The database."""

from components.database import DatabaseArgs
from components.encryption_keys import EncryptionKeys
from components.network import Network
from components.security_groups import SecurityGroups
from settings import Settings
from settings.database import Database as DatabaseSettings


def database_args(
    settings: Settings, database: DatabaseSettings, keys: EncryptionKeys, network: Network, groups: SecurityGroups
) -> DatabaseArgs:
    """The database as it is written, in the database tier, protected in prod."""
    return {
        "identifier": database.identifier,
        "database_name": database.name,
        "username": database.username,
        "engine_version": database.engine_version,
        "instance_class": database.instance_class,
        "storage_gb": database.storage_gb,
        "encrypted": database.encrypted,
        "database_key_arn": keys.arn_of("database"),
        "secrets_key_arn": keys.arn_of("secrets"),
        "logs_key_arn": keys.arn_of("logs"),
        "subnet_ids": network.database_subnet_ids,
        "security_group_id": groups.database_id,
        "account_id": settings.account.id,
        "region": settings.region,
        "multi_az": database.multi_az,
        "backup_days": database.backup_days,
        "backup_window": database.backup_window,
        "maintenance_window": database.maintenance_window,
        "monitoring_seconds": database.monitoring_seconds,
        "performance_insights_days": database.performance_insights_days,
        "slow_query_milliseconds": database.slow_query_milliseconds,
        "log_retention_days": settings.observability.log_retention_days,
        "parameters": dict(database.parameters),
        "deletion_protection": database.deletion_protection,
        "final_snapshot": database.final_snapshot,
        "protect": settings.system.is_production,
    }
