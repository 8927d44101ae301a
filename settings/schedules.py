"""Schedules of AWS Backup, EventBridge and scaling: cron and rate expressions, and how far apart runs lie.

https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

from __future__ import annotations

import re
from collections.abc import Callable
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
_FIRST_YEAR, _LAST_YEAR = 1970, 2199

_CRON = r"cron\(\S+( \S+){5}\)"
_RATE = r"rate\((1 (minute|hour|day)|(?!1 )[1-9]\d* (minutes|hours|days))\)"
_SCHEDULE = (
    "cron(minutes hours day-of-month month day-of-week year), one of both days being ?, or rate(number unit), such as "
    "cron(0 2 * * ? *)"
)
_LAST_DAY = r"L|LW|L-\d{1,2}|([1-9]|[12]\d|3[01])W"
"""Days of a month that are no numbers: the last, the last working day, and the working day nearest to one."""
_NTH_WEEKDAY = rf"([1-7]|{'|'.join(_WEEK)})?L|([1-7]|{'|'.join(_WEEK)})#[1-5]"
"""Days of the week that are no numbers: the last one of a month, and the n-th one."""


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
    minute, hour, day, month, weekday, year = fields
    if (day == "?") == (weekday == "?"):
        raise CronError("exactly one of day of month and day of week is ?")
    _numbers(year, _FIRST_YEAR, _LAST_YEAR, "year")
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


def _with_plain_days(text: str) -> str:
    """The expression with day 1 in place of days that are no numbers."""
    match = re.fullmatch(r"cron\((.*)\)", text)
    fields = match[1].split() if match else []
    if len(fields) != 6:
        return text
    for place, special in ((2, _LAST_DAY), (4, _NTH_WEEKDAY)):
        if re.fullmatch(special, fields[place], re.IGNORECASE):
            fields[place] = "1"
    return f"cron({' '.join(fields)})"


def _backup_schedule(value: str) -> str:
    try:
        parse_cron(value)
    except CronError as error:
        raise not_allowed(_ALLOWED, f"Put this right: {error}.") from None
    return value


def _schedule(value: str) -> str:
    if re.fullmatch(_RATE, value, re.ASCII):
        return value
    if not re.fullmatch(_CRON, value, re.ASCII):
        raise not_allowed(_SCHEDULE)
    try:
        parse_cron(_with_plain_days(value))
    except CronError as error:
        raise not_allowed(_SCHEDULE, f"Put this right: {error}.") from None
    return value


@dataclass(frozen=True)
class _ScheduleText:
    check: Callable[[str], str]
    pattern: str
    allowed: str

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "pattern": f"^(?:{self.pattern})$", "patternErrorMessage": f"must be {self.allowed}"}


CronSchedule = Annotated[str, _ScheduleText(_backup_schedule, _CRON, _ALLOWED)]
"""When AWS Backup starts; days are numbers or names."""

ScheduleExpression = Annotated[str, _ScheduleText(_schedule, f"{_CRON}|{_RATE}", _SCHEDULE)]
"""When EventBridge or scaling starts something."""
