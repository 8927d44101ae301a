"""Policies about the policies of resources: keys, secrets, buckets, topics, queues, images and endpoints."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

_S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"
_KMS = "https://docs.aws.amazon.com/kms/latest/developerguide"
_SQS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide"

_NAME_CALLERS = (
    "Name the principals, or add a condition with a fixed value of aws:PrincipalOrgID, aws:SourceAccount, "
    "aws:SourceArn or aws:SourceVpce."
)

ROWS = (
    Policy(
        name="secret-policy-not-public",
        title="Secrets are closed to strangers",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="A secret that everybody may read is no secret.",
        remedy=f"{_NAME_CALLERS[:-1]}, and set blockPublicPolicy of the SecretPolicy to true.",
        docs="https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html",
    ),
    Policy(
        name="ssm-document-not-public",
        title="Systems Manager documents are not shared with everybody",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="A public document shows how systems are run, and often names, paths and credentials.",
        remedy="Name account ids in permissions instead of All.",
        docs="https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html",
        controls=Controls(fsbp=("SSM.4",), pci_config=("3.5.1.3", "10.3.2"), checkov=("CKV_AWS_303",)),
    ),
    Policy(
        name="kms-policy-no-wildcard",
        title="Keys are closed to strangers",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="Whoever may use the key of the data may read the data.",
        remedy="Name the principals, or add a condition with a fixed value of kms:CallerAccount or aws:PrincipalOrgID.",
        docs=f"{_KMS}/key-policy-overview.html",
        controls=Controls(fsbp=("KMS.5",), checkov=("CKV_AWS_33",)),
    ),
    Policy(
        name="kms-policy-defined",
        title="Every key says who may use it",
        severity=Severity.LOW,
        levels=Levels.of("A/A/D"),
        why="The policy that AWS gives a key leaves it to every IAM policy of the account.",
        remedy="Set policy, or attach an aws.kms.KeyPolicy, that names administrators, users and services.",
        docs=f"{_KMS}/key-policy-default.html",
        controls=Controls(checkov=("CKV2_AWS_64",)),
    ),
    Policy(
        name="ecr-policy-not-public",
        title="Image repositories are closed to strangers",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="Images carry the application's code and configuration; whoever may push replaces what runs.",
        remedy=_NAME_CALLERS,
        docs="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
        controls=Controls(checkov=("CKV_AWS_32",)),
    ),
    Policy(
        name="s3-policy-no-public",
        title="Bucket policies let in neither strangers nor other accounts' administrators",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="A public bucket is the commonest way to lose data, and who may change the policy may make it public.",
        remedy=f"{_NAME_CALLERS[:-1]}; grant no other account s3:PutBucketPolicy, s3:PutBucketAcl and the like.",
        docs=f"{_S3}/access-control-block-public-access.html",
        controls=Controls(
            fsbp=("S3.2", "S3.6"), pci_config=("1.2.8", "1.3.1", "1.3.2", "1.4.2"), checkov=("CKV_AWS_70",)
        ),
    ),
    Policy(
        name="s3-policy-tls-only",
        title="Buckets refuse plain HTTP",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="S3 also answers over plain HTTP, where data and signatures can be read and changed on the way.",
        remedy="Deny s3:* to everybody on the bucket and its objects where aws:SecureTransport is false.",
        docs=f"{_S3}/example-bucket-policies.html",
        controls=Controls(
            fsbp=("S3.5",),
            pci_config=("1.2.5", "2.2.5", "2.2.7", "4.2.1"),
            cis=("v3.0 2.1.1", "v5.0 2.1.1"),
            checkov=("CKV_AWS_379",),
        ),
    ),
    Policy(
        name="sns-policy-not-public",
        title="Topics are closed to strangers",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="Everybody could subscribe to payment events, or publish false ones.",
        remedy=_NAME_CALLERS,
        docs="https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
        controls=Controls(fsbp=("SNS.4",), checkov=("CKV_AWS_169", "CKV_AWS_385")),
    ),
    Policy(
        name="sns-tls-only",
        title="Topics refuse plain HTTP",
        severity=Severity.LOW,
        levels=Levels.of("A/A/D"),
        why="SNS also accepts messages over plain HTTP, where they can be read and changed on the way.",
        remedy="Deny sns:Publish to everybody where aws:SecureTransport is false.",
        docs="https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
    ),
    Policy(
        name="sns-subscription-tls",
        title="Topics deliver over TLS",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/M/A"),
        why="A message delivered over plain HTTP can be read and changed on the way.",
        remedy="Set protocol to https.",
        docs="https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html",
    ),
    Policy(
        name="sqs-policy-not-public",
        title="Queues are closed to strangers",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="Everybody could read payment events, delete them, or send false ones.",
        remedy=f"{_NAME_CALLERS[:-1]}; name the actions.",
        docs=f"{_SQS}/sqs-security-best-practices.html",
        controls=Controls(fsbp=("SQS.3",), checkov=("CKV_AWS_168", "CKV_AWS_387", "CKV_AWS_72")),
    ),
    Policy(
        name="sqs-tls-only",
        title="Queues refuse plain HTTP",
        severity=Severity.LOW,
        levels=Levels.of("A/A/D"),
        why="SQS also answers over plain HTTP, where messages can be read and changed on the way.",
        remedy="Deny sqs:* to everybody where aws:SecureTransport is false.",
        docs=f"{_SQS}/sqs-security-best-practices.html",
    ),
    Policy(
        name="vpc-endpoint-policy",
        title="Gateway endpoints limit what passes",
        severity=Severity.MEDIUM,
        levels=Levels.of("A/A/D"),
        why="Through an open endpoint stolen data leaves to any bucket or table of anybody.",
        remedy="Set a policy with conditions on aws:PrincipalAccount and aws:ResourceAccount, or named resources.",
        docs="https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
    ),
)
