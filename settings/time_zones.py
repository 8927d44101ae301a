"""Time zones by their names in the IANA database."""

from __future__ import annotations

import zoneinfo
from typing import Annotated

from pydantic import AfterValidator

from settings.types import Text, not_allowed
from settings.wording import did_you_mean

_ALLOWED = "the name of a time zone such as Asia/Kolkata or UTC"


def _known_zone(value: str) -> str:
    zones = zoneinfo.available_timezones()
    # A system without a time zone database knows none.
    if zones and value not in zones:
        raise not_allowed(_ALLOWED, did_you_mean(value, sorted(zones)))
    return value


TimeZone = Annotated[str, Text(r"[A-Za-z][\w+/-]{1,49}", _ALLOWED), AfterValidator(_known_zone)]
