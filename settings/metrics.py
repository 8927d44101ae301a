"""Metrics that a container offers in Prometheus's form, and where they go."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from settings.container_types import Image
from settings.log_insights import MetricNamespace
from settings.prometheus import SeriesName
from settings.section import FrozenMap, Section, Whole
from settings.sidecars import OTEL_IMAGE, ContainerCpu, ContainerMemory, Port
from settings.types import Text, UrlPath

LabelName = Annotated[str, Text(r"[A-Za-z_]\w{0,127}", "the name of a label, such as provider")]


class CloudWatchMetrics(Section):
    """Metrics that are also written to CloudWatch, for its dashboards and alarms. Each costs by the month."""

    namespace: MetricNamespace
    """Namespace of the metrics."""
    metrics: Annotated[FrozenMap[SeriesName, tuple[tuple[LabelName, ...], ...]], Field(min_length=1)]
    """By the name of a series, the sets of labels that become dimensions; the empty set is the sum of all."""


class MetricsSidecar(Section):
    """Collector beside the main container, which reads its metrics over localhost: no port is opened for it.

    It writes to the workspace of platform:observability.prometheus, if there is one.
    """

    interval_seconds: Annotated[Whole, Field(ge=5, le=300)] = 30
    """Seconds between two readings."""
    image: Image = OTEL_IMAGE
    """Image of AWS's OpenTelemetry collector."""
    cpu: ContainerCpu = 32
    """CPU units set aside for it."""
    memory: ContainerMemory = 160
    """Memory in MiB that it may use."""
    cloud_watch: CloudWatchMetrics | None = None
    """Metrics that are also written to CloudWatch; by default none."""


class Metrics(Section):
    """Metrics that the main container offers in Prometheus's form, and who reads them."""

    port: Port
    """Port on which it offers them; without sidecar one that no load balancer reaches."""
    path: UrlPath = "/metrics"
    """Path on which it does."""
    scheme: Literal["http", "https"] = "http"
    """How they are read; with https the certificate isn't checked."""
    sidecar: MetricsSidecar | None = None
    """A reader in each task; by default platform:observability.prometheus.collector, which reads services only."""
