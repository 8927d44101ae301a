"""Rules for Amazon SNS."""

from policies.conditions import must_use_customer_key
from policies.properties import Properties
from policies.resource_types import KMS_KEYS, TOPIC
from policies.rule import rule
from policies.verdict import Verdict


@rule("sns-cmk", applies_to=(TOPIC,), known_from=KMS_KEYS)
def stores_under_own_key(topic: Properties) -> Verdict:
    return must_use_customer_key(topic, "kmsMasterKeyId")
