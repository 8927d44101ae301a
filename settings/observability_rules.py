"""Rules between observability and what it watches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

import yaml

from settings.alarm_kinds import ALARM_KINDS
from settings.alarm_targets import all_targets, targets_of
from settings.errors import Mistake, Path
from settings.wording import did_you_mean, listing

if TYPE_CHECKING:
    from settings.stack import Settings


def _logs_belong_to_something(settings: Settings) -> Iterator[Mistake]:
    observability = settings.observability
    sources = [*settings.services, *observability.log_groups, *(["database"] if settings.database is not None else [])]
    for key, metric in observability.log_metrics.items():
        path: Path = ("observability", "logMetrics", key)
        if metric.service is not None and metric.service not in settings.services:
            yield _unknown((*path, "service"), metric.service, list(settings.services))
        if metric.log_group is not None and metric.log_group not in observability.log_groups:
            yield _unknown((*path, "logGroup"), metric.log_group, list(observability.log_groups))
    for key, query in observability.queries.items():
        for index, source in enumerate(query.logs):
            if source not in sources:
                yield _unknown(("observability", "queries", key, "logs", index), source, sources)


def _exceptions_are_of_something(settings: Settings) -> Iterator[Mistake]:
    targets = all_targets(settings)
    for target, alarms in settings.observability.alarm_exceptions.items():
        if target not in targets:
            yield _unknown(("observability", "alarmExceptions", target), target, targets)
            continue
        for kind in alarms:
            if kind in ALARM_KINDS and target not in targets_of(settings, kind):
                path: Path = ("observability", "alarmExceptions", target, kind)
                yield Mistake(path, f'"{kind}"', f"a kind of alarm that {target} has", f"Remove {kind}.")


def _parts_of_composites_exist(settings: Settings) -> Iterator[Mistake]:
    targets = all_targets(settings)
    for name, composite in settings.observability.composite_alarms.items():
        for part, references in (("any", composite.any), ("all", composite.all)):
            for index, reference in enumerate(references):
                target, _, kind = reference.rpartition(".")
                path: Path = ("observability", "compositeAlarms", name, part, index)
                watched = targets_of(settings, kind) if kind in ALARM_KINDS else [target]
                if target and target not in targets:
                    yield _unknown(path, reference, [f"{key}.{kind}" for key in targets])
                elif kind in ALARM_KINDS and not ALARM_KINDS[kind].units:
                    continue
                elif kind in ALARM_KINDS and settings.observability.alarm(kind, target).enabled is False:
                    yield Mistake(path, f'"{reference}"', f"an alarm that exists: {kind} is turned off")
                elif target and target not in watched:
                    yield Mistake(path, f'"{reference}"', f"a kind of alarm that {target} has: not {kind}")
                elif not watched:
                    yield Mistake(path, f'"{reference}"', f"an alarm of something that the stack has: not {kind}")


def _alarm_names_differ(settings: Settings) -> Iterator[Mistake]:
    """Indexes have alarms TABLE-INDEX, which another table may be called."""
    if settings.observability.notifications is None:
        return
    tables = {key.lower(): key for key in settings.tables}
    for key, table in settings.tables.items():
        for index in table.indexes:
            other = tables.get(f"{key}-{index}".lower())
            if other is not None:
                path: Path = ("tables", key, "indexes", index)
                allowed = f"a name that makes another alarm: {key}-{index} is that of table {other}"
                yield Mistake(path, f'"{index}"', allowed, f"Rename {other} or the index.")


def _production_calls_somebody(settings: Settings) -> Iterator[Mistake]:
    notifications = settings.observability.notifications
    if not settings.system.is_production or notifications is None:
        return
    if not notifications.critical.somebody:
        yield Mistake(
            ("observability", "notifications", "critical"),
            "nobody",
            "at least one receiver in prod",
            "Add emails: [the address of who is on call], urls, slack or pagerDuty.",
        )


def _rule_files_hold_groups(settings: Settings) -> Iterator[Mistake]:
    prometheus = settings.observability.prometheus
    if prometheus is None:
        return
    for name, file in prometheus.rule_files.items():
        path: Path = ("observability", "prometheus", "ruleFiles", name)
        if name in prometheus.rules_by_group:
            yield Mistake(path, f'"{file}"', "a name that rules has not", "Rename one of the two.")
        if not FilePath(file).is_file():
            yield Mistake(path, f'"{file}"', "the path of a file, from the program's folder")
        elif not _holds_groups(FilePath(file)):
            yield Mistake(path, f'"{file}"', "a YAML file with a list of groups, each with name and rules")


def _the_alert_manager_is_configured(settings: Settings) -> Iterator[Mistake]:
    prometheus = settings.observability.prometheus
    if prometheus is None or prometheus.alert_manager_file is None:
        return
    file, path = prometheus.alert_manager_file, ("observability", "prometheus", "alertManagerFile")
    if settings.observability.notifications is None:
        yield Mistake(path, f'"{file}"', "no file without notifications, whose topics it names", "Add notifications.")
    elif not FilePath(file).is_file():
        yield Mistake(path, f'"{file}"', "the path of a file, from the program's folder")
    elif not _holds(FilePath(file), {"route", "receivers"}):
        yield Mistake(path, f'"{file}"', "a YAML file with route and receivers")


def _holds(file: FilePath, keys: set[str]) -> bool:
    return keys <= _mapping_in(file).keys()


def _mapping_in(file: FilePath) -> dict[str, object]:
    """The mapping that a YAML file holds; empty for any other file."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError):
        return {}
    return content if isinstance(content, dict) else {}


def _holds_groups(file: FilePath) -> bool:
    groups = _mapping_in(file).get("groups")
    return (
        isinstance(groups, list)
        and bool(groups)
        and all(isinstance(group, dict) and {"name", "rules"} <= group.keys() for group in groups)
    )


def _unknown(path: Path, given: str, known: list[str]) -> Mistake:
    return Mistake(path, f'"{given}"', listing(known), did_you_mean(given, known))


OBSERVABILITY_RULES = (
    _logs_belong_to_something,
    _exceptions_are_of_something,
    _parts_of_composites_exist,
    _alarm_names_differ,
    _production_calls_somebody,
    _rule_files_hold_groups,
    _the_alert_manager_is_configured,
)
"""Rules of a whole stack file."""
