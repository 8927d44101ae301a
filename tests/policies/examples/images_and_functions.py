"""Examples for Amazon ECR and AWS Lambda."""

from tests.policies.examples.model import KEY, Example
from tests.policies.harness import UNKNOWN_VALUE

REPOSITORY = "aws:ecr/repository:Repository"
FUNCTION = "aws:lambda/function:Function"

EXAMPLES = (
    Example(
        "ecr-scan-on-push",
        REPOSITORY,
        compliant={"imageScanningConfiguration": {"scanOnPush": True}},
        violating={},
        unknown={"imageScanningConfiguration": {"scanOnPush": UNKNOWN_VALUE}},
        unknown_path="imageScanningConfiguration.scanOnPush",
        says="imageScanningConfiguration.scanOnPush is not set",
    ),
    Example(
        "ecr-immutable-tags",
        REPOSITORY,
        compliant={
            "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
            "imageTagMutabilityExclusionFilters": [{"filter": "dev-*", "filterType": "WILDCARD"}],
        },
        violating={},
        unknown={"imageTagMutability": UNKNOWN_VALUE},
        unknown_path="imageTagMutability",
        says="imageTagMutability is not set, which means MUTABLE",
    ),
    Example(
        "ecr-cmk",
        REPOSITORY,
        compliant={"encryptionConfigurations": [{"encryptionType": "KMS", "kmsKey": KEY}]},
        violating={"encryptionConfigurations": [{"encryptionType": "KMS"}]},
        unknown={"encryptionConfigurations": [{"encryptionType": "KMS", "kmsKey": UNKNOWN_VALUE}]},
        unknown_path="encryptionConfigurations[0].kmsKey",
        says="encryptionConfigurations[0].kmsKey is not set",
    ),
    Example(
        "ecr-no-force-delete",
        REPOSITORY,
        compliant={},
        violating={"forceDelete": "true"},
        unknown={"forceDelete": UNKNOWN_VALUE},
        unknown_path="forceDelete",
        says='forceDelete is "true"',
    ),
    Example(
        "lambda-supported-runtime",
        FUNCTION,
        compliant={"runtime": "python3.13"},
        violating={"runtime": "python3.8"},
        unknown={"runtime": UNKNOWN_VALUE},
        unknown_path="runtime",
        says='runtime is "python3.8"',
    ),
    Example(
        "lambda-no-secrets-in-env",
        FUNCTION,
        compliant={"environment": {"variables": {"SECRET_NAME": "payments/razorpay", "TOKEN_TTL": 3600}}},
        violating={"environment": {"variables": {"dbPassword": "hunter2"}}},
        unknown={"environment": {"variables": {"REGION": UNKNOWN_VALUE, "API_TOKEN": UNKNOWN_VALUE}}},
        unknown_path="environment.variables.API_TOKEN",
        says="variable dbPassword carries a credential in clear",
    ),
    Example(
        "lambda-env-cmk",
        FUNCTION,
        compliant={"environment": {"variables": {"A": "b"}}, "kmsKeyArn": KEY},
        violating={"environment": {"variables": {"A": "b"}}},
        unknown={"environment": UNKNOWN_VALUE},
        unknown_path="environment.variables",
        says="kmsKeyArn is not set",
    ),
    Example(
        "lambda-in-vpc",
        FUNCTION,
        compliant={"vpcConfig": {"subnetIds": ["subnet-1", UNKNOWN_VALUE]}},
        violating={"vpcConfig": {"subnetIds": ["subnet-1"]}},
        unknown={"vpcConfig": {"subnetIds": UNKNOWN_VALUE}},
        unknown_path="vpcConfig.subnetIds",
        says="vpcConfig.subnetIds has 1 subnets, the minimum is 2",
    ),
    Example(
        "lambda-concurrency",
        FUNCTION,
        compliant={"reservedConcurrentExecutions": 0},
        violating={"reservedConcurrentExecutions": "-1"},
        unknown={"reservedConcurrentExecutions": UNKNOWN_VALUE},
        unknown_path="reservedConcurrentExecutions",
        says='reservedConcurrentExecutions is "-1"',
    ),
    Example(
        "lambda-tracing",
        FUNCTION,
        compliant={"tracingConfig": {"mode": "Active"}},
        violating={"tracingConfig": {"mode": "PassThrough"}},
        unknown={"tracingConfig": {"mode": UNKNOWN_VALUE}},
        unknown_path="tracingConfig.mode",
        says='tracingConfig.mode is "PassThrough"',
    ),
    Example(
        "lambda-code-signing",
        FUNCTION,
        compliant={"codeSigningConfigArn": UNKNOWN_VALUE},
        violating={"runtime": "python3.13"},
        unknown={"packageType": UNKNOWN_VALUE},
        unknown_path="packageType",
        says="codeSigningConfigArn is not set",
    ),
)
