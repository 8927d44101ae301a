"""Rules for how RDS and Aurora databases are watched, logged, upgraded and taken leave of."""

from collections.abc import Mapping

from policies.conditions import is_given, must_be_given, must_be_true, must_not_be_true, must_use_customer_key
from policies.properties import UNKNOWN, Properties
from policies.resource_types import IAM_ROLE, KMS_KEYS, RDS_CLUSTER, RDS_CLUSTER_INSTANCE, RDS_INSTANCE
from policies.rule import rule
from policies.rules.database_engines import engine_of, is_custom, is_replica, is_serverless_v1
from policies.rules.rds import DATABASES
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, scoped

_RANDOM = ("random:index/randomId:RandomId", "random:index/randomString:RandomString")

_INTERVALS_SECONDS = (1, 5, 10, 15, 30, 60)

_LOGS: Mapping[str, tuple[str, ...]] = {
    "postgres": ("postgresql",),
    "aurora-postgresql": ("postgresql",),
    "mysql": ("audit", "error", "slowquery"),
    "mariadb": ("audit", "error", "slowquery"),
    "aurora-mysql": ("audit", "error", "slowquery"),
    "aurora": ("audit", "error", "slowquery"),
    "oracle": ("alert", "audit", "listener", "trace"),
    "sqlserver": ("error",),
    "db2": ("diag.log", "notify.log"),
}
"""Logs by engine, of those that AWS takes: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html"""


@rule("rds-final-snapshot", applies_to=DATABASES, known_from=_RANDOM)
def leaves_a_last_snapshot(database: Properties) -> Verdict:
    """Without an identifier the provider refuses to delete the database. RDS takes no last snapshot of a replica."""
    taken = must_not_be_true(database, "skipFinalSnapshot")
    if taken == COMPLIANT:
        taken = must_be_given(database, "finalSnapshotIdentifier")
    return scoped(taken, is_replica(database))


@rule("rds-auto-minor-upgrade", applies_to=(RDS_INSTANCE, RDS_CLUSTER_INSTANCE))
def takes_minor_versions_by_itself(instance: Properties) -> Verdict:
    return scoped(must_be_true(instance, "autoMinorVersionUpgrade", absent=True), is_custom(instance))


@rule("rds-auto-minor-upgrade", applies_to=(RDS_CLUSTER,))
def cluster_takes_minor_versions_by_itself(cluster: Properties) -> Verdict:
    return scoped(must_be_true(cluster, "autoMinorVersionUpgrade", absent=True), has_instances_of_its_own(cluster))


def has_instances_of_its_own(cluster: Properties) -> NotApplicable | None:
    """Scope: an Aurora cluster, whose instances are resources beside it; those of a Multi-AZ DB cluster are not."""
    if is_given(cluster, "dbClusterInstanceClass"):
        return None
    return NotApplicable("its instances decide")


@rule("rds-logs-exported", applies_to=DATABASES)
def hands_its_logs_to_cloudwatch(database: Properties) -> Verdict:
    engine = engine_of(database)
    if engine is UNKNOWN:
        return Undetermined(database.where("engine"))
    if engine is None:
        return scoped(_exports(database, ()), is_replica(database))
    return scoped(_exports(database, _logs_of(engine)), is_custom(database), is_serverless_v1(database))


def _logs_of(engine: str) -> tuple[str, ...]:
    """The logs of an engine, of which Oracle, SQL Server and Db2 carry their edition: `sqlserver-se`."""
    return _LOGS.get(engine) or _LOGS.get(engine.partition("-")[0], ())


def _exports(database: Properties, wanted: tuple[str, ...]) -> Verdict:
    """The wanted logs are exported; without any that are known, some log is."""
    exported = database.texts("enabledCloudwatchLogsExports")
    if exported is UNKNOWN:
        return Undetermined(database.where("enabledCloudwatchLogsExports"))
    missing = [log for log in wanted if log not in exported]
    if not missing and exported:
        return COMPLIANT
    if UNKNOWN in exported:
        return Undetermined(database.where("enabledCloudwatchLogsExports"))
    return Violation(f"enabledCloudwatchLogsExports lacks {', '.join(missing) or 'every log'}")


@rule("rds-enhanced-monitoring", applies_to=(RDS_INSTANCE,), known_from=(IAM_ROLE,))
def is_measured_from_within(instance: Properties) -> Verdict:
    return scoped(measures_from_within(instance), is_custom(instance))


@rule("rds-enhanced-monitoring", applies_to=(RDS_CLUSTER,), known_from=(IAM_ROLE,))
def cluster_is_measured_from_within(cluster: Properties) -> Verdict:
    return scoped(measures_from_within(cluster), has_instances_of_its_own(cluster))


def measures_from_within(database: Properties) -> Verdict:
    """Enhanced monitoring of an instance or a cluster; the provider leaves it off when nothing is given."""
    interval = database.number("monitoringInterval")
    if interval is UNKNOWN:
        return Undetermined(database.where("monitoringInterval"))
    if interval not in _INTERVALS_SECONDS:
        return Violation(database.describe("monitoringInterval", absent="0, no monitoring"))
    return must_be_given(database, "monitoringRoleArn")


@rule("rds-performance-insights", applies_to=(RDS_INSTANCE,))
def shows_its_load(instance: Properties) -> Verdict:
    return scoped(shows_load(instance), is_custom(instance))


@rule("rds-performance-insights", applies_to=(RDS_CLUSTER,))
def cluster_shows_its_load(cluster: Properties) -> Verdict:
    return scoped(shows_load(cluster), has_instances_of_its_own(cluster))


def shows_load(database: Properties) -> Verdict:
    """Performance Insights, or the advanced mode of Database Insights, which includes it."""
    if database.get("databaseInsightsMode") == "advanced":
        return COMPLIANT
    return must_be_true(database, "performanceInsightsEnabled")


@rule("rds-performance-insights-cmk", applies_to=(RDS_INSTANCE, RDS_CLUSTER), known_from=KMS_KEYS)
def keeps_its_load_under_own_key(database: Properties) -> Verdict:
    return keeps_load_under_own_key(database)


def keeps_load_under_own_key(database: Properties) -> Verdict:
    """The statements that Performance Insights keeps are encrypted with a key of one's own."""
    return scoped(must_use_customer_key(database, "performanceInsightsKmsKeyId"), _keeps_no_load(database))


def _keeps_no_load(database: Properties) -> NotApplicable | Undetermined | None:
    enabled = shows_load(database)
    if isinstance(enabled, Violation):
        return NotApplicable("it has no Performance Insights")
    return enabled if isinstance(enabled, Undetermined) else None


def _with_tags_on_snapshots(_: Properties) -> Mapping[str, bool]:
    return {"copyTagsToSnapshot": True}


@rule("rds-copy-tags-to-snapshot", applies_to=DATABASES, remedy=_with_tags_on_snapshots)
def tags_its_snapshots(database: Properties) -> Verdict:
    return must_be_true(database, "copyTagsToSnapshot")


@rule("rds-ca-modern", applies_to=(RDS_INSTANCE, RDS_CLUSTER_INSTANCE))
def shows_a_present_certificate(instance: Properties) -> Verdict:
    return _is_signed_by_a_present_authority(instance, "caCertIdentifier")


@rule("rds-ca-modern", applies_to=(RDS_CLUSTER,))
def cluster_shows_a_present_certificate(cluster: Properties) -> Verdict:
    return _is_signed_by_a_present_authority(cluster, "caCertificateIdentifier")


def _is_signed_by_a_present_authority(database: Properties, path: str) -> Verdict:
    """When none is given AWS takes a present one. They are named by key and generation: `rds-ca-rsa2048-g1`."""
    authority = database.text(path)
    if authority is UNKNOWN:
        return Undetermined(database.where(path))
    if authority is None or "-" in authority.removeprefix("rds-ca-"):
        return COMPLIANT
    return Violation(f"{database.describe(path)}, an authority that has expired")
