"""S3 bucket."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.archive_policy import configuration_statements, trail_statements
from components.arns import partition_of
from components.bucket_policy import access_logs_statement, load_balancer_logs_statement, transport_statements
from components.policy_documents import document


class TransitionArgs(TypedDict):
    days: int
    """Days after the creation of an object."""
    storage_class: str
    """STANDARD_IA, INTELLIGENT_TIERING, GLACIER_IR, GLACIER or DEEP_ARCHIVE."""


class ObjectLockArgs(TypedDict):
    mode: str
    """GOVERNANCE or COMPLIANCE."""
    days: int
    """Days that each version is kept."""


class BucketAccessLogsArgs(TypedDict):
    bucket: pulumi.Input[str]
    """Bucket that receives the records; its policy must admit logging.s3.amazonaws.com."""
    prefix: str
    """First part of their names, without / at its end."""


class BucketArgs(TypedDict):
    account_id: str
    """Account of the bucket."""
    region: str
    """Region of the bucket."""
    bucket_name: NotRequired[str]
    """Name of the bucket. Default: one derived from the component's."""
    key_arn: NotRequired[pulumi.Input[str]]
    """Customer-managed key of the objects. Default: S3's own key, the only one that log deliverers know."""
    versioning: bool
    """Whether overwritten and deleted objects are kept as old versions."""
    noncurrent_days: int
    """Days that old versions are kept."""
    transitions: NotRequired[list[TransitionArgs]]
    """Moves to cheaper storage classes. Default: none."""
    expire_days: NotRequired[int]
    """Days after which objects are deleted. Default: they stay."""
    abort_upload_days: int
    """Days after which parts of unfinished uploads are removed."""
    object_lock: NotRequired[ObjectLockArgs]
    """Retention of new versions; needs versioning. Default: none."""
    access_logs: NotRequired[BucketAccessLogsArgs]
    """Where requests are recorded. Default: nowhere."""
    load_balancer_log_prefixes: NotRequired[list[str]]
    """Prefixes under which load balancers of the account write. Default: they may not write."""
    access_log_prefixes: NotRequired[list[str]]
    """Prefixes under which S3 records requests to other buckets of the account. Default: it may not write."""
    trail_name: NotRequired[str]
    """CloudTrail trail of the account that writes its files here. Default: none does."""
    trail_organization_id: NotRequired[pulumi.Input[str]]
    """Organization whose accounts that trail records; empty for none. Default: it records this account alone."""
    configuration_files: NotRequired[bool]
    """Whether AWS Config of the account writes its files here. Default: false."""
    force_destroy: bool
    """Whether deleting the bucket deletes its objects."""
    protect: bool
    """Whether Pulumi refuses to delete the bucket."""


class Bucket(pulumi.ComponentResource):
    """A bucket that is never public, encrypts, answers over TLS 1.2 or newer only and belongs to its account alone.

    Its outputs are known once its policy is in place, so that a log deliverer can be pointed at it.
    """

    name: pulumi.Output[str]
    """Name of the bucket."""
    arn: pulumi.Output[str]
    """ARN of the bucket."""
    regional_domain_name: pulumi.Output[str]
    """Host name of the bucket in its region."""

    def __init__(self, name: str, args: BucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Bucket", name, {}, opts)
        self._prefix = name
        self._args = args
        bucket = self._bucket()
        self._encryption(bucket)
        versioning = self._versioning(bucket)
        self._lifecycle(bucket, versioning)
        self._object_lock(bucket, versioning)
        self._access_logs(bucket)
        policy = self._policy(bucket, [self._public_access_block(bucket), self._ownership(bucket)])

        def once_protected(value: pulumi.Output[str]) -> pulumi.Output[str]:
            return pulumi.Output.all(value, policy.id).apply(lambda values: str(values[0]))

        self.name = once_protected(bucket.bucket)
        self.arn = once_protected(bucket.arn)
        self.regional_domain_name = once_protected(bucket.bucket_regional_domain_name)
        self.register_outputs({"name": self.name, "arn": self.arn, "regional_domain_name": self.regional_domain_name})

    def _options(self, depends_on: list[pulumi.Resource] | None = None) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self, depends_on=depends_on)

    def _bucket(self) -> aws.s3.Bucket:
        args = self._args
        return aws.s3.Bucket(
            f"{self._prefix}-bucket",
            bucket=args.get("bucket_name"),
            object_lock_enabled="object_lock" in args,
            force_destroy=args["force_destroy"],
            opts=pulumi.ResourceOptions(
                parent=self, protect=args["protect"], delete_before_replace="bucket_name" in args
            ),
        )

    def _public_access_block(self, bucket: aws.s3.Bucket) -> aws.s3.BucketPublicAccessBlock:
        return aws.s3.BucketPublicAccessBlock(
            f"{self._prefix}-private",
            bucket=bucket.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self._options(),
        )

    def _ownership(self, bucket: aws.s3.Bucket) -> aws.s3.BucketOwnershipControls:
        return aws.s3.BucketOwnershipControls(
            f"{self._prefix}-ownership",
            bucket=bucket.bucket,
            rule={"object_ownership": "BucketOwnerEnforced"},
            opts=self._options(),
        )

    def _encryption(self, bucket: aws.s3.Bucket) -> None:
        with_key: dict[str, pulumi.Input[str]] = {"sse_algorithm": "AES256"}
        if "key_arn" in self._args:
            with_key = {"sse_algorithm": "aws:kms", "kms_master_key_id": self._args["key_arn"]}
        aws.s3.BucketServerSideEncryptionConfiguration(
            f"{self._prefix}-encryption",
            bucket=bucket.bucket,
            rules=[
                {
                    "apply_server_side_encryption_by_default": with_key,
                    "bucket_key_enabled": "key_arn" in self._args,
                }
            ],
            opts=self._options(),
        )

    def _versioning(self, bucket: aws.s3.Bucket) -> aws.s3.BucketVersioning:
        return aws.s3.BucketVersioning(
            f"{self._prefix}-versioning",
            bucket=bucket.bucket,
            versioning_configuration={"status": "Enabled" if self._args["versioning"] else "Suspended"},
            opts=self._options(),
        )

    def _lifecycle(self, bucket: aws.s3.Bucket, versioning: aws.s3.BucketVersioning) -> None:
        args = self._args
        expire_days = args.get("expire_days")
        aws.s3.BucketLifecycleConfiguration(
            f"{self._prefix}-lifecycle",
            bucket=bucket.bucket,
            rules=[
                {
                    "id": "all-objects",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "abort_incomplete_multipart_upload": {"days_after_initiation": args["abort_upload_days"]},
                    "transitions": [
                        {"days": item["days"], "storage_class": item["storage_class"]}
                        for item in args.get("transitions", [])
                    ],
                    "expiration": {"days": expire_days} if expire_days is not None else None,
                    "noncurrent_version_expiration": {"noncurrent_days": args["noncurrent_days"]},
                }
            ],
            # S3 takes a rule for old versions only once versioning was decided.
            opts=self._options([versioning]),
        )

    def _object_lock(self, bucket: aws.s3.Bucket, versioning: aws.s3.BucketVersioning) -> None:
        if "object_lock" not in self._args:
            return
        lock = self._args["object_lock"]
        aws.s3.BucketObjectLockConfiguration(
            f"{self._prefix}-lock",
            bucket=bucket.bucket,
            rule={"default_retention": {"mode": lock["mode"], "days": lock["days"]}},
            opts=self._options([versioning]),
        )

    def _access_logs(self, bucket: aws.s3.Bucket) -> None:
        if "access_logs" not in self._args:
            return
        logs = self._args["access_logs"]
        aws.s3.BucketLogging(
            f"{self._prefix}-access-logs",
            bucket=bucket.bucket,
            target_bucket=logs["bucket"],
            target_prefix=f"{logs['prefix']}/",
            opts=self._options(),
        )

    def _policy(self, bucket: aws.s3.Bucket, earlier: list[pulumi.Resource]) -> aws.s3.BucketPolicy:
        """The policy comes last: S3 refuses two changes of a bucket's access at the same time."""
        return aws.s3.BucketPolicy(
            f"{self._prefix}-policy",
            bucket=bucket.bucket,
            policy=pulumi.Output.all(bucket.bucket, self._args.get("trail_organization_id", "")).apply(self._document),
            opts=self._options(earlier),
        )

    def _document(self, bucket_and_organization: list[str]) -> str:
        args = self._args
        name, organization = bucket_and_organization
        arn = f"arn:{partition_of(args['region'])}:s3:::{name}"
        statements = transport_statements(arn)
        if prefixes := args.get("load_balancer_log_prefixes"):
            statements.append(load_balancer_logs_statement(arn, prefixes, args["account_id"], args["region"]))
        if prefixes := args.get("access_log_prefixes"):
            statements.append(access_logs_statement(arn, prefixes, args["account_id"], args["region"]))
        if "trail_name" in args:
            place = (args["region"], args["account_id"])
            statements += trail_statements(arn, *place, args["trail_name"], organization)
        if args.get("configuration_files", False):
            statements += configuration_statements(arn, args["account_id"])
        return json.dumps(document(statements))
