"""Rules for Amazon RDS and Aurora."""

from policies.conditions import must_be_at_least, must_be_true, must_not_be_true, must_use_customer_key
from policies.properties import UNKNOWN, Properties
from policies.resource_types import KMS_KEYS, RDS_CLUSTER, RDS_CLUSTER_INSTANCE, RDS_GLOBAL_CLUSTER, RDS_INSTANCE
from policies.rule import Context, rule, rule_in_context
from policies.verdict import NotApplicable, Undetermined, Verdict, scoped

DATABASES = (RDS_INSTANCE, RDS_CLUSTER)
_SOURCES = ("replicateSourceDb", "replicationSourceIdentifier")


def is_replica(database: Properties) -> NotApplicable | Undetermined | None:
    """Scope: the database takes its data and settings from another."""
    for path in _SOURCES:
        source = database.get(path)
        if source is UNKNOWN:
            # Only replicas carry the property at all: whichever database it will name, there is one.
            return NotApplicable("it is a replica, its source decides")
        if source:
            return NotApplicable("it is a replica, its source decides")
    return None


def belongs_to_aurora(database: Properties) -> NotApplicable | Undetermined | None:
    """Scope: the instance is a member of an Aurora cluster."""
    engine = database.text("engine")
    if engine is UNKNOWN:
        return Undetermined(database.where("engine"))
    if engine is not None and engine.startswith("aurora"):
        return NotApplicable("it is a member of an Aurora cluster, which decides")
    return None


@rule("rds-storage-encrypted", applies_to=(*DATABASES, RDS_GLOBAL_CLUSTER))
def stores_encrypted(database: Properties) -> Verdict:
    """Serverless v1 clusters are encrypted whatever the property says."""
    return scoped(must_be_true(database, "storageEncrypted"), is_replica(database), _is_serverless_v1(database))


def _is_serverless_v1(database: Properties) -> NotApplicable | Undetermined | None:
    if database.get("engineMode") == "serverless":
        return NotApplicable("Aurora Serverless v1 is always encrypted")
    return None


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
    """AWS keeps none for an instance and one day for a cluster when nothing is given; the stricter is taken."""
    kept = must_be_at_least(database, "backupRetentionPeriod", context.number("minimumDays"))
    return scoped(kept, is_replica(database))


@rule("rds-delete-automated-backups", applies_to=DATABASES)
def backups_outlive_it(database: Properties) -> Verdict:
    """AWS deletes them when nothing is said."""
    kept = must_not_be_true(database, "deleteAutomatedBackups", absent=True)
    return scoped(kept, is_replica(database))
