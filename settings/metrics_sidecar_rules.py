"""Rules between the metrics of containers and where they go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from settings.errors import Mistake
from settings.references import workloads

if TYPE_CHECKING:
    from settings.stack import Settings


def _metrics_go_somewhere(settings: Settings) -> Iterator[Mistake]:
    if settings.observability.prometheus is not None:
        return
    for path, workload in workloads(settings):
        if workload.metrics_sidecar is not None and workload.metrics_sidecar.cloud_watch is None:
            yield Mistake(
                (*path, "metricsSidecar"),
                "a section",
                "metricsSidecar with cloudWatch, or with platform:observability.prometheus: else they go nowhere",
                "Add prometheus to platform:observability.",
            )


METRICS_SIDECAR_RULES = (_metrics_go_somewhere,)
"""Rules of a whole stack file."""
