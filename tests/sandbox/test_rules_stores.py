"""AWS's input rules for vault locks, restore tests and tokens of caches, and what belongs to a vault."""

import pytest

from sandbox.aws.rules.types import CACHE_REPLICATION_GROUP
from sandbox.schema import open_index
from sandbox.values import Properties
from tests.sandbox.computed_requests import deploy
from tests.sandbox.rules_cases import Wrong, assert_refused, judged, wrong

LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
TESTING = "aws:backup/restoreTestingPlan:RestoreTestingPlan"

RIGHT: dict[str, Properties] = {
    LOCK: {"backupVaultName": "v", "minRetentionDays": 7, "maxRetentionDays": 35},
    TESTING: {
        "name": "prod_payments",
        "scheduleExpression": "cron(0 22 ? * SUN *)",
        "recoveryPointSelection": {
            "algorithm": "LATEST_WITHIN_WINDOW",
            "includeVaults": ["*"],
            "recoveryPointTypes": ["SNAPSHOT"],
        },
    },
    CACHE_REPLICATION_GROUP: {
        "replicationGroupId": "sessions",
        "description": "Sessions",
        "nodeType": "cache.t4g.micro",
        "transitEncryptionEnabled": True,
        "authTokenWo": "a-token-of-twenty-letters",
        "authTokenWoVersion": 1,
    },
}

WRONG = [
    wrong(LOCK, {"minRetentionDays": 40}, "maxRetentionDays", "less than minRetentionDays", "40"),
    wrong(LOCK, {"changeableForDays": 2}, "changeableForDays", "3"),
    wrong(TESTING, {"name": "prod-payments"}, "name", "underscores"),
    wrong(TESTING, {"scheduleExpression": "weekly"}, "scheduleExpression", "no schedule"),
    wrong(CACHE_REPLICATION_GROUP, {"userGroupIds": ["users"]}, "userGroupIds", "authTokenWo"),
]


@pytest.mark.parametrize("type", RIGHT)
def test_what_is_right_is_accepted(type: str) -> None:
    assert judged(type, RIGHT[type]) == []


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_what_is_wrong_is_refused(case: Wrong) -> None:
    assert_refused(case, RIGHT[case.type])


def test_what_belongs_to_a_vault_says_the_arn_of_the_vault() -> None:
    lock = deploy(open_index(), LOCK, {"backupVaultName": "v", "region": "ap-south-2"})
    assert lock.id == "v"
    assert lock.get("backupVaultArn") == "arn:aws:backup:ap-south-2:123456789012:backup-vault:v"
