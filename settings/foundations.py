"""What sections stand on: other sections, and the region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from settings.errors import Mistake

if TYPE_CHECKING:
    from settings.stack import Settings

_STAND_ON = {
    "network": ("database", "caches", "cluster", "edge", "services", "jobs"),
    "cluster": ("services", "jobs"),
}
"""Sections by the one that they can't be built without."""


def sections_have_their_foundations(settings: Settings) -> Iterator[Mistake]:
    """Else they would be left out without a word."""
    for foundation, dependents in _STAND_ON.items():
        sections = [name for name in dependents if getattr(settings, name)]
        if sections and getattr(settings, foundation) is None:
            needed_by = " and ".join(f"platform:{name}" for name in sections)
            yield Mistake(
                (foundation,),
                "nothing",
                f"a section {foundation}: the foundation of {needed_by}",
                f"Add platform:{foundation}.",
            )


def zones_are_in_the_region(settings: Settings) -> Iterator[Mistake]:
    """A subnet can't stand in a zone of another region."""
    if settings.network is None:
        return
    for index, zone in enumerate(settings.network.zones):
        if zone[:-1] != settings.region:
            yield Mistake(
                ("network", "zones", index),
                f'"{zone}"',
                f"a zone of {settings.region}, the region in aws:region",
                f"Did you mean {settings.region}{zone[-1]}?",
            )
