"""Names of secrets and parameters, and how long deleted secrets last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Protocol

from settings.errors import Mistake
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

SHORTEST_RECOVERY_DAYS = 7


class Recoverable(Protocol):
    """A section of secrets."""

    @property
    def recovery_days(self) -> int:
        """Days that a deleted secret can be restored."""


def recovery_is_none_or_a_week(section: Recoverable) -> Iterator[Mistake]:
    """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html"""
    if 0 < section.recovery_days < SHORTEST_RECOVERY_DAYS:
        yield Mistake(("recoveryDays",), str(section.recovery_days), "7 to 30, or 0 to delete at once")
