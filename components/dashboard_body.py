"""The body of a CloudWatch dashboard: what each kind of target shows, laid out in rows of 24 columns.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pulumi

from components.alarm_plan import Dimensions, Watched, watched
from components.alarm_targets import TargetsArgs

COLUMNS = 24
_HEIGHT = 6
_MOST_ALARMS = 100

Json = dict[str, object]


@dataclass(frozen=True)
class Line:
    """A metric in a widget, or an expression over those with an id."""

    namespace: str
    metric: str
    dimensions: Dimensions
    statistic: str
    label: str = ""
    expression: str = ""
    id: str = ""
    visible: bool = True


@dataclass(frozen=True)
class Chart:
    """A widget with lines over time."""

    title: str
    lines: Sequence[Line]
    width: int = 12
    period: int = 60
    levels: Sequence[tuple[str, float]] = ()
    """Levels drawn across, by what they are."""


@dataclass(frozen=True)
class Panel:
    """What is shown of targets that can have an alarm of a kind: charts of a title, metrics and their statistics."""

    kind: str
    namespace: str
    charts: Sequence[tuple[str, tuple[tuple[str, str], ...]]]


_RESPONSES = (("TargetResponseTime", "p50"), ("TargetResponseTime", "p95"), ("TargetResponseTime", "p99"))

PANELS: Sequence[Panel] = (
    Panel(
        "errorRate",
        "AWS/ApplicationELB",
        (
            ("requests", (("RequestCount", "Sum"),)),
            ("errors", (("HTTPCode_Target_5XX_Count", "Sum"), ("HTTPCode_ELB_5XX_Count", "Sum"))),
            ("client errors", (("HTTPCode_Target_4XX_Count", "Sum"), ("HTTPCode_ELB_4XX_Count", "Sum"))),
            ("response times, seconds", _RESPONSES),
        ),
    ),
    Panel(
        "serviceCpu",
        "AWS/ECS",
        (
            ("CPU and memory, percent", (("CPUUtilization", "Average"), ("MemoryUtilization", "Average"))),
            ("running tasks", (("CPUUtilization", "SampleCount"),)),
        ),
    ),
    Panel(
        "serviceErrorRate",
        "AWS/ApplicationELB",
        (
            ("requests and errors", (("RequestCount", "Sum"), ("HTTPCode_Target_5XX_Count", "Sum"))),
            ("response times, seconds", _RESPONSES),
            ("targets", (("HealthyHostCount", "Minimum"), ("UnHealthyHostCount", "Maximum"))),
        ),
    ),
    Panel(
        "databaseCpu",
        "AWS/RDS",
        (
            ("CPU, percent", (("CPUUtilization", "Average"),)),
            ("connections", (("DatabaseConnections", "Average"),)),
            ("latency, seconds", (("ReadLatency", "Average"), ("WriteLatency", "Average"))),
            ("free memory and storage, bytes", (("FreeableMemory", "Average"), ("FreeStorageSpace", "Average"))),
        ),
    ),
    Panel("replicaLag", "AWS/RDS", (("replica lag, seconds", (("ReplicaLag", "Average"),)),)),
    Panel(
        "cacheCpu",
        "AWS/ElastiCache",
        (
            (
                "CPU and memory, percent",
                (("EngineCPUUtilization", "Average"), ("DatabaseMemoryUsagePercentage", "Average")),
            ),
            ("connections and evictions", (("CurrConnections", "Average"), ("Evictions", "Sum"))),
        ),
    ),
    Panel(
        "tableThrottles",
        "AWS/DynamoDB",
        (
            ("capacity in use", (("ConsumedReadCapacityUnits", "Sum"), ("ConsumedWriteCapacityUnits", "Sum"))),
            ("throttles", (("ReadThrottleEvents", "Sum"), ("WriteThrottleEvents", "Sum"))),
        ),
    ),
    Panel(
        "queueAge",
        "AWS/SQS",
        (
            ("waiting messages", (("ApproximateNumberOfMessagesVisible", "Maximum"),)),
            ("age of the oldest message, seconds", (("ApproximateAgeOfOldestMessage", "Maximum"),)),
        ),
    ),
    Panel("deadLetters", "AWS/SQS", (("dead letters", (("ApproximateNumberOfMessagesVisible", "Maximum"),)),)),
    Panel(
        "functionErrors",
        "AWS/Lambda",
        (
            ("runs and errors", (("Invocations", "Sum"), ("Errors", "Sum"))),
            ("duration, milliseconds", (("Duration", "p50"), ("Duration", "p95"))),
        ),
    ),
    Panel("firewallBlocks", "AWS/WAFV2", (("blocked requests", (("BlockedRequests", "Sum"),)),)),
    Panel("natPortErrors", "AWS/NATGateway", (("NAT port errors", (("ErrorPortAllocation", "Sum"),)),)),
)
"""What is shown of each target that can have the alarm of the kind, in order."""


def dashboard_body(
    title: str, region: str, targets: TargetsArgs, alarm_arns: Sequence[pulumi.Input[str]], further: Sequence[Chart]
) -> Json:
    """The body, outputs within: title and alarms, what is deployed, business figures, further widgets."""
    rows = [[_text(f"# {title}")]]
    rows += [[_alarms(list(alarm_arns[:_MOST_ALARMS]))]] if alarm_arns else []
    everything = list(watched(targets, region))
    for panel in PANELS:
        for target in everything:
            if panel.kind in target.kinds:
                rows.append([_chart(chart, region) for chart in _charts(panel, target)])
    business = [_business(target) for target in everything if target.metric is not None]
    if business:
        rows += [[_text("## Business figures and log events")], [_chart(chart, region) for chart in business]]
    rows.append([_chart(chart, region) for chart in further])
    return {"widgets": list(_placed(rows))}


def _charts(panel: Panel, target: Watched) -> Iterator[Chart]:
    width = COLUMNS // min(len(panel.charts), 4)
    for title, measures in panel.charts:
        lines = [
            Line(panel.namespace, metric, target.dimensions, statistic, _label(metric, statistic))
            for metric, statistic in measures
        ]
        yield Chart(f"{_capital(target.title)}: {title}", lines, width)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _label(metric: str, statistic: str) -> str:
    return f"{metric} {statistic}" if statistic.startswith("p") else metric


def _business(target: Watched) -> Chart:
    namespace, metric = target.metric or ("", "")
    return Chart(_capital(target.title), [Line(namespace, metric, {}, "Sum", metric)], 8, 300)


def _chart(chart: Chart, region: str) -> Json:
    metrics = [_metric(line) for line in chart.lines]
    properties: Json = {
        "title": chart.title,
        "view": "timeSeries",
        "stacked": False,
        "region": region,
        "period": chart.period,
        "metrics": metrics,
    }
    if chart.levels:
        levels = [{"label": label, "value": value} for label, value in chart.levels]
        properties["annotations"] = {"horizontal": levels}
    return {"type": "metric", "width": chart.width, "height": _HEIGHT, "properties": properties}


def _metric(line: Line) -> list[object]:
    rendering: Json = {"label": line.label} if line.label else {}
    rendering |= {"id": line.id} if line.id else {}
    rendering |= {} if line.visible else {"visible": False}
    if line.expression:
        return [{"expression": line.expression, **rendering}]
    pairs = [part for pair in line.dimensions.items() for part in pair]
    rendering = {"stat": line.statistic, **rendering}
    return [line.namespace, line.metric, *pairs, rendering]


def _text(markdown: str) -> Json:
    return {"type": "text", "width": COLUMNS, "height": 1, "properties": {"markdown": markdown}}


def _alarms(arns: list[pulumi.Input[str]]) -> Json:
    properties: Json = {"title": "Alarms", "alarms": arns, "sortBy": "stateUpdatedTimestamp"}
    return {"type": "alarm", "width": COLUMNS, "height": 4, "properties": properties}


def _placed(rows: Sequence[Sequence[Json]]) -> Iterator[Json]:
    """The widgets with their places: from left to right, wrapped where a row is full."""
    y = 0
    for row in rows:
        x, height = 0, 0
        for widget in row:
            width, own_height = int(str(widget["width"])), int(str(widget["height"]))
            if x + width > COLUMNS:
                x, y, height = 0, y + height, 0
            yield {**widget, "x": x, "y": y}
            x, height = x + width, max(height, own_height)
        y += height
