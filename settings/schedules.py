"""Cron expressions of AWS Backup, and how far apart their runs lie.

https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from settings.types import not_allowed

DAY_MINUTES = 24 * 60
_WEEK = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_FORM = "six fields in cron(…): minute, hour, day of month, month, day of week, year, one of both days being ?"
_ALLOWED = f"a schedule in UTC such as cron(30 20 * * ? *): {_FORM}"
_LONGEST_MONTH = 31
_YEAR = 366


class CronError(ValueError):
    """A cron expression that AWS would refuse; the text says which field."""


@dataclass(frozen=True)
class Cron:
    """When something runs. Days of week count from 1 (Sunday), as AWS counts them."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]

    @property
    def longest_gap_minutes(self) -> int:
        """The longest time between two runs; an upper bound where months or days of month are named."""
        times = sorted(hour * 60 + minute for hour in self.hours for minute in self.minutes)
        if self.weekdays:
            times = [day * DAY_MINUTES + time for day in sorted(self.weekdays) for time in times]
        elif len(self.months) < len(_MONTHS):
            return _YEAR * DAY_MINUTES
        elif self.days and len(self.days) < _LONGEST_MONTH:
            return _LONGEST_MONTH * DAY_MINUTES
        period = 7 * DAY_MINUTES if self.weekdays else DAY_MINUTES
        return max(later - earlier for earlier, later in zip(times, [*times[1:], times[0] + period], strict=True))


def parse_cron(text: str) -> Cron:
    """The runs of a cron expression. Raises CronError."""
    match = re.fullmatch(r"cron\((.*)\)", text)
    fields = match[1].split() if match else []
    if len(fields) != 6:
        raise CronError(_FORM)
    minute, hour, day, month, weekday, _ = fields
    if (day == "?") == (weekday == "?"):
        raise CronError("exactly one of day of month and day of week is ?")
    return Cron(
        minutes=_numbers(minute, 0, 59, "minute"),
        hours=_numbers(hour, 0, 23, "hour"),
        days=() if day == "?" else _numbers(day, 1, 31, "day of month"),
        months=_numbers(month, 1, 12, "month", _MONTHS),
        weekdays=() if weekday in ("?", "*") else _numbers(weekday, 1, 7, "day of week", _WEEK),
    )


def _numbers(field: str, low: int, high: int, name: str, words: tuple[str, ...] = ()) -> tuple[int, ...]:
    """The values of a field: lists, ranges, steps and names. L, W and # are not supported."""
    for number, word in enumerate(words, start=low):
        field = re.sub(rf"\b{word}\b", str(number), field, flags=re.IGNORECASE)
    found: set[int] = set()
    for part in field.split(","):
        match = re.fullmatch(r"(\*|(\d+)(?:-(\d+))?)(?:/(\d+))?", part)
        if match is None:
            raise CronError(f"{part} is no {name}")
        start, end = int(match[2] or low), int(match[3] or (high if part[0] == "*" or match[4] else match[2]))
        if not low <= start <= end <= high or match[4] == "0":
            raise CronError(f"{part} is no {name}")
        found.update(range(start, end + 1, int(match[4] or 1)))
    return tuple(sorted(found))


def _schedule(value: str) -> str:
    try:
        parse_cron(value)
    except CronError as error:
        raise not_allowed(_ALLOWED, f"Put this right: {error}.") from None
    return value


@dataclass(frozen=True)
class _CronText:
    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_schedule, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "pattern": r"^cron\(\S+( \S+){5}\)$", "patternErrorMessage": f"must be {_ALLOWED}"}


CronSchedule = Annotated[str, _CronText()]
