"""What CloudWatch refuses of alarms, composite alarms and dashboards."""

from __future__ import annotations

import pytest

from sandbox.aws.model import AwsError
from sandbox.aws.rules import refuse_create, refuse_delete
from sandbox.values import Properties, Value
from tests.sandbox.rules_cases import Wrong, assert_refused, judged, text, wrong
from tests.sandbox.rules_cloud import PLACE, MemoryCloud, asked

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"


def measured(id: str) -> Value:
    """A query that is a metric."""
    metric: Value = {"namespace": "Pay", "metricName": "Errors", "period": 60, "stat": "Sum"}
    return {"id": id, "metric": metric}


def math(expression: str, *ids: str) -> Properties:
    """An alarm on an expression."""
    result: Value = {"id": "result", "expression": expression, "returnData": True}
    return {
        "name": "rate",
        "comparisonOperator": "GreaterThanThreshold",
        "threshold": 5,
        "evaluationPeriods": 2,
        "metricQueries": [*(measured(id) for id in ids), result],
    }


def board(**widget: Value) -> Properties:
    """A dashboard of one widget."""
    place: Properties = {"x": 0, "y": 0, "width": 24, "height": 6}
    return {"dashboardName": "pay", "dashboardBody": text({"widgets": [{**place, **widget}]})}


RIGHT: list[tuple[str, Properties]] = [
    (ALARM, math("100 * errors / MAX([FILL(requests, 0), errors])", "errors", "requests")),
    (ALARM, math("IF(errors > 5 AND requests > 10, 1, 0)", "errors", "requests")),
    (ALARM, math('SELECT SUM(SystemErrors) FROM SCHEMA("AWS/DynamoDB", TableName)')),
    (DASHBOARD, board(type="text", properties={"markdown": "# Pay"})),
    (DASHBOARD, board(type="metric", properties={"metrics": [["AWS/ECS", "CPUUtilization"]], "region": "ap-south-1"})),
    (DASHBOARD, board(type="alarm", properties={"alarms": ["arn:aws:cloudwatch:ap-south-1:123456789014:alarm:a"]})),
]


@pytest.mark.parametrize(("type", "inputs"), RIGHT)
def test_what_cloudwatch_accepts_is_accepted(type: str, inputs: Properties) -> None:
    assert judged(type, inputs) == []


WRONG = [
    wrong(ALARM, math("100 * errors / request", "errors"), "metricQueries[1].expression", '"request" is no id'),
    wrong(ALARM, math("m1 + m2", *(f"m{i}" for i in range(11))), "metricQueries", "11 metrics", "at most 10"),
    wrong(DASHBOARD, board(type="chart"), "dashboardBody", "widget 0", '"chart"'),
    wrong(DASHBOARD, board(type="text", properties={}), "dashboardBody", "no markdown"),
    wrong(DASHBOARD, board(type="alarm", properties={"alarms": []}), "dashboardBody", "1 to 100"),
    wrong(DASHBOARD, board(type="metric", properties={"metrics": [["A", "b"]]}), "dashboardBody", "no region"),
    wrong(DASHBOARD, board(type="text", width=25, properties={"markdown": "x"}), "dashboardBody", "width 25"),
]


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_what_cloudwatch_refuses_is_refused_where_it_is_wrong(case: Wrong) -> None:
    assert_refused(case, {})


@pytest.fixture
def cloud() -> MemoryCloud:
    cloud = MemoryCloud()
    arn = f"arn:aws:cloudwatch:{PLACE.region}:{PLACE.account}:alarm:errors"
    cloud.having(ALARM, "errors", name="errors", arn=arn)
    return cloud


@pytest.mark.parametrize("reference", ['"errors"', "errors", f'"arn:aws:cloudwatch:{PLACE.region}:1:alarm:errors"'])
def test_a_composite_alarm_of_alarms_that_exist_is_created(cloud: MemoryCloud, reference: str) -> None:
    refuse_create(asked(COMPOSITE, {"alarmName": "all", "alarmRule": f"ALARM({reference}) OR FALSE"}, cloud))


def test_a_composite_alarm_of_an_alarm_that_is_missing_is_refused(cloud: MemoryCloud) -> None:
    rule = 'ALARM("errors") AND NOT OK("latency")'
    with pytest.raises(AwsError, match="alarms latency in the alarm rule do not exist"):
        refuse_create(asked(COMPOSITE, {"alarmName": "all", "alarmRule": rule}, cloud))


def test_a_suppressor_must_exist(cloud: MemoryCloud) -> None:
    inputs: Properties = {
        "alarmName": "all",
        "alarmRule": 'ALARM("errors")',
        "actionsSuppressor": {"alarm": "maintenance", "waitPeriod": 60, "extensionPeriod": 60},
    }
    with pytest.raises(AwsError, match="suppressor alarm maintenance does not exist"):
        refuse_create(asked(COMPOSITE, inputs, cloud))


def test_an_alarm_that_a_composite_alarm_names_stays(cloud: MemoryCloud) -> None:
    alarm = cloud.all(ALARM)[0]
    refuse_delete(alarm, cloud)
    composite = cloud.having(COMPOSITE, "all", alarmName="all", alarmRule='ALARM("errors")')
    with pytest.raises(AwsError, match="Cannot delete errors as there are composite alarm"):
        refuse_delete(alarm, cloud)
    refuse_delete(composite, cloud)
