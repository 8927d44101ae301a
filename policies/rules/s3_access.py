"""Rules for who gets at S3 buckets: public access blocks, access control lists, access points."""

from collections.abc import Iterable, Mapping

from policies.conditions import is_given, must_all_be_true, must_be_one_of, must_be_true
from policies.properties import UNKNOWN, Properties
from policies.resource_types import (
    ACCESS_POINT,
    ACCOUNT_PUBLIC_ACCESS_BLOCK,
    BUCKET,
    BUCKET_ACL,
    BUCKET_OWNERSHIP,
    BUCKET_PUBLIC_ACCESS_BLOCK,
)
from policies.rule import rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

BLOCKS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
_PUBLIC_ACLS = ("public-read", "public-read-write", "authenticated-read")
_PUBLIC_GROUPS = ("/global/AllUsers", "/global/AuthenticatedUsers")


def _with_every_block(_: Properties) -> Mapping[str, bool]:
    return dict.fromkeys(BLOCKS, True)


@rule("s3-public-access-block", applies_to=(BUCKET_PUBLIC_ACCESS_BLOCK,), remedy=_with_every_block)
def blocks_public_access(block: Properties) -> Verdict:
    return must_all_be_true(block, BLOCKS)


@rule("s3-account-public-access-block", applies_to=(ACCOUNT_PUBLIC_ACCESS_BLOCK,))
def blocks_public_access_to_the_account(block: Properties) -> Verdict:
    return must_all_be_true(block, BLOCKS)


@rule("s3-access-point-bpa", applies_to=(ACCESS_POINT,))
def access_point_blocks_public_access(point: Properties) -> Verdict:
    """S3 blocks everything when nothing is said, and what is said can't be changed later."""
    configuration = "publicAccessBlockConfiguration"
    if point.get(configuration) is UNKNOWN:
        return Undetermined(point.where(configuration))
    return combined(must_be_true(point, f"{configuration}.{block}", absent=True) for block in BLOCKS)


@rule("s3-acl-not-public", applies_to=(BUCKET_ACL,))
def lets_nobody_in_by_a_list(acl: Properties) -> Verdict:
    policy = "accessControlPolicy"
    if acl.get(policy) is UNKNOWN:
        return Undetermined(acl.where(policy))
    return combined((_is_no_public_acl(acl), *_grants(acl, f"{policy}.grants", "grantee.uri")))


@rule("s3-acl-not-public", applies_to=(BUCKET,))
def lets_nobody_in_by_a_list_of_its_own(bucket: Properties) -> Verdict:
    """The older way, in the bucket itself; its separate list is judged by itself."""
    if not is_given(bucket, "acl") and not is_given(bucket, "grants"):
        return NotApplicable("it has no access control list of its own")
    return combined((_is_no_public_acl(bucket), *_grants(bucket, "grants", "uri")))


def _is_no_public_acl(resource: Properties) -> Verdict:
    acl = resource.text("acl")
    if acl is UNKNOWN:
        return Undetermined(resource.where("acl"))
    return Violation(resource.describe("acl")) if acl in _PUBLIC_ACLS else COMPLIANT


def _grants(resource: Properties, path: str, uri: str) -> Iterable[Verdict]:
    grants = resource.items(path)
    if grants is UNKNOWN:
        yield Undetermined(resource.where(path))
        return
    for index, grant in enumerate(grants):
        group = UNKNOWN if grant is UNKNOWN else grant.text(uri)
        if grant is UNKNOWN or group is UNKNOWN:
            yield Undetermined(resource.where(f"{path}[{index}]"))
        elif group is not None and group.endswith(_PUBLIC_GROUPS):
            yield Violation(f"{grant.path} lets in {group.rpartition('/')[2]}")
        else:
            yield COMPLIANT


@rule("s3-acl-disabled", applies_to=(BUCKET_OWNERSHIP,))
def ignores_access_control_lists(ownership: Properties) -> Verdict:
    if ownership.get("rule") is UNKNOWN:
        return Undetermined(ownership.where("rule"))
    return must_be_one_of(ownership, "rule.objectOwnership", ("BucketOwnerEnforced",))
