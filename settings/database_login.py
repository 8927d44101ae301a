"""Logins beside the master user of the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from settings.database_secret import ConnectionSecret
from settings.database_types import UserName
from settings.errors import Mistake
from settings.secret_paths import SecretName
from settings.section import Whole

if TYPE_CHECKING:
    from settings.database import Database


class DatabaseLogin(ConnectionSecret):
    """A login of its own for services, in a secret with engine, username, password, host, port, dbname and url as JSON.

    The password is generated, and neither the stack file nor the state shows it. A job makes the login in the database:
    AWS knows the master user only.
    """

    username: UserName
    """Name of the login."""
    secret_name: SecretName
    """Name of the secret."""
    password_version: Annotated[Whole, Field(ge=1, le=999999)] = 1
    """Raising it puts a new password into the secret; the job then gives it to the login."""


def logins_differ(database: Database) -> Iterator[Mistake]:
    """Each login has a name and a secret of its own, and none is the master user."""
    names = {database.username: "username"}
    secrets = {database.secret.name: "secret.name"} if database.secret is not None else {}
    for key, login in database.logins.items():
        if login.username in names:
            allowed = f"a name of its own: {names[login.username]} has this one"
            yield Mistake(("logins", key, "username"), f'"{login.username}"', allowed)
        if login.secret_name in secrets:
            allowed = f"a secret of its own: {secrets[login.secret_name]} has this one"
            yield Mistake(("logins", key, "secretName"), f'"{login.secret_name}"', allowed)
        names.setdefault(login.username, f"logins.{key}")
        secrets.setdefault(login.secret_name, f"logins.{key}")
