"""What caches, tables, queues and backups must agree on with each other and with the rest of a stack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from settings.errors import Mistake, Path
from settings.schedules import parse_cron

if TYPE_CHECKING:
    from settings.recovery import Recovery
    from settings.stack import Settings


def physical_names_differ(settings: Settings) -> Iterator[Mistake]:
    """AWS has each name once in an account and region."""
    queue_names: dict[Path, str] = {
        ("queues", key, field): name
        for key, queue in settings.queues.items()
        for field, name in (("name", queue.name), ("deadLetterName", queue.dead_letter_name))
        if name is not None
    }
    yield from _repeated(
        {("caches", key, "identifier"): cache.identifier for key, cache in settings.caches.items()},
    )
    yield from _repeated({**_secret_names_of_stores(settings), **_secret_names_of_caches(settings)})
    yield from _repeated({("tables", key, "name"): table.name for key, table in settings.tables.items()})
    yield from _repeated(queue_names)


def _secret_names_of_stores(settings: Settings) -> dict[Path, str]:
    """Names in Secrets Manager of the database's secret and of those that operators fill in."""
    secrets = settings.secrets
    names: dict[Path, str] = {}
    if secrets is not None:
        names |= {("secrets", "items", key): f"{secrets.path}/{key}" for key in secrets.items}
    if settings.database is not None and settings.database.secret is not None:
        names["database", "secret", "name"] = settings.database.secret.name
    return names


def _secret_names_of_caches(settings: Settings) -> dict[Path, str]:
    """Names in Secrets Manager of the caches' secrets; with users there is one for each of them."""
    names: dict[Path, str] = {}
    for key, cache in settings.caches.items():
        path: Path = ("caches", key, "secretName")
        users = {(*path[:-1], "users", user): f"{cache.secret_name}/{user}" for user in cache.users}
        names |= users or {path: cache.secret_name}
    return names


def _repeated(names: Mapping[Path, str]) -> Iterator[Mistake]:
    taken: dict[str, Path] = {}
    for path, name in names.items():
        if name in taken:
            owner = Mistake(taken[name], "", "").key
            yield Mistake(path, f'"{name}"', f"a name of its own: {owner} has this one", "Rename one of the two.")
        taken.setdefault(name, path)


def caches_share_a_port(settings: Settings) -> Iterator[Mistake]:
    """Their security group admits one."""
    ports = [cache.port for cache in settings.caches.values()]
    for key, cache in settings.caches.items():
        if cache.port != ports[0]:
            yield Mistake(
                ("caches", key, "port"),
                str(cache.port),
                f"{ports[0]}, the port of the other caches: they share a security group",
            )


def there_is_something_to_back_up(settings: Settings) -> Iterator[Mistake]:
    """A plan without resources makes nobody safer."""
    recovery = settings.recovery
    if recovery is None or recovery.tags:
        return
    if not any(getattr(settings, section, None) for section in recovery.protects):
        yield Mistake(
            ("recovery", "protects"),
            ", ".join(recovery.protects) or "nothing",
            "a section that the stack has, or tags of resources outside of it",
            "Add tags, or remove platform:recovery.",
        )


def backups_reach_the_recovery_point(settings: Settings) -> Iterator[Mistake]:
    """Each store that is backed up has point-in-time recovery or backups that are dense enough."""
    recovery = settings.recovery
    if recovery is None:
        return
    for section, stores in _stores_without_point_in_time(settings, recovery).items():
        rules = recovery.rules_by_name.values()
        for_all = [rule for rule in rules if section in recovery.protected_by(rule) or rule.protects is None]
        gap = min((parse_cron(rule.schedule).longest_gap_minutes for rule in for_all), default=None)
        if stores and (gap is None or gap > recovery.rpo_minutes):
            densest = "no rule backs it up" if gap is None else f"its densest rule leaves {gap} minutes between backups"
            yield Mistake(
                ("recovery", "rpoMinutes"),
                str(recovery.rpo_minutes),
                f"a target that the plan reaches for {', '.join(stores)}: {densest}",
                _DENSER[section],
            )


def _stores_without_point_in_time(settings: Settings, recovery: Recovery) -> Mapping[str, list[str]]:
    """By section, the stores that are backed up and can be restored only to when a backup was made."""
    database = settings.database
    rules = recovery.rules_by_name.values()
    continuous = any(rule.continuous and "buckets" in recovery.protected_by(rule) for rule in rules)
    found = {
        "database": ["the database"] if database is not None and database.backup_days == 0 else [],
        "tables": [f"table {key}" for key, table in settings.tables.items() if table.backup_days == 0],
        "buckets": ["the buckets"] if getattr(settings, "buckets", None) and not continuous else [],
    }
    by_tags = {"tags": ["resources with a tag"]} if recovery.tags else {}
    return {section: stores for section, stores in found.items() if section in recovery.protects} | by_tags


_DENSER = {
    "database": "Raise platform:database.backupDays above 0, add a denser rule, or raise rpoMinutes.",
    "tables": "Raise their backupDays above 0, add a denser rule, or raise rpoMinutes.",
    "buckets": "Add a rule with continuous: true and protects: [buckets], a denser one, or raise rpoMinutes.",
    "tags": "Add a denser rule, or raise rpoMinutes.",
}


RULES = (
    physical_names_differ,
    caches_share_a_port,
    there_is_something_to_back_up,
    backups_reach_the_recovery_point,
)
