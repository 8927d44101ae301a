"""Stack rule for buckets."""

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
    """Whether the bucket itself carries the protection, the older way.

    AWS fills these outputs in for every bucket, so only a value that somebody must have chosen counts.
    """
    if kind == BUCKET_VERSIONING:
        return bucket.flag("versioning.enabled") is True
    if kind == BUCKET_ENCRYPTION:
        algorithm = bucket.text(f"serverSideEncryptionConfiguration.rule.{_BY_DEFAULT}.sseAlgorithm")
        return isinstance(algorithm, str) and algorithm.startswith("aws:kms")
    if kind == BUCKET_POLICY:
        return isinstance(bucket.text("policy"), str)
    if kind == BUCKET_LIFECYCLE:
        return bool(bucket.get("lifecycleRules[0]"))
    return False
