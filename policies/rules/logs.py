"""Rules for Amazon CloudWatch Logs."""

import re

from policies.conditions import must_use_customer_key
from policies.properties import UNKNOWN, Properties
from policies.resource_types import KMS_KEYS, LOG_GROUP
from policies.rule import Context, rule, rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, scoped

_FOR_EVER = 0


@rule_in_context("loggroup-retention", applies_to=(LOG_GROUP,))
def keeps_events_long_enough(group: Properties, context: Context) -> Verdict:
    """A stated 0 keeps events for ever; nothing stated does too, but by accident."""
    minimum = context.number("auditMinimumDays" if _is_audit_log(group, context) else "minimumDays")
    days = group.number("retentionInDays")
    if days is UNKNOWN:
        return Undetermined(group.where("retentionInDays"))
    if days is None:
        return scoped(Violation("retentionInDays is not set: events are never deleted"), _keeps_for_delivery(group))
    if days == _FOR_EVER or days >= minimum:
        return COMPLIANT
    return Violation(f"{group.describe('retentionInDays')}, the minimum is {minimum:g}")


def _is_audit_log(group: Properties, context: Context) -> bool:
    name = group.text("name")
    return isinstance(name, str) and re.search(context.text("auditNames"), name) is not None


def _keeps_for_delivery(group: Properties) -> NotApplicable | None:
    """Groups of class DELIVERY have a fixed retention of one day."""
    if group.text("logGroupClass") == "DELIVERY":
        return NotApplicable("a group of class DELIVERY has a fixed retention")
    return None


@rule("loggroup-cmk", applies_to=(LOG_GROUP,), known_from=KMS_KEYS)
def stores_under_own_key(group: Properties) -> Verdict:
    return must_use_customer_key(group, "kmsKeyId")
