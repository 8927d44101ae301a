"""Log groups that applications write to by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from settings.container_types import LogGroupName
from settings.errors import Mistake, Path
from settings.references import DATABASE, workloads
from settings.section import Flag, Section
from settings.types import LogRetentionDays
from settings.wording import did_you_mean, listing
from settings.workload_names import log_group

if TYPE_CHECKING:
    from settings.section import Rule
    from settings.stack import Settings


class LogGroup(Section):
    """A log group beside those of containers, such as an audit log, encrypted with the logs key.

    Who names it in `access.logGroups` may add events; nobody may change or remove those that are there.
    """

    name: LogGroupName
    """Name of the log group."""
    retention_days: LogRetentionDays | None = None
    """Days that it is kept; by default `platform:observability.logRetentionDays`."""
    deletion_protection: Flag = True
    """Whether AWS refuses to delete the log group."""


def _written_log_groups_exist(settings: Settings) -> Iterator[Mistake]:
    groups = settings.observability.log_groups
    for path, workload in workloads(settings):
        for index, key in enumerate(workload.access.log_groups):
            if key not in groups:
                allowed = f"a key of platform:observability.logGroups, which has {listing(groups)}"
                yield Mistake((*path, "access", "logGroups", index), f'"{key}"', allowed, did_you_mean(key, groups))


def _log_group_names_differ(settings: Settings) -> Iterator[Mistake]:
    taken: dict[str, Path] = {log_group(settings, str(path[-1]), item): path for path, item in workloads(settings)}
    for key, group in settings.observability.log_groups.items():
        path: Path = ("observability", "logGroups", key)
        owner = taken.setdefault(group.name, path)
        if owner != path:
            allowed = f"a name of its own: {Mistake(owner, '', '').key} has this one"
            yield Mistake((*path, "name"), f'"{group.name}"', allowed, "Give one of the two another name.")


def _keys_mean_one_log(settings: Settings) -> Iterator[Mistake]:
    """Saved queries name services, log groups and the database in one list."""
    for key in settings.observability.log_groups:
        if key == DATABASE or key in settings.services:
            allowed = "a key that neither a service nor the database has: saved queries name all of them in one list"
            yield Mistake(("observability", "logGroups", key), f'"{key}"', allowed, "Rename the log group.")


LOG_GROUP_RULES: tuple[Rule, ...] = (_written_log_groups_exist, _log_group_names_differ, _keys_mean_one_log)
"""Rules of a whole stack file."""
