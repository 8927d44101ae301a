"""Who may enter a cache: passwords that nobody sees, and the secrets that hold them."""

from typing import TypedDict

import pulumi

PASSWORD_LENGTH = 64
"""Letters and digits: a token has 16 to 128 characters, and these need no escaping in a URL.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
"""


class CacheEndpoint(TypedDict):
    """Where a cache answers."""

    host: pulumi.Output[str]
    port: pulumi.Output[int]


def secret_content(
    endpoint: CacheEndpoint, password: pulumi.Output[str], username: str | None = None
) -> pulumi.Output[str]:
    """The JSON of a cache's secret: host, port, token and url (of database 0), with the username of a user."""
    url = pulumi.Output.format("rediss://{}:{}@{}:{}/0", username or "", password, endpoint["host"], endpoint["port"])
    content: dict[str, object] = {**endpoint, "token": password, "url": url}
    return pulumi.Output.secret(pulumi.Output.json_dumps({**content, "username": username} if username else content))


def user_id(replication_group_id: str, user: str) -> str:
    """The id of a user: unique in the account and region."""
    return f"{replication_group_id}-{user}"
