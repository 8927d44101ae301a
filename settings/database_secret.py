"""Where the master password of the database is kept, and where its backups are copied to."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from settings.secret_paths import SecretName, recovery_is_none_or_a_week
from settings.section import Rule, Section, Whole
from settings.types import Region


class DatabaseSecret(Section):
    """A secret with engine, username, password, host, port and dbname as JSON.

    The password is generated, and neither the stack file nor the state shows it.
    """

    rules: ClassVar[tuple[Rule, ...]] = (recovery_is_none_or_a_week,)

    name: SecretName
    """Name of the secret, such as fivestar/payments/dev/database."""
    password_version: Annotated[Whole, Field(ge=1, le=999999)] = 1
    """Raising it gives the database a new password; services read it when their tasks start again."""
    recovery_days: Annotated[Whole, Field(ge=0, le=30)] = 30
    """Days that a deleted secret can be restored, and its name not be used again: 7 to 30, or 0 for neither."""


class BackupReplication(Section):
    """Copies of automated backups and transaction logs in another region, under a key of their own there.

    Which regions pair up:
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.RDS_Fea_Regions_DB-eng.Feature.CrossRegionAutomatedBackups.html
    """

    region: Region
    """Region of the copies."""
    days: Annotated[Whole, Field(ge=1, le=35)]
    """Days that the copies are kept, 1 to 35."""
