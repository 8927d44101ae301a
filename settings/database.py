"""PostgreSQL on RDS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.database_login import DatabaseLogin, logins_differ
from settings.database_rules import (
    copied_backups_exist,
    major_upgrades_take_effect_at_once,
    replica_identifiers_fit,
    replica_settings_have_a_replica,
    replica_versions_are_ahead,
    replicas_copy_a_source_with_backups,
    replicas_copy_a_source_with_its_own_password,
    rotation_is_of_a_managed_password,
    storage_has_room_to_grow,
)
from settings.database_secret import BackupReplication, DatabaseSecret
from settings.database_types import (
    DatabaseIdentifier,
    DatabaseName,
    EngineVersion,
    InsightsDays,
    InstanceClass,
    ParameterName,
    UserName,
)
from settings.errors import Mistake
from settings.named_groups import SubnetGroup
from settings.secret_paths import SecretItem
from settings.section import Flag, FrozenMap, Rule, Section, Whole
from settings.types import DailyWindow, WeeklyWindow

MonitoringSeconds = Literal[0, 1, 5, 10, 15, 30, 60]
CaCertificate = Literal["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES
_SHORTEST_WINDOW_MINUTES = 30
OWN_PARAMETERS = {"rds.force_ssl": "it is always 1", "log_min_duration_statement": "slowQueryMilliseconds sets it"}


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def daily_window(text: str) -> tuple[int, int]:
    """Start (minutes after midnight) and length (minutes) of a window such as 03:00-04:00."""
    start, end = map(_minutes, text.split("-"))
    return start, (end - start) % _DAY_MINUTES


def weekly_window(text: str) -> tuple[int, int]:
    """Start (minutes after Monday's midnight) and length (minutes) of a window such as sun:04:00-sun:05:00."""
    start, end = (
        _DAYS.index(day) * _DAY_MINUTES + _minutes(clock) for day, clock in re.findall(r"(\w{3}):(\d\d:\d\d)", text)
    )
    return start, (end - start) % _WEEK_MINUTES


def _windows_last_half_an_hour(database: Database) -> Iterator[Mistake]:
    lengths = {
        "backupWindow": (database.backup_window, daily_window(database.backup_window)[1], _DAY_MINUTES),
        "maintenanceWindow": (database.maintenance_window, weekly_window(database.maintenance_window)[1], _DAY_MINUTES),
    }
    for key, (text, length, longest) in lengths.items():
        if not _SHORTEST_WINDOW_MINUTES <= length <= longest:
            yield Mistake((key,), f'"{text}"', "a window of 30 minutes to 24 hours")


def _windows_do_not_overlap(database: Database) -> Iterator[Mistake]:
    backup_start, backup_length = daily_window(database.backup_window)
    start, length = weekly_window(database.maintenance_window)
    for day in range(7):
        offset = (day * _DAY_MINUTES + backup_start - start) % _WEEK_MINUTES
        if offset < length or offset + backup_length > _WEEK_MINUTES:
            yield Mistake(
                ("maintenanceWindow",),
                f'"{database.maintenance_window}"',
                f"a window that does not overlap the backup window {database.backup_window}",
            )
            return


def _own_parameters_stay_out(database: Database) -> Iterator[Mistake]:
    for name, reason in OWN_PARAMETERS.items():
        if name in database.parameters:
            yield Mistake(("parameters", name), "a value", f"no {name}: {reason}", f"Remove {name}.")


class Database(Section):
    """The primary instance and its read replicas, never public and with TLS only.

    RDS manages the master password, unless `secret` names a secret that holds a generated one.
    """

    rules: ClassVar[tuple[Rule, ...]] = (
        _windows_last_half_an_hour,
        _windows_do_not_overlap,
        _own_parameters_stay_out,
        replicas_copy_a_source_with_backups,
        replicas_copy_a_source_with_its_own_password,
        replica_settings_have_a_replica,
        replica_versions_are_ahead,
        replica_identifiers_fit,
        rotation_is_of_a_managed_password,
        storage_has_room_to_grow,
        copied_backups_exist,
        major_upgrades_take_effect_at_once,
        logins_differ,
    )

    identifier: DatabaseIdentifier
    """Identifier of the instance, part of its host name."""
    name: DatabaseName
    """Database that is created in it."""
    username: UserName
    """Master user."""
    engine_version: EngineVersion
    """PostgreSQL version, in quotes."""
    allow_major_version_upgrade: Flag = False
    """Whether engineVersion may be another major version than the running one; for the time of an upgrade."""
    auto_minor_upgrade: Flag = True
    """Whether AWS installs minor versions in the maintenance window, ahead of a fixed `engineVersion`."""
    instance_class: InstanceClass
    """Size of the instance."""
    storage_gb: Annotated[Whole, Field(ge=20, le=65536)]
    """gp3 storage in GiB, 20 to 65536."""
    max_storage_gb: Annotated[Whole, Field(ge=22, le=65536)] | None = None
    """GiB up to which storage grows by itself; by default it doesn't."""
    encrypted: Flag = True
    """Whether storage is encrypted with the database key."""
    multi_az: Flag = True
    """Whether a standby in another zone takes over."""
    replicas: Annotated[Whole, Field(ge=0, le=15)] = 0
    """Read replicas, 0 to 15, spread over the zones."""
    replica_class: InstanceClass | None = None
    """Size of the replicas; by default that of the primary."""
    replica_engine_version: EngineVersion | None = None
    """Later minor version that the replicas get before the primary; by default that of the primary."""
    replica_backup_days: Annotated[Whole, Field(ge=0, le=35)] = 0
    """Days that each replica keeps backups of its own, 0 (none) to 35."""
    secret: DatabaseSecret | None = None
    """Secret with connection and generated master password; by default RDS manages the password."""
    logins: FrozenMap[SecretItem, DatabaseLogin] = Field(default_factory=dict, validate_default=True)
    """Further logins by the key with which services name their secrets."""
    rotation_days: Annotated[Whole, Field(ge=1, le=1000)] | None = None
    """Days after which RDS renews the password that it manages; by default 7."""
    backup_days: Annotated[Whole, Field(ge=0, le=35)] = 35
    """Days that automated backups are kept, 0 (none) to 35."""
    backup_replication: BackupReplication | None = None
    """Copies of the backups in another region; by default none."""
    backup_window: DailyWindow = "03:00-04:00"
    """Daily window of backups, UTC."""
    maintenance_window: WeeklyWindow = "sun:04:00-sun:05:00"
    """Weekly window of maintenance, UTC."""
    monitoring_seconds: MonitoringSeconds = 60
    """Seconds between samples of enhanced monitoring; 0 turns it off."""
    performance_insights_days: InsightsDays = 7
    """Days that Performance Insights keeps."""
    slow_query_milliseconds: Annotated[Whole, Field(ge=0, le=2147483647)] = 1000
    """Statements that take longer are logged."""
    ca_certificate: CaCertificate = "rds-ca-rsa2048-g1"
    """Authority that signs the server certificate; clients must trust it."""
    apply_immediately: Flag = False
    """Whether changes take effect at once, with the restart some need, instead of in the maintenance window."""
    deletion_protection: Flag = True
    """Whether AWS refuses to delete the instance."""
    final_snapshot: Flag = True
    """Whether a last snapshot is taken when the instance is deleted."""
    subnet_group: SubnetGroup | None = None
    """Name of its subnet group; by default the program makes it up."""
    parameters: FrozenMap[ParameterName, str] = Field(default_factory=dict, validate_default=True)
    """Further PostgreSQL parameters, values in quotes."""
