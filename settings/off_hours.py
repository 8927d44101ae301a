"""What stops outside of business hours, and what is cleaned up every week."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.errors import Mistake
from settings.section import Rule, Section, Whole
from settings.time_zones import TimeZone
from settings.types import Text

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

TimeOfDay = Annotated[str, Text(r"([01]\d|2[0-3]):[0-5]\d", 'a time of day in quotes, such as "20:00"')]

MINUTES_OF_A_DAY = 24 * 60


def minutes(time: str) -> int:
    """Minutes since midnight: 1200 for 20:00."""
    hour, minute = time.split(":")
    return int(hour) * 60 + int(minute)


def _opens_before_it_closes(hours: BusinessHours) -> Iterator[Mistake]:
    if minutes(hours.start) >= minutes(hours.stop):
        yield Mistake(("stop",), f'"{hours.stop}"', f"a time later than start, which is {hours.start}")


def _the_database_changes_on_the_same_day(hours: BusinessHours) -> Iterator[Mistake]:
    room = min(minutes(hours.start), MINUTES_OF_A_DAY - 1 - minutes(hours.stop))
    if hours.database_minutes > room:
        yield Mistake(
            ("databaseMinutes",),
            str(hours.database_minutes),
            f"at most {max(room, 0)}: the database starts before {hours.start} and stops after {hours.stop} of one day",
        )


def _no_day_twice(hours: BusinessHours) -> Iterator[Mistake]:
    for index, day in enumerate(hours.days):
        if day in hours.days[:index]:
            yield Mistake(("days", index), f'"{day}"', "each day once", f"Remove the second {day}.")


class BusinessHours(Section):
    """When services and database run; outside of these hours they are stopped.

    NAT gateways, load balancers, caches and interface endpoints can't be stopped and go on costing.
    """

    rules: ClassVar[tuple[Rule, ...]] = (_opens_before_it_closes, _the_database_changes_on_the_same_day, _no_day_twice)

    time_zone: TimeZone
    """Time zone of the hours, summer time included."""
    days: Annotated[tuple[Weekday, ...], Field(min_length=1)] = ("mon", "tue", "wed", "thu", "fri")
    """Days of work."""
    start: TimeOfDay
    """When services start."""
    stop: TimeOfDay
    """When services stop."""
    database_minutes: Annotated[Whole, Field(ge=0, le=120)] = 20
    """Minutes by which the database starts before the services and stops after them."""


class CleanUp(Section):
    """What is removed every week: manual snapshots of the database, superseded task definitions, and scale-ups.

    Snapshots with a tag `Keep` and those that RDS or AWS Backup made stay.
    """

    time_zone: TimeZone
    """Time zone of the time, summer time included."""
    day: Weekday
    """Day of the week."""
    time: TimeOfDay
    """Time of that day."""
    snapshot_days: Annotated[Whole, Field(ge=1, le=365)] = 14
    """Age in days from which manual snapshots of the database are deleted."""
    keep_revisions: Annotated[Whole, Field(ge=2, le=90)] = 10
    """Newest active task definitions of each service that stay for rollbacks; older ones are deregistered."""


def _does_something(off_hours: OffHours) -> Iterator[Mistake]:
    if off_hours.business_hours is None and off_hours.clean_up is None:
        yield Mistake((), "neither businessHours nor cleanUp", "one of them or both", "Add one, or remove the section.")


class OffHours(Section):
    """Schedules that save money; refused in prod."""

    rules: ClassVar[tuple[Rule, ...]] = (_does_something,)

    business_hours: BusinessHours | None = None
    """When services and database run; by default always."""
    clean_up: CleanUp | None = None
    """What is removed every week; by default nothing."""
