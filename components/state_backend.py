"""Where Pulumi keeps the state of stacks: a bucket for the state, a key for the secret values in it."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import partition_of
from components.key_policy import administration
from components.policy_documents import Document, Statement, document


class StateBackendArgs(TypedDict):
    account_id: str
    """Account of the bucket and the keys."""
    region: str
    """Region of the bucket and the keys."""
    bucket_name: str
    """Name of the bucket, unique in all of AWS."""
    secrets_alias: str
    """Alias of the key of secret values, without alias/: pulumi-fivestar-prod."""
    user_arns: list[str]
    """Roles that may use the state and its secret values; ARNs, which may hold *. Nobody else may, IAM or not."""
    old_version_days: int
    """Days that replaced versions of state are kept."""
    old_versions_kept: int
    """Replaced versions that are kept whatever their age, 1 to 100."""
    deletion_window_days: int
    """Days from the deletion of a key to its end, 7 to 30."""


class StateBackend(pulumi.ComponentResource):
    """A versioned bucket that speaks TLS only, and two keys: one for its objects, one for secret values in the state.

    Whoever may read the state can't thereby decrypt the secrets in it. Nobody can delete a version; versions expire.
    Bucket and keys are protected. https://www.pulumi.com/docs/iac/concepts/state-and-backends/
    """

    bucket_name: pulumi.Output[str]
    """Name of the bucket."""
    backend_url: pulumi.Output[str]
    """What `pulumi login` takes."""
    secrets_provider: pulumi.Output[str]
    """What `secretsprovider` in a stack file takes."""

    def __init__(self, name: str, args: StateBackendArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:StateBackend", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._protected = pulumi.ResourceOptions(parent=self, protect=True)
        region = args["region"]
        state_key = self._key("state", f"{args['secrets_alias']}-state", self._use_through_s3())
        secrets_key = self._key("secrets", args["secrets_alias"], self._use_directly())
        bucket = self._bucket(state_key)
        self.bucket_name = bucket
        self.backend_url = pulumi.Output.format("s3://{0}?region={1}&awssdk=v2", bucket, region)
        self.secrets_provider = secrets_key.arn.apply(
            lambda _: f"awskms://alias/{args['secrets_alias']}?region={region}"
        )
        self.register_outputs(
            {
                "bucket_name": self.bucket_name,
                "backend_url": self.backend_url,
                "secrets_provider": self.secrets_provider,
            }
        )

    def _key(self, purpose: str, alias: str, use: Statement) -> aws.kms.Key:
        args = self._args
        key = aws.kms.Key(
            f"{self._prefix}-{purpose}",
            description=f"Pulumi: {'objects of the state bucket' if purpose == 'state' else 'secret values in state'}",
            policy=pulumi.Output.json_dumps(document([administration(args["account_id"], args["region"]), use])),
            enable_key_rotation=True,
            deletion_window_in_days=args["deletion_window_days"],
            opts=self._protected,
        )
        aws.kms.Alias(
            f"{self._prefix}-{purpose}",
            name=f"alias/{alias}",
            target_key_id=key.key_id,
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        return key

    def _use(self, sid: str, actions: list[str], condition: dict[str, object]) -> Statement:
        """The users' IAM policies may allow these actions, nobody else's may.

        A condition names the users, because a principal that doesn't exist yet makes a key policy invalid.
        """
        root = f"arn:{partition_of(self._args['region'])}:iam::{self._args['account_id']}:root"
        users = {"ArnLike": {"aws:PrincipalArn": self._args["user_arns"]}}
        return {
            "Sid": sid,
            "Effect": "Allow",
            "Principal": {"AWS": root},
            "Action": actions,
            "Resource": "*",
            "Condition": {**users, **condition},
        }

    def _use_directly(self) -> Statement:
        return self._use("UsersHandleSecretValues", ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt"], {})

    def _use_through_s3(self) -> Statement:
        service = {"StringEquals": {"kms:ViaService": f"s3.{self._args['region']}.amazonaws.com"}}
        return self._use("UsersReadAndWriteState", ["kms:Decrypt", "kms:GenerateDataKey"], {**service})

    def _bucket(self, key: aws.kms.Key) -> pulumi.Output[str]:
        """The bucket's name, known once all of its protections are in place."""
        name = self._prefix
        bucket = aws.s3.Bucket(
            f"{name}-bucket",
            bucket=self._args["bucket_name"],
            opts=pulumi.ResourceOptions(parent=self, protect=True, delete_before_replace=True),
        )
        closed = aws.s3.BucketPublicAccessBlock(
            f"{name}-bucket",
            bucket=bucket.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self._child,
        )
        owned = aws.s3.BucketOwnershipControls(
            f"{name}-bucket",
            bucket=bucket.bucket,
            rule={"object_ownership": "BucketOwnerEnforced"},
            opts=self._child,
        )
        encrypted = aws.s3.BucketServerSideEncryptionConfiguration(
            f"{name}-bucket",
            bucket=bucket.bucket,
            rules=[
                {
                    "apply_server_side_encryption_by_default": {
                        "sse_algorithm": "aws:kms",
                        "kms_master_key_id": key.arn,
                    },
                    "bucket_key_enabled": True,
                }
            ],
            opts=self._child,
        )
        versioned = aws.s3.BucketVersioning(
            f"{name}-bucket",
            bucket=bucket.bucket,
            versioning_configuration={"status": "Enabled"},
            opts=self._child,
        )
        forgetting = self._lifecycle(bucket, versioned)
        guarded = aws.s3.BucketPolicy(
            f"{name}-bucket",
            bucket=bucket.bucket,
            policy=pulumi.Output.json_dumps(_bucket_policy(bucket.arn)),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[closed]),
        )
        protections = [resource.id for resource in (closed, owned, encrypted, versioned, forgetting, guarded)]
        return pulumi.Output.all(bucket.bucket, *protections).apply(lambda values: str(values[0]))

    def _lifecycle(
        self, bucket: aws.s3.Bucket, versioned: aws.s3.BucketVersioning
    ) -> aws.s3.BucketLifecycleConfiguration:
        return aws.s3.BucketLifecycleConfiguration(
            f"{self._prefix}-bucket",
            bucket=bucket.bucket,
            rules=[
                {
                    "id": "replaced-versions",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "noncurrent_version_expiration": {
                        "noncurrent_days": self._args["old_version_days"],
                        "newer_noncurrent_versions": self._args["old_versions_kept"],
                    },
                    "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
                }
            ],
            opts=pulumi.ResourceOptions(parent=self, depends_on=[versioned]),
        )


def _bucket_policy(bucket_arn: pulumi.Output[str]) -> Document:
    objects = pulumi.Output.concat(bucket_arn, "/*")
    return document(
        [
            _deny("PlainText", "s3:*", [bucket_arn, objects], {"Bool": {"aws:SecureTransport": "false"}}),
            _deny(
                "OtherEncryption",
                "s3:PutObject",
                [objects],
                {"StringNotEqualsIfExists": {"s3:x-amz-server-side-encryption": "aws:kms"}},
            ),
            _deny("DeletionOfVersions", "s3:DeleteObjectVersion", [objects], {}),
        ]
    )


def _deny(sid: str, action: str, resources: list[pulumi.Output[str]], condition: dict[str, object]) -> Statement:
    statement: Statement = {"Sid": sid, "Effect": "Deny", "Principal": "*", "Action": action, "Resource": resources}
    return {**statement, "Condition": condition} if condition else statement
