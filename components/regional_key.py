"""A customer-managed key for copies of data in another region."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.key_policy import key_policy


class CopiesKeyArgs(TypedDict):
    alias: str
    """Name after alias/: prod-fivestar-database-backups."""
    deletion_window_days: int
    """Days from the deletion of the key to its end, 7 to 30."""
    rotation: bool
    """Whether KMS renews the key material by itself."""
    rotation_days: NotRequired[int]
    """Days between two renewals, 90 to 2560. Default: 365, AWS's own."""


class RegionalKeyArgs(TypedDict):
    alias: str
    """Name after alias/: prod-fivestar-database-backups."""
    deletion_window_days: int
    """Days from the deletion of the key to its end, 7 to 30."""
    rotation: bool
    """Whether KMS renews the key material by itself."""
    rotation_days: NotRequired[int]
    """Days between two renewals, 90 to 2560. Default: 365, AWS's own."""
    data_class: str
    """Class of the data, whose services may use the key: database, secrets and so on."""
    description: str
    """What it encrypts."""
    account_id: str
    """Account of the key."""
    region: str
    """Region of the key."""
    protect: bool
    """Whether Pulumi refuses to delete the key."""


class RegionalKey(pulumi.ComponentResource):
    """A key with its alias in a region other than the provider's. Its policy is that of its class of data."""

    arn: pulumi.Output[str]
    """ARN of the key."""

    def __init__(self, name: str, args: RegionalKeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:RegionalKey", name, {}, opts)
        key = aws.kms.Key(
            f"{name}-key",
            region=args["region"],
            description=args["description"],
            policy=pulumi.Output.json_dumps(key_policy(args["data_class"], args["account_id"], args["region"])),
            enable_key_rotation=args["rotation"],
            rotation_period_in_days=args.get("rotation_days") if args["rotation"] else None,
            deletion_window_in_days=args["deletion_window_days"],
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"]),
        )
        aws.kms.Alias(
            f"{name}-alias",
            region=args["region"],
            name=f"alias/{args['alias']}",
            target_key_id=key.key_id,
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        self.arn = pulumi.Output.from_input(key.arn)
        self.register_outputs({"arn": self.arn})
