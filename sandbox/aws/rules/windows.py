"""Daily and weekly windows of time as RDS and ElastiCache write them: 03:00-04:00, sun:05:00-sun:06:00 (UTC)."""

import re
from dataclasses import dataclass
from typing import Final

from sandbox.aws.rules.failure import Failure
from sandbox.aws.rules.given import Given

_CLOCK: Final = r"([01]\d|2[0-3]):([0-5]\d)"
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY: Final = 24 * 60
_WEEK: Final = 7 * _DAY


@dataclass(frozen=True, slots=True)
class Window:
    """A window: its start in minutes of its period (a day or a week), its length and the period in minutes."""

    start: int
    minutes: int
    period: int

    def overlaps(self, other: "Window") -> bool:
        """Whether two windows share a minute of some week."""
        return bool(self._minutes_of_week() & other._minutes_of_week())

    def _minutes_of_week(self) -> set[int]:
        starts = range(self.start, _WEEK, self.period)
        return {(start + minute) % _WEEK for start in starts for minute in range(self.minutes)}


def daily_window(text: str | None) -> Window | None:
    """The window that `hh:mm-hh:mm` stands for, None when the text isn't one."""
    match = re.fullmatch(f"{_CLOCK}-{_CLOCK}", text or "")
    if match is None:
        return None
    first, last = (int(match[i]) * 60 + int(match[i + 1]) for i in (1, 3))
    return Window(first, (last - first) % _DAY or _DAY, _DAY)


def weekly_window(text: str | None) -> Window | None:
    """The window that `ddd:hh:mm-ddd:hh:mm` stands for in any case, None when the text isn't one."""
    day = f"({'|'.join(_DAYS)})"
    match = re.fullmatch(f"{day}:{_CLOCK}-{day}:{_CLOCK}", (text or "").lower())
    if match is None:
        return None
    first, last = (_DAYS.index(match[i]) * _DAY + int(match[i + 1]) * 60 + int(match[i + 2]) for i in (1, 4))
    return Window(first, (last - first) % _WEEK or _WEEK, _WEEK)


def unless_daily(given: Given, least_minutes: int) -> list[Failure]:
    """A failure when the text is known and isn't a daily window of at least so many minutes."""
    if given.text is None:
        return []
    window = daily_window(given.text)
    if window is None:
        return [given.refuse(f'"{given.text}" isn\'t a daily window; give one such as "03:00-04:00" in UTC')]
    return _unless_long_enough(given, window, least_minutes)


def unless_weekly(given: Given, least_minutes: int) -> list[Failure]:
    """A failure when the text is known and isn't a weekly window of at least so many minutes."""
    if given.text is None:
        return []
    window = weekly_window(given.text)
    if window is None:
        return [given.refuse(f'"{given.text}" isn\'t a weekly window; give one such as "sun:05:00-sun:06:00" in UTC')]
    return _unless_long_enough(given, window, least_minutes)


def unless_apart(daily: Given, weekly: Given) -> list[Failure]:
    """A failure when a backup window and a maintenance window are known and overlap."""
    backup, maintenance = daily_window(daily.text), weekly_window(weekly.text)
    if backup is None or maintenance is None or not backup.overlaps(maintenance):
        return []
    return [weekly.refuse(f'"{weekly.text}" overlaps the daily window "{daily.text}"; move one of them')]


def _unless_long_enough(given: Given, window: Window, least: int) -> list[Failure]:
    if window.minutes >= least:
        return []
    return [given.refuse(f'"{given.text}" lasts {window.minutes} minutes; it must last at least {least}')]
