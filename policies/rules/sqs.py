"""Rules for Amazon SQS."""

from policies.conditions import must_be_true, must_use_customer_key
from policies.properties import Properties
from policies.resource_types import KMS_KEYS, QUEUE
from policies.rule import Context, rule_in_context
from policies.verdict import COMPLIANT, Verdict


@rule_in_context("sqs-encrypted", applies_to=(QUEUE,), known_from=KMS_KEYS)
def stores_encrypted(queue: Properties, context: Context) -> Verdict:
    """A queue encrypts with SQS's own key unless that is switched off; a key of one's own is stronger."""
    if context.flag("customerKey"):
        return must_use_customer_key(queue, "kmsMasterKeyId")
    if queue.get("kmsMasterKeyId") is not None:
        return COMPLIANT
    return must_be_true(queue, "sqsManagedSseEnabled", absent=True)
