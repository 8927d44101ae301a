"""Log groups that applications write to by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from settings.container_types import LogGroupName
from settings.errors import Mistake
from settings.references import workloads
from settings.section import Section
from settings.types import LogRetentionDays
from settings.wording import did_you_mean, listing
from settings.workload_names import log_group

if TYPE_CHECKING:
    from settings.section import Rule
    from settings.stack import Settings


class LogGroup(Section):
    """A log group beside those of containers, such as one for audit events, encrypted with the logs key.

    Who may write to it names it in `access.logs`; nobody may change or delete what was written.
    """

    name: LogGroupName
    """Name of the log group."""
    retention_days: LogRetentionDays | None = None
    """Days that it is kept; by default `platform:observability.logRetentionDays`."""


def _written_log_groups_exist(settings: Settings) -> Iterator[Mistake]:
    groups = settings.observability.log_groups
    for path, workload in workloads(settings):
        for index, key in enumerate(workload.access.logs):
            if key not in groups:
                allowed = "a key of platform:observability.logGroups, which has " + (listing(groups) or "none")
                yield Mistake((*path, "access", "logs", index), f'"{key}"', allowed, did_you_mean(key, groups))


def _log_group_names_differ(settings: Settings) -> Iterator[Mistake]:
    taken = {log_group(settings, str(path[-1]), workload): path for path, workload in workloads(settings)}
    for key, group in settings.observability.log_groups.items():
        place = ("observability", "logGroups", key)
        if group.name in taken:
            owner = Mistake(taken[group.name], "", "").key
            yield Mistake((*place, "name"), f'"{group.name}"', f"a name of its own: {owner} has this one")
        taken.setdefault(group.name, place)


LOG_GROUP_RULES: tuple[Rule, ...] = (_written_log_groups_exist, _log_group_names_differ)
