"""The secret with which services connect to a database."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.connection_strings import connection_strings
from components.secret_policy import closed_to_other_accounts

VERIFY_FULL = "verify-full"
"""Clients check the server's certificate and its host name."""


class ConnectionSecretArgs(TypedDict):
    secret_name: str
    """Name of the secret, such as fivestar/payments/dev/database."""
    key_arn: pulumi.Input[str]
    """Key that encrypts it."""
    account_id: str
    """Account of the secret; no other one may read it."""
    recovery_days: int
    """Days that the secret can be restored after its deletion, 7 to 30, or 0."""
    username: str
    """User of the database."""
    password: pulumi.Input[str]
    """Password of that user."""
    password_version: int
    """Raised with every new password: the content is written again only then, or when the host is another one."""
    host: pulumi.Input[str]
    """Host name of the database."""
    port: pulumi.Input[int]
    """Port of the database."""
    database_name: str
    """Database on the host."""
    connection_strings: NotRequired[dict[str, str]]
    """Further keys: texts in which ${host}, ${port}, ${dbname}, ${username} and ${password} stand for the other values.
    Default: none."""
    ssl_mode: NotRequired[str]
    """How clients of the url check the server: require, verify-ca or verify-full. Default: verify-full."""
    protect: bool
    """Whether Pulumi refuses to delete the secret."""


class ConnectionSecret(pulumi.ComponentResource):
    """A secret in the form that AWS's own drivers and rotation functions know: engine, username, password, host, port
    and dbname as JSON; and the whole as a url.

    https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
    """

    secret_arn: pulumi.Output[str]
    """ARN of the secret, known once it has its content."""

    def __init__(self, name: str, args: ConnectionSecretArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:ConnectionSecret", name, {}, opts)
        secret = aws.secretsmanager.Secret(
            f"{name}-secret",
            name=args["secret_name"],
            description=f"How services connect to the database {args['database_name']}",
            kms_key_id=args["key_arn"],
            policy=json.dumps(closed_to_other_accounts(args["account_id"])),
            recovery_window_in_days=args["recovery_days"],
            tags={"Rotation": "raise the password version"},
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"], delete_before_replace=True),
        )
        connection: dict[str, pulumi.Input[str] | pulumi.Input[int]] = {
            "engine": "postgres",
            "username": args["username"],
            "password": pulumi.Output.secret(args["password"]),
            "host": args["host"],
            "port": args["port"],
            "dbname": args["database_name"],
        }
        ssl_mode = args.get("ssl_mode", VERIFY_FULL)
        connection["url"] = _url(args, ssl_mode)
        templates = args.get("connection_strings", {})
        # The content follows the version of the password; what else is in it has to replace the version of the secret.
        trigger = pulumi.Output.json_dumps([args["host"], ssl_mode, templates])
        version = aws.secretsmanager.SecretVersion(
            f"{name}-version",
            secret_id=secret.id,
            secret_string_wo=pulumi.Output.json_dumps({**connection, **connection_strings(templates, connection)}),
            secret_string_wo_version=args["password_version"],
            opts=pulumi.ResourceOptions(parent=self, replacement_trigger=trigger),
        )
        self.secret_arn = pulumi.Output.from_input(version.secret_id)
        self.register_outputs({"secret_arn": self.secret_arn})


def _url(args: ConnectionSecretArgs, ssl_mode: str) -> pulumi.Output[str]:
    """The connection as a libpq URL; user name and password have no character that needs escaping."""
    password = pulumi.Output.secret(args["password"])
    place = pulumi.Output.format("{}:{}/{}", args["host"], args["port"], args["database_name"])
    return pulumi.Output.format("postgresql://{}:{}@{}?sslmode={}", args["username"], password, place, ssl_mode)
