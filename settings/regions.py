"""Where data may be kept, and which copies of it leave the stack's region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from settings.errors import Mistake, Path
from settings.wording import listing

if TYPE_CHECKING:
    from settings.stack import Settings


def _copies(settings: Settings) -> Iterator[tuple[Path, str]]:
    """Settings that name another region for a copy, and the regions they name."""
    if settings.database is not None and settings.database.backup_replication is not None:
        yield ("database", "backupReplication", "region"), settings.database.backup_replication.region
    if settings.secrets is not None and settings.secrets.replica_region is not None:
        yield ("secrets", "replicaRegion"), settings.secrets.replica_region
    if settings.recovery is not None and settings.recovery.copy_region is not None:
        yield ("recovery", "copyRegion"), settings.recovery.copy_region


def copies_leave_the_region(settings: Settings) -> Iterator[Mistake]:
    """A copy in the same region is lost with it."""
    for path, region in _copies(settings):
        if region == settings.region:
            yield Mistake(path, f'"{region}"', f"another region than {settings.region}, the region in aws:region")


def data_stays_in_permitted_regions(settings: Settings) -> Iterator[Mistake]:
    """The stack's own region and those of its copies."""
    permitted = settings.account.permitted_regions
    if not permitted:
        return
    for path, region in ((("aws:region",), settings.region), *_copies(settings)):
        if region not in permitted:
            allowed = f"{listing(permitted)}, the regions in platform:account.permittedRegions"
            yield Mistake(path, f'"{region}"', allowed)
