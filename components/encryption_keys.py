"""Customer-managed keys, one for each class of data."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.key_policy import DATA_CLASSES, key_policy


class EncryptionKeysArgs(TypedDict):
    account_id: str
    """Account of the keys."""
    region: str
    """Region of the keys; services are admitted by their name in it."""
    alias_prefix: str
    """First part of the aliases: dev-fivestar gives alias/dev-fivestar-database."""
    data_classes: list[str]
    """Classes that get a key, of `DATA_CLASSES` in components/key_policy.py."""
    deletion_window_days: int
    """Days from the deletion of a key to its end, 7 to 30."""
    rotation: bool
    """Whether KMS renews the key material by itself."""
    rotation_days: NotRequired[int]
    """Days between two renewals, 90 to 2560. Default: 365, AWS's own."""
    protect: bool
    """Whether Pulumi refuses to delete the keys."""


_DESCRIPTIONS = {
    "database": "Database storage and snapshots",
    "cache": "Caches and their snapshots",
    "tables": "DynamoDB tables",
    "queues": "Messages in queues",
    "buckets": "Objects in buckets",
    "secrets": "Secrets and secure parameters",
    "logs": "Log groups",
    "topics": "Notifications",
    "backups": "Backup vaults",
    "images": "Container images",
    "tasks": "Disks of tasks",
    "sessions": "Shell sessions in containers",
    "metrics": "Metrics of applications",
    "audit": "Files of CloudTrail and AWS Config",
    "volumes": "EBS volumes that name no key",
    "functions": "Variables of Lambda functions",
}


class EncryptionKeys(pulumi.ComponentResource):
    """Keys with aliases. Each may be used through the services of its class only, never directly.

    Raises ValueError for a data class that doesn't exist.
    """

    arns: pulumi.Output[dict[str, str]]
    """ARNs of the keys by data class."""

    def __init__(self, name: str, args: EncryptionKeysArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:EncryptionKeys", name, {}, opts)
        self._prefix = name
        self._args = args
        self._by_class = {data_class: self._key(data_class) for data_class in args["data_classes"]}
        self.arns = pulumi.Output.all(**self._by_class).apply(dict)
        self.register_outputs({"arns": self.arns})

    def arn_of(self, data_class: str) -> pulumi.Output[str]:
        """ARN of the key of a class. Raises ValueError when the class has none."""
        if data_class not in self._by_class:
            has = ", ".join(self._by_class) or "none"
            raise ValueError(f"EncryptionKeys {self._prefix} has no key for {data_class}; it has {has}.")
        return self._by_class[data_class]

    def _key(self, data_class: str) -> pulumi.Output[str]:
        args = self._args
        if data_class not in DATA_CLASSES:
            raise ValueError(
                f"EncryptionKeys {self._prefix}: data_classes has {data_class}; allowed are {', '.join(DATA_CLASSES)}."
            )
        key = aws.kms.Key(
            f"{self._prefix}-{data_class}",
            description=_DESCRIPTIONS[data_class],
            policy=pulumi.Output.json_dumps(key_policy(data_class, args["account_id"], args["region"])),
            enable_key_rotation=args["rotation"],
            rotation_period_in_days=args.get("rotation_days") if args["rotation"] else None,
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
