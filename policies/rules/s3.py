"""Rules for Amazon S3."""

from collections.abc import Iterator

from policies.conditions import must_use_customer_key
from policies.properties import UNKNOWN, Properties
from policies.resource_types import BUCKET, BUCKET_ENCRYPTION, KMS_KEYS
from policies.rule import rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

S3_MANAGED = "AES256"
_KMS_ALGORITHMS = ("aws:kms", "aws:kms:dsse")
_DEFAULT = "applyServerSideEncryptionByDefault"


@rule("s3-sse-kms", applies_to=(BUCKET_ENCRYPTION,), known_from=KMS_KEYS)
def encrypts_under_own_key(encryption: Properties) -> Verdict:
    rules = encryption.items("rules")
    if rules is UNKNOWN:
        return Undetermined(encryption.where("rules"))
    if any(found is not UNKNOWN and found.text(f"{_DEFAULT}.sseAlgorithm") == S3_MANAGED for found in rules):
        return NotApplicable("it uses the S3-managed key, which s3-managed-key-for-logs judges in sight of the stack")
    return combined(
        (Undetermined(encryption.where("rules")) if found is UNKNOWN else _judged(found) for found in rules),
        otherwise=Violation(encryption.describe("rules")),
    )


@rule("s3-sse-kms", applies_to=(BUCKET,), known_from=KMS_KEYS)
def encrypts_inline_under_own_key(bucket: Properties) -> Verdict:
    """The older way, in the bucket itself; a bucket without it is judged by its separate configuration."""
    if bucket.get("serverSideEncryptionConfiguration") is UNKNOWN:
        return Undetermined(bucket.where("serverSideEncryptionConfiguration"))
    return combined(
        (_judged(found) for found in _inline_rules(bucket)),
        otherwise=NotApplicable("its encryption is configured by a resource of its own"),
    )


def _inline_rules(bucket: Properties) -> Iterator[Properties]:
    """Rules of `serverSideEncryptionConfiguration` (one object) and of `BucketV2` (lists)."""
    for outer, inner in (
        ("serverSideEncryptionConfiguration", "rule"),
        ("serverSideEncryptionConfigurations", "rules"),
    ):
        configurations = bucket.items(outer)
        if configurations is UNKNOWN:
            continue
        for configuration in configurations:
            rules = () if configuration is UNKNOWN else configuration.items(inner)
            yield from (found for found in (() if rules is UNKNOWN else rules) if found is not UNKNOWN)


def _judged(encryption_rule: Properties) -> Verdict:
    """One encryption rule: a KMS algorithm, a key of one's own, and the bucket key that keeps KMS affordable."""
    default = _DEFAULT if encryption_rule.get(_DEFAULT) is not None else f"{_DEFAULT}s[0]"
    algorithm = encryption_rule.text(f"{default}.sseAlgorithm")
    if algorithm is UNKNOWN:
        return Undetermined(encryption_rule.where(f"{default}.sseAlgorithm"))
    if algorithm is None or algorithm not in _KMS_ALGORITHMS:
        return Violation(encryption_rule.describe(f"{default}.sseAlgorithm"))
    return combined(
        (
            must_use_customer_key(encryption_rule, f"{default}.kmsMasterKeyId"),
            _uses_bucket_key(encryption_rule, algorithm),
        )
    )


def _uses_bucket_key(encryption_rule: Properties, algorithm: str) -> Verdict:
    """Dual-layer encryption has no bucket keys."""
    if algorithm == "aws:kms:dsse":
        return COMPLIANT
    enabled = encryption_rule.flag("bucketKeyEnabled")
    if enabled is UNKNOWN:
        return Undetermined(encryption_rule.where("bucketKeyEnabled"))
    return COMPLIANT if enabled else Violation(encryption_rule.describe("bucketKeyEnabled"))
