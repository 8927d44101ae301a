"""How new tasks of a service replace old ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.errors import Mistake
from settings.section import Rule, Section, Whole
from settings.types import AlarmName, HeaderName

Strategy = Literal["rolling", "blueGreen", "linear", "canary"]

Minutes = Annotated[Whole, Field(ge=0, le=1440)]
"""Minutes that ECS allows a phase of a deployment (DeploymentConfiguration, bakeTimeInMinutes)."""


BAKE_MINUTES = 5
"""Minutes that the old tasks stay; ECS requires a figure and has none of its own."""

CANARY_PERCENT, CANARY_BAKE_MINUTES = 5, 10
"""ECS's own: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CanaryConfiguration.html"""

STEP_PERCENT, STEP_BAKE_MINUTES = 10, 6
"""ECS's own: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinearConfiguration.html"""


class ErrorRollback(Section):
    """An alarm on the answers of the service's own tasks."""

    error_percent: Annotated[Whole, Field(ge=1, le=100)]
    """Part of the requests answered with 5XX above which the deployment is rolled back."""
    minutes: Annotated[Whole, Field(ge=1, le=60)]
    """Minutes in a row that it takes."""


class TestRoute(Section):
    """Requests that reach the new tasks before the others do: those of the service's route with a header."""

    header: HeaderName
    """Name of the header."""
    value: Annotated[str, Field(min_length=1, max_length=128)]
    """Its value."""
    priority: Annotated[Whole, Field(ge=1, le=50000)]
    """Place among the load balancer's rules, before that of the service's route."""


_BY_STRATEGY: dict[str, tuple[str, ...]] = {
    "bakeMinutes": ("blueGreen", "linear", "canary"),
    "canaryPercent": ("canary",),
    "canaryBakeMinutes": ("canary",),
    "stepPercent": ("linear",),
    "stepBakeMinutes": ("linear",),
    "testRoute": ("blueGreen", "linear", "canary"),
}


def _keys_fit_the_strategy(deployment: Deployment) -> Iterator[Mistake]:
    values = (
        deployment.bake_minutes,
        deployment.canary_percent,
        deployment.canary_bake_minutes,
        deployment.step_percent,
        deployment.step_bake_minutes,
        deployment.test_route,
    )
    for (key, strategies), value in zip(_BY_STRATEGY.items(), values, strict=True):
        if value is not None and deployment.strategy not in strategies:
            given = "a section" if isinstance(value, TestRoute) else str(value)
            allowed = f"no {key} with strategy {deployment.strategy}"
            yield Mistake((key,), given, allowed, f"Remove it, or write strategy: {strategies[0]}.")


class Deployment(Section):
    """How new tasks replace old ones. A deployment that fails is rolled back."""

    rules: ClassVar[tuple[Rule, ...]] = (_keys_fit_the_strategy,)

    strategy: Strategy = "rolling"
    """rolling replaces tasks a few at a time; blueGreen, linear and canary start all new ones beside the old ones and
    move the requests over at once, in equal steps, or after a trial with a few."""
    minimum_healthy_percent: Annotated[Whole, Field(ge=0, le=100)] = 100
    """Part of the desired tasks that keeps running."""
    maximum_percent: Annotated[Whole, Field(ge=100, le=200)] = 200
    """Part of the desired tasks that may run at the same time, old and new together."""
    bake_minutes: Minutes | None = None
    """Minutes that the old tasks stay after all requests have moved; 5 when nothing is given. Not with rolling."""
    canary_percent: Annotated[Whole, Field(ge=1, le=100)] | None = None
    """Part of the requests that the new tasks get first; 5 when nothing is given. With canary only."""
    canary_bake_minutes: Minutes | None = None
    """Minutes of that trial; 10 when nothing is given. With canary only."""
    step_percent: Annotated[Whole, Field(ge=3, le=100)] | None = None
    """Part of the requests that moves in each step; 10 when nothing is given. With linear only."""
    step_bake_minutes: Minutes | None = None
    """Minutes between two steps; 6 when nothing is given. With linear only."""
    test_route: TestRoute | None = None
    """Requests that reach the new tasks first; by default none do. Not with rolling."""
    rollback_on: ErrorRollback | None = None
    """Errors of the service's own tasks that roll a deployment back; by default only unhealthy tasks do."""
    rollback_alarms: tuple[AlarmName, ...] = ()
    """Names of further CloudWatch alarms that roll a deployment back."""

    @property
    def doubles_the_tasks(self) -> bool:
        """Whether all new tasks run beside all old ones."""
        return self.strategy != "rolling"
