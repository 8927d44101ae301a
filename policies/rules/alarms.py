"""Rule for CloudWatch alarms."""

from policies.conditions import must_be_one_of
from policies.properties import Properties
from policies.resource_types import METRIC_ALARM
from policies.rule import rule
from policies.verdict import Verdict


@rule("alarm-missing-data", applies_to=(METRIC_ALARM,))
def knows_what_silence_means(alarm: Properties) -> Verdict:
    """CloudWatch leaves an alarm at INSUFFICIENT_DATA when nothing is said."""
    return must_be_one_of(alarm, "treatMissingData", ("breaching", "notBreaching", "ignore"), absent="missing")
