"""Rules for Amazon DynamoDB."""

from policies.conditions import must_be_true, must_use_customer_key
from policies.properties import Properties
from policies.resource_types import DYNAMODB_REPLICA, DYNAMODB_TABLE, KMS_KEYS
from policies.rule import rule
from policies.verdict import Verdict, combined


@rule("dynamodb-pitr", applies_to=(DYNAMODB_TABLE,))
def can_be_restored_to_a_point_in_time(table: Properties) -> Verdict:
    return must_be_true(table, "pointInTimeRecovery.enabled")


@rule("dynamodb-cmk", applies_to=(DYNAMODB_TABLE,), known_from=KMS_KEYS)
def stores_under_own_key(table: Properties) -> Verdict:
    """`enabled` without a key means the key that AWS manages."""
    return combined(
        (
            must_be_true(table, "serverSideEncryption.enabled"),
            must_use_customer_key(table, "serverSideEncryption.kmsKeyArn"),
        )
    )


@rule("dynamodb-cmk", applies_to=(DYNAMODB_REPLICA,), known_from=KMS_KEYS)
def replicates_under_own_key(replica: Properties) -> Verdict:
    return must_use_customer_key(replica, "kmsKeyArn")


@rule("dynamodb-deletion-protection", applies_to=(DYNAMODB_TABLE,))
def refuses_deletion(table: Properties) -> Verdict:
    return must_be_true(table, "deletionProtectionEnabled")
