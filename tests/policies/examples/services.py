"""Examples for buckets, topics, queues, logs, volumes and load balancers."""

from tests.policies.examples.model import KEY, Example
from tests.policies.harness import UNKNOWN_VALUE, Json

LISTENER = "aws:lb/listener:Listener"


def encryption(algorithm: Json, key: Json = KEY, bucket_key: Json = True) -> dict[str, Json]:
    """One encryption rule of a bucket."""
    by_default: Json = {"sseAlgorithm": algorithm, "kmsMasterKeyId": key}
    return {"applyServerSideEncryptionByDefault": by_default, "bucketKeyEnabled": bucket_key}


def redirect(protocol: Json, status: Json) -> dict[str, Json]:
    """A plain HTTP listener whose default action redirects."""
    action: Json = {"type": "redirect", "redirect": {"protocol": protocol, "port": "443", "statusCode": status}}
    return {"port": 80, "protocol": "HTTP", "defaultActions": [action]}


EXAMPLES = (
    Example(
        "s3-sse-kms",
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        compliant={"rules": [encryption("aws:kms")]},
        violating={"rules": [encryption("aws:kms", key="alias/aws/s3")]},
        unknown={"rules": [encryption(UNKNOWN_VALUE)]},
        unknown_path="rules[0].applyServerSideEncryptionByDefault.sseAlgorithm",
        says='kmsMasterKeyId is "alias/aws/s3"',
    ),
    Example(
        "s3-sse-kms",
        "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
        compliant={"rules": [encryption("aws:kms:dsse", bucket_key=None)]},
        violating={"rules": [encryption("aws:kms", bucket_key=False)]},
        unknown={"rules": [encryption("aws:kms", bucket_key=UNKNOWN_VALUE)]},
        unknown_path="rules[0].bucketKeyEnabled",
        says="bucketKeyEnabled is false",
    ),
    Example(
        "s3-sse-kms",
        "aws:s3/bucket:Bucket",
        compliant={"serverSideEncryptionConfiguration": {"rule": encryption("aws:kms")}},
        violating={"serverSideEncryptionConfiguration": {"rule": encryption("aws:kms", key=None)}},
        unknown={"serverSideEncryptionConfiguration": UNKNOWN_VALUE},
        unknown_path="serverSideEncryptionConfiguration",
        says="kmsMasterKeyId is not set",
    ),
    Example(
        "s3-sse-kms",
        "aws:s3/bucketV2:BucketV2",
        compliant={"serverSideEncryptionConfigurations": [{"rules": [encryption("aws:kms")]}]},
        violating={"serverSideEncryptionConfigurations": [{"rules": [encryption("AES256")]}]},
        unknown={"serverSideEncryptionConfigurations": [{"rules": [encryption("aws:kms", key=UNKNOWN_VALUE)]}]},
        unknown_path=(
            "serverSideEncryptionConfigurations[0].rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId"
        ),
        says='sseAlgorithm is "AES256"',
    ),
    Example(
        "sns-cmk",
        "aws:sns/topic:Topic",
        compliant={"kmsMasterKeyId": KEY},
        violating={"kmsMasterKeyId": "alias/aws/sns"},
        unknown={"kmsMasterKeyId": UNKNOWN_VALUE},
        unknown_path="kmsMasterKeyId",
        says='kmsMasterKeyId is "alias/aws/sns"',
    ),
    Example(
        "sqs-encrypted",
        "aws:sqs/queue:Queue",
        compliant={"kmsMasterKeyId": KEY},
        violating={"sqsManagedSseEnabled": True},
        unknown={"kmsMasterKeyId": UNKNOWN_VALUE},
        unknown_path="kmsMasterKeyId",
        says="kmsMasterKeyId is not set",
    ),
    Example(
        "loggroup-retention",
        "aws:cloudwatch/logGroup:LogGroup",
        compliant={"name": "/ecs/api", "retentionInDays": 90},
        violating={"name": "/ecs/api", "retentionInDays": 7},
        unknown={"retentionInDays": UNKNOWN_VALUE},
        unknown_path="retentionInDays",
        says="retentionInDays is 7, the minimum is 90",
    ),
    Example(
        "loggroup-retention",
        "aws:cloudwatch/logGroup:LogGroup",
        compliant={"name": "/aws/cloudtrail/main", "retentionInDays": 365},
        violating={"name": "/aws/cloudtrail/main", "retentionInDays": 90},
        unknown={"name": "/aws/cloudtrail/main", "retentionInDays": UNKNOWN_VALUE},
        unknown_path="retentionInDays",
        says="the minimum is 365",
    ),
    Example(
        "loggroup-cmk",
        "aws:cloudwatch/logGroup:LogGroup",
        compliant={"kmsKeyId": KEY},
        violating={"kmsKeyId": ""},
        unknown={"kmsKeyId": UNKNOWN_VALUE},
        unknown_path="kmsKeyId",
        says="kmsKeyId is not set",
    ),
    Example(
        "ebs-encrypted-default",
        "aws:ebs/encryptionByDefault:EncryptionByDefault",
        compliant={},
        violating={"enabled": False},
        unknown={"enabled": UNKNOWN_VALUE},
        unknown_path="enabled",
        says="enabled is false",
    ),
    Example(
        "ebs-volume-encrypted",
        "aws:ebs/volume:Volume",
        compliant={"encrypted": True},
        violating={},
        unknown={"encrypted": UNKNOWN_VALUE},
        unknown_path="encrypted",
        says="encrypted is not set",
    ),
    Example(
        "efs-encrypted",
        "aws:efs/fileSystem:FileSystem",
        compliant={"encrypted": "true"},
        violating={"encrypted": "false"},
        unknown={"encrypted": UNKNOWN_VALUE},
        unknown_path="encrypted",
        says='encrypted is "false"',
    ),
    Example(
        "alb-drop-invalid-headers",
        "aws:alb/loadBalancer:LoadBalancer",
        compliant={"dropInvalidHeaderFields": True},
        violating={"loadBalancerType": "application"},
        unknown={"dropInvalidHeaderFields": UNKNOWN_VALUE},
        unknown_path="dropInvalidHeaderFields",
        says="dropInvalidHeaderFields is not set",
    ),
    Example(
        "alb-listener-https",
        LISTENER,
        compliant={"port": 443, "protocol": "HTTPS"},
        violating={"port": 80, "protocol": "HTTP", "defaultActions": [{"type": "forward"}]},
        unknown={"port": 80, "protocol": UNKNOWN_VALUE},
        unknown_path="protocol",
        says="no default action redirects to HTTPS",
    ),
    Example(
        "alb-listener-https",
        "aws:alb/listener:Listener",
        compliant=redirect("HTTPS", "HTTP_301"),
        violating=redirect("HTTPS", "HTTP_302"),
        unknown=redirect("HTTPS", UNKNOWN_VALUE),
        unknown_path="defaultActions[0].redirect.statusCode",
        says='redirect.statusCode is "HTTP_302"',
    ),
)
