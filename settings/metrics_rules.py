"""Rules between the metrics of containers and who reads them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from settings.errors import Mistake
from settings.references import workloads

if TYPE_CHECKING:
    from settings.section import Rule
    from settings.stack import Settings


def _metrics_go_somewhere(settings: Settings) -> Iterator[Mistake]:
    if settings.observability.prometheus is not None:
        return
    for path, workload in workloads(settings):
        sidecar = workload.metrics.sidecar if workload.metrics is not None else None
        if sidecar is not None and sidecar.cloud_watch is None:
            yield Mistake(
                (*path, "metrics", "sidecar"),
                "a section",
                "a sidecar with cloudWatch, or with platform:observability.prometheus: else metrics go nowhere",
                "Add prometheus to platform:observability.",
            )


def _somebody_reads_the_metrics(settings: Settings) -> Iterator[Mistake]:
    prometheus = settings.observability.prometheus
    collected = prometheus is not None and prometheus.collector is not None
    for path, workload in workloads(settings):
        if workload.metrics is None or workload.metrics.sidecar is not None:
            continue
        if path[0] == "jobs":
            allowed = "metrics with a sidecar: the collector reads services only"
            yield Mistake((*path, "metrics"), "a section", allowed, "Add sidecar: {}.")
        elif not collected:
            collector = "platform:observability.prometheus.collector"
            allowed = f"metrics with a sidecar, or with {collector}: else nobody reads them"
            yield Mistake((*path, "metrics"), "a section", allowed, "Add sidecar: {}, or the collector.")


def _collected_metrics_have_ports_of_their_own(settings: Settings) -> Iterator[Mistake]:
    """The load balancer reaches the container's port, and the collector alone that of metrics."""
    for name, service in settings.services.items():
        if service.metrics is None or service.metrics.sidecar is not None:
            continue
        path = ("services", name, "metrics", "port")
        if service.routes and service.metrics.port == service.port:
            yield Mistake(path, str(service.metrics.port), f"another port than {service.port}, which takes requests")
        if any(service.metrics.port in sidecar.ports for sidecar in service.sidecars.values()):
            yield Mistake(path, str(service.metrics.port), "a port that no sidecar listens on")


METRICS_RULES: tuple[Rule, ...] = (
    _metrics_go_somewhere,
    _somebody_reads_the_metrics,
    _collected_metrics_have_ports_of_their_own,
)
"""Rules of a whole stack file."""
