"""A login of services beside the master user of a database."""

from typing import NotRequired, TypedDict

import pulumi

from components.connection_secret import VERIFY_FULL, ConnectionSecret
from components.random_text import random_text

PASSWORD_LENGTH = 64
"""Letters and digits, which need no escaping in a URL."""


class DatabaseLoginArgs(TypedDict):
    secret_name: str
    """Name of the secret."""
    key_arn: pulumi.Input[str]
    """Key that encrypts it."""
    account_id: str
    """Account of the secret; no other one may read it."""
    recovery_days: int
    """Days that the secret can be restored after its deletion, 7 to 30, or 0."""
    username: str
    """Name of the login."""
    password_version: int
    """Raised to put a new password into the secret."""
    host: pulumi.Input[str]
    """Host name of the database."""
    port: pulumi.Input[int]
    """Port of the database."""
    database_name: str
    """Database on the host."""
    ssl_mode: NotRequired[str]
    """How clients of the url check the server: require, verify-ca or verify-full. Default: verify-full."""
    connection_strings: NotRequired[dict[str, str]]
    """Further keys of the secret: texts in which ${host}, ${port}, ${dbname}, ${username} and ${password} stand for its
    other values. Default: none."""
    protect: bool
    """Whether Pulumi refuses to delete the secret."""


class DatabaseLogin(pulumi.ComponentResource):
    """A generated password with the whole connection, its url included, in a secret.

    The login itself is made in the database by whoever reaches it, such as a job.
    """

    secret_arn: pulumi.Output[str]
    """ARN of the secret, known once it has its content."""

    def __init__(self, name: str, args: DatabaseLoginArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:DatabaseLogin", name, {}, opts)
        secret = ConnectionSecret(
            f"{name}-connection",
            {
                "secret_name": args["secret_name"],
                "key_arn": args["key_arn"],
                "account_id": args["account_id"],
                "recovery_days": args["recovery_days"],
                "username": args["username"],
                "password": random_text(PASSWORD_LENGTH, self),
                "password_version": args["password_version"],
                "host": args["host"],
                "port": args["port"],
                "database_name": args["database_name"],
                "ssl_mode": args.get("ssl_mode", VERIFY_FULL),
                "connection_strings": args.get("connection_strings", {}),
                "protect": args["protect"],
            },
            pulumi.ResourceOptions(parent=self),
        )
        self.secret_arn = secret.secret_arn
        self.register_outputs({"secret_arn": self.secret_arn})
