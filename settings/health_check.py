"""How the health of a service's tasks is found out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from settings.errors import Mistake
from settings.section import Rule, Section, Whole
from settings.types import UrlPath


def _timeout_is_below_interval(check: HealthCheck) -> Iterator[Mistake]:
    if check.timeout_seconds >= check.interval_seconds:
        allowed = f"less than intervalSeconds, which is {check.interval_seconds}"
        yield Mistake(("timeoutSeconds",), str(check.timeout_seconds), allowed)


def _asks_something(check: HealthCheck) -> Iterator[Mistake]:
    if check.path is None and check.command is None:
        yield Mistake((), "neither path nor command", "path, command or both", "Add one, or remove healthCheck.")


class HealthCheck(Section):
    """How load balancer and container find out whether a task works."""

    rules: ClassVar[tuple[Rule, ...]] = (_timeout_is_below_interval, _asks_something)

    path: UrlPath | None = None
    """Path that answers 200 on the container's port; the load balancer asks it. Required with routes."""
    command: Annotated[str, Field(min_length=1)] | None = None
    """Shell command that exits with 0 inside a healthy container; by default the container isn't asked."""
    interval_seconds: Annotated[Whole, Field(ge=5, le=300)] = 30
    """Seconds between checks."""
    timeout_seconds: Annotated[Whole, Field(ge=2, le=60)] = 5
    """Seconds until a check counts as failed."""
    failures: Annotated[Whole, Field(ge=2, le=10)] = 3
    """Failures in a row that make a task unhealthy."""
    successes: Annotated[Whole, Field(ge=2, le=10)] = 2
    """Answers in a row with which the load balancer takes a task for healthy."""
    start_period_seconds: Annotated[Whole, Field(ge=0, le=300)] = 60
    """Seconds after the start in which failures don't count."""
