"""Buckets and the record of what happens in an account, broken."""

from typing import cast

from policies.resource_types import (
    BUCKET,
    BUCKET_ENCRYPTION,
    BUCKET_LIFECYCLE,
    BUCKET_LOGGING,
    BUCKET_OBJECT_LOCK,
    BUCKET_OWNERSHIP,
    BUCKET_POLICY,
    BUCKET_PUBLIC_ACCESS_BLOCK,
    BUCKET_VERSIONING,
    LOAD_BALANCER,
    TRAIL,
)
from tests.policies.harness import Json
from tests.policies.stack_mutations.case import MANAGEMENT, Case
from tests.policies.stack_mutations.changes import both, given, in_document, without
from tests.policies.stack_mutations.deployed import Named

_TRAIL = Named(TRAIL, "governance-trail-trail")
_ARCHIVE, _REQUESTS = Named(BUCKET, "governance-archive-bucket"), Named(BUCKET, "governance-requests-bucket")
_CONFIGURATION = Named(BUCKET, "governance-configuration-bucket")
_ARCHIVE_REQUESTS, _CONFIGURATION_REQUESTS = (
    Named(BUCKET_LOGGING, f"governance-{name}-access-logs") for name in ("archive", "configuration")
)
_BALANCER = Named(LOAD_BALANCER, "edge-alb")
_ARCHIVE_POLICY = Named(BUCKET_POLICY, "governance-archive-policy")
_UNTIED = {"trail-bucket-protected": "the bucket is that of the trail"}

_MANAGEMENT_EVENTS: Json = [{"fieldSelectors": [{"field": "eventCategory", "equals": ["Management"]}]}]


def _lets_any_trail_in(document: Json) -> None:
    statements = cast("dict[str, list[dict[str, Json]]]", document)["Statement"]
    for statement in statements:
        if statement.get("Principal") == {"Service": "cloudtrail.amazonaws.com"}:
            statement.pop("Condition")


def _without_part(kind: str, part: str, what: str) -> Case:
    """A bucket without one of its protections."""
    return Case("bucket-hardened", what, without(Named(kind, f"governance-configuration-{part}")), (_CONFIGURATION,))


CASES = (
    _without_part(BUCKET_PUBLIC_ACCESS_BLOCK, "private", "a bucket is not closed to the public"),
    _without_part(BUCKET_ENCRYPTION, "encryption", "a bucket's encryption is left to AWS"),
    _without_part(BUCKET_VERSIONING, "versioning", "a bucket keeps no versions"),
    _without_part(BUCKET_OWNERSHIP, "ownership", "ACLs may share what is in a bucket"),
    _without_part(BUCKET_POLICY, "policy", "a bucket has no policy"),
    _without_part(BUCKET_LIFECYCLE, "lifecycle", "a bucket keeps everything forever"),
    Case(
        "s3-managed-key-for-logs",
        "no bucket sends its log to the bucket with the S3-managed key",
        without(_ARCHIVE_REQUESTS, _CONFIGURATION_REQUESTS),
        (Named(BUCKET_ENCRYPTION, "governance-requests-encryption"),),
        also={"trail-bucket-protected": "requests to the bucket of the trail are not recorded any more"},
    ),
    Case(
        "s3-managed-key-for-logs",
        "the load balancer logs nothing",
        given(_BALANCER, {"accessLogs.enabled": False, "connectionLogs.enabled": False}),
        (Named(BUCKET_ENCRYPTION, "bucket-load-balancer-logs-encryption"),),
        also={"alb-access-logs": "the load balancer says so itself"},
    ),
    Case(
        "trail-bucket-protected",
        "the trail's bucket is not closed to the public",
        without(Named(BUCKET_PUBLIC_ACCESS_BLOCK, "governance-archive-private")),
        (_TRAIL,),
        also={"bucket-hardened": "each bucket needs the block"},
    ),
    Case(
        "trail-bucket-protected",
        "the trail's files have no versions",
        given(
            Named(BUCKET_VERSIONING, "governance-archive-versioning"), {"versioningConfiguration.status": "Suspended"}
        ),
        (_TRAIL,),
        also={"s3-versioning": "the versioning says so itself"},
    ),
    Case(
        "trail-bucket-protected",
        "the trail's files may be deleted",
        both(without(Named(BUCKET_OBJECT_LOCK, "governance-archive-lock")), given(_ARCHIVE, objectLockEnabled=False)),
        (_TRAIL,),
    ),
    Case("trail-bucket-protected", "nobody records who reads the trail", without(_ARCHIVE_REQUESTS), (_TRAIL,)),
    Case(
        "trail-bucket-protected",
        "any trail may write to the bucket",
        in_document(_ARCHIVE_POLICY, "policy", _lets_any_trail_in),
        (_TRAIL,),
    ),
    Case(
        "cloudtrail-data-events",
        "the trail leaves out what happens to objects",
        given(_TRAIL, advancedEventSelectors=_MANAGEMENT_EVENTS),
        (_TRAIL,),
    ),
    Case(
        "cloudtrail-org",
        "the trail is that of the management account alone",
        given(_TRAIL, isOrganizationTrail=False),
        (_TRAIL,),
        of=MANAGEMENT,
        also={"org-trail-exists": "no other trail records all accounts"},
    ),
)
