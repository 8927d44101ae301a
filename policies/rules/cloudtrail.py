"""Rules for AWS CloudTrail."""

from collections.abc import Mapping

from policies.conditions import must_be_set, must_be_true, must_use_customer_key
from policies.properties import Properties
from policies.resource_types import KMS_KEYS, TRAIL
from policies.rule import rule
from policies.verdict import Verdict, combined


@rule("cloudtrail-multi-region", applies_to=(TRAIL,))
def records_every_region(trail: Properties) -> Verdict:
    return combined(
        (must_be_true(trail, "isMultiRegionTrail"), must_be_true(trail, "includeGlobalServiceEvents", absent=True))
    )


@rule("cloudtrail-enabled", applies_to=(TRAIL,))
def records(trail: Properties) -> Verdict:
    return must_be_true(trail, "enableLogging", absent=True)


def _with_validation(_: Properties) -> Mapping[str, bool]:
    return {"enableLogFileValidation": True}


@rule("cloudtrail-validation", applies_to=(TRAIL,), remedy=_with_validation)
def signs_its_files(trail: Properties) -> Verdict:
    return must_be_true(trail, "enableLogFileValidation")


@rule("cloudtrail-cmk", applies_to=(TRAIL,), known_from=KMS_KEYS)
def stores_under_own_key(trail: Properties) -> Verdict:
    return must_use_customer_key(trail, "kmsKeyId")


@rule("cloudtrail-cloudwatch", applies_to=(TRAIL,))
def shows_its_events_at_once(trail: Properties) -> Verdict:
    return combined(must_be_set(trail, path) for path in ("cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn"))
