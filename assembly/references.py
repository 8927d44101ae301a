"""What texts in a stack file can refer to, by the name in `${...}`."""

from collections.abc import Mapping

import pulumi

from components.database import Database
from settings import Settings
from settings.interpolation import references_in, with_references

References = Mapping[str, pulumi.Input[str]]


def database_references(settings: Settings, database: Database | None) -> References:
    """Where the database is; readers go to its first replica."""
    if settings.database is None or database is None:
        return {}
    return {
        "database.host": database.host,
        "database.readerHost": database.reader_hosts.apply(lambda hosts: hosts[0]),
        "database.port": database.port.apply(str),
        "database.name": settings.database.name,
    }


def resolved(text: str, references: References) -> pulumi.Input[str]:
    """The text with its references replaced. Raises KeyError for one that the mapping lacks."""
    names = references_in(text)
    if not names:
        return text
    values = pulumi.Output.all(**{name: references[name] for name in names})
    return values.apply(lambda found: with_references(text, found))
