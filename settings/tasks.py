"""How many tasks of a service run, and what changes their number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from settings.container_types import ContainerName
from settings.errors import Mistake
from settings.schedules import ScheduleExpression
from settings.section import FrozenMap, Rule, Section, Whole
from settings.time_zones import TimeZone
from settings.types import Text

TaskCount = Annotated[Whole, Field(ge=0, le=1000)]
Percent = Annotated[Whole, Field(ge=1, le=100)]
PolicyName = Annotated[str, Text(r"[\w .:/#=@-]{1,256}", "up to 256 letters, digits, spaces and _.:/#=@-")]
"""https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html"""
Cooldown = Annotated[Whole, Field(ge=0, le=3600)]

_ONLY_SCALING = ("cpuPercent", "memoryPercent", "requestsPerTarget", "schedules")


def _min_is_at_most_max(schedule: ScalingSchedule) -> Iterator[Mistake]:
    if schedule.min > schedule.max:
        yield Mistake(("min",), str(schedule.min), f"at most max, which is {schedule.max}")


class ScalingSchedule(Section):
    """A change of both ends of scaling at a time, such as more tasks before a known peak."""

    rules: ClassVar[tuple[Rule, ...]] = (_min_is_at_most_max,)

    expression: ScheduleExpression
    """When: cron(minutes hours day-of-month month day-of-week year), or rate(number unit)."""
    time_zone: TimeZone = "UTC"
    """Time zone of the expression, such as Asia/Kolkata."""
    min: TaskCount
    """Fewest tasks from then on."""
    max: TaskCount
    """Most tasks from then on."""


class PolicyNames(Section):
    """Names of scaling policies, by the figure that each holds; by default the program makes them up."""

    cpu: PolicyName | None = None
    """Name of the policy that holds the CPU."""
    memory: PolicyName | None = None
    """Name of the policy that holds the memory."""
    requests: PolicyName | None = None
    """Name of the policy that holds the requests."""

    @property
    def by_figure(self) -> dict[str, str]:
        """The names that are given: of cpu, memory and requests."""
        names = {"cpu": self.cpu, "memory": self.memory, "requests": self.requests}
        return {figure: name for figure, name in names.items() if name is not None}


def _named_policies_hold_something(tasks: Tasks) -> Iterator[Mistake]:
    held = {"cpu": tasks.cpu_percent, "memory": tasks.memory_percent, "requests": tasks.requests_per_target}
    keys = {"cpu": "cpuPercent", "memory": "memoryPercent", "requests": "requestsPerTarget"}
    for figure, name in tasks.policy_names.by_figure.items():
        if held[figure] is None:
            allowed = f"no name without {keys[figure]}, the figure that the policy holds"
            yield Mistake(("policyNames", figure), f'"{name}"', allowed, f"Add {keys[figure]}.")


def _named_policies_differ(tasks: Tasks) -> Iterator[Mistake]:
    taken: dict[str, str] = {}
    for figure, name in tasks.policy_names.by_figure.items():
        if name in taken:
            yield Mistake(("policyNames", figure), f'"{name}"', f"a name of its own: {taken[name]} has this one")
        taken.setdefault(name, figure)


def _scales_between_both_ends(tasks: Tasks) -> Iterator[Mistake]:
    if (tasks.min is None) != (tasks.max is None):
        missing = "min" if tasks.min is None else "max"
        yield Mistake((missing,), "nothing", "min and max together, or neither", f"Add {missing}.")


def _desired_lies_between(tasks: Tasks) -> Iterator[Mistake]:
    if tasks.min is None or tasks.max is None:
        return
    if tasks.min > tasks.max:
        yield Mistake(("min",), str(tasks.min), f"at most max, which is {tasks.max}")
    elif not tasks.min <= tasks.desired <= tasks.max:
        close = min(max(tasks.desired, tasks.min), tasks.max)
        allowed = f"from min to max, {tasks.min} to {tasks.max}"
        yield Mistake(("desired",), str(tasks.desired), allowed, f"The nearest count is {close}.")


def _target_needs_scaling(tasks: Tasks) -> Iterator[Mistake]:
    if tasks.max is not None:
        return
    values = (tasks.cpu_percent, tasks.memory_percent, tasks.requests_per_target, len(tasks.schedules) or None)
    for key, value in zip(_ONLY_SCALING, values, strict=True):
        if value is not None:
            yield Mistake((key,), str(value), f"no {key} without min and max", "Add min and max.")


class Tasks(Section):
    """How many tasks run. With min and max the service scales by itself."""

    rules: ClassVar[tuple[Rule, ...]] = (
        _scales_between_both_ends,
        _desired_lies_between,
        _target_needs_scaling,
        _named_policies_hold_something,
        _named_policies_differ,
    )

    desired: TaskCount
    """Tasks at the first deployment, and always when the service does not scale."""
    min: TaskCount | None = None
    """Fewest tasks."""
    max: TaskCount | None = None
    """Most tasks."""
    cpu_percent: Percent | None = None
    """Average CPU that scaling holds; 70 when the service scales and no target at all is given."""
    memory_percent: Percent | None = None
    """Average memory that scaling holds; by default memory doesn't count."""
    requests_per_target: Annotated[Whole, Field(ge=1, le=1000000)] | None = None
    """Requests a minute and task that scaling holds; by default requests don't count. Not with blue/green."""
    scale_out_seconds: Cooldown = 60
    """Seconds between two enlargements."""
    scale_in_seconds: Cooldown = 300
    """Seconds between two reductions."""
    schedules: FrozenMap[ContainerName, ScalingSchedule] = Field(default_factory=dict, validate_default=True)
    """Changes of min and max at a time, by a short name."""
    policy_names: PolicyNames = PolicyNames()
    """Names of the scaling policies."""

    @property
    def peak(self) -> int:
        """Most tasks outside of a deployment, schedules included."""
        if self.max is None:
            return self.desired
        return max(self.max, *(schedule.max for schedule in self.schedules.values()), 0)

    @property
    def resting(self) -> int | None:
        """Most tasks that scaling keeps when there is nothing to do, schedules included; None for a fixed number."""
        if self.min is None:
            return None
        return max(self.min, *(schedule.min for schedule in self.schedules.values()), 0)
