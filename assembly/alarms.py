"""Alarms: what the settings say, as components want it."""

from collections.abc import Mapping

from components.alarm_plan import ThresholdArgs
from components.alarms import CompositeAlarmArgs, MaintenanceArgs
from settings.alarm_kinds import ALARM_KINDS
from settings.alarms import Alarm, CompositeAlarm, Maintenance, period_of
from settings.observability import Observability


def thresholds(observability: Observability) -> dict[str, ThresholdArgs]:
    """Thresholds of every kind."""
    return {kind: threshold(kind, observability.alarm(kind)) for kind in ALARM_KINDS}


def exceptions(observability: Observability) -> dict[str, dict[str, ThresholdArgs]]:
    """Thresholds that differ for a target."""
    return {
        target: {kind: threshold(kind, observability.alarm(kind, target)) for kind in alarms}
        for target, alarms in observability.alarm_exceptions.items()
    }


def threshold(kind: str, alarm: Alarm) -> ThresholdArgs:
    """The threshold of a kind: what is given, else its defaults."""
    default = ALARM_KINDS[kind]
    given = {unit: getattr(alarm, unit) for unit in default.units if getattr(alarm, unit) is not None}
    fallback = dict.fromkeys(default.units[:1], default.threshold) or {"count": 0}
    ((unit, value),) = (given or fallback).items()
    period = period_of(kind, alarm)
    periods = 60 * (alarm.minutes or default.minutes) // period
    args: ThresholdArgs = {
        "enabled": alarm.enabled is not False,
        "threshold": float(value),
        "unit": unit,
        "period_seconds": period,
        "periods": periods,
        "datapoints": alarm.datapoints or periods,
        "severity": alarm.severity or default.severity,
    }
    if alarm.name is not None:
        args["name"] = alarm.name
    return args


def composites(given: Mapping[str, CompositeAlarm]) -> dict[str, CompositeAlarmArgs]:
    """Alarms made of alarms, as they are written."""
    return {
        name: {
            "meaning": composite.meaning,
            "any": list(composite.any),
            "all": list(composite.all),
            "severity": composite.severity,
            "quiet_in_maintenance": composite.quiet_in_maintenance,
        }
        for name, composite in given.items()
    }


def maintenance_args(maintenance: Maintenance) -> MaintenanceArgs:
    """The metric that silences, as it is written."""
    return {
        "namespace": maintenance.namespace,
        "metric": maintenance.metric,
        "wait_seconds": maintenance.wait_seconds,
        "extension_seconds": maintenance.extension_seconds,
    }
