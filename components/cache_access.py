"""Who may enter a cache: passwords that nobody sees, and the secrets that hold them."""

from collections.abc import Mapping
from typing import TypedDict

import pulumi

from components.connection_strings import connection_strings

PASSWORD_LENGTH = 64
"""Letters and digits: a token has 16 to 128 characters, and these need no escaping in a URL.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
"""


class CacheEndpoint(TypedDict):
    """Where a cache answers."""

    host: pulumi.Output[str]
    port: pulumi.Output[int]


def secret_content(
    endpoint: CacheEndpoint, password: pulumi.Output[str], username: str, templates: Mapping[str, str]
) -> pulumi.Output[str]:
    """The JSON of a cache's secret: host, port, token, url (of database 0), a user's username, and texts by templates.

    username: empty when all clients share the token.
    """
    url = pulumi.Output.format("rediss://{}:{}@{}:{}/0", username, password, endpoint["host"], endpoint["port"])
    held: dict[str, pulumi.Input[str] | pulumi.Input[int]] = {
        "host": endpoint["host"],
        "port": endpoint["port"],
        "token": password,
        "url": url,
    }
    if username:
        held["username"] = username
    return pulumi.Output.secret(pulumi.Output.json_dumps({**held, **connection_strings(templates, held)}))


def user_id(replication_group_id: str, user: str) -> str:
    """The id of a user: unique in the account and region."""
    return f"{replication_group_id}-{user}"
