"""What is read from logs: metrics from patterns, and saved queries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from settings.errors import Mistake
from settings.section import Rule, Section
from settings.types import ServiceName, Slug, Text

MetricName = Annotated[str, Text(r"[\w.#:/-]{1,255}", "the name of a metric, such as FailedTransactions")]
MetricNamespace = Annotated[
    str, Text(r"(?!AWS/)[\w.#:/-]{1,255}", "a metric namespace such as Fivestar/Payments, not one of AWS/")
]
LogKey = Annotated[
    str, Text(r"[a-z](?:[a-z0-9]|-(?!-|$)){1,39}", "2 to 40 lower-case letters, digits and single hyphens")
]
LogSource = Annotated[str, Text(r"database|[a-z][a-z0-9-]{1,19}", "`database`, or the key of a service")]


def _reads_one_log(metric: LogMetric) -> Iterator[Mistake]:
    if (metric.service is None) == (metric.log_group is None):
        given = "neither service nor logGroup" if metric.service is None else "both service and logGroup"
        yield Mistake((), given, "one of them", "Name the service, or the key of platform:observability.logGroups.")


class LogMetric(Section):
    """A metric that counts the log events that match a pattern; each gets a logMetric alarm."""

    rules: ClassVar[tuple[Rule, ...]] = (_reads_one_log,)

    service: ServiceName | None = None
    """Service whose logs are read."""
    log_group: Slug | None = None
    """Log group that is read instead, by its key in platform:observability.logGroups."""
    pattern: Annotated[str, Field(min_length=1, max_length=1024)]
    """CloudWatch Logs filter pattern, such as ERROR or ?ERROR ?FATAL."""
    metric: MetricName
    """Name of the metric; two patterns with one metric add up."""
    namespace: MetricNamespace
    """Namespace of the metric."""
    title: Annotated[str, Field(min_length=1)]
    """What it counts, for alarms and the dashboard, such as failed transactions."""


class LogQuery(Section):
    """A saved query of Logs Insights."""

    logs: Annotated[tuple[LogSource, ...], Field(min_length=1)]
    """Whose logs it reads: services and platform:observability.logGroups by key, or database."""
    query: Annotated[str, Field(min_length=1, max_length=10000)]
    """The query; its time range is chosen where it is run."""
