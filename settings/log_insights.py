"""What is read from logs: metrics from patterns, and saved queries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.errors import Mistake
from settings.section import FrozenMap, Rule, Section
from settings.types import ServiceName, Slug, Text

MetricName = Annotated[str, Text(r"[\w.#:/-]{1,255}", "the name of a metric, such as FailedTransactions")]
MetricNamespace = Annotated[
    str, Text(r"(?!AWS/)[\w.#:/-]{1,255}", "a metric namespace such as Fivestar/Payments, not one of AWS/")
]
LogKey = Annotated[
    str, Text(r"[a-z](?:[a-z0-9]|-(?!-|$)){1,39}", "2 to 40 lower-case letters, digits and single hyphens")
]
LogSource = Annotated[str, Text(r"database|[a-z][a-z0-9-]{1,19}", "`database`, or the key of a service")]


MetricValue = Annotated[
    str,
    Text(
        r"\d{1,9}(\.\d{1,9})?|\$\.[\w.]{1,128}|\$\w{1,128}",
        "a number in quotes, or the field of the event that holds it, such as $.amount",
    ),
]
EventField = Annotated[str, Text(r"\$\.[\w.]{1,128}|\$\w{1,128}", "a field of the event, such as $.gateway")]
DimensionName = Annotated[str, Text(r"[\w.#/-]{1,255}", "the name of a dimension, such as gateway")]


def _reads_one_log(metric: LogMetric) -> Iterator[Mistake]:
    if (metric.service is None) == (metric.log_group is None):
        given = "neither service nor logGroup" if metric.service is None else "both service and logGroup"
        yield Mistake((), given, "one of them", "Name the service, or the key of platform:observability.logGroups.")


def _dimensions_are_of_values(metric: LogMetric) -> Iterator[Mistake]:
    if metric.dimensions and metric.value is None:
        yield Mistake(("dimensions",), "a section", "no dimensions without value", 'Add value: "1", which counts.')
    if metric.unit is not None and metric.value is None:
        yield Mistake(("unit",), f'"{metric.unit}"', "no unit without value: events are counted", "Add value.")


class LogMetric(Section):
    """A metric that counts the log events that match a pattern; each gets a logMetric alarm.

    With `value` it is a figure to look at, percentiles included: it has no alarm, and no value where no event is.
    """

    rules: ClassVar[tuple[Rule, ...]] = (_reads_one_log, _dimensions_are_of_values)

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
    value: MetricValue | None = None
    """What each event adds: a number, or a field of it that the pattern names; by default events are counted."""
    unit: Literal["Seconds", "Milliseconds", "Bytes", "Percent", "Count", "None"] | None = None
    """Unit of the values; by default none."""
    dimensions: Annotated[FrozenMap[DimensionName, EventField], Field(max_length=3)] = Field(
        default_factory=dict, validate_default=True
    )
    """Fields that the pattern names and that split the metric, by the names of its dimensions; up to three."""
    title: Annotated[str, Field(min_length=1)]
    """What it counts, for alarms and the dashboard, such as failed transactions."""


class LogQuery(Section):
    """A saved query of Logs Insights."""

    logs: Annotated[tuple[LogSource, ...], Field(min_length=1)]
    """Whose logs it reads: services and platform:observability.logGroups by key, or database."""
    query: Annotated[str, Field(min_length=1, max_length=10000)]
    """The query; its time range is chosen where it is run."""
