"""The bucket that holds what CloudTrail and AWS Config record."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.archive_policy import archive_statements
from components.policy_documents import document


class ArchiveOptions(TypedDict):
    account_id: str
    """Account of the bucket."""
    region: str
    """Region of the bucket."""
    trail_name: NotRequired[str]
    """Trail that writes here. Default: none does."""
    recorder: bool
    """Whether AWS Config writes here."""
    cold_after_days: int
    """Days until files move to Glacier."""
    keep_days: int
    """Days until files are deleted."""
    protect: bool
    """Whether Pulumi refuses to delete the bucket."""


class AuditArchiveArgs(TypedDict):
    options: ArchiveOptions
    """What it keeps, and for how long."""
    key_arn: pulumi.Input[str]
    """Key of the files."""
    organization_id: NotRequired[pulumi.Input[str]]
    """Organization whose trail writes here. Default: the trail records this account alone."""


class AuditArchive(pulumi.ComponentResource):
    """A private, versioned bucket that only the audit services of this account write to, over TLS only."""

    bucket_name: pulumi.Output[str]
    """Name of the bucket, known once its policy lets the services in."""
    arn: pulumi.Output[str]
    """ARN of the bucket."""

    def __init__(self, name: str, args: AuditArchiveArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:AuditArchive", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        bucket = aws.s3.Bucket(
            f"{name}-bucket", opts=pulumi.ResourceOptions(parent=self, protect=args["options"]["protect"])
        )
        self._encryption(bucket)
        versioning = aws.s3.BucketVersioning(
            f"{name}-versioning",
            bucket=bucket.bucket,
            versioning_configuration={"status": "Enabled"},
            opts=self._child,
        )
        self._lifecycle(bucket, versioning)
        aws.s3.BucketOwnershipControls(
            f"{name}-ownership",
            bucket=bucket.bucket,
            rule={"object_ownership": "BucketOwnerEnforced"},
            opts=self._child,
        )
        block = aws.s3.BucketPublicAccessBlock(
            f"{name}-public-access",
            bucket=bucket.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self._child,
        )
        policy = self._policy(bucket, block)
        self.bucket_name = pulumi.Output.all(bucket.bucket, policy.id).apply(lambda values: str(values[0]))
        self.arn = bucket.arn
        self.register_outputs({"bucket_name": self.bucket_name, "arn": self.arn})

    def _encryption(self, bucket: aws.s3.Bucket) -> None:
        aws.s3.BucketServerSideEncryptionConfiguration(
            f"{self._prefix}-encryption",
            bucket=bucket.bucket,
            rules=[
                {
                    "apply_server_side_encryption_by_default": {
                        "sse_algorithm": "aws:kms",
                        "kms_master_key_id": self._args["key_arn"],
                    },
                    "bucket_key_enabled": True,
                }
            ],
            opts=self._child,
        )

    def _lifecycle(self, bucket: aws.s3.Bucket, versioning: aws.s3.BucketVersioning) -> None:
        aws.s3.BucketLifecycleConfiguration(
            f"{self._prefix}-lifecycle",
            bucket=bucket.bucket,
            rules=[
                {
                    "id": "archive",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "transitions": [{"days": self._args["options"]["cold_after_days"], "storage_class": "GLACIER"}],
                    "expiration": {"days": self._args["options"]["keep_days"]},
                    "noncurrent_version_expiration": {"noncurrent_days": self._args["options"]["keep_days"]},
                    "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
                }
            ],
            opts=pulumi.ResourceOptions(parent=self, depends_on=[versioning]),
        )

    def _policy(self, bucket: aws.s3.Bucket, block: aws.s3.BucketPublicAccessBlock) -> aws.s3.BucketPolicy:
        args = self._args
        organization = args.get("organization_id", "")
        policy = pulumi.Output.all(bucket.arn, organization).apply(
            lambda values: json.dumps(
                document(
                    archive_statements(
                        values[0],
                        args["options"]["region"],
                        args["options"]["account_id"],
                        args["options"].get("trail_name", ""),
                        values[1],
                        args["options"]["recorder"],
                    )
                )
            )
        )
        return aws.s3.BucketPolicy(
            f"{self._prefix}-policy",
            bucket=bucket.bucket,
            policy=policy,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[block]),
        )
