"""Who may write into a bucket of audit files."""

from components.arns import partition_of
from components.policy_documents import Statement


def archive_statements(
    bucket_arn: str, region: str, account_id: str, trail_name: str, organization_id: str, recorder: bool
) -> list[Statement]:
    """Statements of the bucket's policy; an empty trail name or organization id stands for none."""
    statements = [_tls_only(bucket_arn)]
    if trail_name:
        statements += _trail(bucket_arn, region, account_id, trail_name, organization_id)
    return statements + (_recorder(bucket_arn, account_id) if recorder else [])


def _tls_only(bucket_arn: str) -> Statement:
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket_arn, f"{bucket_arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def _trail(bucket_arn: str, region: str, account_id: str, trail_name: str, organization_id: str) -> list[Statement]:
    """https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html"""
    trail = f"arn:{partition_of(region)}:cloudtrail:{region}:{account_id}:trail/{trail_name}"
    owners = [owner for owner in (account_id, organization_id) if owner]
    principal = {"Service": "cloudtrail.amazonaws.com"}
    return [
        {
            "Sid": "TrailLooksAtTheBucket",
            "Effect": "Allow",
            "Principal": principal,
            "Action": "s3:GetBucketAcl",
            "Resource": bucket_arn,
            "Condition": {"StringEquals": {"aws:SourceArn": trail}},
        },
        {
            "Sid": "TrailWrites",
            "Effect": "Allow",
            "Principal": principal,
            "Action": "s3:PutObject",
            "Resource": [f"{bucket_arn}/AWSLogs/{owner}/*" for owner in owners],
            "Condition": {
                "StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": trail},
            },
        },
    ]


def _recorder(bucket_arn: str, account_id: str) -> list[Statement]:
    """https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html"""
    principal = {"Service": "config.amazonaws.com"}
    own = {"aws:SourceAccount": account_id}
    return [
        {
            "Sid": "ConfigLooksAtTheBucket",
            "Effect": "Allow",
            "Principal": principal,
            "Action": ["s3:GetBucketAcl", "s3:ListBucket"],
            "Resource": bucket_arn,
            "Condition": {"StringEquals": own},
        },
        {
            "Sid": "ConfigWrites",
            "Effect": "Allow",
            "Principal": principal,
            "Action": "s3:PutObject",
            "Resource": f"{bucket_arn}/AWSLogs/{account_id}/Config/*",
            "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control", **own}},
        },
    ]
