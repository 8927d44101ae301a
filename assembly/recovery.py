"""Backups."""

from collections.abc import Mapping

import pulumi

from assembly.copies import copies_key_args
from assembly.naming import prefix
from assembly.outputs import StackOutputs
from components.backup_vault import VaultLockArgs
from components.database import Database
from components.encryption_keys import EncryptionKeys
from components.recovery import BackupRuleArgs, Recovery, RecoveryArgs
from components.restore_testing import RestoreTestingScheduleArgs
from components.security_groups import SecurityGroups
from components.table import Table
from settings import Settings
from settings.recovery import BackupRule, Lock, RestoreTesting
from settings.recovery import Recovery as RecoverySettings


def recovery_args(
    settings: Settings,
    recovery: RecoverySettings,
    keys: EncryptionKeys,
    groups: SecurityGroups | None,
    database: Database | None,
    tables: Mapping[str, Table],
    bucket_arns: Mapping[str, pulumi.Input[str]] | None = None,
) -> RecoveryArgs:
    """The plan as it is written, over what the stack built."""
    arns = _resource_arns(recovery, database, tables, bucket_arns or {})
    args: RecoveryArgs = {
        "plan_name": recovery.plan_name,
        "rules": {name: _rule_args(rule, list(arns)) for name, rule in recovery.rules_by_name.items()},
        "resource_arns": arns,
        "tags": dict(recovery.tags),
        "backups_key_arn": keys.arn_of("backups"),
        "recovery_time_minutes": recovery.rto_minutes,
        "recovery_point_minutes": recovery.rpo_minutes,
        "account_id": settings.account.id,
        "region": settings.region,
        "protect": settings.system.is_production,
    }
    if recovery.copy_region is not None:
        key = copies_key_args(settings, f"{prefix(settings)}-backups")
        args["copies"] = {"region": recovery.copy_region, "key": key}
    if recovery.lock is not None:
        args["lock"] = _lock_args(recovery.lock)
    if recovery.notification_topic is not None:
        args["notification_topic_arn"] = recovery.notification_topic
    if recovery.restore_testing is not None:
        args["restore_testing"] = _restore_testing_args(recovery.restore_testing)
        args["restore_metadata"] = _restore_metadata(keys, groups, database, tables)
    return args


def _restore_metadata(
    keys: EncryptionKeys, groups: SecurityGroups | None, database: Database | None, tables: Mapping[str, Table]
) -> dict[str, dict[str, pulumi.Input[str]]]:
    """What is restored stands where the original stands, under the same key."""
    metadata: dict[str, dict[str, pulumi.Input[str]]] = {}
    if database is not None and groups is not None:
        metadata["RDS"] = {
            "dbSubnetGroupName": database.subnet_group_name,
            "vpcSecurityGroupIds": pulumi.Output.json_dumps([groups.database_id]),
        }
    if tables:
        metadata["DynamoDB"] = {"encryptionType": "KMS", "kmsMasterKeyArn": keys.arn_of("tables")}
    return metadata


def _resource_arns(
    recovery: RecoverySettings,
    database: Database | None,
    tables: Mapping[str, Table],
    bucket_arns: Mapping[str, pulumi.Input[str]],
) -> dict[str, pulumi.Input[str]]:
    arns: dict[str, pulumi.Input[str]] = {}
    if "database" in recovery.protects and database is not None:
        arns[_PREFIXES["database"]] = database.arn
    if "tables" in recovery.protects:
        arns.update({f"{_PREFIXES['tables']}{key}": table.arn for key, table in tables.items()})
    if "buckets" in recovery.protects:
        arns.update({f"{_PREFIXES['buckets']}{key}": arn for key, arn in bucket_arns.items()})
    return arns


_PREFIXES = {"database": "database", "tables": "table-", "buckets": "bucket-"}
"""How the short names of what is backed up begin, by section."""


def _rule_args(rule: BackupRule, resources: list[str]) -> BackupRuleArgs:
    args: BackupRuleArgs = {
        "schedule": rule.schedule,
        "keep_days": rule.keep_days,
        "start_minutes": rule.start_minutes,
        "completion_minutes": rule.completion_minutes,
        "continuous": rule.continuous,
    }
    if rule.cold_after_days is not None:
        args["cold_after_days"] = rule.cold_after_days
    if rule.copy_keep_days is not None:
        args["copy_keep_days"] = rule.copy_keep_days
    if rule.protects is not None:
        kinds = tuple(_PREFIXES[section] for section in rule.protects)
        args["resources"] = [name for name in resources if name.startswith(kinds)]
    return args


def _lock_args(lock: Lock) -> VaultLockArgs:
    args: VaultLockArgs = {"min_days": lock.min_days, "max_days": lock.max_days}
    if lock.changeable_days is not None:
        args["changeable_days"] = lock.changeable_days
    return args


def _restore_testing_args(testing: RestoreTesting) -> RestoreTestingScheduleArgs:
    return {
        "schedule": testing.schedule,
        "window_days": testing.window_days,
        "keep_hours": testing.keep_hours,
        "resource_types": list(testing.resource_types),
    }


def recovery_outputs(settings: RecoverySettings, recovery: Recovery) -> StackOutputs:
    """Where the backups are, and the targets that they are to reach."""
    return {
        "recovery": {
            "planIds": recovery.plan_ids,
            "vaultName": recovery.vault_name,
            "copyVaultArn": recovery.copy_vault_arn,
            "roleArn": recovery.role_arn,
            "rtoMinutes": settings.rto_minutes,
            "rpoMinutes": settings.rpo_minutes,
        }
    }
