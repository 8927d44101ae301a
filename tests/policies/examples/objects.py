"""Examples for who gets at buckets and how long they keep what they hold."""

from tests.policies.examples.model import Example
from tests.policies.harness import UNKNOWN_VALUE, Json

BUCKET = "aws:s3/bucket:Bucket"
ACL = "aws:s3/bucketAcl:BucketAcl"
LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
POINT = "aws:s3/accessPoint:AccessPoint"
EVERY_BLOCK: dict[str, Json] = {
    "blockPublicAcls": True,
    "blockPublicPolicy": True,
    "ignorePublicAcls": True,
    "restrictPublicBuckets": True,
}
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery"


def granted(uri: Json) -> dict[str, Json]:
    """A list that grants a group to read."""
    return {"accessControlPolicy": {"grants": [{"permission": "READ", "grantee": {"type": "Group", "uri": uri}}]}}


def locked(days: Json, bucket: Json = "prod-audit-logs", mode: str = "COMPLIANCE") -> dict[str, Json]:
    """The lock of a bucket."""
    return {"bucket": bucket, "rule": {"defaultRetention": {"mode": mode, "days": days}}}


def lifecycle(**rule: Json) -> dict[str, Json]:
    """A lifecycle that aborts uploads after a week."""
    given: dict[str, Json] = {
        "id": "uploads",
        "status": "Enabled",
        "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
    }
    return {"rules": [{**given, **rule}]}


EXAMPLES = (
    Example(
        "s3-public-access-block",
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        compliant=EVERY_BLOCK,
        violating={**EVERY_BLOCK, "ignorePublicAcls": None},
        unknown={**EVERY_BLOCK, "blockPublicPolicy": UNKNOWN_VALUE},
        unknown_path="blockPublicPolicy",
        says="ignorePublicAcls is not set, which means false",
    ),
    Example(
        "s3-account-public-access-block",
        "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
        compliant=EVERY_BLOCK,
        violating={**EVERY_BLOCK, "restrictPublicBuckets": "false"},
        unknown={**EVERY_BLOCK, "restrictPublicBuckets": UNKNOWN_VALUE},
        unknown_path="restrictPublicBuckets",
        says='restrictPublicBuckets is "false"',
    ),
    Example(
        "s3-access-point-bpa",
        POINT,
        compliant={"bucket": "files"},
        violating={"publicAccessBlockConfiguration": {"blockPublicPolicy": False}},
        unknown={"publicAccessBlockConfiguration": UNKNOWN_VALUE},
        unknown_path="publicAccessBlockConfiguration",
        says="publicAccessBlockConfiguration.blockPublicPolicy is false",
    ),
    Example(
        "s3-acl-not-public",
        "aws:s3/bucketAclV2:BucketAclV2",
        compliant={"acl": "private"},
        violating={"acl": "public-read"},
        unknown={"acl": UNKNOWN_VALUE},
        unknown_path="acl",
        says='acl is "public-read"',
    ),
    Example(
        "s3-acl-not-public",
        ACL,
        compliant=granted(DELIVERY),
        violating=granted(ALL_USERS),
        unknown=granted(UNKNOWN_VALUE),
        unknown_path="accessControlPolicy.grants[0]",
        says="accessControlPolicy.grants[0] lets in AllUsers",
    ),
    Example(
        "s3-acl-not-public",
        BUCKET,
        compliant={"bucket": "files"},
        violating={"grants": [{"type": "Group", "permissions": ["READ"], "uri": ALL_USERS}]},
        unknown={"grants": UNKNOWN_VALUE},
        unknown_path="grants",
        says="grants[0] lets in AllUsers",
    ),
    Example(
        "s3-acl-disabled",
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        compliant={"rule": {"objectOwnership": "BucketOwnerEnforced"}},
        violating={"rule": {"objectOwnership": "ObjectWriter"}},
        unknown={"rule": UNKNOWN_VALUE},
        unknown_path="rule",
        says='rule.objectOwnership is "ObjectWriter"',
    ),
    Example(
        "s3-versioning",
        "aws:s3/bucketVersioning:BucketVersioning",
        compliant={"versioningConfiguration": {"status": "Enabled"}},
        violating={"versioningConfiguration": {"status": "Suspended"}},
        unknown={"versioningConfiguration": {"status": UNKNOWN_VALUE}},
        unknown_path="versioningConfiguration.status",
        says='versioningConfiguration.status is "Suspended"',
    ),
    Example(
        "s3-versioning",
        "aws:s3/bucketV2:BucketV2",
        compliant={"bucket": "files"},
        violating={"versionings": [{"enabled": False}]},
        unknown={"versionings": UNKNOWN_VALUE},
        unknown_path="versionings[0]",
        says="versionings[0].enabled is false",
    ),
    Example(
        "s3-force-destroy",
        BUCKET,
        compliant={"forceDestroy": False},
        violating={"forceDestroy": True},
        unknown={"forceDestroy": UNKNOWN_VALUE},
        unknown_path="forceDestroy",
        says="forceDestroy is true",
    ),
    Example(
        "s3-object-lock",
        BUCKET,
        compliant={"bucket": "prod-files"},
        violating={"bucket": "prod-audit-logs"},
        unknown={"bucket": UNKNOWN_VALUE},
        unknown_path="bucket",
        says="objectLockEnabled is not set",
    ),
    Example(
        "s3-object-lock",
        LOCK,
        compliant=locked(365),
        violating=locked(30),
        unknown=locked(30, bucket=UNKNOWN_VALUE),
        unknown_path="bucket",
        says="rule.defaultRetention is 30 days, the minimum 365",
    ),
    Example(
        "s3-lifecycle-abort-mpu",
        LIFECYCLE,
        compliant=lifecycle(filter={"prefix": ""}),
        violating=lifecycle(filter={"prefix": "logs/"}),
        unknown={"rules": UNKNOWN_VALUE},
        unknown_path="rules",
        says="rules has none that aborts",
    ),
    Example(
        "s3-lifecycle-abort-mpu",
        BUCKET,
        compliant={"lifecycleRules": [{"enabled": True, "abortIncompleteMultipartUploadDays": 7}]},
        violating={"lifecycleRules": [{"enabled": False, "abortIncompleteMultipartUploadDays": 7}]},
        unknown={"lifecycleRules": [{"enabled": UNKNOWN_VALUE, "abortIncompleteMultipartUploadDays": 7}]},
        unknown_path="lifecycleRules[0].enabled",
        says="lifecycleRules has none that aborts",
    ),
)
