"""Rules for Pulumi's own options of resources."""

from policies.properties import Properties
from policies.resource_types import BUCKET, DYNAMODB_TABLE, KMS_KEY, RDS_CLUSTER, RDS_INSTANCE
from policies.rule import Context, rule_in_context
from policies.rules.database_engines import is_replica
from policies.verdict import COMPLIANT, Verdict, Violation, scoped


@rule_in_context("protect-stateful", applies_to=(RDS_INSTANCE, RDS_CLUSTER, DYNAMODB_TABLE, KMS_KEY, BUCKET))
def is_kept_by_pulumi(resource: Properties, context: Context) -> Verdict:
    kept = COMPLIANT if context.protected else Violation("the resource option protect is false")
    return scoped(kept, is_replica(resource))
