"""The dashboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.errors import Mistake
from settings.section import Flag, FrozenMap, Rule, Section, Whole
from settings.types import Text

Statistic = Annotated[
    str,
    Text(
        r"SampleCount|Average|Sum|Minimum|Maximum|p\d{1,2}(\.\d)?",
        "SampleCount, Average, Sum, Minimum, Maximum or a percentile such as p99",
    ),
]


LineId = Annotated[str, Text(r"[a-z]\w{0,254}", "a name of letters, digits and underscores, a small letter first")]


def _is_a_metric_or_an_expression(line: WidgetMetric) -> Iterator[Mistake]:
    if line.expression is not None:
        for key in ("namespace", "metric", "dimensions"):
            if getattr(line, key):
                yield Mistake((key,), "something", f"no {key} beside expression", f"Remove {key}.")
        return
    for key in ("namespace", "metric"):
        if getattr(line, key) is None:
            yield Mistake((key,), "nothing", "a namespace and a metric, or an expression", f"Add {key}.")


class WidgetMetric(Section):
    """One line of a widget: a metric, or an expression over the ids of others or that searches for metrics.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
    """

    rules: ClassVar[tuple[Rule, ...]] = (_is_a_metric_or_an_expression,)

    namespace: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    """Namespace of the metric, such as AWS/ECS."""
    metric: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    """Name of the metric."""
    expression: Annotated[str, Field(min_length=1, max_length=1024)] | None = None
    """Metric math such as 100 * failed / all, instead of namespace and metric."""
    id: LineId | None = None
    """Name by which expressions of the same widget call it."""
    visible: Flag = True
    """Whether it is drawn; false for what only expressions use."""
    dimensions: FrozenMap[str, str] = Field(default_factory=dict, validate_default=True)
    """Dimensions by name."""
    statistic: Statistic = "Average"
    """How the values of a period become one."""
    label: str | None = None
    """Name of the line; by default CloudWatch's own."""


class Level(Section):
    """A level that a widget's lines are meant to keep, drawn as a line across."""

    value: Annotated[float, Field(ge=0)]
    """The level, in the unit of the lines."""
    label: Annotated[str, Field(min_length=1)]
    """What it is, such as target: above 95 %."""


class Widget(Section):
    """A further widget, below those of what is deployed."""

    title: Annotated[str, Field(min_length=1)]
    """Its heading."""
    metrics: Annotated[tuple[WidgetMetric, ...], Field(min_length=1)]
    """Its lines."""
    levels: tuple[Level, ...] = ()
    """Levels that the lines are meant to keep."""
    period_seconds: Annotated[Whole, Field(ge=60, le=86400)] = 60
    """Seconds of a point."""
    width: Literal[6, 8, 12, 24] = 12
    """Columns of the 24 that a row has."""


class Dashboard(Section):
    """A CloudWatch dashboard of everything that the stack has."""

    name: Annotated[str, Text(r"[\w-]{1,255}", "1 to 255 letters, digits, hyphens and underscores")]
    """Name of the dashboard."""
    widgets: tuple[Widget, ...] = ()
    """Further widgets, such as business figures."""
