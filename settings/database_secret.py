"""Where the master password of the database is kept, and where its backups are copied to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.connection_strings import ConnectionStrings, strings_refer_to_the_secret
from settings.errors import Mistake
from settings.secret_paths import SecretName, recovery_is_none_or_a_week
from settings.section import Rule, Section, Whole
from settings.types import Region

DATABASE_SECRET_KEYS = ("engine", "username", "password", "host", "port", "dbname", "url")
"""The url is the platform's own, the others are those of
https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html"""


def _connection_strings_refer_to_it(secret: ConnectionSecret) -> Iterator[Mistake]:
    yield from strings_refer_to_the_secret(secret.connection_strings, DATABASE_SECRET_KEYS)


class ConnectionSecret(Section):
    """What every secret with a connection to the database has in common."""

    rules: ClassVar[tuple[Rule, ...]] = (recovery_is_none_or_a_week, _connection_strings_refer_to_it)

    ssl_mode: Literal["require", "verify-ca", "verify-full"] = "verify-full"
    """How clients of the url check the server: require encrypts only, verify-full checks certificate and host."""
    connection_strings: ConnectionStrings = Field(default_factory=dict, validate_default=True)
    """Further keys of the secret, for clients that want another form than the url: texts such as
    Host=${host};Password=${password}, whose references stand for its other values. Services name one as KEY.STRING, KEY
    being database or that of the login."""
    recovery_days: Annotated[Whole, Field(ge=0, le=30)] = 30
    """Days that a deleted secret can be restored, and its name not be used again: 7 to 30, or 0 for neither."""


class DatabaseSecret(ConnectionSecret):
    """A secret with engine, username, password, host, port, dbname and url as JSON.

    The password is generated, and neither the stack file nor the state shows it.
    """

    name: SecretName
    """Name of the secret, such as fivestar/payments/dev/database."""
    password_version: Annotated[Whole, Field(ge=1, le=999999)] = 1
    """Raising it gives the database a new password; services read it when their tasks start again."""


class BackupReplication(Section):
    """Copies of automated backups and transaction logs in another region, under a key of their own there.

    Which regions pair up:
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.RDS_Fea_Regions_DB-eng.Feature.CrossRegionAutomatedBackups.html
    """

    region: Region
    """Region of the copies."""
    days: Annotated[Whole, Field(ge=1, le=35)]
    """Days that the copies are kept, 1 to 35."""
