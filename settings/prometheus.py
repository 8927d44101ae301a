"""Amazon Managed Service for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.errors import Mistake
from settings.scraping import Collector
from settings.section import FrozenMap, Rule, Section, Whole
from settings.types import Text

RuleName = Annotated[str, Text(r"[A-Za-z_][\w.-]{0,63}", "up to 64 letters, digits, hyphens and underscores")]
SeriesName = Annotated[str, Text(r"[A-Za-z_:][\w:]{0,127}", "the name of a series, such as job:errors:rate5m")]
RulePath = Annotated[
    str, Text(r"(?!/)(?!.*\.\.)[\w./-]+\.ya?ml", "the path of a .yaml file below the program's folder")
]


class PrometheusAlert(Section):
    """An alert rule."""

    expression: Annotated[str, Field(min_length=1)]
    """PromQL that has a result while the alert is on."""
    minutes: Annotated[Whole, Field(ge=0, le=1440)] = 5
    """Minutes that it must hold."""
    severity: Literal["critical", "warning"] = "warning"
    """Topic that is told."""
    summary: Annotated[str, Field(min_length=1)]
    """What it says to who is told."""


def _has_rules(group: PrometheusRules) -> Iterator[Mistake]:
    if not group.recordings and not group.alerts:
        yield Mistake((), "neither recordings nor alerts", "one of them or both", "Add one, or remove the group.")


class PrometheusRules(Section):
    """A group of rules."""

    rules: ClassVar[tuple[Rule, ...]] = (_has_rules,)

    interval_seconds: Annotated[Whole, Field(ge=10, le=3600)] = 60
    """Seconds between evaluations."""
    recordings: FrozenMap[SeriesName, str] = Field(default_factory=dict, validate_default=True)
    """Series to keep, by name: their PromQL."""
    alerts: FrozenMap[RuleName, PrometheusAlert] = Field(default_factory=dict, validate_default=True)
    """Alerts by name."""


class Prometheus(Section):
    """A workspace that applications write their metrics to, with rules and alerts to the topics."""

    alias: Annotated[str, Text(r"[\w .-]{1,100}", "1 to 100 letters, digits, spaces, dots, hyphens and underscores")]
    """Name of the workspace."""
    retention_days: Annotated[Whole, Field(ge=1, le=1095)] = 150
    """Days that metrics are kept, up to 1095."""
    rules_by_group: FrozenMap[RuleName, PrometheusRules] = Field(
        default_factory=dict, validate_default=True, alias="rules"
    )
    """Groups of rules, by name."""
    rule_files: FrozenMap[RuleName, RulePath] = Field(default_factory=dict, validate_default=True)
    """Files of rule groups in Prometheus's own form, by name: paths from the program's folder."""
    alert_manager_file: RulePath | None = None
    """File of the alert manager in its own form, a path from the program's folder, in which `${topics.critical}` and
    `${topics.warning}` stand for the topics' ARNs and `${region}` for the region; by default alerts go to the topic of
    their label severity."""
    collector: Collector | None = None
    """What collects the metrics of services; by default services write to the workspace themselves."""
