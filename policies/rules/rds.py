"""Rules for Amazon RDS and Aurora."""

from policies.conditions import is_given, must_be_at_least, must_be_true, must_not_be_true, must_use_customer_key
from policies.properties import UNKNOWN, Properties
from policies.resource_types import KMS_KEYS, RDS_CLUSTER, RDS_CLUSTER_INSTANCE, RDS_GLOBAL_CLUSTER, RDS_INSTANCE
from policies.rule import Context, rule, rule_in_context
from policies.rules.database_engines import engine_of, is_replica, is_serverless_v1
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, scoped

DATABASES = (RDS_INSTANCE, RDS_CLUSTER)


def belongs_to_aurora(database: Properties) -> NotApplicable | Undetermined | None:
    """Scope: the instance is a member of an Aurora cluster."""
    engine = engine_of(database)
    if engine is UNKNOWN:
        return Undetermined(database.where("engine"))
    if engine is not None and engine.startswith("aurora"):
        return NotApplicable("it is a member of an Aurora cluster, which decides")
    return None


@rule_in_context("rds-storage-encrypted", applies_to=DATABASES)
def stores_encrypted(database: Properties, context: Context) -> Verdict:
    """A cluster that is restored from a snapshot under a key is encrypted whatever the snapshot was."""
    if context.resource_type == RDS_CLUSTER and _is_restored_under_a_key(database):
        return COMPLIANT
    return scoped(must_be_true(database, "storageEncrypted"), is_replica(database), is_serverless_v1(database))


def _is_restored_under_a_key(cluster: Properties) -> bool:
    return all(is_given(cluster, path) for path in ("snapshotIdentifier", "kmsKeyId"))


@rule("rds-storage-encrypted", applies_to=(RDS_GLOBAL_CLUSTER,))
def stores_encrypted_in_every_region(cluster: Properties) -> Verdict:
    return scoped(must_be_true(cluster, "storageEncrypted"), _grows_from_a_cluster(cluster))


def _grows_from_a_cluster(cluster: Properties) -> NotApplicable | None:
    if not is_given(cluster, "sourceDbClusterIdentifier"):
        return None
    return NotApplicable("the cluster that it is made from decides")


@rule("rds-storage-cmk", applies_to=DATABASES, known_from=KMS_KEYS)
def stores_under_own_key(database: Properties) -> Verdict:
    return scoped(must_use_customer_key(database, "kmsKeyId"), is_replica(database))


@rule("rds-multi-az", applies_to=(RDS_INSTANCE,))
def survives_the_loss_of_a_zone(instance: Properties) -> Verdict:
    return scoped(must_be_true(instance, "multiAz"), is_replica(instance), belongs_to_aurora(instance))


@rule("rds-no-public-access", applies_to=(*DATABASES, RDS_CLUSTER_INSTANCE))
def has_no_public_endpoint(database: Properties) -> Verdict:
    return must_not_be_true(database, "publiclyAccessible")


@rule("rds-deletion-protection", applies_to=DATABASES)
def refuses_deletion(database: Properties) -> Verdict:
    return scoped(must_be_true(database, "deletionProtection"), is_replica(database))


@rule_in_context("rds-backup-retention", applies_to=DATABASES)
def keeps_backups_long_enough(database: Properties, context: Context) -> Verdict:
    """When nothing is given, the provider keeps none for an instance and AWS one day for a cluster."""
    absent = 1 if context.resource_type == RDS_CLUSTER else 0
    kept = must_be_at_least(database, "backupRetentionPeriod", context.number("minimumDays"), absent)
    return scoped(kept, is_replica(database))


@rule("rds-delete-automated-backups", applies_to=DATABASES)
def backups_outlive_it(database: Properties) -> Verdict:
    """AWS deletes them when nothing is said."""
    kept = must_not_be_true(database, "deleteAutomatedBackups", absent=True)
    return scoped(kept, is_replica(database))
