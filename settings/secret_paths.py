"""Names of secrets and parameters, and how long deleted secrets last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Protocol

from settings.errors import Mistake
from settings.types import Text

SecretName = Annotated[
    str,
    Text(
        r"(?=.{1,512}$)[\w+=.@-]+(/[\w+=.@-]+)*",
        "the name of a secret such as fivestar/payments/dev/database: up to 512 letters, digits and /_+=.@-",
    ),
]
"""https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html

A name may end in a hyphen and six characters, as ARNs of secrets do: the program names secrets by their whole ARN.
"""

SecretItem = Annotated[
    str,
    Text(
        r"(?=.{1,63}$)(?!database$)[a-z][a-z0-9_-]*(/[a-z0-9_-]+)*",
        "up to 63 lower-case letters, digits, hyphens and underscores, a letter first, with / between parts of it, "
        "and not database",
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
