"""What CloudTrail refuses when it sees what exists."""

import json
from fnmatch import fnmatchcase
from typing import Final

from sandbox.aws.model import Deployed, Request
from sandbox.aws.rules.documents import listed, statements_of
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import is_elsewhere, lookup, text
from sandbox.aws.rules.rule import refuses_to_create, refuses_to_deploy
from sandbox.aws.rules.types import BUCKET, LOG_GROUP, ROLE

_DOCS: Final = "https://docs.aws.amazon.com/"
_TRAIL: Final = "aws:cloudtrail/trail:Trail"
_TRAILS_IN_A_REGION: Final = 5
_LOGS: Final = _DOCS + "awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html"
_ROLE_POLICY: Final = "aws:iam/rolePolicy:RolePolicy"
_ATTACHMENTS: Final = (
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/policyAttachment:PolicyAttachment",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
)


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


@refuses_to_deploy(_TRAIL, code="InvalidCloudWatchLogsLogGroupArnException", source=_LOGS)
def the_log_group_of_a_trail_exists(trail: Given, request: Request) -> Failures:
    """In the trail's account."""
    group = trail["cloudWatchLogsGroupArn"]
    arn = (group.text or "").removesuffix(":*")
    if arn and not is_elsewhere(arn, request.place) and lookup(request, arn, LOG_GROUP) is None:
        yield group.refuse(f"Cannot find a CloudWatch Logs log group with the ARN {arn}; create it first")


@refuses_to_deploy(_TRAIL, code="InvalidCloudWatchLogsRoleArnException", source=_LOGS)
def the_role_of_a_trail_writes_to_its_log_group(trail: Given, request: Request) -> Failures:
    """CloudTrail assumes it and tries; rights of managed policies aren't looked at."""
    role = trail["cloudWatchLogsRoleArn"]
    if role.text is None or is_elsewhere(role.text, request.place):
        return
    found = lookup(request, role.text, ROLE)
    if found is None:
        yield role.refuse(f"The role {role.text} does not exist; create it first")
    elif not _admits(text(found, "assumeRolePolicy"), "cloudtrail.amazonaws.com"):
        yield role.refuse(
            "Access denied. Check the trust policy of your role: cloudtrail.amazonaws.com can't assume it"
        )
    elif not _may_write(found, request):
        yield role.refuse(
            "Access denied. Check the permissions for your role: it needs logs:CreateLogStream and logs:PutLogEvents"
        )


def _may_write(role: Deployed, request: Request) -> bool:
    names = {role.id, text(role, "name")}
    if role.get("managedPolicyArns") or any(
        found.get("role") in names or names & {*listed(found.get("roles"))} or found.get("roleName") in names
        for found in request.cloud.all(*_ATTACHMENTS)
    ):
        return True
    inline = [text(found, "policy") for found in request.cloud.all(_ROLE_POLICY) if found.get("role") in names]
    own = role.get("inlinePolicies")
    inline += [
        str(item.get("policy") or "") for item in (own if isinstance(own, list) else []) if isinstance(item, dict)
    ]
    allowed = [pattern for policy in inline for pattern in _allowed_actions(policy)]
    wanted = ("logs:createlogstream", "logs:putlogevents")
    return all(any(fnmatchcase(action, pattern.lower()) for pattern in allowed) for action in wanted)


def _allowed_actions(policy: str) -> list[str]:
    """Actions that a document allows; everything where it can't be read, or allows all but some."""
    found = statements_of(policy)
    if found is None:
        return ["*"]
    allowing = [statement for statement in found if statement.get("Effect") == "Allow"]
    return [
        "*" if "NotAction" in statement else str(action)
        for statement in allowing
        for action in listed(statement.get("Action", ""))
    ]


def _admits(policy: str, service: str) -> bool:
    """Whether a statement of a policy names the service or everybody; so it counts where it can't be read."""
    found = statements_of(policy)
    if found is None:
        return True
    principals = [statement.get("Principal") for statement in found if statement.get("Effect") == "Allow"]
    return any(service in json.dumps(principal) or principal in ("*", {"AWS": "*"}) for principal in principals)
