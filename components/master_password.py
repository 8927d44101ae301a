"""A generated master password that only AWS knows."""

import json
from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.random_text import random_text
from components.secret_policy import closed_to_other_accounts

LENGTH = 40
"""Letters and digits, about 238 bits; RDS for PostgreSQL takes 8 to 128 characters."""


class MasterPasswordArgs(TypedDict):
    description: str
    """Whose password it is."""
    key_arn: pulumi.Input[str]
    """Key that encrypts it."""
    account_id: str
    """Account of the secret; no other one may read it."""
    recovery_days: int
    """Days that the secret can be restored after its deletion, 7 to 30, or 0."""
    password_version: int
    """Raising it makes another password."""
    protect: bool
    """Whether Pulumi refuses to delete the secret."""


class MasterPassword(pulumi.ComponentResource):
    """A password in a secret of its own, made before the database and read back for it.

    An update that fails between the two goes on with the same password when it runs again. It is kept apart from the
    secret that services read, so that this one never holds a password that the database doesn't have yet, and since
    the label AWSPENDING would not do: AWS also gives AWSCURRENT to the first version of a secret, and moves
    AWSPREVIOUS by itself, which a state with labels shows as drift.
    """

    secret_arn: pulumi.Output[str]
    """ARN of the secret."""

    def __init__(self, name: str, args: MasterPasswordArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:MasterPassword", name, {}, opts)
        secret = aws.secretsmanager.Secret(
            f"{name}-secret",
            description=args["description"],
            kms_key_id=args["key_arn"],
            policy=json.dumps(closed_to_other_accounts(args["account_id"])),
            recovery_window_in_days=args["recovery_days"],
            tags={"Rotation": "raise the password version", "UsedBy": "deployments"},
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"]),
        )
        drawn = random_text(LENGTH, self)
        version = aws.secretsmanager.SecretVersion(
            f"{name}-version",
            secret_id=secret.id,
            secret_string_wo=drawn,
            secret_string_wo_version=args["password_version"],
            opts=pulumi.ResourceOptions(parent=self),
        )
        self._value = drawn if pulumi.runtime.is_dry_run() else self._stored(version)
        self.secret_arn = pulumi.Output.from_input(version.secret_id)
        self.register_outputs({"secret_arn": self.secret_arn})

    def read(self) -> pulumi.Output[str]:
        """The password, for write-only arguments.

        A preview gets another one of the same form, so that it needs no right to read secrets: write-only arguments
        have no part in what it shows.
        """
        return self._value

    def _stored(self, version: aws.secretsmanager.SecretVersion) -> pulumi.Output[str]:
        found = aws.secretsmanager.get_secret_version_output(
            secret_id=version.secret_id,
            version_id=version.version_id,
            opts=pulumi.InvokeOutputOptions(parent=self),
        )
        return pulumi.Output.secret(found.secret_string)
