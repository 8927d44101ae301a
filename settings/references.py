"""What services and jobs may refer to: the stack's other sections, their keys and what each offers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from settings.containers import Workload
from settings.database_secret import DATABASE_SECRET_KEYS
from settings.errors import Mistake, Path
from settings.interpolation import references_in
from settings.wording import describe, did_you_mean, listing

if TYPE_CHECKING:
    from settings.database_login import DatabaseLogin
    from settings.stack import Settings

OFFERED: Mapping[str, tuple[str, ...]] = {
    "database": ("host", "readerHost", "port", "name"),
    "caches": ("host", "readerHost", "port"),
    "tables": ("name", "arn"),
    "queues": ("name", "url", "arn"),
    "buckets": ("name", "arn"),
    "parameters": ("path",),
}
"""Attributes that `references` may ask for, by section."""

DATABASE = "database"
"""What means the secret of platform:database where a service names a secret."""

_FROM_ELSEWHERE = "A secret from elsewhere is named by its ARN, never by its value."

WITHOUT_KEYS = ("database", "parameters", "cluster", "edge")
"""Sections that are one thing: SECTION.ATTRIBUTE; of the others each has a key: SECTION.KEY.ATTRIBUTE."""


def built(settings: Settings) -> Mapping[str, Collection[str]]:
    """Keys of the sections that this stack builds; a section without keys has the empty one when it is there.

    The credentials of a cache are a secret too, by the key of the cache.
    """
    secrets = settings.secrets.items if settings.secrets is not None else {}
    return {
        "database": ("",) if settings.database is not None else (),
        "caches": settings.caches,
        "tables": settings.tables,
        "queues": settings.queues,
        "buckets": settings.buckets,
        "secrets": (*secrets, *settings.caches, *logins(settings)),
        "parameters": ("",) if settings.parameters is not None else (),
    }


def workloads(settings: Settings) -> Iterator[tuple[Path, Workload]]:
    """Every service and job with its place in the stack file."""
    for name, service in settings.services.items():
        yield ("services", name), service
    for name, job in settings.jobs.items():
        yield ("jobs", name), job


def opens_shells(settings: Settings) -> bool:
    """Whether operators may open a shell in some container."""
    return any(workload.exec for _, workload in workloads(settings))


def references_exist(settings: Settings) -> Iterator[Mistake]:
    """Each reference names a section, a key and an attribute that the stack has."""
    keys = built(settings)
    for path, workload in workloads(settings):
        for variable, reference in workload.references.items():
            yield from unless_offered((*path, "references", variable), reference, keys)


def unless_text_is_offered(
    path: Path,
    text: str,
    keys: Mapping[str, Collection[str]],
    offered: Mapping[str, tuple[str, ...]] = OFFERED,
) -> Iterator[Mistake]:
    """The mistakes in the `${...}` of a text."""
    references = references_in(text)
    if text.count("${") != len(references):
        allowed = "a whole reference such as ${database.host}: only references start with ${"
        yield Mistake(path, "a ${ without its }", allowed, "Add the }, or remove the ${.")
    for reference in references:
        yield from unless_offered(path, reference, keys, offered)


def unless_offered(
    path: Path,
    reference: str,
    keys: Mapping[str, Collection[str]],
    offered: Mapping[str, tuple[str, ...]] = OFFERED,
) -> Iterator[Mistake]:
    """The mistake in a reference, if it names something that the stack doesn't have."""
    section, *between = reference.split(".")
    attribute = between.pop() if between else ""
    given = f'"{reference}"'
    if section not in offered:
        yield Mistake(path, given, f"a reference to {listing(offered)}", did_you_mean(section, offered))
    elif not attribute or len(between) != (section not in WITHOUT_KEYS):
        form = f"{section}.ATTRIBUTE" if section in WITHOUT_KEYS else f"{section}.KEY.ATTRIBUTE"
        yield Mistake(path, given, f"a reference of the form {form}")
    elif attribute not in offered[section]:
        remedy = did_you_mean(attribute, offered[section])
        yield Mistake(path, given, f"one of {section}'s {listing(offered[section])}", remedy)
    elif section in keys and (between or [""])[0] not in keys[section]:
        yield _absent(path, given, section, (between or [""])[0], keys[section])


def accessed_things_exist(settings: Settings) -> Iterator[Mistake]:
    """Each key in `access` is one that the stack has."""
    keys = built(settings)
    for path, workload in workloads(settings):
        access = workload.access
        for section, named in (("tables", access.tables), ("queues", access.queues), ("buckets", access.buckets)):
            for index, key in enumerate(named):
                if section in keys and key not in keys[section]:
                    yield _absent((*path, "access", section, index), f'"{key}"', section, key, keys[section])


def dead_letter_queues_exist(settings: Settings) -> Iterator[Mistake]:
    """The queue of a job's failed starts is one that the stack has, or an ARN."""
    queues = built(settings).get("queues")
    for name, job in settings.jobs.items():
        queue = job.schedule.dead_letter if job.schedule is not None else None
        if queues is not None and queue is not None and not queue.startswith("arn:") and queue not in queues:
            yield _absent(("jobs", name, "schedule", "deadLetter"), f'"{queue}"', "queues", queue, queues)


def secrets_exist(settings: Settings) -> Iterator[Mistake]:
    """Each secret is the database's, one that the stack has, or an ARN; a JSON key of it is one that it holds."""
    keys = built(settings)
    for path, source in _sources(settings):
        if source.startswith("arn:"):
            continue
        name, _, json_key = source.partition(".")
        section, key = (DATABASE, "") if name == DATABASE else ("secrets", name)
        if key not in keys[section]:
            mistake = _absent(path, describe(source, path), section, key, keys[section])
            yield replace(mistake, remedy=f"{mistake.remedy} {_FROM_ELSEWHERE}".strip())
        elif json_key and not (held := json_keys(settings, name)):
            yield Mistake(path, describe(source, path), f"no JSON key: {name} holds a text", f"Write {name}.")
        elif json_key and json_key not in held:
            allowed = f"a JSON key of {name}: {listing(held)}"
            yield Mistake(path, describe(source, path), allowed, did_you_mean(json_key, held))


def logins(settings: Settings) -> Mapping[str, DatabaseLogin]:
    """The database's logins beside its master user, by key."""
    return settings.database.logins if settings.database is not None else {}


def secret_keys(settings: Settings) -> Collection[str]:
    """What services may name as a secret of the stack, the database's own aside."""
    return built(settings)["secrets"]


def json_keys(settings: Settings, name: str) -> Collection[str]:
    """The JSON keys of a secret that the stack makes."""
    if name == DATABASE:
        own = settings.database.secret if settings.database is not None else None
        return (*DATABASE_SECRET_KEYS, *own.connection_strings) if own is not None else ("username", "password")
    if name in logins(settings):
        return (*DATABASE_SECRET_KEYS, *logins(settings)[name].connection_strings)
    if name in settings.caches:
        return (*settings.caches[name].secret_keys, *settings.caches[name].connection_strings)
    return (settings.secrets.items[name].keys or ()) if settings.secrets is not None else ()


def credentials_have_one_meaning(settings: Settings) -> Iterator[Mistake]:
    """Services name secrets of the database, of caches and of platform:secrets in one way: by a short key."""
    for key in settings.caches:
        if key == DATABASE:
            allowed = "another key: services mean the secret of platform:database by it"
            yield Mistake(("caches", key), f'"{key}"', allowed, "Rename the cache.")
        elif settings.secrets is not None and key in settings.secrets.items:
            allowed = f"a key that no secret has: services couldn't tell it from platform:secrets.items.{key}"
            yield Mistake(("caches", key), f'"{key}"', allowed, "Rename one of the two.")
    for key in logins(settings):
        if key in settings.caches or (settings.secrets is not None and key in settings.secrets.items):
            allowed = "a key that no cache and no secret has: services couldn't tell them apart"
            yield Mistake(("database", "logins", key), f'"{key}"', allowed, "Rename one of the two.")


def _sources(settings: Settings) -> Iterator[tuple[Path, str]]:
    for path, workload in workloads(settings):
        for variable, source in workload.secrets.items():
            yield (*path, "secrets", variable), source
        for name, sidecar in workload.sidecars.items():
            for variable, source in sidecar.secrets.items():
                yield (*path, "sidecars", name, "secrets", variable), source
        if workload.log_router is not None:
            for option, source in workload.log_router.secret_options.items():
                yield (*path, "logRouter", "secretOptions", option), source


def _absent(path: Path, given: str, section: str, key: str, keys: Collection[str]) -> Mistake:
    if section in WITHOUT_KEYS:
        return Mistake(path, given, f"something that the stack has; it has no {section}", f"Add platform:{section}.")
    has = listing(sorted(keys)) if keys else "none"
    remedy = did_you_mean(key, keys) or f"Add it to platform:{section}."
    return Mistake(path, given, f"a key of platform:{section}, which has {has}", remedy)
