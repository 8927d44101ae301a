"""A vault of AWS Backup."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws


class VaultLockArgs(TypedDict):
    min_days: int
    """Shortest retention that the vault takes."""
    max_days: int
    """Longest retention that the vault takes."""
    changeable_days: NotRequired[int]
    """Days, at least 3, after which nobody can change the lock any more (compliance mode). Default: governance mode."""


class BackupVaultArgs(TypedDict):
    region: str
    """Region of the vault."""
    key_arn: pulumi.Input[str]
    """Key of the recovery points, in the vault's region."""
    lock: NotRequired[VaultLockArgs]
    """Keeps recovery points from being deleted early. Default: no lock."""
    protect: bool
    """Whether Pulumi refuses to delete the vault."""


class BackupVault(pulumi.ComponentResource):
    """A vault under the customer's key, with a lock when one is asked for. AWS deletes it only when it is empty."""

    name: pulumi.Output[str]
    """Name of the vault."""
    arn: pulumi.Output[str]
    """ARN of the vault."""

    def __init__(self, name: str, args: BackupVaultArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:BackupVault", name, {}, opts)
        vault = aws.backup.Vault(
            f"{name}-vault",
            region=args["region"],
            kms_key_arn=args["key_arn"],
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"]),
        )
        if "lock" in args:
            aws.backup.VaultLockConfiguration(
                f"{name}-lock",
                region=args["region"],
                backup_vault_name=vault.name,
                min_retention_days=args["lock"]["min_days"],
                max_retention_days=args["lock"]["max_days"],
                changeable_for_days=args["lock"].get("changeable_days"),
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.name = vault.name
        self.arn = vault.arn
        self.register_outputs({"name": self.name, "arn": self.arn})
