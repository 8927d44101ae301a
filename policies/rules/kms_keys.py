"""Rules for the life of KMS keys."""

from collections.abc import Mapping

from policies.conditions import is_given, must_be_at_least, must_be_at_most, must_be_true, must_not_be_true
from policies.properties import UNKNOWN, Properties
from policies.resource_types import KMS_EXTERNAL_KEY, KMS_KEY, KMS_REPLICA_KEY
from policies.rule import Context, rule, rule_in_context
from policies.verdict import NotApplicable, Undetermined, Verdict, combined, scoped

_SYMMETRIC = "SYMMETRIC_DEFAULT"
_ROTATES_AFTER_DAYS = 365
"""What KMS takes when no period is given."""


def _with_rotation(_: Properties) -> Mapping[str, bool]:
    return {"enableKeyRotation": True}


@rule_in_context("kms-rotation", applies_to=(KMS_KEY,), remedy=_with_rotation)
def gets_new_material(key: Properties, context: Context) -> Verdict:
    """KMS renews the material of symmetric keys in its own key store by itself, of no other ones."""
    maximum = context.number("maximumDays")
    rotates = combined(
        (
            must_be_true(key, "enableKeyRotation"),
            must_be_at_most(key, "rotationPeriodInDays", maximum, absent=_ROTATES_AFTER_DAYS),
        )
    )
    return scoped(rotates, _keeps_its_material(key))


def _keeps_its_material(key: Properties) -> NotApplicable | Undetermined | None:
    if any(is_given(key, path) for path in ("customKeyStoreId", "xksKeyId")):
        return NotApplicable("KMS cannot rotate a key in a custom key store")
    spec = key.text("customerMasterKeySpec")
    if spec is UNKNOWN:
        return Undetermined(key.where("customerMasterKeySpec"))
    if spec in (None, _SYMMETRIC):
        return None
    return NotApplicable(f"KMS cannot rotate a key of {spec}")


@rule_in_context("kms-deletion-window", applies_to=(KMS_KEY, KMS_REPLICA_KEY, KMS_EXTERNAL_KEY))
def waits_before_it_is_deleted(key: Properties, context: Context) -> Verdict:
    """KMS waits 30 days when nothing is said, which is the longest."""
    return combined(
        (
            must_be_at_least(key, "deletionWindowInDays", context.number("minimumDays"), absent=30),
            must_not_be_true(key, "bypassPolicyLockoutSafetyCheck"),
        )
    )


@rule("kms-key-enabled", applies_to=(KMS_KEY,))
def can_be_used(key: Properties) -> Verdict:
    return must_be_true(key, "isEnabled", absent=True)


@rule("kms-key-enabled", applies_to=(KMS_REPLICA_KEY, KMS_EXTERNAL_KEY))
def copy_can_be_used(key: Properties) -> Verdict:
    return must_be_true(key, "enabled", absent=True)
