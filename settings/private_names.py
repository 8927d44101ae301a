"""Names that are known inside of the VPC only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from settings.container_types import Reference
from settings.errors import Mistake, Path
from settings.references import built, unless_offered
from settings.section import FrozenMap, Section, Whole
from settings.types import Text

if TYPE_CHECKING:
    from settings.section import Rule
    from settings.services import Service
    from settings.stack import Settings

PrivateDomain = Annotated[
    str,
    Text(
        r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*",
        "a domain in lower case such as internal or payments.internal",
    ),
]
HostLabel = Annotated[
    str, Text(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?", "up to 63 lower-case letters, digits and hyphens, a letter first")
]


class PrivateNames(Section):
    """A private DNS zone of the VPC, kept by AWS Cloud Map: names of tasks, which come and go with them, and aliases.

    An alias leads to a host with a certificate for its own name: clients that check it connect by that one.
    """

    domain: PrivateDomain
    """Domain of the names, such as internal."""
    ttl_seconds: Annotated[Whole, Field(ge=1, le=3600)] = 15
    """Seconds that clients remember an answer."""
    aliases: FrozenMap[HostLabel, Reference] = Field(default_factory=dict, validate_default=True)
    """What the stack built by the name that it gets: db-master: database.host makes db-master.internal."""


def private_name(key: str, service: Service) -> str | None:
    """The name of a service's tasks below the domain; None for one that nobody looks for."""
    return service.private_name or (key if service.is_collected else None)


def _aliases_stand_for_hosts(settings: Settings) -> Iterator[Mistake]:
    if settings.private_names is None:
        return
    keys = built(settings)
    for alias, reference in settings.private_names.aliases.items():
        path: Path = ("privateNames", "aliases", alias)
        wrong = list(unless_offered(path, reference, keys))
        yield from wrong
        if not wrong and not reference.lower().endswith("host"):
            yield Mistake(path, f'"{reference}"', "a host: database.host, database.readerHost, caches.KEY.host")


def _names_differ(settings: Settings) -> Iterator[Mistake]:
    aliases = settings.private_names.aliases if settings.private_names is not None else {}
    owners: dict[str, str] = {alias: f"privateNames.aliases.{alias}" for alias in aliases}
    for key, service in settings.services.items():
        name = private_name(key, service)
        if name is None:
            continue
        owner = owners.setdefault(name, f"services.{key}")
        if owner != f"services.{key}":
            allowed = f"a name of its own: platform:{owner} has this one"
            path: Path = ("services", key, "privateName")
            yield Mistake(path, f'"{name}"', allowed, "Give one of the two another name.")


def _names_have_their_domain(settings: Settings) -> Iterator[Mistake]:
    if settings.private_names is not None:
        return
    for key, service in settings.services.items():
        if service.private_name is not None:
            allowed = "no privateName without platform:privateNames"
            path: Path = ("services", key, "privateName")
            yield Mistake(path, f'"{service.private_name}"', allowed, "Add platform:privateNames.")


PRIVATE_NAME_RULES: tuple[Rule, ...] = (_names_have_their_domain, _aliases_stand_for_hosts, _names_differ)
"""Rules of a whole stack file."""
