"""Names that are known inside of the VPC only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from settings.errors import Mistake, Path
from settings.section import Section, Whole
from settings.types import Text

if TYPE_CHECKING:
    from settings.section import Rule
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
    """A private DNS zone of the VPC, kept by AWS Cloud Map, with the addresses of healthy tasks."""

    domain: PrivateDomain
    """Domain of the names, such as internal."""
    ttl_seconds: Annotated[Whole, Field(ge=1, le=3600)] = 15
    """Seconds that clients remember an answer."""


def _names_have_their_domain(settings: Settings) -> Iterator[Mistake]:
    if settings.private_names is not None:
        return
    for key, service in settings.services.items():
        if service.private_name is not None:
            allowed = "no privateName without platform:privateNames"
            path: Path = ("services", key, "privateName")
            yield Mistake(path, f'"{service.private_name}"', allowed, "Add platform:privateNames.")


def _names_differ(settings: Settings) -> Iterator[Mistake]:
    owners: dict[str, str] = {}
    for key, service in settings.services.items():
        if service.private_name is None:
            continue
        owner = owners.setdefault(service.private_name, key)
        if owner != key:
            allowed = f"a name of its own: platform:services.{owner} has this one"
            path: Path = ("services", key, "privateName")
            yield Mistake(path, f'"{service.private_name}"', allowed, "Give one of the two another name.")


PRIVATE_NAME_RULES: tuple[Rule, ...] = (_names_have_their_domain, _names_differ)
"""Rules of a whole stack file."""
