"""The database."""

from assembly.copies import copies_key_args
from assembly.naming import subnet_group_args
from components.database_args import DatabaseArgs
from components.encryption_keys import EncryptionKeys
from components.network import Network
from components.security_groups import SecurityGroups
from settings import Settings
from settings.database import Database as DatabaseSettings


def database_args(
    settings: Settings, database: DatabaseSettings, keys: EncryptionKeys, network: Network, groups: SecurityGroups
) -> DatabaseArgs:
    """The database as it is written, in the database tier, protected in prod."""
    args: DatabaseArgs = {
        "identifier": database.identifier,
        "database_name": database.name,
        "username": database.username,
        "engine_version": database.engine_version,
        "allow_major_upgrade": database.allow_major_version_upgrade,
        "auto_minor_upgrade": database.auto_minor_upgrade,
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
        "ca_certificate": database.ca_certificate,
        "apply_immediately": database.apply_immediately,
        "deletion_protection": database.deletion_protection,
        "final_snapshot": database.final_snapshot,
        "protect": settings.system.is_production,
    }
    if database.max_storage_gb is not None:
        args["max_storage_gb"] = database.max_storage_gb
    if database.rotation_days is not None:
        args["rotation_days"] = database.rotation_days
    if database.secret is not None:
        args["secret"] = {
            "name": database.secret.name,
            "password_version": database.secret.password_version,
            "recovery_days": database.secret.recovery_days,
            "ssl_mode": database.secret.ssl_mode,
            "connection_strings": dict(database.secret.connection_strings),
        }
    if database.subnet_group is not None:
        args["subnet_group"] = subnet_group_args(database.subnet_group)
    if database.replicas and settings.network is not None:
        args["replicas"] = {
            "count": database.replicas,
            "instance_class": database.replica_class or database.instance_class,
            "zones": list(settings.network.zones),
            "backup_days": database.replica_backup_days,
        }
        if database.replica_engine_version is not None:
            args["replicas"]["engine_version"] = database.replica_engine_version
    if database.backup_replication is not None:
        args["backup_copies"] = {
            "region": database.backup_replication.region,
            "days": database.backup_replication.days,
            "key": copies_key_args(settings, f"{database.identifier}-backups"),
        }
    return args
