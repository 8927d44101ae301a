"""Rules for Amazon DynamoDB."""

from policies.conditions import must_be_true, must_use_customer_key
from policies.properties import UNKNOWN, Properties
from policies.resource_types import DYNAMODB_REPLICA, DYNAMODB_TABLE, KMS_KEYS
from policies.rule import Judge, rule
from policies.verdict import Undetermined, Verdict, combined


@rule("dynamodb-pitr", applies_to=(DYNAMODB_TABLE,))
def can_be_restored_to_a_point_in_time(table: Properties) -> Verdict:
    """Each replica of a global table has a recovery of its own, which is off when nothing is said."""
    own = must_be_true(table, "pointInTimeRecovery.enabled")
    return combined((own, *_of_each_replica(table, lambda replica: must_be_true(replica, "pointInTimeRecovery"))))


@rule("dynamodb-pitr", applies_to=(DYNAMODB_REPLICA,))
def replica_can_be_restored_to_a_point_in_time(replica: Properties) -> Verdict:
    return must_be_true(replica, "pointInTimeRecovery")


@rule("dynamodb-cmk", applies_to=(DYNAMODB_TABLE,), known_from=KMS_KEYS)
def stores_under_own_key(table: Properties) -> Verdict:
    """`enabled` without a key means the key that AWS manages; so does a replica without one."""
    return combined(
        (
            must_be_true(table, "serverSideEncryption.enabled"),
            must_use_customer_key(table, "serverSideEncryption.kmsKeyArn"),
            *_of_each_replica(table, lambda replica: must_use_customer_key(replica, "kmsKeyArn")),
        )
    )


def _of_each_replica(table: Properties, judge: Judge) -> tuple[Verdict, ...]:
    replicas = table.items("replicas")
    if replicas is UNKNOWN:
        return (Undetermined(table.where("replicas")),)
    return tuple(
        Undetermined(table.where(f"replicas[{index}]")) if replica is UNKNOWN else judge(replica)
        for index, replica in enumerate(replicas)
    )


@rule("dynamodb-cmk", applies_to=(DYNAMODB_REPLICA,), known_from=KMS_KEYS)
def replicates_under_own_key(replica: Properties) -> Verdict:
    return must_use_customer_key(replica, "kmsKeyArn")


@rule("dynamodb-deletion-protection", applies_to=(DYNAMODB_TABLE,))
def refuses_deletion(table: Properties) -> Verdict:
    return must_be_true(table, "deletionProtectionEnabled")
