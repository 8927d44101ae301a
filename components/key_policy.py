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


def use_by_writers(writers: list[str], account_id: str) -> Statement:
    """AWS services that write to a topic, queue or bucket may use its key on behalf of this account only.

    Without the condition the same service could be made to use the key by another account (confused deputy).
    """
    return {
        "Sid": "WritersOfThisAccount",
        "Effect": "Allow",
        "Principal": {"Service": [f"{writer}.amazonaws.com" for writer in writers]},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceAccount": account_id}},
    }


def use_by_fargate(account_id: str) -> list[Statement]:
    """Fargate may use the key for the disks of tasks in this account's clusters.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-create-storage-key.html
    """
    of_account = {"kms:EncryptionContext:aws:ecs:clusterAccount": account_id}
    statement: Statement = {"Effect": "Allow", "Principal": {"Service": "fargate.amazonaws.com"}, "Resource": "*"}
    return [
        {
            "Sid": "DataKeysForDisksOfTasks",
            **statement,
            "Action": "kms:GenerateDataKeyWithoutPlaintext",
            "Condition": {"StringEquals": of_account},
        },
        {
            "Sid": "GrantsForDisksOfTasks",
            **statement,
            "Action": "kms:CreateGrant",
            "Condition": {
                "StringEquals": of_account,
                "ForAllValues:StringEquals": {"kms:GrantOperations": ["Decrypt"]},
            },
        },
    ]


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


def use_in_sessions(account_id: str, region: str) -> Statement:
    """The account's IAM policies may allow use of the key inside sessions of Systems Manager, ECS Exec's among them.

    Both ends of a session call KMS themselves, so that no AWS service stands between them and the key.
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-logging
    """
    return {
        "Sid": "UseInSessionsOnly",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{partition_of(region)}:iam::{account_id}:root"},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": "*",
        "Condition": {"Null": {"kms:EncryptionContext:aws:ssm:SessionId": "false"}},
    }


def use_by_event_rules(account_id: str, region: str) -> Statement:
    """EventBridge may publish to encrypted topics of this account.

    It sends none of aws:SourceAccount, aws:SourceArn and aws:SourceOrgID when it publishes to an encrypted topic; the
    topic in the encryption context limits it instead: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    topics = f"arn:{partition_of(region)}:sns:{region}:{account_id}:*"
    return {
        "Sid": "EventRulesToTopicsOfThisAccount",
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:sns:topicArn": topics}},
    }


_SERVICES = {
    "database": ["rds"],
    # KMS wants both names for ElastiCache: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
    "cache": ["elasticache", "dax"],
    "tables": ["dynamodb"],
    "queues": ["sqs"],
    "buckets": ["s3"],
    # RDS looks at the key of the master password that it keeps in Secrets Manager.
    "secrets": ["secretsmanager", "ssm", "rds"],
    "logs": [],
    "topics": ["sns"],
    # AWS Backup has snapshots and their copies made by the service they belong to, with the key of the vault:
    # https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
    "backups": ["backup", "rds", "dynamodb", "s3"],
    "images": ["ecr"],
    "tasks": [],
    "sessions": [],
    "metrics": ["aps"],
    "audit": ["s3"],
    "volumes": ["ec2"],
    # https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
    "functions": ["lambda"],
}
"""Data classes, and the AWS services through which this account's identities may use their keys.

DynamoDB, ECR, ElastiCache and RDS make grants in the name of whoever creates the table, repository, cache or instance:
- https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
- https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
- https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html
- https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
"""

_WRITERS = {
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
    "queues": ["sns", "events", "s3"],
    # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    "topics": ["cloudwatch", "budgets", "costalerts", "backup", "events.rds", "aps"],
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
    # https://docs.aws.amazon.com/config/latest/developerguide/s3-kms-key-policy.html
    "buckets": ["delivery.logs"],
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
    if data_class == "tasks":
        statements += use_by_fargate(account_id)
    if data_class == "sessions":
        statements.append(use_in_sessions(account_id, region))
    if data_class == "topics":
        statements.append(use_by_event_rules(account_id, region))
    if data_class == "audit":
        statements += use_by_trails(account_id, region)
    if writers := _WRITERS.get(data_class):
        statements.append(use_by_writers(writers, account_id))
    return document(statements)
