"""What the settings of a database demand of each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from settings.errors import Mistake

if TYPE_CHECKING:
    from settings.database import Database

_LONGEST_IDENTIFIER = 63


def replicas_copy_a_source_with_backups(database: Database) -> Iterator[Mistake]:
    """https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html"""
    if database.replicas and not database.backup_days:
        yield Mistake(("backupDays",), "0", "1 to 35 days: RDS replicates no instance without automated backups")


def replicas_copy_a_source_with_its_own_password(database: Database) -> Iterator[Mistake]:
    """https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html#rds-secrets-manager-limitations"""
    if database.replicas and database.secret is None:
        yield Mistake(
            ("replicas",),
            str(database.replicas),
            "no replicas while RDS manages the master password",
            "Add secret: with a name, which gives the database a password in a secret of its own.",
        )


def replica_settings_have_a_replica(database: Database) -> Iterator[Mistake]:
    """Settings of replicas that don't exist are a mistake."""
    if database.replicas:
        return
    if database.replica_class is not None:
        yield Mistake(("replicaClass",), f'"{database.replica_class}"', "no class without replicas", "Add replicas: 1.")
    if database.replica_backup_days:
        yield Mistake(("replicaBackupDays",), str(database.replica_backup_days), "no backups without replicas")
    if database.replica_engine_version is not None:
        given = f'"{database.replica_engine_version}"'
        yield Mistake(("replicaEngineVersion",), given, "no version without replicas", "Raise engineVersion.")


def replica_versions_are_ahead(database: Database) -> Iterator[Mistake]:
    """RDS upgrades an instance only after its replicas, and takes them along to another major version.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html
    """
    if not database.replicas or database.replica_engine_version is None:
        return
    major, _, minor = database.engine_version.partition(".")
    own_major, _, own_minor = database.replica_engine_version.partition(".")
    if own_major != major or not minor or not own_minor or int(own_minor) <= int(minor):
        yield Mistake(
            ("replicaEngineVersion",),
            f'"{database.replica_engine_version}"',
            f"a later minor version than engineVersion, {database.engine_version}, of the same major version",
            "Write the minor version that the primary gets next, or remove replicaEngineVersion.",
        )


def major_upgrades_take_effect_at_once(database: Database) -> Iterator[Mistake]:
    """The same update replaces the parameter group, which an instance of the old version would still use."""
    if database.allow_major_version_upgrade and not database.apply_immediately:
        allowed = "true with allowMajorVersionUpgrade: the parameter group of the new version comes with the update"
        yield Mistake(("applyImmediately",), "false", allowed, "Write applyImmediately: true until it is upgraded.")


def replica_identifiers_fit(database: Database) -> Iterator[Mistake]:
    """They are the identifier with -replica-1 and so on."""
    if not database.replicas:
        return
    longest = _LONGEST_IDENTIFIER - len(f"-replica-{database.replicas}")
    if len(database.identifier) > longest:
        allowed = f"at most {longest} characters, since replicas add -replica-{database.replicas}"
        yield Mistake(("identifier",), f"{len(database.identifier)} characters", allowed)


def rotation_is_of_a_managed_password(database: Database) -> Iterator[Mistake]:
    """RDS rotates without a Lambda function only the password that it manages."""
    if database.rotation_days is not None and database.secret is not None:
        yield Mistake(
            ("rotationDays",),
            str(database.rotation_days),
            "no rotation by RDS for a password in a secret of its own",
            "Remove rotationDays; raise secret.passwordVersion for a new password.",
        )


def storage_has_room_to_grow(database: Database) -> Iterator[Mistake]:
    """https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html"""
    least = -(-database.storage_gb * 11 // 10)
    if database.max_storage_gb is not None and database.max_storage_gb < least:
        allowed = f"{least} or more: a tenth above storageGb, {database.storage_gb}"
        yield Mistake(("maxStorageGb",), str(database.max_storage_gb), allowed)


def copied_backups_exist(database: Database) -> Iterator[Mistake]:
    """Only automated backups are replicated."""
    if database.backup_replication is not None and not database.backup_days:
        yield Mistake(("backupDays",), "0", "1 to 35 days: there is nothing to copy to backupReplication.region")
