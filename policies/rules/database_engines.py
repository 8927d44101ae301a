"""What the engine of a database decides: its name, its version, and where settings come from."""

import re

from policies.conditions import is_given
from policies.properties import UNKNOWN, Properties, Unknown
from policies.verdict import NotApplicable, Undetermined

_SOURCES = ("replicateSourceDb", "replicationSourceIdentifier")
_ORIGINS = ("snapshotIdentifier", "restoreToPointInTime")
_LEADING_NUMBERS = re.compile(r"\d+(?:\.\d+)*")

Version = tuple[int, ...]


def engine_of(database: Properties) -> str | Unknown | None:
    """The engine as it is given: `postgres`, `aurora-mysql`, `sqlserver-se` …; a replica or a copy may give none."""
    engine = database.text("engine")
    return engine.lower() if isinstance(engine, str) else engine


def version_of(text: str) -> Version:
    """The leading numbers of a version: `8.0.mysql_aurora.3.05.2` is 8.0; empty when there are none."""
    found = _LEADING_NUMBERS.match(text)
    return tuple(int(part) for part in found.group().split(".")) if found else ()


def is_replica(database: Properties) -> NotApplicable | None:
    """Scope: the database takes its data and settings from another."""
    # Only replicas carry the property at all: whichever database an unknown one will name, there is one.
    if any(is_given(database, path) for path in _SOURCES):
        return NotApplicable("it is a replica, its source decides")
    return None


def is_copy(database: Properties) -> NotApplicable | None:
    """Scope: the database is restored, and takes from what it is restored from whatever it isn't given."""
    if any(is_given(database, path) for path in _ORIGINS):
        return NotApplicable("it is restored from another database, which decides")
    return None


def is_custom(database: Properties) -> NotApplicable | Undetermined | None:
    """Scope: an RDS Custom instance, whose operating system and engine the customer runs."""
    engine = engine_of(database)
    if engine is UNKNOWN:
        return Undetermined(database.where("engine"))
    if engine is not None and engine.startswith("custom-"):
        return NotApplicable("the customer runs the engine of RDS Custom")
    return None


def is_serverless_v1(database: Properties) -> NotApplicable | None:
    """Scope: an Aurora Serverless v1 cluster, of which AWS decides most."""
    if database.get("engineMode") == "serverless":
        return NotApplicable("AWS decides it for Aurora Serverless v1")
    return None
