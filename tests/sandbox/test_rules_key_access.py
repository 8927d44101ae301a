"""Services refuse a key whose policy doesn't let them use it."""

import json

import pytest

from sandbox.aws.model import AwsError
from sandbox.aws.rules import refuse_create
from sandbox.aws.rules import types as t
from sandbox.values import Properties
from tests.sandbox.rules_cloud import MemoryCloud, asked

ARN = "arn:aws:kms:ap-south-1:123456789014:key/11111111-2222-4333-a444-555555555555"
ROOT = {"AWS": "arn:aws:iam::123456789014:root"}
TRAIL = "aws:cloudtrail/trail:Trail"

USERS: list[tuple[str, Properties, str, str]] = [
    (t.DB_INSTANCE, {"kmsKeyId": ARN}, "rds", "KMSKeyNotAccessibleFault"),
    (t.CACHE_REPLICATION_GROUP, {"kmsKeyId": ARN}, "elasticache", "InvalidKMSKeyFault"),
    (t.TABLE, {"serverSideEncryption": {"enabled": True, "kmsKeyArn": ARN}}, "dynamodb", "AccessDeniedException"),
    (t.REPOSITORY, {"encryptionConfigurations": [{"encryptionType": "KMS", "kmsKey": ARN}]}, "ecr", "KmsException"),
]
every_user = pytest.mark.parametrize(("type", "inputs", "service", "code"), USERS, ids=[user[2] for user in USERS])


def cloud_with(*statements: dict[str, object]) -> MemoryCloud:
    """A cloud with one key of this policy."""
    cloud = MemoryCloud()
    cloud.having(t.KEY, "key-1", arn=ARN, policy=json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))
    return cloud


def grants(service: str, **more: object) -> dict[str, object]:
    """A statement that lets the account make grants through a service."""
    via = {"StringEquals": {"kms:ViaService": [f"{service}.ap-south-1.amazonaws.com"]}}
    return {"Effect": "Allow", "Principal": ROOT, "Action": "kms:Create*", "Resource": "*", "Condition": via, **more}


@every_user
def test_a_key_for_another_service_is_refused(type: str, inputs: Properties, service: str, code: str) -> None:
    with pytest.raises(AwsError) as caught:
        refuse_create(asked(type, inputs, cloud_with(grants("sqs"))))
    assert caught.value.code == code
    assert f"{service}.ap-south-1.amazonaws.com" in str(caught.value)


@every_user
def test_a_key_that_may_only_be_administered_is_refused(type: str, inputs: Properties, service: str, code: str) -> None:
    administer: dict[str, object] = {
        "Effect": "Allow",
        "Principal": ROOT,
        "Action": ["kms:Describe*", "kms:PutKeyPolicy"],
    }
    with pytest.raises(AwsError) as caught:
        refuse_create(asked(type, inputs, cloud_with(administer)))
    assert caught.value.code == code


@every_user
def test_a_key_for_the_service_or_for_everything_is_taken(
    type: str, inputs: Properties, service: str, code: str
) -> None:
    refuse_create(asked(type, inputs, cloud_with(grants(service))))
    refuse_create(asked(type, inputs, cloud_with({"Effect": "Allow", "Principal": ROOT, "Action": "kms:*"})))


def test_a_key_of_another_account_is_not_looked_into() -> None:
    refuse_create(asked(t.DB_INSTANCE, {"kmsKeyId": ARN.replace("123456789014", "123456789099")}, MemoryCloud()))
