"""What CloudTrail and AWS Config need to write into a bucket."""

from components.arns import partition_of
from components.policy_documents import Statement


def trail_statements(
    bucket_arn: str, region: str, account_id: str, trail_name: str, organization_id: str
) -> list[Statement]:
    """A trail of the account may write, for itself and for an organization when its id isn't empty.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    """
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


def configuration_statements(bucket_arn: str, account_id: str) -> list[Statement]:
    """AWS Config may write for this account.

    https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
    """
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
