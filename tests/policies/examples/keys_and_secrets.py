"""Examples for keys, secrets, parameters and sessions."""

import json

from tests.policies.examples.model import KEY, Example
from tests.policies.harness import UNKNOWN_VALUE, Json

SECRET = "aws:secretsmanager/secret:Secret"
ROTATION = "aws:secretsmanager/secretRotation:SecretRotation"
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
SSM_PARAMETER = "aws:ssm/parameter:Parameter"
DOCUMENT = "aws:ssm/document:Document"
KMS_KEY = "aws:kms/key:Key"


def session(**inputs: Json) -> dict[str, Json]:
    """A session document in JSON."""
    content = {"schemaVersion": "1.0", "sessionType": "Standard_Stream", "inputs": inputs}
    return {"documentType": "Session", "content": json.dumps(content)}


EXAMPLES = (
    Example(
        "secret-cmk",
        SECRET,
        compliant={"kmsKeyId": KEY, "replicas": [{"region": "ap-south-2", "kmsKeyId": KEY}]},
        violating={"kmsKeyId": KEY, "replicas": [{"region": "ap-south-2"}]},
        unknown={"kmsKeyId": UNKNOWN_VALUE},
        unknown_path="kmsKeyId",
        says="replicas[0].kmsKeyId is not set",
    ),
    Example(
        "secret-recovery-window",
        SECRET,
        compliant={},
        violating={"recoveryWindowInDays": 0},
        unknown={"recoveryWindowInDays": UNKNOWN_VALUE},
        unknown_path="recoveryWindowInDays",
        says="recoveryWindowInDays is 0, the minimum is 7",
    ),
    Example(
        "secret-rotation-window",
        ROTATION,
        compliant={"rotationRules": {"automaticallyAfterDays": "30"}},
        violating={"rotationRules": {"automaticallyAfterDays": 365}},
        unknown={"rotationRules": {"automaticallyAfterDays": UNKNOWN_VALUE}},
        unknown_path="rotationRules.automaticallyAfterDays",
        says="automaticallyAfterDays is 365, the maximum is 90 days",
    ),
    Example(
        "secret-rotation-window",
        ROTATION,
        compliant={"rotationRules": {"scheduleExpression": "cron(0 3 1 * ? *)"}},
        violating={"rotationRules": {"scheduleExpression": "rate(120 days)"}},
        unknown={"rotationRules": {"scheduleExpression": "at(tomorrow)"}},
        unknown_path="rotationRules.scheduleExpression",
        says='scheduleExpression is "rate(120 days)"',
    ),
    Example(
        "secret-value-not-literal",
        VERSION,
        compliant={"secretStringWo": "correct-horse", "secretStringWoVersion": 1},
        violating={"secretString": "correct-horse"},
        unknown={"secretString": UNKNOWN_VALUE},
        unknown_path="secretString",
        says="secretString is given in plain text",
    ),
    Example(
        "secret-value-not-literal",
        VERSION,
        compliant={"secretStringWo": "correct-horse"},
        violating={"secretBinary": "Y29ycmVjdA=="},
        unknown={"secretBinary": UNKNOWN_VALUE},
        unknown_path="secretBinary",
        says="secretBinary is given in plain text",
    ),
    Example(
        "ssm-parameter-secure",
        SSM_PARAMETER,
        compliant={"name": "/payments/prod/database/password", "type": "SecureString", "keyId": KEY},
        violating={"name": "/payments/prod/database/password", "type": "String"},
        unknown={"name": "/payments/prod/database/password", "type": UNKNOWN_VALUE},
        unknown_path="type",
        says="its name is that of a secret",
    ),
    Example(
        "ssm-parameter-secure",
        SSM_PARAMETER,
        compliant={"name": "/payments/prod/secret-arn", "type": "String", "value": "arn:aws:secretsmanager:x"},
        violating={"name": "/payments/prod/token", "type": "SecureString"},
        unknown={"name": "/payments/prod/token", "type": "SecureString", "keyId": UNKNOWN_VALUE},
        unknown_path="keyId",
        says="keyId is not set",
    ),
    Example(
        "ssm-session-encrypted",
        DOCUMENT,
        compliant=session(kmsKeyId=KEY, s3BucketName="logs", s3EncryptionEnabled=True),
        violating=session(kmsKeyId=KEY, cloudWatchLogGroupName="logs", cloudWatchEncryptionEnabled=False),
        unknown={"documentType": "Session", "content": UNKNOWN_VALUE},
        unknown_path="content",
        says="content.inputs.cloudWatchEncryptionEnabled is false",
    ),
    Example(
        "ssm-session-encrypted",
        DOCUMENT,
        compliant={"documentType": "Command", "content": "schemaVersion: '2.2'"},
        violating={"documentType": "Session", "content": "inputs:\n  kmsKeyId: ''\n", "documentFormat": "YAML"},
        unknown={"documentType": UNKNOWN_VALUE, "content": "inputs: {}"},
        unknown_path="documentType",
        says="content.inputs.kmsKeyId is not set",
    ),
    Example(
        "kms-rotation",
        KMS_KEY,
        compliant={"enableKeyRotation": True, "rotationPeriodInDays": 180},
        violating={"enableKeyRotation": True, "rotationPeriodInDays": "730"},
        unknown={"enableKeyRotation": UNKNOWN_VALUE},
        unknown_path="enableKeyRotation",
        says='rotationPeriodInDays is "730", the maximum is 365',
    ),
    Example(
        "kms-rotation",
        KMS_KEY,
        compliant={"customerMasterKeySpec": "RSA_4096", "keyUsage": "SIGN_VERIFY"},
        violating={"customerMasterKeySpec": "SYMMETRIC_DEFAULT"},
        unknown={"customerMasterKeySpec": UNKNOWN_VALUE},
        unknown_path="customerMasterKeySpec",
        says="enableKeyRotation is not set, which means false",
    ),
    Example(
        "kms-deletion-window",
        KMS_KEY,
        compliant={},
        violating={"deletionWindowInDays": 7, "bypassPolicyLockoutSafetyCheck": True},
        unknown={"deletionWindowInDays": UNKNOWN_VALUE},
        unknown_path="deletionWindowInDays",
        says="deletionWindowInDays is 7, the minimum is 30; bypassPolicyLockoutSafetyCheck is true",
    ),
    Example(
        "kms-key-enabled",
        KMS_KEY,
        compliant={},
        violating={"isEnabled": False},
        unknown={"isEnabled": UNKNOWN_VALUE},
        unknown_path="isEnabled",
        says="isEnabled is false",
    ),
    Example(
        "kms-key-enabled",
        "aws:kms/replicaKey:ReplicaKey",
        compliant={"enabled": "true"},
        violating={"enabled": "false"},
        unknown={"enabled": UNKNOWN_VALUE},
        unknown_path="enabled",
        says='enabled is "false"',
    ),
    Example(
        "backup-vault-cmk",
        "aws:backup/vault:Vault",
        compliant={"kmsKeyArn": KEY},
        violating={},
        unknown={"kmsKeyArn": UNKNOWN_VALUE},
        unknown_path="kmsKeyArn",
        says="kmsKeyArn is not set",
    ),
)
