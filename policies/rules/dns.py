"""Rule for hosted zones."""

from policies.conditions import must_not_be_true
from policies.properties import Properties
from policies.resource_types import HOSTED_ZONE
from policies.rule import rule
from policies.verdict import Verdict


@rule("route53-force-destroy", applies_to=(HOSTED_ZONE,))
def keeps_records_of_others(zone: Properties) -> Verdict:
    return must_not_be_true(zone, "forceDestroy")
