"""The dashboard."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from settings.section import FrozenMap, Section, Whole
from settings.types import Text

Statistic = Annotated[
    str,
    Text(
        r"SampleCount|Average|Sum|Minimum|Maximum|p\d{1,2}(\.\d)?",
        "SampleCount, Average, Sum, Minimum, Maximum or a percentile such as p99",
    ),
]


class WidgetMetric(Section):
    """One line of a widget."""

    namespace: Annotated[str, Field(min_length=1, max_length=255)]
    """Namespace of the metric, such as AWS/ECS."""
    metric: Annotated[str, Field(min_length=1, max_length=255)]
    """Name of the metric."""
    dimensions: FrozenMap[str, str] = Field(default_factory=dict, validate_default=True)
    """Dimensions by name."""
    statistic: Statistic = "Average"
    """How the values of a period become one."""
    label: str | None = None
    """Name of the line; by default CloudWatch's own."""


class Widget(Section):
    """A further widget, below those of what is deployed."""

    title: Annotated[str, Field(min_length=1)]
    """Its heading."""
    metrics: Annotated[tuple[WidgetMetric, ...], Field(min_length=1)]
    """Its lines."""
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
