"""Alarms: thresholds by kind, exceptions by target, and alarms made of alarms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from settings.alarm_kinds import ALARM_KINDS, Severity
from settings.errors import Mistake
from settings.section import Flag, Rule, Section, Whole
from settings.types import Text

AlarmReference = Annotated[
    str,
    Text(
        r"([A-Za-z][\w-]*\.)?[a-z][A-Za-z0-9]+",
        "a kind of alarm such as errorRate (that of any target), or target.kind such as internal-pe.serviceCpu",
    ),
]
AlarmPhysicalName = Annotated[
    str, Text(r"[\w.:/#=@-]{1,255}", "the name of an alarm: up to 255 letters, digits and _.:/#=@-")
]
TargetKey = Annotated[str, Text(r"[A-Za-z][\w-]{0,63}", "the key of what has alarms, such as a service's")]
CompositeName = Annotated[
    str, Text(r"[a-z](?:[a-z0-9]|-(?!-|$)){1,63}", "2 to 64 lower-case letters, digits and single hyphens")
]


class Alarm(Section):
    """An alarm of a kind. What is left out has the kind's default; a threshold stands under the kind's unit."""

    name: AlarmPhysicalName | None = None
    """Name of the alarm in CloudWatch, of one target only; by default ENVIRONMENT-SYSTEM-TARGET-KIND."""
    enabled: Flag | None = None
    """Whether it exists; by default the kind decides, and an alarm that is listed does."""
    percent: Annotated[Whole, Field(ge=0, le=100)] | None = None
    """Threshold in percent."""
    count: Annotated[Whole, Field(ge=0, le=1000000000)] | None = None
    """Threshold as a number."""
    milliseconds: Annotated[Whole, Field(ge=1, le=3600000)] | None = None
    """Threshold in milliseconds."""
    seconds: Annotated[Whole, Field(ge=1, le=1209600)] | None = None
    """Threshold in seconds."""
    days: Annotated[Whole, Field(ge=1, le=365)] | None = None
    """Threshold in days."""
    minutes: Annotated[Whole, Field(ge=1, le=1440)] | None = None
    """How long the threshold must be passed; of counted events, the time within which they count."""
    period_seconds: Annotated[Whole, Field(ge=60, le=86400)] | None = None
    """Length of one period in seconds, a multiple of 60; by default 60, or all the minutes when events are counted."""
    datapoints: Annotated[Whole, Field(ge=1, le=1440)] | None = None
    """How many of the periods must pass the threshold; by default all."""
    severity: Severity | None = None
    """Topic that is told: critical or warning; none for an alarm that only composite alarms and dashboards use."""


def period_of(kind: str, alarm: Alarm) -> int:
    """Seconds of a period of an alarm of a kind: as given, else a minute, a day of days, or all in which it counts."""
    if alarm.period_seconds is not None:
        return alarm.period_seconds
    given = ALARM_KINDS[kind]
    whole = given.sums or "days" in given.units
    return 60 * (alarm.minutes or given.minutes) if whole else 60


def _has_parts(composite: CompositeAlarm) -> Iterator[Mistake]:
    if not composite.any and not composite.all:
        yield Mistake((), "neither any nor all", "any, all or both, with kinds of alarms", "Add any: [errorRate].")


class CompositeAlarm(Section):
    """An alarm made of alarms: it fires when one of `any` and every one of `all` fire."""

    rules: ClassVar[tuple[Rule, ...]] = (_has_parts,)

    meaning: Annotated[str, Field(min_length=1)]
    """What it says to who is called, such as: payments are failing."""
    any: tuple[AlarmReference, ...] = ()
    """Alarms of which one is enough: kinds (those of every target), or target.kind."""
    all: tuple[AlarmReference, ...] = ()
    """Alarms that must all fire; of a kind, that of any target."""
    severity: Severity = "critical"
    """Topic that is told."""
    quiet_in_maintenance: Flag = True
    """Whether it keeps silent while the maintenance metric is above 0."""


class Maintenance(Section):
    """How composite alarms keep silent: while a metric that the operator sets is above 0."""

    namespace: Annotated[str, Text(r"(?!AWS/)[\w.#:/-]{1,255}", "a metric namespace that does not start with AWS/")]
    """Namespace of the metric."""
    metric: Annotated[str, Text(r"[\w.#:/-]{1,255}", "the name of a metric")] = "Maintenance"
    """Name of the metric."""
    wait_seconds: Annotated[Whole, Field(ge=0, le=3600)] = 60
    """Seconds that an alarm waits for the metric before it tells."""
    extension_seconds: Annotated[Whole, Field(ge=0, le=3600)] = 300
    """Seconds that an alarm keeps silent after the maintenance."""
