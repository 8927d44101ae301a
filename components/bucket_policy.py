"""Bucket policies: no access in clear or over old TLS, and log delivery where it is wanted."""

from components.arns import partition_of
from components.policy_documents import Statement

OLDEST_TLS = 1.2


def transport_statements(bucket_arn: str) -> list[Statement]:
    """Refuses requests in clear and over TLS older than 1.2.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-tls
    """
    everything = [bucket_arn, f"{bucket_arn}/*"]
    deny: Statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": everything}
    return [
        {"Sid": "TlsOnly", **deny, "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
        {"Sid": "NoOldTls", **deny, "Condition": {"NumericLessThan": {"s3:TlsVersion": OLDEST_TLS}}},
    ]


def load_balancer_logs_statement(bucket_arn: str, prefixes: list[str], account_id: str, region: str) -> Statement:
    """Load balancers of this account and region may write their logs under these prefixes.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    """
    balancers = f"arn:{partition_of(region)}:elasticloadbalancing:{region}:{account_id}:loadbalancer/*"
    return {
        "Sid": "LoadBalancerLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": [f"{bucket_arn}/{prefix}/AWSLogs/{account_id}/*" for prefix in prefixes],
        "Condition": _on_behalf_of(account_id, balancers),
    }


def access_logs_statement(bucket_arn: str, prefixes: list[str], account_id: str, region: str) -> Statement:
    """S3 may write records of requests to other buckets of this account under these prefixes.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    """
    return {
        "Sid": "BucketAccessLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": [f"{bucket_arn}/{prefix}/*" for prefix in prefixes],
        "Condition": _on_behalf_of(account_id, f"arn:{partition_of(region)}:s3:::*"),
    }


def _on_behalf_of(account_id: str, source: str) -> dict[str, dict[str, str]]:
    return {"StringEquals": {"aws:SourceAccount": account_id}, "ArnLike": {"aws:SourceArn": source}}
