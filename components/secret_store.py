"""Secrets whose values come from people."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.random_text import random_text
from components.regional_key import CopiesKeyArgs, RegionalKey
from components.secret_policy import closed_to_other_accounts

PLACEHOLDER = "placeholder: store the real value in Secrets Manager"
"""What a key holds until somebody stores its value."""
PLACEHOLDER_LABEL = "PLACEHOLDER"
"""Staging label of the first version of each secret. A secret whose AWSCURRENT has it too still waits for values."""
_GENERATED_LENGTH = 64


class StoredSecretArgs(TypedDict):
    keys: NotRequired[list[str]]
    """Keys of the JSON object in it. Default: it holds a text by itself."""
    generated_keys: NotRequired[list[str]]
    """Keys that start with a random value instead of a placeholder. Default: none."""
    description: str
    """What it is for."""


class SecretReplicaArgs(TypedDict):
    region: str
    """Region of the copies."""
    key: CopiesKeyArgs
    """Key of the copies."""


class SecretStoreArgs(TypedDict):
    path: str
    """First part of every name, such as fivestar/payments/dev."""
    secrets: dict[str, StoredSecretArgs]
    """Secrets by the last part of their name."""
    key_arn: pulumi.Input[str]
    """Key that encrypts them."""
    account_id: str
    """Account of the secrets; no other one may read them."""
    recovery_days: int
    """Days that a deleted secret can be restored, 7 to 30, or 0."""
    replica: NotRequired[SecretReplicaArgs]
    """Copies in another region. Default: none."""
    protect: bool
    """Whether Pulumi refuses to delete them."""


class SecretStore(pulumi.ComponentResource):
    """Secrets that start with placeholders, so that services can refer to their keys from the beginning.

    The first version has a label of its own and takes AWSCURRENT only while a secret has no other version: not even a
    deployment that makes it again moves the label away from a value that somebody stored.
    """

    arns: pulumi.Output[dict[str, str]]
    """ARNs of the secrets by key, each known once the secret has its first version."""

    def __init__(self, name: str, args: SecretStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:SecretStore", name, {}, opts)
        self._prefix = name
        self._args = args
        replicas = self._replicas()
        self._by_key = {key: self._secret(key, secret, replicas) for key, secret in args["secrets"].items()}
        self.arns = pulumi.Output.all(**self._by_key)
        self.register_outputs({"arns": self.arns})

    def arn_of(self, key: str) -> pulumi.Output[str]:
        """ARN of a secret. Raises ValueError when there is none of that key."""
        if key not in self._by_key:
            has = ", ".join(self._by_key) or "none"
            raise ValueError(f"SecretStore {self._prefix} has no secret {key}; it has {has}.")
        return self._by_key[key]

    def _replicas(self) -> list[aws.secretsmanager.SecretReplicaArgsDict]:
        if "replica" not in self._args:
            return []
        replica = self._args["replica"]
        key = RegionalKey(
            f"{self._prefix}-replica",
            {
                **replica["key"],
                "data_class": "secrets",
                "description": f"Copies of the secrets below {self._args['path']}",
                "account_id": self._args["account_id"],
                "region": replica["region"],
                "protect": self._args["protect"],
            },
            pulumi.ResourceOptions(parent=self),
        )
        return [{"region": replica["region"], "kms_key_id": key.arn}]

    def _secret(
        self, key: str, secret: StoredSecretArgs, replicas: list[aws.secretsmanager.SecretReplicaArgsDict]
    ) -> pulumi.Output[str]:
        args = self._args
        stored = aws.secretsmanager.Secret(
            f"{self._prefix}-{key}",
            name=f"{args['path']}/{key}",
            description=secret["description"],
            kms_key_id=args["key_arn"],
            policy=json.dumps(closed_to_other_accounts(args["account_id"])),
            recovery_window_in_days=args["recovery_days"],
            tags={"Rotation": "by hand where it is issued"},
            replicas=replicas,
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"], delete_before_replace=True),
        )
        first = aws.secretsmanager.SecretVersion(
            f"{self._prefix}-{key}-placeholder",
            secret_id=stored.id,
            secret_string_wo=self._first_value(secret),
            secret_string_wo_version=1,
            version_stages=[PLACEHOLDER_LABEL],
            # AWS moves its own labels between versions; they are no drift of this one.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["versionStages"]),
        )
        return pulumi.Output.from_input(first.secret_id)

    def _first_value(self, secret: StoredSecretArgs) -> pulumi.Output[str]:
        if "keys" not in secret:
            return pulumi.Output.from_input(PLACEHOLDER)
        generated = secret.get("generated_keys", [])
        values = {
            key: random_text(_GENERATED_LENGTH, self) if key in generated else pulumi.Output.from_input(PLACEHOLDER)
            for key in secret["keys"]
        }
        return pulumi.Output.json_dumps(values)
