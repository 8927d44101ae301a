"""The service that collects the metrics of others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from settings.container_types import ContainerUser, Image
from settings.errors import Mistake
from settings.section import Rule, Section, Whole
from settings.task_size import Size
from settings.tasks import Tasks

if TYPE_CHECKING:
    from settings.stack import Settings

COLLECTOR_IMAGE = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3"
"""AWS's distribution of the OpenTelemetry collector: https://gallery.ecr.aws/aws-observability/aws-otel-collector"""

COLLECTOR = "metrics-collector"
"""Name of the collector's service, container and group."""


def _timeout_is_within_the_interval(collector: Collector) -> Iterator[Mistake]:
    if collector.timeout_seconds > collector.interval_seconds:
        allowed = f"at most intervalSeconds, which is {collector.interval_seconds}"
        yield Mistake(("timeoutSeconds",), str(collector.timeout_seconds), allowed)


class Collector(Section):
    """A service of its own that reads the metrics of all services whose `metrics` have no sidecar.

    It writes them to the workspace, and finds the tasks by their private names.
    """

    rules: ClassVar[tuple[Rule, ...]] = (_timeout_is_within_the_interval,)

    image: Image = COLLECTOR_IMAGE
    """Image of the collector."""
    size: Size
    """Size of one task."""
    tasks: Tasks = Field(default_factory=lambda: Tasks(desired=2))
    """Tasks, each of which asks everybody; the workspace keeps the samples of one of them and takes another one's when
    that one falls silent. More tasks take no load from each other."""
    user: ContainerUser = "65532"
    """User that it runs as; it writes to no file, so that any user without rights will do."""
    interval_seconds: Annotated[Whole, Field(ge=5, le=3600)] = 60
    """Seconds between two looks at a task."""
    timeout_seconds: Annotated[Whole, Field(ge=1, le=3600)] = 10
    """Seconds until a look counts as failed."""


def the_collector_finds_its_tasks(settings: Settings) -> Iterator[Mistake]:
    """A collector needs a cluster to run on, private names to find tasks by, and tasks."""
    prometheus = settings.observability.prometheus
    if prometheus is None or prometheus.collector is None:
        return
    path = ("observability", "prometheus", "collector")
    if settings.private_names is None:
        allowed = "a collector beside platform:privateNames, by which it finds the tasks"
        yield Mistake(path, "a section", allowed, "Add platform:privateNames.")
    if not any(service.is_collected for service in settings.services.values()):
        allowed = "a collector where a service has metrics without sidecar"
        yield Mistake(path, "a section", allowed, "Add metrics: {port: …} to a service, or remove the collector.")
    if COLLECTOR in settings.services or COLLECTOR in settings.jobs:
        section = "services" if COLLECTOR in settings.services else "jobs"
        yield Mistake((section, COLLECTOR), f'"{COLLECTOR}"', "another name: the collector has this one", "Rename it.")


SCRAPING_RULES: tuple[Rule, ...] = (the_collector_finds_its_tasks,)
