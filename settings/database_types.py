"""Named types of a database's settings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from settings.database_classes import FAMILIES, SIZES
from settings.types import Text, not_allowed
from settings.wording import did_you_mean

DatabaseIdentifier = Annotated[
    str,
    Text(
        r"[a-z](?:[a-z0-9]|-(?!-|$)){0,62}",
        "an RDS identifier: up to 63 lower-case letters, digits and single hyphens, a letter first",
    ),
]

DatabaseName = Annotated[
    str, Text(r"[A-Za-z][A-Za-z0-9_]{0,62}", "up to 63 letters, digits and underscores, a letter first")
]

UserName = Annotated[
    str,
    Text(
        r"(?!(?:rdsadmin|admin|postgres)$)[a-z][a-z0-9_]{0,62}",
        "up to 63 lower-case letters, digits and underscores, a letter first, and not admin, rdsadmin or postgres",
    ),
]

EngineVersion = Annotated[str, Text(r"1[1-9](\.\d{1,2})?", 'a PostgreSQL version in quotes, such as "15.4"')]

ParameterName = Annotated[
    str, Text(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)?", "the name of a PostgreSQL parameter, such as work_mem")
]

_CLASS = "an RDS instance class for PostgreSQL such as db.t3.medium or db.r6g.large"


def _database_class(value: str) -> str:
    match = re.fullmatch(r"db\.([a-z0-9]+)\.([a-z0-9]+)", value, re.ASCII)
    if match and match[1] in FAMILIES and match[2] in SIZES:
        return value
    classes = [f"db.{family}.{size}" for family in FAMILIES for size in SIZES]
    raise not_allowed(_CLASS, did_you_mean(value, classes))


@dataclass(frozen=True)
class _DatabaseClass:
    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_database_class, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        families, sizes = "|".join(FAMILIES), "|".join(SIZES)
        words = {"patternErrorMessage": f"must be {_CLASS}"}
        return {**handler(schema), **words, "pattern": rf"^db\.({families})\.({sizes})$"}


InstanceClass = Annotated[str, _DatabaseClass()]

INSIGHTS_DAYS = (7, *(31 * months for months in range(1, 24)), 731)
"""Days that Performance Insights can keep: a week, 1 to 23 months of 31 days, or two years."""


def _insights_days(value: int) -> int:
    if value in INSIGHTS_DAYS:
        return value
    raise not_allowed("7, 731 or a multiple of 31 up to 713", did_you_mean(value, INSIGHTS_DAYS))


@dataclass(frozen=True)
class _InsightsDays:
    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_insights_days, core_schema.int_schema(strict=True))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "integer", "enum": list(INSIGHTS_DAYS)}


InsightsDays = Annotated[int, _InsightsDays()]
