"""Jobs: tasks that run to their end and are started by hand, by a deployment or by the clock."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.cluster import CapacityStrategy
from settings.container_types import QueueSource
from settings.containers import Workload
from settings.errors import Mistake
from settings.schedules import ScheduleExpression
from settings.section import Flag, Rule, Section, Whole
from settings.time_zones import TimeZone

JobKind = Literal["oneOff", "migration", "scheduled"]


class JobSchedule(Section):
    """When a scheduled job runs."""

    expression: ScheduleExpression
    """cron(minutes hours day-of-month month day-of-week year), or rate(number unit)."""
    time_zone: TimeZone = "UTC"
    """Time zone of the expression, such as Asia/Kolkata."""
    enabled: Flag = True
    """Whether it runs at all."""
    flexible_minutes: Annotated[Whole, Field(ge=0, le=1440)] = 0
    """Minutes within which the start may be put off; 0 for on time."""
    retries: Annotated[Whole, Field(ge=0, le=185)] = 3
    """How often the start is tried again when ECS refuses it; a task that fails isn't started again."""
    retry_minutes: Annotated[Whole, Field(ge=1, le=1440)] = 60
    """Minutes after which no further try is made."""
    dead_letter: QueueSource | None = None
    """Queue that gets starts that never succeeded: a key of platform:queues, or an ARN; by default none does."""


def _schedule_belongs_to_scheduled(job: Job) -> Iterator[Mistake]:
    if job.kind == "scheduled" and job.schedule is None:
        yield Mistake(("schedule",), "nothing", "a schedule, because kind is scheduled", "Add schedule.")
    if job.kind != "scheduled" and job.schedule is not None:
        yield Mistake(("schedule",), "a section", f"no schedule with kind {job.kind}", "Write kind: scheduled.")


class Job(Workload):
    """A container image that runs to its end.

    A migration changes the database for a new image: the pipeline or an operator runs it and waits for its end before
    the services that name it in `after` are deployed. Stack outputs say how.
    """

    rules: ClassVar[tuple[Rule, ...]] = (*Workload.rules, _schedule_belongs_to_scheduled)

    kind: JobKind
    """oneOff: started by hand; migration: run before services are deployed; scheduled: started by the clock."""
    tasks: Annotated[Whole, Field(ge=1, le=10)] = 1
    """Tasks that run at a time."""
    capacity: CapacityStrategy | None = None
    """Where its tasks run; by default on demand."""
    schedule: JobSchedule | None = None
    """When it runs; with kind scheduled only."""

    @property
    def peak_addresses(self) -> int:
        """Addresses in use while it runs: one a task."""
        return self.tasks
