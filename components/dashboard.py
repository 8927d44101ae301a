"""A CloudWatch dashboard of what a stack has."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.alarm_targets import TargetsArgs
from components.dashboard_body import Chart, Line, dashboard_body


class WidgetMetricArgs(TypedDict):
    namespace: str
    """Namespace of the metric; empty for an expression."""
    metric: str
    """Name of the metric; empty for an expression."""
    expression: NotRequired[str]
    """Metric math over the ids of other lines. Default: the line is a metric."""
    id: NotRequired[str]
    """Name by which expressions call it. Default: none."""
    visible: NotRequired[bool]
    """Whether it is drawn. Default: true."""
    dimensions: dict[str, str]
    """Dimensions by name."""
    statistic: str
    """How the values of a period become one: Sum, p95."""
    label: str
    """Name of the line; empty for CloudWatch's own."""


class WidgetTargetArgs(TypedDict):
    value: float
    """Level that lines are meant to keep."""
    label: str
    """What it is."""


class WidgetArgs(TypedDict):
    title: str
    """Heading."""
    metrics: list[WidgetMetricArgs]
    """Lines."""
    targets: NotRequired[list[WidgetTargetArgs]]
    """Levels drawn across. Default: none."""
    period_seconds: int
    """Seconds of a point."""
    width: int
    """Columns of 24."""


class DashboardArgs(TypedDict):
    dashboard_name: str
    """Name of the dashboard."""
    title: str
    """Its heading."""
    region: str
    """Region of the metrics."""
    targets: TargetsArgs
    """What is shown."""
    alarm_arns: list[pulumi.Input[str]]
    """Alarms whose state is shown; the first 100, which is CloudWatch's limit."""
    widgets: NotRequired[list[WidgetArgs]]
    """Further widgets. Default: none."""


class Dashboard(pulumi.ComponentResource):
    """Alarms, then load balancer, services, data stores and business figures, with what else is given."""

    dashboard_name: pulumi.Output[str]
    """Name of the dashboard."""

    def __init__(self, name: str, args: DashboardArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Dashboard", name, {}, opts)
        further = [_chart(widget) for widget in args.get("widgets", [])]
        body = dashboard_body(args["title"], args["region"], args["targets"], args["alarm_arns"], further)
        dashboard = aws.cloudwatch.Dashboard(
            f"{name}-dashboard",
            dashboard_name=args["dashboard_name"],
            dashboard_body=pulumi.Output.json_dumps(body),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        self.dashboard_name = dashboard.dashboard_name
        self.register_outputs({"dashboard_name": self.dashboard_name})


def _chart(widget: WidgetArgs) -> Chart:
    lines = [
        Line(
            item["namespace"],
            item["metric"],
            item["dimensions"],
            item["statistic"],
            item["label"],
            item.get("expression", ""),
            item.get("id", ""),
            item.get("visible", True),
        )
        for item in widget["metrics"]
    ]
    levels = [(target["label"], target["value"]) for target in widget.get("targets", [])]
    return Chart(widget["title"], lines, widget["width"], widget["period_seconds"], levels)
