"""Logs, metrics, alarms and who is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pydantic import Field

from settings.alarm_kinds import ALARM_KINDS, ONE_A_PART, UNITS, AlarmName
from settings.alarms import Alarm, CompositeAlarm, CompositeName, Maintenance, TargetKey, period_of
from settings.dashboard import Dashboard
from settings.errors import Mistake, Path
from settings.log_groups import LogGroup
from settings.log_insights import LogKey, LogMetric, LogQuery
from settings.notifications import HttpsAddress, Notifications
from settings.prometheus import Prometheus
from settings.section import FrozenMap, Rule, Section
from settings.types import LogRetentionDays, Slug
from settings.wording import counted, did_you_mean, listing


def _thresholds_have_the_unit_of_their_kind(observability: Observability) -> Iterator[Mistake]:
    for path, kind, alarm in _listed(observability):
        allowed = ALARM_KINDS[kind].units
        given = [unit for unit in UNITS if getattr(alarm, unit) is not None]
        for unit in given:
            if unit not in allowed:
                words = f"{listing(allowed)}, the unit of {kind}" if allowed else f"no threshold: {kind} is an event"
                yield Mistake((*path, unit), str(getattr(alarm, unit)), words, f"Remove {unit}.")
        if len(given) > 1 and all(unit in allowed for unit in given):
            yield Mistake((*path, given[1]), str(getattr(alarm, given[1])), f"either {listing(allowed)}")


def _periods_fit(observability: Observability) -> Iterator[Mistake]:
    for path, kind, alarm in _listed(observability):
        minutes = alarm.minutes or ALARM_KINDS[kind].minutes
        period = period_of(kind, alarm)
        if period % 60:
            yield Mistake((*path, "periodSeconds"), str(period), "a multiple of 60")
        elif minutes * 60 % period:
            allowed = f"a part of the {counted(minutes, 'minute')}: they are whole periods"
            yield Mistake((*path, "periodSeconds"), str(period), allowed, "Change periodSeconds or minutes.")
        elif alarm.datapoints is not None and alarm.datapoints > minutes * 60 // period:
            allowed = (
                f"at most {minutes * 60 // period}, the periods of {period} seconds in {counted(minutes, 'minute')}"
            )
            yield Mistake((*path, "datapoints"), str(alarm.datapoints), allowed)


def _names_are_of_one_alarm(observability: Observability) -> Iterator[Mistake]:
    """A kind stands for the alarms of many targets, and caches and tables have one for each node or index."""
    taken: dict[str, Path] = {}
    for path, kind, alarm in _listed(observability):
        if alarm.name is None:
            continue
        given, many = f'"{alarm.name}"', ALARM_KINDS[kind].subject in ONE_A_PART
        if path[0] == "alarms":
            remedy = f"Give it in alarmExceptions, below the target and {kind}."
            yield Mistake((*path, "name"), given, "no name for the alarms of all targets", remedy)
        elif many or not ALARM_KINDS[kind].units:
            yield Mistake((*path, "name"), given, f"no name: {kind} isn't one alarm of {path[1]}", "Remove name.")
        elif alarm.name in taken:
            owner = Mistake(("observability", *taken[alarm.name]), "", "").key
            yield Mistake((*path, "name"), given, f"a name of its own: {owner} has this one")
        taken.setdefault(alarm.name, path)


def _listed(observability: Observability) -> Iterator[tuple[Path, str, Alarm]]:
    """Every alarm of the section with its path; unknown kinds are reported by themselves."""
    sections: dict[tuple[str, ...], Mapping[AlarmName, Alarm]] = {("alarms",): observability.alarms}
    for target, exceptions in observability.alarm_exceptions.items():
        sections["alarmExceptions", target] = exceptions
    for path, alarms in sections.items():
        yield from (((*path, kind), kind, alarm) for kind, alarm in alarms.items() if kind in ALARM_KINDS)


def _composites_name_alarms(observability: Observability) -> Iterator[Mistake]:
    for name, composite in observability.composite_alarms.items():
        for list_name, references in (("any", composite.any), ("all", composite.all)):
            for index, reference in enumerate(references):
                kind = reference.rpartition(".")[2]
                path = ("compositeAlarms", name, list_name, index)
                if kind not in ALARM_KINDS:
                    allowed = "a kind of alarm, or target.kind"
                    yield Mistake(path, f'"{reference}"', allowed, did_you_mean(kind, ALARM_KINDS))
                elif not ALARM_KINDS[kind].units:
                    yield Mistake(path, f'"{reference}"', "an alarm with a state: this kind is an event")


def _alarms_tell_somebody(observability: Observability) -> Iterator[Mistake]:
    if observability.notifications is not None:
        return
    counts = {
        "alarms": len(observability.alarms),
        "alarmExceptions": len(observability.alarm_exceptions),
        "compositeAlarms": len(observability.composite_alarms),
    }
    for key, count in counts.items():
        if count:
            yield Mistake(
                (key,), f"a section with {counted(count, 'key')}", "no alarms without notifications: nobody is told"
            )


def _alarms_have_runbooks(observability: Observability) -> Iterator[Mistake]:
    if observability.notifications is not None and observability.runbooks is None:
        yield Mistake(
            ("runbooks",),
            "nothing",
            "the address below which the runbooks lie: every alarm carries the link of its own",
            "Add runbooks: https://…",
        )


def _maintenance_is_known(observability: Observability) -> Iterator[Mistake]:
    for name, composite in observability.composite_alarms.items():
        if composite.quiet_in_maintenance and observability.maintenance is None:
            yield Mistake(
                ("compositeAlarms", name, "quietInMaintenance"),
                "true",
                "false, or a section maintenance with the metric to look at",
                "Add maintenance: {namespace: …}, or quietInMaintenance: false.",
            )


class Observability(Section):
    """What is kept of what happened, what is watched, and who is told."""

    rules: ClassVar[tuple[Rule, ...]] = (
        _thresholds_have_the_unit_of_their_kind,
        _periods_fit,
        _names_are_of_one_alarm,
        _composites_name_alarms,
        _alarms_tell_somebody,
        _alarms_have_runbooks,
        _maintenance_is_known,
    )

    log_retention_days: LogRetentionDays = 365
    """Days that log groups are kept."""
    runbooks: HttpsAddress | None = None
    """Address below which the pages of `docs/runbooks/` can be read; every alarm carries the link of its own."""
    notifications: Notifications | None = None
    """Who is told. With it come topics, and alarms of every kind for everything that the stack has."""
    alarms: FrozenMap[AlarmName, Alarm] = Field(default_factory=dict, validate_default=True)
    """Alarms by kind that differ from their defaults; `docs/runbooks/README.md` lists the kinds."""
    alarm_exceptions: FrozenMap[TargetKey, dict[AlarmName, Alarm]] = Field(default_factory=dict, validate_default=True)
    """Alarms of one target that differ from those of the others: by the key of a service, job, cache, table, queue or
    log metric, or by database, replica-1, loadBalancer, webFirewall, certificate, natGateway or backups, then by
    kind."""
    composite_alarms: FrozenMap[CompositeName, CompositeAlarm] = Field(default_factory=dict, validate_default=True)
    """Alarms made of alarms, by name."""
    maintenance: Maintenance | None = None
    """How composite alarms keep silent during maintenance."""
    log_groups: FrozenMap[Slug, LogGroup] = Field(default_factory=dict, validate_default=True)
    """Log groups that applications write to by themselves, by key."""
    log_metrics: FrozenMap[LogKey, LogMetric] = Field(default_factory=dict, validate_default=True)
    """Metrics read from logs, by key."""
    queries: FrozenMap[LogKey, LogQuery] = Field(default_factory=dict, validate_default=True)
    """Saved queries, by name."""
    dashboard: Dashboard | None = None
    """Dashboard of the stack."""
    prometheus: Prometheus | None = None
    """Workspace for the applications' own metrics."""

    @property
    def builds_something(self) -> bool:
        """Whether anything is asked for besides the retention of logs."""
        return bool(self.notifications or self.log_metrics or self.queries or self.dashboard or self.prometheus)

    @property
    def counted_events(self) -> list[str]:
        """Keys of the log metrics that count events, and so have alarms."""
        return [key for key, metric in self.log_metrics.items() if metric.value is None]

    def alarm(self, kind: str, target: str = "") -> Alarm:
        """The alarm of a kind as it is written: that of a target where it differs, joined with that of the kind."""
        general = _of_kind(self.alarms, kind)
        own = _of_kind(self.alarm_exceptions.get(target, {}), kind)
        if own is None:
            return general or Alarm(enabled=ALARM_KINDS[kind].enabled)
        given = {name: getattr(own, name) for name in own.model_fields_set}
        if general is None or not given.keys().isdisjoint(UNITS):
            given |= dict.fromkeys(UNITS - given.keys())
        return (general or Alarm()).model_copy(update=given)


def _of_kind(alarms: Mapping[AlarmName, Alarm], kind: str) -> Alarm | None:
    return next((alarm for name, alarm in alarms.items() if name == kind), None)
