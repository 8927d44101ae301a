"""Logins beside the master user of the database."""

from components.database import Database
from components.database_login import DatabaseLoginArgs
from components.encryption_keys import EncryptionKeys
from settings import Settings
from settings.database import Database as DatabaseSettings
from settings.database_login import DatabaseLogin


def database_login_args(
    settings: Settings, section: DatabaseSettings, login: DatabaseLogin, database: Database, keys: EncryptionKeys
) -> DatabaseLoginArgs:
    """The login as it is written, its secret protected in prod."""
    return {
        "secret_name": login.secret_name,
        "key_arn": keys.arn_of("secrets"),
        "account_id": settings.account.id,
        "recovery_days": login.recovery_days,
        "username": login.username,
        "password_version": login.password_version,
        "host": database.host,
        "port": database.port,
        "database_name": section.name,
        "ssl_mode": login.ssl_mode,
        "connection_strings": dict(login.connection_strings),
        "protect": settings.system.is_production,
    }
