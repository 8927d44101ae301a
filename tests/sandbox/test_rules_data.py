"""AWS's input rules for databases, caches, tables, buckets, keys and identities."""

import pytest

from sandbox.aws.rules.types import (
    ALIAS,
    BUCKET,
    CACHE_REPLICATION_GROUP,
    DB_CLUSTER,
    DB_INSTANCE,
    DB_PARAMETER_GROUP,
    DB_SUBNET_GROUP,
    KEY,
    POLICY,
    ROLE,
    ROLE_POLICY_ATTACHMENT,
    TABLE,
)
from sandbox.values import UNKNOWN, Properties
from tests.sandbox.rules_cases import ABSENT, Wrong, assert_refused, judged, policy, text, wrong

LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
ECS_TASKS: Properties = {"Service": "ecs-tasks.amazonaws.com"}
TRUST = policy(Principal=ECS_TASKS, Action="sts:AssumeRole")

RIGHT: dict[str, Properties] = {
    DB_INSTANCE: {
        "identifier": "prod-fivestar-payments-db",
        "engine": "postgres",
        "engineVersion": "15.4",
        "instanceClass": "db.r6g.large",
        "allocatedStorage": 1000,
        "storageType": "gp3",
        "maxAllocatedStorage": 2000,
        "username": "payments",
        "manageMasterUserPassword": True,
        "backupRetentionPeriod": 35,
        "multiAz": True,
        "backupWindow": "19:00-20:00",
        "maintenanceWindow": "Sun:21:00-Sun:22:00",
        "monitoringInterval": 60,
        "monitoringRoleArn": UNKNOWN,
        "performanceInsightsEnabled": True,
        "performanceInsightsRetentionPeriod": 93,
        "enabledCloudwatchLogsExports": ["postgresql", "upgrade"],
        "storageEncrypted": True,
        "kmsKeyId": UNKNOWN,
    },
    DB_CLUSTER: {
        "clusterIdentifier": "payments",
        "engine": "aurora-postgresql",
        "masterUsername": "payments",
        "serverlessv2ScalingConfiguration": {"minCapacity": 0.5, "maxCapacity": 4},
    },
    DB_SUBNET_GROUP: {"name": "payments-db", "subnetIds": [UNKNOWN, UNKNOWN]},
    DB_PARAMETER_GROUP: {"name": "payments-postgres15", "family": "postgres15"},
    CACHE_REPLICATION_GROUP: {
        "replicationGroupId": "payments-cache",
        "description": "sessions",
        "nodeType": "cache.t4g.small",
        "numCacheClusters": 2,
        "automaticFailoverEnabled": True,
        "multiAzEnabled": True,
        "transitEncryptionEnabled": True,
        "authToken": "not-a-real-token-0123",
        "snapshotRetentionLimit": 7,
        "snapshotWindow": "19:00-20:00",
        "maintenanceWindow": "sun:21:00-sun:22:00",
    },
    TABLE: {
        "name": "transactions",
        "billingMode": "PAY_PER_REQUEST",
        "hashKey": "transaction_id",
        "attributes": [
            {"name": "transaction_id", "type": "S"},
            {"name": "merchant_id", "type": "S"},
            {"name": "created_at", "type": "N"},
        ],
        "globalSecondaryIndexes": [
            {"name": "by-merchant", "hashKey": "merchant_id", "rangeKey": "created_at", "projectionType": "ALL"}
        ],
    },
    BUCKET[0]: {"bucket": "fivestar-payments-logs"},
    BUCKET_POLICY: {
        "bucket": "logs",
        "policy": policy(Principal="*", Action="s3:GetObject", Resource="arn:aws:s3:::logs/*"),
    },
    LIFECYCLE: {
        "bucket": "logs",
        "rules": [
            {
                "id": "archive",
                "status": "Enabled",
                "expiration": {"days": 365},
                "transitions": [{"days": 30, "storageClass": "STANDARD_IA"}, {"days": 90, "storageClass": "GLACIER"}],
            }
        ],
    },
    KEY: {"deletionWindowInDays": 30, "enableKeyRotation": True, "policy": policy(Principal="*", Action="kms:*")},
    ALIAS: {"name": "alias/payments/database", "targetKeyId": UNKNOWN},
    ROLE: {"name": "payments-task", "assumeRolePolicy": TRUST, "maxSessionDuration": 3600},
    POLICY: {"name": "read-secrets", "policy": policy(Action="secretsmanager:GetSecretValue", Resource="*")},
    ROLE_POLICY_ATTACHMENT: {
        "role": "payments-task",
        "policyArn": "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    },
}

WRONG = [
    wrong(DB_INSTANCE, {"identifier": "Payments_DB"}, "identifier", "lower-case"),
    wrong(DB_INSTANCE, {"identifier": "payments--db"}, "identifier", "single hyphens"),
    wrong(DB_INSTANCE, {"engine": "postgresql"}, "engine", "postgres, not postgresql"),
    wrong(DB_INSTANCE, {"username": "admin"}, "username", "reserved word"),
    wrong(DB_INSTANCE, {"username": ABSENT}, "username", "missing"),
    wrong(DB_INSTANCE, {"password": "not-a-real-one"}, "password", "manageMasterUserPassword"),
    wrong(DB_INSTANCE, {"manageMasterUserPassword": ABSENT}, "password", "no password"),
    wrong(DB_INSTANCE, {"manageMasterUserPassword": ABSENT, "password": "short"}, "password", "8 to 128"),
    wrong(DB_INSTANCE, {"backupRetentionPeriod": 36}, "backupRetentionPeriod", "0 to 35"),
    wrong(DB_INSTANCE, {"backupWindow": "7pm-8pm"}, "backupWindow", "03:00-04:00"),
    wrong(DB_INSTANCE, {"backupWindow": "19:00-19:10"}, "backupWindow", "10 minutes", "30"),
    wrong(DB_INSTANCE, {"maintenanceWindow": "sun:19:30-sun:20:30"}, "maintenanceWindow", "overlaps"),
    wrong(DB_INSTANCE, {"monitoringInterval": 20}, "monitoringInterval", "0, 1, 5, 10, 15, 30, 60"),
    wrong(DB_INSTANCE, {"monitoringRoleArn": ABSENT}, "monitoringRoleArn", "role"),
    wrong(DB_INSTANCE, {"performanceInsightsRetentionPeriod": 30}, "performanceInsightsRetentionPeriod", "31"),
    wrong(DB_INSTANCE, {"maxAllocatedStorage": 500}, "maxAllocatedStorage", "below allocatedStorage"),
    wrong(DB_INSTANCE, {"allocatedStorage": 10}, "allocatedStorage", "20"),
    wrong(DB_INSTANCE, {"allocatedStorage": 100, "iops": 3000}, "iops", "gp3", "400"),
    wrong(DB_INSTANCE, {"iops": 3000}, "iops", "12,000"),
    wrong(DB_INSTANCE, {"storageType": "io1"}, "iops", "io1 needs iops"),
    wrong(DB_INSTANCE, {"storageType": "gp2", "storageThroughput": 500}, "storageThroughput", "gp2"),
    wrong(DB_INSTANCE, {"storageEncrypted": False}, "storageEncrypted", "kmsKeyId"),
    wrong(DB_INSTANCE, {"availabilityZone": "ap-south-1a"}, "availabilityZone", "Multi-AZ"),
    wrong(DB_INSTANCE, {"dbName": "pay-ments"}, "dbName", "underscores"),
    wrong(DB_INSTANCE, {"port": 80}, "port", "1,150"),
    wrong(DB_INSTANCE, {"enabledCloudwatchLogsExports": ["error"]}, "enabledCloudwatchLogsExports[0]", "postgresql"),
    wrong(DB_INSTANCE, {"instanceClass": "r6g.large"}, "instanceClass", "db.t4g.medium"),
    wrong(DB_INSTANCE, {"finalSnapshotIdentifier": "last_one"}, "finalSnapshotIdentifier", "hyphens"),
    wrong(DB_CLUSTER, {"engine": "aurora"}, "engine", "aurora-postgresql"),
    wrong(DB_CLUSTER, {"backupRetentionPeriod": 0}, "backupRetentionPeriod", "1 to 35"),
    wrong(
        DB_CLUSTER,
        {"serverlessv2ScalingConfiguration": {"minCapacity": 0.7, "maxCapacity": 4}},
        "serverlessv2ScalingConfiguration.minCapacity",
        "0.5",
    ),
    wrong(DB_SUBNET_GROUP, {"subnetIds": [UNKNOWN]}, "subnetIds", "at least 2"),
    wrong(DB_SUBNET_GROUP, {"name": "Payments"}, "name", "lower-case"),
    wrong(DB_PARAMETER_GROUP, {"family": "pg15"}, "family", "postgres15"),
    wrong(CACHE_REPLICATION_GROUP, {"replicationGroupId": "a" * 41}, "replicationGroupId", "40"),
    wrong(CACHE_REPLICATION_GROUP, {"automaticFailoverEnabled": False}, "automaticFailoverEnabled", "multiAzEnabled"),
    wrong(CACHE_REPLICATION_GROUP, {"numCacheClusters": 1}, "numCacheClusters", "at least two nodes"),
    wrong(CACHE_REPLICATION_GROUP, {"transitEncryptionEnabled": False}, "transitEncryptionEnabled", "auth token"),
    wrong(CACHE_REPLICATION_GROUP, {"authToken": "short"}, "authToken", "16 to 128"),
    wrong(CACHE_REPLICATION_GROUP, {"nodeType": "t4g.small"}, "nodeType", "cache.t4g.micro"),
    wrong(CACHE_REPLICATION_GROUP, {"snapshotRetentionLimit": 40}, "snapshotRetentionLimit", "35"),
    wrong(CACHE_REPLICATION_GROUP, {"snapshotWindow": "19:00-19:30"}, "snapshotWindow", "60"),
    wrong(TABLE, {"name": "tx"}, "name", "3 to 255"),
    wrong(TABLE, {"rangeKey": "queue_id"}, "rangeKey", "isn't among the attributes"),
    wrong(TABLE, {"globalSecondaryIndexes": ABSENT}, "attributes[1]", "merchant_id", "no key"),
    wrong(TABLE, {"attributes": [{"name": "transaction_id", "type": "String"}]}, "attributes[0].type", "B, N, S"),
    wrong(TABLE, {"readCapacity": 5}, "readCapacity", "PAY_PER_REQUEST"),
    wrong(TABLE, {"billingMode": "PROVISIONED"}, "writeCapacity", "at least 1"),
    wrong(TABLE, {"ttl": {"enabled": True}}, "ttl.attributeName", "expiry"),
    wrong(TABLE, {"streamEnabled": True}, "streamViewType", "NEW_AND_OLD_IMAGES"),
    wrong(BUCKET[0], {"bucket": "Fivestar_Logs"}, "bucket", "lower-case"),
    wrong(BUCKET[0], {"bucket": "192.168.5.4"}, "bucket", "IP address"),
    wrong(BUCKET[0], {"bucket": "xn--payments"}, "bucket", "keeps"),
    wrong(BUCKET_POLICY, {"policy": policy(Action="s3:*", Resource="*")}, "policy", "Principal"),
    wrong(LIFECYCLE, {"rules": [{"id": "x", "status": "on", "expiration": {"days": 1}}]}, "rules[0].status", "Enabled"),
    wrong(
        LIFECYCLE,
        {"rules": [{"id": "x", "status": "Enabled", "transitions": [{"days": 7, "storageClass": "STANDARD_IA"}]}]},
        "rules[0].transitions[0].days",
        "30 or more",
    ),
    wrong(
        LIFECYCLE,
        {
            "rules": [
                {
                    "id": "x",
                    "status": "Enabled",
                    "expiration": {"days": 60},
                    "transitions": [{"days": 90, "storageClass": "GLACIER"}],
                }
            ]
        },
        "rules[0].expiration.days",
        "last transition",
    ),
    wrong(KEY, {"deletionWindowInDays": 5}, "deletionWindowInDays", "7 to 30"),
    wrong(KEY, {"customerMasterKeySpec": "RSA_2048"}, "enableKeyRotation", "RSA_2048"),
    wrong(KEY, {"policy": policy(Action="kms:*", Resource="*")}, "policy", "Principal"),
    wrong(ALIAS, {"name": "payments"}, "name", "alias/"),
    wrong(ALIAS, {"name": "alias/aws/payments"}, "name", "keeps"),
    wrong(ROLE, {"name": "payments task"}, "name", "1 to 64"),
    wrong(ROLE, {"maxSessionDuration": 900}, "maxSessionDuration", "3,600 to 43,200"),
    wrong(ROLE, {"assumeRolePolicy": "{"}, "assumeRolePolicy", "valid JSON"),
    wrong(ROLE, {"assumeRolePolicy": policy(Action="sts:AssumeRole")}, "assumeRolePolicy", "Principal"),
    wrong(
        ROLE,
        {"assumeRolePolicy": policy(Action="sts:AssumeRole", Principal=ECS_TASKS, Resource="*")},
        "assumeRolePolicy",
        "no Resource",
    ),
    wrong(ROLE, {"assumeRolePolicy": policy(Action="s3:*", Principal=ECS_TASKS)}, "assumeRolePolicy", "sts:AssumeRole"),
    wrong(POLICY, {"policy": policy(Action="s3:*", Resource="*", Principal="*")}, "policy", "no Principal"),
    wrong(POLICY, {"policy": policy(Action="s3:*")}, "policy", "no Resource"),
    wrong(POLICY, {"policy": policy(Action="GetObject", Resource="*")}, "policy", "service:Action"),
    wrong(POLICY, {"policy": policy(Action="s3:*", Resource="my-bucket")}, "policy", "ARN"),
    wrong(POLICY, {"policy": text({"Version": "2012-10-17", "Statement": [{"Action": "*"}]})}, "policy", "Effect"),
    wrong(POLICY, {"policy": text({"Version": "2024-01-01", "Statement": []})}, "policy", "2012-10-17"),
    wrong(ROLE_POLICY_ATTACHMENT, {"policyArn": "AdministratorAccess"}, "policyArn", "arn:aws:iam::"),
]


@pytest.mark.parametrize("type", RIGHT)
def test_what_aws_accepts_of_data_and_identity_is_accepted(type: str) -> None:
    assert judged(type, RIGHT[type]) == []


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_what_aws_refuses_of_data_and_identity_is_refused_where_it_is_wrong(case: Wrong) -> None:
    assert_refused(case, RIGHT[case.type])


def test_a_refused_password_is_never_shown() -> None:
    failures = judged(DB_INSTANCE, {**RIGHT[DB_INSTANCE], "manageMasterUserPassword": False, "password": "p@ss"})
    assert failures
    assert not any("p@ss" in failure.reason for failure in failures)


def test_a_policy_that_holds_unknowns_is_not_judged() -> None:
    assert judged(POLICY, {"name": "read", "policy": UNKNOWN}) == []


def test_a_small_gp2_volume_of_the_free_tier_is_accepted() -> None:
    inputs = {**RIGHT[DB_INSTANCE], "storageType": "gp2", "allocatedStorage": 10, "maxAllocatedStorage": 0}
    assert judged(DB_INSTANCE, inputs) == []


def test_a_window_over_midnight_overlaps_what_follows_it() -> None:
    inputs = {**RIGHT[DB_INSTANCE], "backupWindow": "23:30-00:30", "maintenanceWindow": "mon:00:00-mon:01:00"}
    assert [failure.path for failure in judged(DB_INSTANCE, inputs)] == ["maintenanceWindow"]
