"""Where services show metrics in Prometheus's form, and who collects them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from settings.container_types import ContainerUser, Image
from settings.errors import Mistake
from settings.section import Rule, Section, Whole
from settings.task_size import Size
from settings.tasks import Tasks
from settings.types import UrlPath

if TYPE_CHECKING:
    from settings.stack import Settings

COLLECTOR_IMAGE = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3"
"""AWS's distribution of the OpenTelemetry collector: https://gallery.ecr.aws/aws-observability/aws-otel-collector"""

COLLECTOR = "metrics-collector"
"""Name of the collector's service, container and group."""


class Metrics(Section):
    """Metrics that the main container shows to a collector, on a port that no load balancer reaches."""

    port: Annotated[Whole, Field(ge=1, le=65535)]
    """Port on which it shows them."""
    path: UrlPath = "/metrics"
    """Path at which it shows them."""
    scheme: Literal["http", "https"] = "http"
    """How the collector asks; with https it doesn't check the certificate."""


def _timeout_is_within_the_interval(collector: Collector) -> Iterator[Mistake]:
    if collector.timeout_seconds > collector.scrape_seconds:
        allowed = f"at most scrapeSeconds, which is {collector.scrape_seconds}"
        yield Mistake(("timeoutSeconds",), str(collector.timeout_seconds), allowed)


class Collector(Section):
    """A service of its own that collects the metrics of all services with `metrics`, and writes them to the workspace.

    It finds the tasks by their private names.
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
    scrape_seconds: Annotated[Whole, Field(ge=5, le=3600)] = 60
    """Seconds between two looks at a task."""
    timeout_seconds: Annotated[Whole, Field(ge=1, le=3600)] = 10
    """Seconds until a look counts as failed."""


def metrics_have_ports_of_their_own(settings: Settings) -> Iterator[Mistake]:
    """The load balancer reaches the container's port, and the collector alone that of metrics."""
    for name, service in settings.services.items():
        if service.metrics is None:
            continue
        path = ("services", name, "metrics", "port")
        if service.routes and service.metrics.port == service.port:
            yield Mistake(path, str(service.metrics.port), f"another port than {service.port}, which takes requests")
        if any(service.metrics.port in sidecar.ports for sidecar in service.sidecars.values()):
            yield Mistake(path, str(service.metrics.port), "a port that no sidecar listens on")


def the_collector_finds_its_tasks(settings: Settings) -> Iterator[Mistake]:
    """A collector needs a cluster to run on, private names to find tasks by, and tasks."""
    prometheus = settings.observability.prometheus
    if prometheus is None or prometheus.collector is None:
        return
    path = ("observability", "prometheus", "collector")
    if settings.private_names is None:
        allowed = "a collector beside platform:privateNames, by which it finds the tasks"
        yield Mistake(path, "a section", allowed, "Add platform:privateNames.")
    if not any(service.metrics for service in settings.services.values()):
        allowed = "a collector where a service has metrics"
        yield Mistake(path, "a section", allowed, "Add metrics: {port: …} to a service, or remove the collector.")
    if COLLECTOR in settings.services or COLLECTOR in settings.jobs:
        section = "services" if COLLECTOR in settings.services else "jobs"
        yield Mistake((section, COLLECTOR), f'"{COLLECTOR}"', "another name: the collector has this one", "Rename it.")


SCRAPING_RULES: tuple[Rule, ...] = (metrics_have_ports_of_their_own, the_collector_finds_its_tasks)
