"""Alarms on what CloudTrail records: the events that CIS AWS Foundations wants somebody to be told of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, TypeAlias, get_args

from pydantic import Field

from settings.errors import Mistake
from settings.notifications import Recipients
from settings.section import Flag, FrozenMap, Rule, Section, Whole
from settings.types import Text

TrailEvent: TypeAlias = Literal[
    "unauthorizedCalls",
    "signInWithoutMfa",
    "rootUse",
    "iamPolicyChanges",
    "trailChanges",
    "failedSignIns",
    "keyDeletion",
    "bucketPolicyChanges",
    "configChanges",
    "securityGroupChanges",
    "networkAclChanges",
    "gatewayChanges",
    "routeChanges",
    "vpcChanges",
    "organizationChanges",
]
"""Events in the order of CIS AWS Foundations, 4.1 to 4.15."""

TRAIL_EVENTS: tuple[TrailEvent, ...] = get_args(TrailEvent)

MetricNamespace = Annotated[
    str, Text(r"(?!AWS/)[\w.#:/-]{1,255}", "a metric namespace that does not start with AWS/ (up to 255 characters)")
]


class TrailAlarm(Section):
    """When somebody is told of events of one kind."""

    enabled: Flag = True
    """Whether they are counted and somebody is told."""
    count: Annotated[Whole, Field(ge=1, le=1_000_000)] = 1
    """Events within the minutes from which on it fires."""
    minutes: Annotated[Whole, Field(ge=1, le=1440)] = 5
    """Minutes in which they are counted, 1 to 1440."""


def _somebody_is_told(alarms: TrailAlarms) -> Iterator[Mistake]:
    if not alarms.receivers.somebody:
        yield Mistake(
            ("receivers",), "nobody", "at least one receiver", "Add emails: [the address of who looks after security]."
        )


def _something_is_counted(alarms: TrailAlarms) -> Iterator[Mistake]:
    if not alarms.enabled:
        yield Mistake(("events",), "all turned off", "at least one that is on", "Turn one on, or remove alarms.")


class TrailAlarms(Section):
    """A metric filter, a metric and an alarm for each kind of event of CIS AWS Foundations 4.1 to 4.15, and the topic
    of security that they tell. The runbooks lie below `platform:observability.runbooks`."""

    rules: ClassVar[tuple[Rule, ...]] = (_somebody_is_told, _something_is_counted)

    receivers: Recipients = Recipients()
    """Who is told."""
    namespace: MetricNamespace = "LogMetrics"
    """Namespace of the metrics."""
    events: FrozenMap[TrailEvent, TrailAlarm] = Field(default_factory=dict, validate_default=True)
    """Kinds of events that differ from their defaults, which are: every kind, from one event within 5 minutes."""

    @property
    def enabled(self) -> dict[TrailEvent, TrailAlarm]:
        """What is counted, by kind."""
        every = {kind: self.events.get(kind, TrailAlarm()) for kind in TRAIL_EVENTS}
        return {kind: alarm for kind, alarm in every.items() if alarm.enabled}
