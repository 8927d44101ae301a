"""Customer-managed keys, one for each class of data."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.key_policy import database_key_policy, logs_key_policy, secrets_key_policy
from components.policy_documents import Document


class EncryptionKeysArgs(TypedDict):
    account_id: str
    """Account of the keys."""
    region: str
    """Region of the keys; services are admitted by their name in it."""
    alias_prefix: str
    """First part of the aliases: dev-fivestar gives alias/dev-fivestar-database."""
    deletion_window_days: int
    """Days from the deletion of a key to its end, 7 to 30."""
    rotation: bool
    """Whether KMS renews the key material every year."""
    protect: bool
    """Whether Pulumi refuses to delete the keys."""


class EncryptionKeys(pulumi.ComponentResource):
    """Keys with aliases. Each may be used through the services of its class only, never directly."""

    database_arn: pulumi.Output[str]
    """Key of database storage, snapshots and Performance Insights."""
    secrets_arn: pulumi.Output[str]
    """Key of secrets and secure parameters."""
    logs_arn: pulumi.Output[str]
    """Key of log groups."""

    def __init__(self, name: str, args: EncryptionKeysArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:EncryptionKeys", name, {}, opts)
        self._prefix = name
        self._args = args
        place = (args["account_id"], args["region"])
        self.database_arn = self._key("database", "Database storage and snapshots", database_key_policy(*place))
        self.secrets_arn = self._key("secrets", "Secrets and secure parameters", secrets_key_policy(*place))
        self.logs_arn = self._key("logs", "Log groups", logs_key_policy(*place))
        self.register_outputs(
            {"database_arn": self.database_arn, "secrets_arn": self.secrets_arn, "logs_arn": self.logs_arn}
        )

    def _key(self, data_class: str, description: str, policy: Document) -> pulumi.Output[str]:
        args = self._args
        key = aws.kms.Key(
            f"{self._prefix}-{data_class}",
            description=description,
            policy=pulumi.Output.json_dumps(policy),
            enable_key_rotation=args["rotation"],
            deletion_window_in_days=args["deletion_window_days"],
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"]),
        )
        aws.kms.Alias(
            f"{self._prefix}-{data_class}",
            name=f"alias/{args['alias_prefix']}-{data_class}",
            target_key_id=key.key_id,
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        return pulumi.Output.from_input(key.arn)
