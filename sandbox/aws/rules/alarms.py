"""What CloudWatch refuses of alarms and dashboards, by their inputs alone."""

import re
from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses

_API: Final = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/"
_ALARM_API: Final = _API + "API_PutMetricAlarm.html"
_ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
_COMPOSITE: Final = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
_DASHBOARD: Final = "aws:cloudwatch/dashboard:Dashboard"
_STATISTICS: Final = ("SampleCount", "Average", "Sum", "Minimum", "Maximum")
_EXTENDED: Final = (
    r"p\d{1,2}(\.\d{1,10})?|p100|(tm|tc|ts|wm)\d{1,2}(\.\d{1,10})?|(tm|tc|ts|wm|TM|TC|TS|WM|PR)\(.*\)|IQM|iqm"
)
_BAND_OPERATORS: Final = (
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold",
)
_OPERATORS: Final = (
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
    *_BAND_OPERATORS,
)
_SHORT_PERIODS: Final = (10, 20, 30)
_LONGEST_RANGE: Final = 604800
_DAY: Final = 86400
_METRICS_OF_AN_ALARM: Final = 10
_BODY: Final = _API + "CloudWatch-Dashboard-Body-Structure.html"
_WIDGETS: Final = ("metric", "text", "log", "alarm", "explorer", "custom")


@refuses(_ALARM, code="ValidationError", source=_ALARM_API)
def an_alarm_compares_in_a_way_that_exists(alarm: Given) -> Failures:
    """Four comparisons with a threshold, three with a band; one of four treatments of missing data."""
    yield from alarm["comparisonOperator"].none_of(_OPERATORS)
    yield from alarm["treatMissingData"].none_of(("missing", "ignore", "breaching", "notBreaching"))
    yield from alarm["statistic"].none_of(_STATISTICS)
    yield from alarm["name"].longer_than(255)


@refuses(_ALARM, code="ValidationError", source=_ALARM_API)
def an_alarm_watches_a_metric_or_an_expression(alarm: Given) -> Failures:
    """metricName or metricQueries."""
    if alarm["evaluationCriteria"].present:
        return
    if alarm["metricName"].present and not alarm["metricQueries"].empty:
        yield alarm["metricQueries"].refuse("metricName is given too; give one metric or metricQueries")
    if alarm["metricName"].absent and alarm["metricQueries"].empty:
        yield alarm["metricName"].refuse("neither metricName nor metricQueries is given; say what the alarm watches")


@refuses(_ALARM, code="ValidationError", source=_ALARM_API)
def an_alarm_has_one_statistic(alarm: Given) -> Failures:
    """statistic or extendedStatistic, and only for a single metric."""
    plain, extended = alarm["statistic"], alarm["extendedStatistic"]
    if plain.present and extended.present:
        yield extended.refuse("statistic is given too; give one of them")
    if alarm["metricName"].present and plain.absent and extended.absent:
        yield plain.refuse(f"neither statistic nor extendedStatistic is given; give one of {', '.join(_STATISTICS)}")
    yield from extended.unlike(_EXTENDED, "a percentile such as p99 or a trimmed statistic such as tm90")


@refuses(_ALARM, code="ValidationError", source=_ALARM_API)
def an_alarm_has_a_threshold_or_a_band(alarm: Given) -> Failures:
    """threshold or thresholdMetricId; bands need the latter."""
    threshold, band = alarm["threshold"], alarm["thresholdMetricId"]
    if alarm["evaluationCriteria"].present:
        return
    if threshold.present and band.present:
        yield band.refuse("threshold is given too; give one of them")
    if threshold.absent and band.absent:
        yield threshold.refuse("neither threshold nor thresholdMetricId is given; give a number")
    if alarm["comparisonOperator"].text in _BAND_OPERATORS and band.absent:
        yield band.refuse(f"{alarm['comparisonOperator'].text} compares with a band; give thresholdMetricId")


@refuses(_ALARM, code="ValidationError", source=_ALARM_API)
def an_alarm_period_is_10_20_30_or_whole_minutes(alarm: Given) -> Failures:
    """In seconds, of the alarm and of its queries."""
    for owner in _owners(alarm):
        seconds = owner["period"].number
        if seconds and seconds not in _SHORT_PERIODS and (seconds % 60 or seconds < 0):
            yield owner["period"].refuse(f"{seconds:g} isn't allowed; give 10, 20, 30 or a multiple of 60 seconds")


@refuses(_ALARM, code="ValidationError", source=_ALARM_API)
def an_alarm_looks_back_a_day_or_a_week(alarm: Given) -> Failures:
    """Periods times their number: a day, or a week when the period is an hour or longer."""
    seconds, periods = alarm["period"].number, alarm["evaluationPeriods"].number
    if seconds is None or periods is None:
        return
    limit = _LONGEST_RANGE if seconds >= 3600 else _DAY
    if seconds * periods > limit:
        yield alarm["evaluationPeriods"].refuse(
            f"{periods:g} periods of {seconds:g} seconds are more than {limit} seconds; evaluate fewer or shorter ones"
        )


@refuses(_ALARM, code="ValidationError", source=_ALARM_API)
def an_alarm_evaluates_at_least_one_period(alarm: Given) -> Failures:
    """And not more data points than periods."""
    periods, points = alarm["evaluationPeriods"], alarm["datapointsToAlarm"]
    if periods.number is not None and periods.number < 1:
        yield periods.refuse(f"{periods.number:g} isn't allowed; give 1 or more")
    if points.number is not None and periods.number is not None and points.number > periods.number:
        yield points.refuse(
            f"datapointsToAlarm {points.number:g} is above evaluationPeriods {periods.number:g}; lower it"
        )


@refuses(_ALARM, code="ValidationError", source=_API + "API_MetricDataQuery.html")
def metric_queries_are_expressions_or_metrics(alarm: Given) -> Failures:
    """One of the two each; ids begin with a small letter and are unique; one query returns data."""
    queries = alarm["metricQueries"]
    seen: set[str] = set()
    for query in queries.items:
        if query["expression"].present and query["metric"].present:
            yield query["metric"].refuse("expression is given too; a query is one of them")
        if query["expression"].absent and query["metric"].absent:
            yield query.refuse("the query has neither expression nor metric; give one of them")
        name = query["id"].text
        yield from query["id"].unlike("[a-z][a-zA-Z0-9_]*", "letters, digits and underscores, a small letter first")
        if name is not None and name in seen:
            yield query["id"].refuse(f'two queries have the id "{name}"; rename one')
        seen |= {name} if name else set()
    returning = [query for query in queries.items if query["returnData"].true]
    if not queries.open and queries.items and len(returning) != 1 and alarm["thresholdMetricId"].absent:
        yield queries.refuse(f"{len(returning)} queries return data; exactly one must have returnData: true")


@refuses(_ALARM, code="ValidationError", source=_ALARM_API)
def an_expression_of_an_alarm_uses_its_queries(alarm: Given) -> Failures:
    """Every name in metric math is the id of a query; at most ten queries are metrics. SQL and SEARCH aren't read."""
    queries = alarm["metricQueries"]
    metrics = [query for query in queries.items if query["metric"].present]
    if len(metrics) > _METRICS_OF_AN_ALARM:
        yield queries.refuse(f"{len(metrics)} metrics are given; an alarm takes at most {_METRICS_OF_AN_ALARM}")
    if any(query["id"].unknown for query in queries.items):
        return
    ids = {query["id"].text for query in queries.items}
    for query in queries.items:
        expression = query["expression"].text or ""
        if re.match(r"\s*SELECT\b", expression) or re.search(r"\b(SEARCH|METRICS|DB_PERF_INSIGHTS)\s*\(", expression):
            continue
        plain = re.sub(r"'[^']*'|\"[^\"]*\"", "", expression)
        for name in dict.fromkeys(re.findall(r"(?<![\w.])[a-z]\w*", plain)):
            if name not in ids:
                yield query["expression"].refuse(
                    f'"{name}" is no id of a query; give it one, or correct the expression'
                )


@refuses(_ALARM, _COMPOSITE, code="ValidationError", source=_ALARM_API)
def an_alarm_calls_up_to_five_arns(alarm: Given) -> Failures:
    """For each state."""
    for name in ("alarmActions", "okActions", "insufficientDataActions"):
        yield from alarm[name].more_than(5, "actions")
        for action in alarm[name].items:
            yield from action.unlike("arn:.+", "an ARN, such as that of an SNS topic")


@refuses(_COMPOSITE, code="ValidationError", source=_API + "API_PutCompositeAlarm.html")
def a_composite_alarm_speaks_of_alarms(alarm: Given) -> Failures:
    """ALARM, OK or INSUFFICIENT_DATA of an alarm, TRUE or FALSE."""
    rule = alarm["alarmRule"]
    if rule.text is not None and not re.search(r"\b(ALARM|OK|INSUFFICIENT_DATA)\s*\(|\b(TRUE|FALSE)\b", rule.text):
        yield rule.refuse(f'"{rule.text}" is no alarm rule; give one such as ALARM("errors") OR ALARM("latency")')


@refuses(_DASHBOARD, code="InvalidParameterInput", source=_API + "API_PutDashboard.html")
def a_dashboard_is_json_with_a_plain_name(dashboard: Given) -> Failures:
    """1 to 255 letters, digits, underscores and hyphens."""
    yield from dashboard["dashboardBody"].not_json("the dashboard")
    yield from dashboard["dashboardName"].unlike("[0-9A-Za-z_-]{1,255}", "letters, digits, underscores and hyphens")


@refuses(_DASHBOARD, code="InvalidParameterInput", source=_BODY)
def the_widgets_of_a_dashboard_have_a_type_and_a_place(dashboard: Given) -> Failures:
    """Up to 500; 24 columns; metrics with their region, alarms with 1 to 100 ARNs, text with its markdown."""
    body = dashboard["dashboardBody"]
    widgets = body.document["widgets"]
    if body.document.open or widgets.absent:
        return
    if widgets.count is not None and widgets.count > 500:
        yield body.refuse(f"{widgets.count} widgets are given; at most 500 are allowed")
    for number, widget in enumerate(widgets.items):
        for fault in _faults(widget):
            yield body.refuse(f"widget {number}: {fault}")


def _faults(widget: Given) -> list[str]:
    kind, properties = widget["type"].text, widget["properties"]
    if kind not in _WIDGETS:
        return [f'type "{kind}" isn\'t allowed; give one of {", ".join(_WIDGETS)}']
    ranges = {"x": (0, 23), "y": (0, None), "width": (1, 24), "height": (1, 1000)}
    faults = []
    for name, (low, high) in ranges.items():
        number = widget[name].number
        if number is not None and (number < low or (high is not None and number > high)):
            faults.append(f"{name} {number:g} isn't allowed; give {low} to {high if high is not None else 'any'}")
    if kind == "metric" and not properties["metrics"].empty and properties["region"].absent:
        faults.append("metrics have no region; give properties.region")
    if kind == "alarm" and not 1 <= len(properties["alarms"].items) <= 100:
        faults.append(f"{len(properties['alarms'].items)} alarms are given; give 1 to 100 ARNs")
    if kind == "text" and properties["markdown"].absent:
        faults.append("the text has no markdown; give properties.markdown")
    return faults


def _owners(alarm: Given) -> list[Given]:
    return [alarm, *(query["metric"] for query in alarm["metricQueries"].items)]
