"""Rules for how long S3 buckets keep what they hold: versions, locks, left-over uploads, deletion."""

import re

from policies.conditions import must_be_one_of, must_be_true, must_not_be_true
from policies.properties import UNKNOWN, Properties
from policies.resource_types import BUCKET, BUCKET_LIFECYCLE, BUCKET_OBJECT_LOCK, BUCKET_VERSIONING
from policies.rule import Context, rule, rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined, scoped

_RETENTION = "rule.defaultRetention"
_DAYS_A_YEAR = 365
_LIMITS = ("prefix", "filter.prefix", "filter.and", "filter.tag")


@rule("s3-versioning", applies_to=(BUCKET_VERSIONING,))
def keeps_versions(versioning: Properties) -> Verdict:
    if versioning.get("versioningConfiguration") is UNKNOWN:
        return Undetermined(versioning.where("versioningConfiguration"))
    return must_be_one_of(versioning, "versioningConfiguration.status", ("Enabled",))


@rule("s3-versioning", applies_to=(BUCKET,))
def keeps_versions_inline(bucket: Properties) -> Verdict:
    """The older way, in the bucket itself: `versioning` of `Bucket`, `versionings` of `BucketV2`."""
    for path in ("versioning", "versionings[0]"):
        value = bucket.get(path)
        if value is UNKNOWN:
            return Undetermined(bucket.where(path))
        if value is not None:
            return must_be_true(bucket, f"{path}.enabled")
    return NotApplicable("its versioning is configured by a resource of its own")


@rule("s3-force-destroy", applies_to=(BUCKET,))
def is_not_deleted_with_its_objects(bucket: Properties) -> Verdict:
    return must_not_be_true(bucket, "forceDestroy")


@rule_in_context("s3-object-lock", applies_to=(BUCKET,))
def can_lock_its_objects(bucket: Properties, context: Context) -> Verdict:
    """Object lock of an existing bucket may be switched on by a lock configuration alone; of a new one it is here."""
    return scoped(must_be_true(bucket, "objectLockEnabled"), _is_no_audit_log(bucket, context, "bucketPrefix"))


@rule_in_context("s3-object-lock", applies_to=(BUCKET_OBJECT_LOCK,))
def locks_its_objects_long_enough(lock: Properties, context: Context) -> Verdict:
    return scoped(_is_locked(lock, context.number("minimumDays")), _is_no_audit_log(lock, context))


def _is_no_audit_log(resource: Properties, context: Context, *more: str) -> NotApplicable | Undetermined | None:
    """Scope: by its name the bucket holds no audit logs."""
    names = [resource.text(path) for path in ("bucket", *more)]
    if any(isinstance(name, str) and re.search(context.text("auditNames"), name) for name in names):
        return None
    if UNKNOWN in names:
        return Undetermined(resource.where("bucket"))
    return NotApplicable("its name is not that of a bucket for audit logs")


def _is_locked(lock: Properties, minimum: float) -> Verdict:
    for path in ("rule", _RETENTION):
        if lock.get(path) is UNKNOWN:
            return Undetermined(lock.where(path))
    days, years = (lock.number(f"{_RETENTION}.{unit}") for unit in ("days", "years"))
    if days is UNKNOWN or years is UNKNOWN:
        return Undetermined(lock.where(f"{_RETENTION}.{'days' if days is UNKNOWN else 'years'}"))
    kept = (days or 0) + (years or 0) * _DAYS_A_YEAR
    long_enough = COMPLIANT if kept >= minimum else Violation(f"{_RETENTION} is {kept:g} days, the minimum {minimum:g}")
    return combined((must_be_one_of(lock, f"{_RETENTION}.mode", ("COMPLIANCE", "GOVERNANCE")), long_enough))


@rule("s3-lifecycle-abort-mpu", applies_to=(BUCKET_LIFECYCLE,))
def clears_left_over_uploads(lifecycle: Properties) -> Verdict:
    rules = lifecycle.items("rules")
    if rules is UNKNOWN:
        return Undetermined(lifecycle.where("rules"))
    verdicts = [Undetermined(lifecycle.where("rules")) if found is UNKNOWN else _clears(found) for found in rules]
    return _any_of(verdicts, "rules has none that aborts incomplete multipart uploads of the whole bucket")


def _clears(rule: Properties) -> Verdict:
    """An enabled rule about everything that aborts uploads after some days."""
    if rule.get("abortIncompleteMultipartUpload") is UNKNOWN:
        return Undetermined(rule.where("abortIncompleteMultipartUpload"))
    if rule.number("abortIncompleteMultipartUpload.daysAfterInitiation") is None:
        return Violation("it aborts no upload")
    if any(rule.get(path) not in (None, "") for path in _LIMITS):
        return Violation("it is about some objects only")
    return must_be_one_of(rule, "status", ("Enabled",))


@rule("s3-lifecycle-abort-mpu", applies_to=(BUCKET,))
def clears_left_over_uploads_inline(bucket: Properties) -> Verdict:
    rules = bucket.items("lifecycleRules")
    if rules is UNKNOWN:
        return Undetermined(bucket.where("lifecycleRules"))
    if not rules:
        return NotApplicable("its lifecycle is configured by a resource of its own")
    verdicts = [
        Undetermined(bucket.where("lifecycleRules")) if found is UNKNOWN else _clears_inline(found) for found in rules
    ]
    return _any_of(verdicts, "lifecycleRules has none that aborts incomplete multipart uploads of the whole bucket")


def _clears_inline(rule: Properties) -> Verdict:
    if rule.number("abortIncompleteMultipartUploadDays") is None or rule.text("prefix") is not None:
        return Violation("it aborts no upload, or some only")
    return must_be_true(rule, "enabled")


def _any_of(verdicts: list[Verdict], otherwise: str) -> Verdict:
    """Compliance of one is enough."""
    if COMPLIANT in verdicts:
        return COMPLIANT
    unknown = [verdict for verdict in verdicts if isinstance(verdict, Undetermined)]
    return unknown[0] if unknown else Violation(otherwise)
