"""What is read from logs: metrics from patterns, and saved queries."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws


class LogMetricArgs(TypedDict):
    log_group_name: pulumi.Input[str]
    """Log group that is read."""
    pattern: str
    """Filter pattern."""
    namespace: str
    """Namespace of the metric."""
    metric: str
    """Name of the metric."""
    value: NotRequired[str]
    """Number, or field of the event, that each event adds. Default: events are counted, 0 where there are none."""
    unit: NotRequired[str]
    """Unit of the values. Default: none; Count where events are counted."""
    dimensions: NotRequired[dict[str, str]]
    """Fields of the event by the names of the dimensions that they make; with value only. Default: none."""


class LogQueryArgs(TypedDict):
    log_group_names: list[pulumi.Input[str]]
    """Log groups that are read."""
    query: str
    """The query."""


class LogInsightsArgs(TypedDict):
    name_prefix: str
    """Folder of the queries: prod-fivestar gives prod-fivestar/errors."""
    metrics: dict[str, LogMetricArgs]
    """Metrics by key."""
    queries: dict[str, LogQueryArgs]
    """Queries by name."""


class LogInsights(pulumi.ComponentResource):
    """Metrics that count log events or read their figures, and queries that stand ready in Logs Insights."""

    query_ids: pulumi.Output[dict[str, str]]
    """Ids of the saved queries, by name."""

    def __init__(self, name: str, args: LogInsightsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:LogInsights", name, {}, opts)
        self._prefix = name
        self._child = pulumi.ResourceOptions(parent=self)
        for key, metric in args["metrics"].items():
            self._metric(key, metric)
        queries = {key: self._query(args["name_prefix"], key, query) for key, query in args["queries"].items()}
        self.query_ids = pulumi.Output.all(**queries)
        self.register_outputs({"query_ids": self.query_ids})

    def _metric(self, key: str, metric: LogMetricArgs) -> None:
        counts = "value" not in metric
        aws.cloudwatch.LogMetricFilter(
            f"{self._prefix}-{key}",
            log_group_name=metric["log_group_name"],
            pattern=metric["pattern"],
            metric_transformation={
                "namespace": metric["namespace"],
                "name": metric["metric"],
                "value": metric.get("value", "1"),
                "default_value": "0" if counts else None,
                "unit": metric.get("unit", "Count" if counts else "None"),
                "dimensions": metric.get("dimensions") or None,
            },
            opts=self._child,
        )

    def _query(self, folder: str, key: str, query: LogQueryArgs) -> pulumi.Output[str]:
        definition = aws.cloudwatch.QueryDefinition(
            f"{self._prefix}-query-{key}",
            name=f"{folder}/{key}",
            log_group_names=query["log_group_names"],
            query_string=query["query"],
            opts=self._child,
        )
        return pulumi.Output.from_input(definition.query_definition_id)
