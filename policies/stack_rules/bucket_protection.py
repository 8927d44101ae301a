"""Stack rule for buckets."""

from policies.conditions import is_given
from policies.properties import Properties
from policies.resource_types import (
    BUCKET,
    BUCKET_ENCRYPTION,
    BUCKET_LIFECYCLE,
    BUCKET_OWNERSHIP,
    BUCKET_POLICY,
    BUCKET_PUBLIC_ACCESS_BLOCK,
    BUCKET_VERSIONING,
)
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation

_BY_DEFAULT = "applyServerSideEncryptionByDefault"
_ENCRYPTION_RULES = (
    "serverSideEncryptionConfiguration.rule",
    "serverSideEncryptionConfigurations[0].rules[0]",
)
_PROTECTIONS = (
    (BUCKET_PUBLIC_ACCESS_BLOCK, "public access block"),
    (BUCKET_ENCRYPTION, "encryption"),
    (BUCKET_VERSIONING, "versioning"),
    (BUCKET_OWNERSHIP, "ownership controls"),
    (BUCKET_POLICY, "bucket policy"),
    (BUCKET_LIFECYCLE, "lifecycle"),
)


@stack_rule("bucket-hardened", about=(BUCKET,))
def has_every_protection(bucket: StackResource, stack: Stack) -> Verdict:
    missing, hidden = [], False
    for kind, called in _PROTECTIONS:
        if _is_inline(bucket.properties, kind):
            continue
        found = stack.leading_to(bucket, kind, "bucket")
        if found.targets:
            continue
        if found.undetermined:
            hidden = True
        else:
            missing.append(called)
    if missing:
        return Violation(f"it has no {', no '.join(missing)}")
    return Undetermined("bucket of its protections") if hidden else COMPLIANT


def _is_inline(bucket: Properties, kind: str) -> bool:
    """Whether the bucket itself carries the protection, the older way, in the spelling of Bucket or of BucketV2.

    AWS fills these outputs in for every bucket, so only a value that somebody must have chosen counts.
    """
    if kind == BUCKET_VERSIONING:
        return any(bucket.flag(f"{path}.enabled") is True for path in ("versioning", "versionings[0]"))
    if kind == BUCKET_ENCRYPTION:
        return any(_is_by_kms(bucket.text(f"{path}.{_BY_DEFAULT}.sseAlgorithm")) for path in _ENCRYPTION_RULES)
    if kind == BUCKET_POLICY:
        return isinstance(bucket.text("policy"), str)
    if kind == BUCKET_LIFECYCLE:
        return is_given(bucket, "lifecycleRules")
    return False


def _is_by_kms(algorithm: object) -> bool:
    return isinstance(algorithm, str) and algorithm.startswith("aws:kms")
