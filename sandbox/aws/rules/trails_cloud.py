"""What CloudTrail refuses when it sees what exists."""

import json
from typing import Final

from sandbox.aws.model import Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import is_elsewhere, text
from sandbox.aws.rules.rule import refuses_to_create, refuses_to_deploy
from sandbox.aws.rules.types import BUCKET

_DOCS: Final = "https://docs.aws.amazon.com/"
_TRAIL: Final = "aws:cloudtrail/trail:Trail"
_TRAILS_IN_A_REGION: Final = 5


@refuses_to_create(
    _TRAIL,
    code="MaximumNumberOfTrailsExceededException",
    source=_DOCS + "awscloudtrail/latest/APIReference/API_CreateTrail.html",
)
def a_region_has_a_few_trails_only(trail: Given, request: Request) -> Failures:
    """Five."""
    if len(request.cloud.all(_TRAIL)) >= _TRAILS_IN_A_REGION:
        yield trail.refuse(
            f"User: {request.place.account} already has {_TRAILS_IN_A_REGION} trails in {request.place.region}; "
            "one of all regions is enough"
        )


@refuses_to_deploy(
    _TRAIL,
    code="InsufficientS3BucketPolicyException",
    source=_DOCS + "awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html",
)
def a_bucket_lets_its_trail_write(trail: Given, request: Request) -> Failures:
    """Its policy must name cloudtrail.amazonaws.com."""
    name = trail["s3BucketName"].text
    bucket = next((found for found in request.cloud.all(*BUCKET) if name in (found.id, text(found, "bucket"))), None)
    if bucket is None:
        return
    policies = [text(bucket, "policy")]
    policies += [
        text(found, "policy") for found in request.cloud.where("aws:s3/bucketPolicy:BucketPolicy", bucket=name)
    ]
    if not any(_admits(policy, "cloudtrail.amazonaws.com") for policy in policies):
        yield trail["s3BucketName"].refuse(
            f"Incorrect S3 bucket policy is detected for bucket: {name}; let cloudtrail.amazonaws.com write to it"
        )


@refuses_to_deploy(
    _TRAIL,
    code="InsufficientEncryptionPolicyException",
    source=_DOCS + "awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html",
)
def a_key_lets_trails_encrypt(trail: Given, request: Request) -> Failures:
    """Its policy must name cloudtrail.amazonaws.com."""
    arn = trail["kmsKeyId"].text
    if not arn or is_elsewhere(arn, request.place):
        return
    for key in request.cloud.where("aws:kms/key:Key", arn=arn):
        if not _admits(text(key, "policy"), "cloudtrail.amazonaws.com"):
            yield trail["kmsKeyId"].refuse(
                f"Insufficient permissions to access KMS key {arn}; let cloudtrail.amazonaws.com use the key"
            )


def _admits(policy: str, service: str) -> bool:
    """Whether a statement of a policy names the service or everybody."""
    try:
        document = json.loads(policy or "{}")
    except ValueError:
        return True
    found = document.get("Statement", []) if isinstance(document, dict) else []
    allowed = [item for item in (found if isinstance(found, list) else [found]) if isinstance(item, dict)]
    principals = [item.get("Principal") for item in allowed if item.get("Effect") == "Allow"]
    return any(service in json.dumps(principal) or principal in ("*", {"AWS": "*"}) for principal in principals)
