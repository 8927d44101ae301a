"""Key policies: who may use the key of a class of data, and through which AWS service only."""

from components.arns import partition_of
from components.policy_documents import Document, Statement, document

_ADMINISTER = [
    "kms:CancelKeyDeletion",
    "kms:Describe*",
    "kms:DisableKeyRotation",
    "kms:DisableKey",
    "kms:EnableKeyRotation",
    "kms:EnableKey",
    "kms:Get*",
    "kms:List*",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:RotateKeyOnDemand",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:UpdateKeyDescription",
]
_USE = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]


def administration(account_id: str, region: str) -> Statement:
    """The account's IAM policies may administer the key, but not decrypt with it."""
    return {
        "Sid": "AccountAdministersTheKey",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{partition_of(region)}:iam::{account_id}:root"},
        "Action": _ADMINISTER,
        "Resource": "*",
    }


def use_through(services: list[str], account_id: str, region: str) -> list[Statement]:
    """The account's IAM policies may allow use of the key through these services only."""
    principal = {"AWS": f"arn:{partition_of(region)}:iam::{account_id}:root"}
    via = {"kms:ViaService": [f"{service}.{region}.amazonaws.com" for service in services]}
    return [
        {
            "Sid": "UseThroughServicesOnly",
            "Effect": "Allow",
            "Principal": principal,
            "Action": _USE,
            "Resource": "*",
            "Condition": {"StringEquals": via},
        },
        {
            "Sid": "GrantsToServicesOnly",
            "Effect": "Allow",
            "Principal": principal,
            "Action": ["kms:CreateGrant", "kms:ListGrants"],
            "Resource": "*",
            "Condition": {"StringEquals": via, "Bool": {"kms:GrantIsForAWSResource": "true"}},
        },
    ]


def use_by_log_groups(account_id: str, region: str) -> Statement:
    """CloudWatch Logs may use the key for the log groups of this account.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    groups = f"arn:{partition_of(region)}:logs:{region}:{account_id}:log-group:*"
    return {
        "Sid": "LogGroupsOfThisAccount",
        "Effect": "Allow",
        "Principal": {"Service": f"logs.{region}.amazonaws.com"},
        "Action": ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        "Resource": "*",
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
    }


def use_by_publishers(publishers: list[str], account_id: str) -> Statement:
    """AWS services that publish to an encrypted topic or queue may use its key on behalf of this account.

    https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    return {
        "Sid": "PublishersOfThisAccount",
        "Effect": "Allow",
        "Principal": {"Service": [f"{publisher}.amazonaws.com" for publisher in publishers]},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceAccount": account_id}},
    }


def use_by_trails(account_id: str, region: str) -> list[Statement]:
    """CloudTrail may encrypt the files of this account's trails, those of the organization included.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
    """
    trails = f"arn:{partition_of(region)}:cloudtrail:*:{account_id}:trail/*"
    for_trails: Statement = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Resource": "*",
    }
    context = {"aws:SourceArn": trails, "kms:EncryptionContext:aws:cloudtrail:arn": trails}
    return [
        {
            "Sid": "TrailsOfThisAccount",
            **for_trails,
            "Action": ["kms:GenerateDataKey*"],
            "Condition": {"StringLike": context},
        },
        {
            "Sid": "TrailsLookAtTheKey",
            **for_trails,
            "Action": ["kms:DescribeKey"],
            "Condition": {"StringLike": {"aws:SourceArn": trails}},
        },
    ]


_SERVICES = {
    "database": ["rds"],
    "cache": ["elasticache"],
    "tables": ["dynamodb"],
    "queues": ["sqs"],
    "buckets": ["s3"],
    "secrets": ["secretsmanager", "ssm", "rds"],
    "logs": [],
    "topics": ["sns"],
    "backups": ["backup"],
    "images": ["ecr"],
    "audit": ["s3"],
    "volumes": ["ec2"],
}
"""Data classes, and the AWS services through which this account's identities may use their keys."""

_PUBLISHERS = {
    "queues": ["sns", "events", "scheduler"],
    "topics": ["cloudwatch", "events", "budgets", "costalerts"],
    "audit": ["config"],
}
"""AWS services that write to a class by themselves."""

DATA_CLASSES = tuple(_SERVICES)


def key_policy(data_class: str, account_id: str, region: str) -> Document:
    """Policy of the key of a data class. Raises KeyError for one that isn't in DATA_CLASSES."""
    statements = [administration(account_id, region)]
    if services := _SERVICES[data_class]:
        statements += use_through(services, account_id, region)
    if data_class == "logs":
        statements.append(use_by_log_groups(account_id, region))
    if data_class == "audit":
        statements += use_by_trails(account_id, region)
    if publishers := _PUBLISHERS.get(data_class):
        statements.append(use_by_publishers(publishers, account_id))
    return document(statements)
