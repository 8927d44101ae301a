"""Names of secrets and parameters."""

from __future__ import annotations

from typing import Annotated

from settings.types import Text

SecretName = Annotated[
    str,
    Text(
        r"[\w+=.@-]+(/[\w+=.@-]+)*(?<!-\w{6})",
        "the name of a secret such as fivestar/payments/dev/database, not ending in a hyphen and six characters",
        "AWS ends the ARNs of secrets in such a suffix and would confuse the two.",
    ),
]
"""https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html"""

SecretItem = Annotated[
    str,
    Text(
        r"(?!database$)[a-z][a-z0-9_-]{0,62}",
        "up to 63 lower-case letters, digits, hyphens and underscores, a letter first, and not database",
        "`database` always means the secret of platform:database.",
    ),
]

JsonKey = Annotated[str, Text(r"[A-Za-z]\w{0,62}", "up to 63 letters, digits and underscores, a letter first")]

ParameterItem = Annotated[
    str, Text(r"[\w.-]+(/[\w.-]+)*", "a name below the path, such as app/database_url, without / at either end")
]
