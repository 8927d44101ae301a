"""Policies for Amazon S3."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

_GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"

ROWS = (
    Policy(
        name="s3-sse-kms",
        title="Buckets encrypt objects with a customer-managed key by default",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="With the S3-managed key, whoever may read the bucket may read the data; a KMS key is a second lock.",
        remedy="Give the bucket's encryption rule sseAlgorithm aws:kms, kmsMasterKeyId and bucketKeyEnabled true.",
        docs=f"{_GUIDE}/UsingKMSEncryption.html",
        controls=Controls(fsbp=("S3.17",), pci_config=("3.5.1", "8.3.2"), checkov=("CKV_AWS_145", "CKV_AWS_19")),
    ),
    Policy(
        name="s3-managed-key-for-logs",
        title="Only buckets that receive logs encrypt with the S3-managed key",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="With the S3-managed key, whoever may read the bucket may read the data. Load balancers and S3 deliver "
        "their logs to buckets with no other key, so that there it is right.",
        remedy="Use a customer-managed key, or point accessLogs, connectionLogs or a BucketLogging at the bucket.",
        docs="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
        controls=Controls(fsbp=("S3.17",), pci_config=("3.5.1", "8.3.2"), checkov=("CKV_AWS_145",)),
    ),
    Policy(
        name="bucket-hardened",
        title="Every bucket has its protections beside it",
        severity=Severity.HIGH,
        levels=Levels.of("M/A/A"),
        why="Encryption, versioning, the public access block and more are resources of their own, easily forgotten.",
        remedy="Add the missing resources to the program, each with bucket set to this bucket.",
        docs=f"{_GUIDE}/security-best-practices.html",
        controls=Controls(
            checkov=("CKV2_AWS_6", "CKV2_AWS_61", "CKV_AWS_18", "CKV_AWS_19", "CKV_AWS_21", "CKV_AWS_145")
        ),
    ),
)
