"""What RDS refuses of instances, clusters and their groups, by their inputs alone (storage: `rds_storage`)."""

import re
from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given, unless_at_most_one
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import (
    DB_CLUSTER,
    DB_CLUSTER_INSTANCE,
    DB_CLUSTER_PARAMETER_GROUP,
    DB_INSTANCE,
    DB_OPTION_GROUP,
    DB_PARAMETER_GROUP,
    DB_SUBNET_GROUP,
)
from sandbox.aws.rules.windows import unless_apart, unless_daily, unless_weekly

_API: Final = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/"
_INSTANCE: Final = _API + "API_CreateDBInstance.html"
_CLUSTER: Final = _API + "API_CreateDBCluster.html"
_IDENTIFIER: Final = r"(?!.*--)[a-z][0-9a-z-]{0,62}(?<!-)"
_ORIGINS: Final = ("replicateSourceDb", "snapshotIdentifier", "restoreToPointInTime", "s3Import")
_MONTH_OF_INSIGHTS: Final = 31
_INSTANCE_ENGINES: Final = (
    *("postgres", "mysql", "mariadb", "aurora-mysql", "aurora-postgresql"),
    *("oracle-ee", "oracle-ee-cdb", "oracle-se2", "oracle-se2-cdb"),
    *("sqlserver-ee", "sqlserver-se", "sqlserver-ex", "sqlserver-web", "sqlserver-dev-ee"),
    *("db2-ae", "db2-se", "neptune", "docdb"),
)
_CUSTOM_ENGINE: Final = "custom-"
_CLUSTER_ENGINES: Final = ("aurora-mysql", "aurora-postgresql", "mysql", "postgres", "neptune", "docdb")
_LOG_EXPORTS: Final = {
    "postgres": ("postgresql", "upgrade", "iam-db-auth-error"),
    "mysql": ("audit", "error", "general", "slowquery", "iam-db-auth-error"),
    "mariadb": ("audit", "error", "general", "slowquery", "iam-db-auth-error"),
    "aurora-postgresql": ("postgresql", "iam-db-auth-error", "instance"),
    "aurora-mysql": ("audit", "error", "general", "slowquery", "iam-db-auth-error", "instance"),
    "oracle": ("alert", "audit", "listener", "trace", "oemagent"),
    "sqlserver": ("agent", "error"),
    "db2": ("diag.log", "notify.log", "iam-db-auth-error"),
}
_RESERVED_POSTGRES_NAMES: Final = frozenset(("admin", "rdsadmin", "rds_superuser", "user"))
_RESERVED_MYSQL_NAMES: Final = frozenset(("rdsadmin", "rdsrepladmin", "rdstopmgr"))


@refuses(DB_INSTANCE, DB_CLUSTER, DB_CLUSTER_INSTANCE, code="InvalidParameterValue", source=_INSTANCE)
def a_database_identifier_is_lower_case(database: Given) -> Failures:
    """1 to 63 lower-case letters, digits and single hyphens, a letter first, no hyphen last."""
    expected = (
        "1 to 63 lower-case letters, digits and single hyphens, beginning with a letter, not ending with a hyphen"
    )
    yield from database["identifier"].unlike(_IDENTIFIER, expected)
    yield from database["clusterIdentifier"].unlike(_IDENTIFIER, expected)
    for name in ("identifierPrefix", "clusterIdentifierPrefix"):
        yield from database[name].unlike(r"(?!.*--)[a-z][0-9a-z-]*", "lower-case letters, digits and single hyphens")


@refuses(DB_INSTANCE, code="InvalidParameterValue", source=_INSTANCE)
def an_instance_runs_an_engine_that_exists(database: Given) -> Failures:
    """By its API name; Custom engines have names of their own."""
    engine = database["engine"]
    if not (engine.text or "").lower().startswith(_CUSTOM_ENGINE):
        pattern = "(?i)" + "|".join(_INSTANCE_ENGINES)
        yield from engine.unlike(pattern, f"one of {', '.join(_INSTANCE_ENGINES[:5])}, … (postgres, not postgresql)")


@refuses(DB_CLUSTER, code="InvalidParameterValue", source=_CLUSTER)
def a_cluster_runs_an_engine_that_exists(cluster: Given) -> Failures:
    """Aurora engines, and mysql or postgres for Multi-AZ clusters."""
    engine = cluster["engine"]
    if not (engine.text or "").lower().startswith(_CUSTOM_ENGINE):
        yield from engine.none_of(_CLUSTER_ENGINES)


@refuses(DB_INSTANCE, code="MissingParameter", source=_INSTANCE)
def a_new_instance_has_an_engine_and_a_master_user(database: Given) -> Failures:
    """Unless it comes from a replica's source, a snapshot, a point in time or a backup in S3."""
    if any(database[name].present for name in _ORIGINS):
        return
    for name in ("engine", "username"):
        if database[name].absent:
            yield database[name].refuse(f"{name} is missing; a new instance needs it")


@refuses(DB_INSTANCE, code="MissingParameter", source=_INSTANCE)
def a_new_instance_has_a_password_or_lets_rds_manage_it(database: Given) -> Failures:
    """One of password, passwordWo and manageMasterUserPassword."""
    managed = database["manageMasterUserPassword"]
    if any(database[name].present for name in _ORIGINS) or managed.true or managed.unknown:
        return
    if database["password"].absent and database["passwordWo"].absent:
        yield database["password"].refuse("no password is given; give one, or manageMasterUserPassword: true")


@refuses(DB_INSTANCE, DB_CLUSTER, code="InvalidParameterCombination", source=_INSTANCE)
def a_managed_password_leaves_no_room_for_another(database: Given) -> Failures:
    """RDS manages the password or the program gives it."""
    yield from unless_at_most_one(database, "password", "passwordWo")
    yield from unless_at_most_one(database, "masterPassword", "masterPasswordWo")
    if database["manageMasterUserPassword"].true:
        for name in ("password", "passwordWo", "masterPassword", "masterPasswordWo"):
            if database[name].present:
                yield database[name].refuse("RDS manages the password (manageMasterUserPassword); leave this one out")


@refuses(DB_INSTANCE, DB_CLUSTER, code="InvalidParameterValue", source=_INSTANCE)
def a_master_password_is_long_enough_and_printable(database: Given) -> Failures:
    """8 characters or more of printable ASCII without / @ " and space."""
    for name in ("password", "passwordWo", "masterPassword", "masterPasswordWo"):
        text = database[name].text
        if text is None:
            continue
        if len(text) < 8 or len(text) > 128:
            yield database[name].refuse(f"the password has {len(text)} characters; give 8 to 128")
        if not re.fullmatch(r"[!-~]*", text) or set(text) & set('/@" '):
            yield database[name].refuse('the password may hold printable ASCII but / @ " and space; choose another')


@refuses(DB_INSTANCE, DB_CLUSTER, code="InvalidParameterValue", source=_INSTANCE)
def a_master_user_name_is_allowed(database: Given) -> Failures:
    """A letter first, 1 to 63 letters, digits and underscores (16 and 32 with MySQL), no reserved word."""
    engine = database["engine"].text or ""
    reserved = _RESERVED_POSTGRES_NAMES if "postgres" in engine else _RESERVED_MYSQL_NAMES if "mysql" in engine else ()
    for name in ("username", "masterUsername"):
        given = database[name]
        if given.text is None:
            continue
        if given.text.lower() in reserved:
            yield given.refuse(f"the name is a reserved word of {engine}; choose another master user name")
        elif "postgres" in engine and not re.fullmatch(r"[A-Za-z_]\w{0,62}", given.text, re.ASCII):
            yield given.refuse("the name must have 1 to 63 letters, digits and underscores and begin with a letter")


@refuses(DB_INSTANCE, DB_CLUSTER, code="InvalidParameterValue", source=_INSTANCE)
def a_database_name_is_a_word(database: Given) -> Failures:
    """PostgreSQL and MySQL: letters, digits and underscores, a letter (or underscore in PostgreSQL) first, up to 63."""
    engine = database["engine"].text or ""
    for name in ("dbName", "databaseName"):
        if engine.startswith("sqlserver") and database[name].present:
            yield database[name].refuse("SQL Server creates no database; leave dbName out")
        elif "postgres" in engine:
            yield from database[name].unlike(
                r"[A-Za-z_][0-9A-Za-z_]{0,62}", "letters, digits and underscores, a letter first"
            )
        elif "mysql" in engine or engine == "mariadb":
            yield from database[name].unlike(
                r"[A-Za-z][0-9A-Za-z_]{0,63}", "letters, digits and underscores, a letter first"
            )


@refuses(DB_INSTANCE, code="InvalidParameterValue", source=_INSTANCE)
def an_instance_keeps_backups_for_up_to_35_days(database: Given) -> Failures:
    """0 switches them off."""
    yield from database["backupRetentionPeriod"].outside(0, 35, "days")


@refuses(DB_CLUSTER, code="InvalidParameterValue", source=_CLUSTER)
def a_cluster_keeps_backups_for_1_to_35_days(cluster: Given) -> Failures:
    """A cluster's backups can't be switched off."""
    yield from cluster["backupRetentionPeriod"].outside(1, 35, "days")


@refuses(DB_INSTANCE, DB_CLUSTER, DB_CLUSTER_INSTANCE, code="InvalidParameterValue", source=_INSTANCE)
def windows_are_half_an_hour_or_longer(database: Given) -> Failures:
    """Backups daily, maintenance weekly, in UTC."""
    yield from unless_daily(database["backupWindow"], 30)
    yield from unless_daily(database["preferredBackupWindow"], 30)
    yield from unless_weekly(database["maintenanceWindow"], 30)
    yield from unless_weekly(database["preferredMaintenanceWindow"], 30)


@refuses(DB_INSTANCE, DB_CLUSTER, DB_CLUSTER_INSTANCE, code="InvalidParameterValue", source=_INSTANCE)
def backup_and_maintenance_windows_do_not_overlap(database: Given) -> Failures:
    """Not in any minute of the week."""
    yield from unless_apart(database["backupWindow"], database["maintenanceWindow"])
    yield from unless_apart(database["preferredBackupWindow"], database["preferredMaintenanceWindow"])


@refuses(DB_INSTANCE, DB_CLUSTER, DB_CLUSTER_INSTANCE, code="InvalidParameterValue", source=_INSTANCE)
def enhanced_monitoring_has_an_interval_of_the_list(database: Given) -> Failures:
    """0 switches it off."""
    yield from database["monitoringInterval"].no_number_of((0, 1, 5, 10, 15, 30, 60))


@refuses(DB_INSTANCE, DB_CLUSTER, DB_CLUSTER_INSTANCE, code="InvalidParameterCombination", source=_INSTANCE)
def enhanced_monitoring_has_a_role(database: Given) -> Failures:
    """An interval above 0 and a role go together."""
    if database["monitoringInterval"].number and database["monitoringRoleArn"].absent:
        yield database["monitoringRoleArn"].refuse(
            "enhanced monitoring is on (monitoringInterval) without a role; give monitoringRoleArn"
        )


@refuses(DB_INSTANCE, DB_CLUSTER, DB_CLUSTER_INSTANCE, code="InvalidParameterValue", source=_INSTANCE)
def performance_insights_keeps_days_of_the_list(database: Given) -> Failures:
    """7, a number of months of 31 days, or 731."""
    given = database["performanceInsightsRetentionPeriod"]
    days = given.number
    if days is None or days in (7, 731) or (days % _MONTH_OF_INSIGHTS == 0 and 31 <= days <= 713):
        return
    yield given.refuse(f"{days:g} isn't allowed; give 7, 731 or a multiple of 31 up to 713 days")


@refuses(DB_INSTANCE, DB_CLUSTER, code="InvalidParameterValue", source=_API + "API_DeleteDBInstance.html")
def a_final_snapshot_name_is_plain(database: Given) -> Failures:
    """Letters, digits and single hyphens, a letter first, no hyphen last."""
    yield from database["finalSnapshotIdentifier"].unlike(
        r"(?!.*--)[A-Za-z][0-9A-Za-z-]{0,254}(?<!-)", "letters, digits and single hyphens, a letter first"
    )


@refuses(DB_INSTANCE, DB_CLUSTER, code="InvalidParameterValue", source=_INSTANCE)
def a_database_listens_on_1150_to_65535(database: Given) -> Failures:
    """Lower ports aren't offered."""
    yield from database["port"].outside(1150, 65535)


@refuses(DB_INSTANCE, DB_CLUSTER, code="InvalidParameterCombination", source=_INSTANCE)
def exported_logs_are_of_the_engine(database: Given) -> Failures:
    """Each engine has its own kinds of log."""
    engine = (database["engine"].text or "").lower()
    kinds = _LOG_EXPORTS.get(engine) or _LOG_EXPORTS.get(engine.split("-")[0])
    for log in database["enabledCloudwatchLogsExports"].items:
        if kinds is not None:
            yield from log.none_of(kinds)


@refuses(DB_INSTANCE, code="InvalidParameterCombination", source=_API + "API_CreateDBInstanceReadReplica.html")
def a_read_replica_takes_its_data_from_its_source(database: Given) -> Failures:
    """A replica has neither a managed password nor a snapshot."""
    if database["replicateSourceDb"].absent:
        return
    if database["manageMasterUserPassword"].true:
        yield database["manageMasterUserPassword"].refuse(
            "a read replica has its source's master password; leave it out"
        )
    if database["snapshotIdentifier"].present:
        yield database["snapshotIdentifier"].refuse("replicateSourceDb is given too; give one of them")


@refuses(DB_INSTANCE, code="InvalidParameterCombination", source=_INSTANCE)
def a_multi_az_instance_leaves_the_zone_to_rds(database: Given) -> Failures:
    """A zone can be named for a single-AZ instance only."""
    if database["multiAz"].true and database["availabilityZone"].present:
        yield database["availabilityZone"].refuse("a Multi-AZ instance can't be put into one zone; leave it out")


@refuses(DB_INSTANCE, DB_CLUSTER_INSTANCE, code="InvalidParameterValue", source=_INSTANCE)
def a_database_has_an_instance_class(database: Given) -> Failures:
    """Names begin with `db.`."""
    yield from database["instanceClass"].unlike(r"db\.[a-z0-9.-]+", "a DB instance class such as db.t4g.medium")


@refuses(DB_SUBNET_GROUP, code="DBSubnetGroupDoesNotCoverEnoughAZs", source=_API + "API_CreateDBSubnetGroup.html")
def a_db_subnet_group_has_two_subnets(group: Given) -> Failures:
    """They must cover two zones."""
    yield from group["subnetIds"].fewer_than(2, "subnets in different zones")


@refuses(DB_SUBNET_GROUP, code="InvalidParameterValue", source=_API + "API_CreateDBSubnetGroup.html")
def a_db_subnet_group_has_a_lower_case_name(group: Given) -> Failures:
    """Lower-case letters, digits, hyphens, underscores, periods and spaces; not `default`."""
    expected = "1 to 255 lower-case letters, digits, hyphens, underscores, periods and spaces, not default"
    yield from group["name"].unlike(r"(?!default$)[0-9a-z_ .-]{1,255}", expected)


@refuses(
    DB_PARAMETER_GROUP,
    DB_CLUSTER_PARAMETER_GROUP,
    code="InvalidParameterValue",
    source=_API + "API_CreateDBParameterGroup.html",
)
def a_parameter_group_has_a_lower_case_name(group: Given) -> Failures:
    """Lower-case letters, digits, periods and single hyphens, a letter first, no hyphen last."""
    expected = "1 to 255 lower-case letters, digits, periods and single hyphens, a letter first, no hyphen last"
    yield from group["name"].unlike(r"(?!.*--)[a-z][0-9a-z.-]{0,254}(?<!-)", expected)


@refuses(
    DB_PARAMETER_GROUP, DB_CLUSTER_PARAMETER_GROUP, code="InvalidParameterValue", source=_API + "API_Parameter.html"
)
def a_parameter_is_applied_now_or_at_reboot(group: Given) -> Failures:
    """immediate or pending-reboot."""
    for parameter in group["parameters"].items:
        yield from parameter["applyMethod"].none_of(("immediate", "pending-reboot"))


@refuses(
    DB_PARAMETER_GROUP,
    DB_CLUSTER_PARAMETER_GROUP,
    code="InvalidParameterValue",
    source=_API + "API_CreateDBParameterGroup.html",
)
def a_parameter_group_is_of_a_family(group: Given) -> Failures:
    """An engine with a major version."""
    yield from group["family"].unlike(
        r"(postgres|mysql|mariadb|aurora-mysql|aurora-postgresql|aurora|oracle-|sqlserver-|db2-|custom-|docdb|neptune)[a-z0-9.-]*",
        "a family such as postgres15 or aurora-mysql8.0",
    )


@refuses(DB_OPTION_GROUP, code="InvalidParameterValue", source=_API + "API_CreateOptionGroup.html")
def an_option_group_has_a_lower_case_name(group: Given) -> Failures:
    """Lower-case letters, digits and single hyphens, a letter first, no hyphen last."""
    yield from group["name"].unlike(_IDENTIFIER.replace("{0,62}", "{0,254}"), "lower-case letters, digits and hyphens")
