"""How the load balancer finds out whether a task takes requests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from settings.errors import Mistake
from settings.section import Rule, Section, Whole
from settings.types import UrlPath


def _timeout_is_below_interval(readiness: Readiness) -> Iterator[Mistake]:
    if readiness.timeout_seconds >= readiness.interval_seconds:
        allowed = f"less than intervalSeconds, which is {readiness.interval_seconds}"
        yield Mistake(("timeoutSeconds",), str(readiness.timeout_seconds), allowed)


class Readiness(Section):
    """The load balancer's own check, where it differs from the container's."""

    rules: ClassVar[tuple[Rule, ...]] = (_timeout_is_below_interval,)

    path: UrlPath
    """Path that answers 200 on the container's port as soon as a task takes requests."""
    interval_seconds: Annotated[Whole, Field(ge=5, le=300)] = 30
    """Seconds between checks."""
    timeout_seconds: Annotated[Whole, Field(ge=2, le=120)] = 5
    """Seconds until a check counts as failed."""
    failures: Annotated[Whole, Field(ge=2, le=10)] = 3
    """Failures in a row after which a task gets no requests."""
    successes: Annotated[Whole, Field(ge=2, le=10)] = 2
    """Successes in a row after which a task gets requests."""
    start_period_seconds: Annotated[Whole, Field(ge=0, le=2147483647)] = 60
    """Seconds after the start of a task in which ECS doesn't replace it for failures of this check."""
