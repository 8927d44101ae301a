"""What watches Fivestar's stacks, as the real engine deployed it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import jsonschema
import pytest

from components.alarm_table import kebab
from components.postgres_capacity import GIB, max_connections
from components.trail_events import TRAIL_EVENTS
from tests.components.dashboard_schema import DASHBOARD_SCHEMA
from tests.engine.deployments import Deployment, Resource
from tests.engine.sandbox_project import ROOT

pytestmark = pytest.mark.engine

Fivestar = Mapping[str, Deployment]

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
QUERY = "aws:cloudwatch/queryDefinition:QueryDefinition"
TOPIC = "aws:sns/topic:Topic"
DATABASE = "aws:rds/instance:Instance"
SERVICE = "aws:ecs/service:Service"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"

every_stack = pytest.mark.parametrize("stack", ["dev", "staging", "prod"])


def alarms(deployment: Deployment) -> dict[str, Resource]:
    """The alarms on metrics by name, without the environment."""
    return {
        str(found.get("name")).removeprefix(f"{deployment.stack}-fivestar-"): found for found in deployment.all(ALARM)
    }


def for_people(deployment: Deployment) -> list[Resource]:
    """The alarms that tell who operates it; those of services that roll back tell ECS, those of the trail security."""
    found = [*deployment.all(ALARM), *deployment.all(COMPOSITE)]
    others = ("-rollback", *(f"governance-security-{kebab(kind)}" for kind in TRAIL_EVENTS))
    return [alarm for alarm in found if not alarm.name.endswith(others)]


def topic_of(deployment: Deployment, severity: str) -> object:
    return deployment.named(TOPIC, f"observability-topics-{severity}").get("arn")


def fires(alarm: Resource, above: float, minutes: int) -> None:
    """The alarm fires when its metric is above a value throughout the minutes, and tells somebody."""
    assert alarm.get("comparisonOperator") == "GreaterThanThreshold"
    assert alarm.get("threshold") == above
    period = alarm.get("period") or alarm.get("metricQueries", 0, "metric", "period")
    assert (period, alarm.get("evaluationPeriods"), alarm.get("datapointsToAlarm")) == (60, minutes, minutes)
    assert alarm.get("actionsEnabled") is not False
    assert str(alarm.get("alarmActions", 0)).startswith("arn:aws:sns:")


@every_stack
@pytest.mark.requirement("FS-ALARM-02")
def test_cpu_above_80_percent_for_5_minutes_fires(fivestar: Fivestar, stack: str) -> None:
    deployed = fivestar[stack]
    for service in ("internal-pe", "customer-portal"):
        alarm = alarms(deployed)[f"{service}-service-cpu"]
        fires(alarm, above=80, minutes=5)
        assert (alarm.get("namespace"), alarm.get("metricName"), alarm.get("statistic")) == (
            "AWS/ECS",
            "CPUUtilization",
            "Average",
        )
        assert alarm.get("dimensions") == {
            "ClusterName": f"{stack}-fivestar-payments",
            "ServiceName": f"{stack}-{service}-service",
        }
        assert f"{stack}-{service}-service" in {found.get("name") for found in deployed.all(SERVICE)}
    fires(alarms(deployed)["database-cpu"], above=80, minutes=5)


@every_stack
@pytest.mark.requirement("FS-ALARM-03")
def test_memory_above_85_percent_for_3_minutes_fires(fivestar: Fivestar, stack: str) -> None:
    for service in ("internal-pe", "customer-portal"):
        alarm = alarms(fivestar[stack])[f"{service}-service-memory"]
        fires(alarm, above=85, minutes=3)
        assert alarm.get("metricName") == "MemoryUtilization"


@every_stack
@pytest.mark.requirement("FS-ALARM-04")
def test_an_error_rate_above_5_percent_for_2_minutes_fires(fivestar: Fivestar, stack: str) -> None:
    deployed = fivestar[stack]
    alarm = alarms(deployed)["load-balancer-error-rate"]
    fires(alarm, above=5, minutes=2)
    queries: Any = alarm.get("metricQueries")
    assert [query["metric"]["metricName"] for query in queries[:-1]] == [
        "RequestCount",
        "HTTPCode_ELB_5XX_Count",
        "HTTPCode_Target_5XX_Count",
    ]
    suffix = deployed.only(LOAD_BALANCER).get("arnSuffix")
    assert {query["metric"]["dimensions"]["LoadBalancer"] for query in queries[:-1]} == {suffix}
    assert queries[-1]["expression"].startswith("100 * ")
    fires(alarms(deployed)["internal-pe-service-error-rate"], above=5, minutes=2)


@every_stack
@pytest.mark.requirement("FS-ALARM-05")
def test_connections_above_80_percent_of_the_maximum_fire(fivestar: Fivestar, stack: str) -> None:
    deployed = fivestar[stack]
    primary = next(found for found in deployed.all(DATABASE) if not found.get("replicateSourceDb"))
    alarm = alarms(deployed)["database-connections"]
    group = next(
        found
        for found in deployed.all("aws:rds/parameterGroup:ParameterGroup")
        if found.get("name") == primary.get("parameterGroupName")
    )
    parameters: Any = group.get("parameters")
    given = {item["name"]: item["value"] for item in parameters}
    most = max_connections(str(primary.get("instanceClass")), given)
    fires(alarm, above=int(0.8 * most), minutes=5)
    assert alarm.get("dimensions") == {"DBInstanceIdentifier": primary.get("identifier")}


@every_stack
@pytest.mark.requirement("FS-ALARM-01")
def test_metrics_cover_services_database_responses_errors_and_failed_transactions(
    fivestar: Fivestar, stack: str
) -> None:
    """Throttling of tables is covered where the stack has tables: each gets a tableThrottles alarm."""
    deployed = fivestar[stack]
    found = {
        "internal-pe-service-cpu",
        "internal-pe-service-memory",
        "database-connections",
        "database-cpu",
        "database-latency",
        "load-balancer-response-time-p95",
        "load-balancer-response-time-p99",
        "load-balancer-error-rate",
        "failed-transactions-log-metric",
        "internal-pe-errors-log-metric",
    }
    assert found <= set(alarms(deployed))
    tables = {table.get("name") for table in deployed.all("aws:dynamodb/table:Table")}
    throttled = {
        alarm.get("metricQueries", 0, "metric", "dimensions", "TableName")
        for name, alarm in alarms(deployed).items()
        if name.endswith("-table-throttles")
    }
    assert throttled == tables


@every_stack
@pytest.mark.requirement("FS-ALARM-01")
def test_failed_transactions_are_counted_from_the_log(fivestar: Fivestar, stack: str) -> None:
    counted = fivestar[stack].named(FILTER, "observability-logs-failed-transactions")
    assert counted.get("logGroupName") == f"/ecs/{stack}-fivestar-internal-pe"
    metric = counted.get("metricTransformation")
    alarm = alarms(fivestar[stack])["failed-transactions-log-metric"]
    assert isinstance(metric, dict)
    assert (metric["namespace"], metric["name"]) == (alarm.get("namespace"), alarm.get("metricName"))
    assert (metric["value"], metric["defaultValue"]) == ("1", "0")


@every_stack
def test_every_alarm_tells_the_topic_of_its_severity_and_links_a_runbook(fivestar: Fivestar, stack: str) -> None:
    deployed = fivestar[stack]
    topics = {topic_of(deployed, severity) for severity in ("critical", "warning")}
    found = for_people(deployed)
    assert len(found) > 20
    for alarm in found:
        page = re.search(r"Runbook: https://\S+/([\w-]+\.md)$", str(alarm.get("alarmDescription")))
        assert page is not None, alarm.name
        assert (ROOT / "docs" / "runbooks" / page[1]).is_file()
        if alarm.name != "observability-alarms-maintenance":
            assert alarm.get("alarmActions", 0) in topics
    assert topic_of(deployed, "critical") == alarms(deployed)["load-balancer-error-rate"].get("alarmActions", 0)
    assert topic_of(deployed, "warning") == alarms(deployed)["internal-pe-service-cpu"].get("alarmActions", 0)


@every_stack
def test_topics_are_encrypted_with_a_key_that_publishers_may_use(fivestar: Fivestar, stack: str) -> None:
    deployed = fivestar[stack]
    key = deployed.named("aws:kms/key:Key", "keys-topics")
    assert {topic.get("kmsMasterKeyId") for topic in deployed.all(TOPIC)} == {key.get("arn")}
    publishers = json.dumps(json.loads(str(key.get("policy")))["Statement"])
    for service in ("cloudwatch", "events", "budgets"):
        assert f'"{service}.amazonaws.com"' in publishers
    for policy in deployed.all("aws:sns/topicPolicy:TopicPolicy"):
        assert '"aws:SecureTransport": "false"' in str(policy.get("policy"))
    assert deployed.all("aws:sns/topicSubscription:TopicSubscription")


@every_stack
def test_failing_payments_are_one_alarm_that_keeps_silent_in_maintenance(fivestar: Fivestar, stack: str) -> None:
    composite = fivestar[stack].only(COMPOSITE)
    rule = str(composite.get("alarmRule"))
    named = set(re.findall(r'ALARM\("([^"]+)"\)', rule))
    assert named
    assert named <= {alarm.get("name") for alarm in fivestar[stack].all(ALARM)}
    maintenance = alarms(fivestar[stack])["maintenance"]
    assert composite.get("actionsSuppressor", "alarm") == maintenance.get("arn")


@every_stack
@pytest.mark.requirement("FS-LOG-06")
def test_slow_queries_are_logged_exported_and_found_by_a_saved_query(fivestar: Fivestar, stack: str) -> None:
    deployed = fivestar[stack]
    group = f"/aws/rds/instance/{stack}-fivestar-payments-db/postgresql"
    assert group in {found.get("name") for found in deployed.all("aws:cloudwatch/logGroup:LogGroup")}
    query = next(found for found in deployed.all(QUERY) if found.get("name") == f"{stack}-fivestar/slow-queries")
    assert query.get("logGroupNames") == [group]
    assert "/duration/" in str(query.get("queryString"))
    primary = next(found for found in deployed.all(DATABASE) if not found.get("replicateSourceDb"))
    exports = primary.get("enabledCloudwatchLogsExports")
    assert isinstance(exports, list)
    assert "postgresql" in exports
    parameters = [
        item
        for found in deployed.all("aws:rds/parameterGroup:ParameterGroup")
        for item in found.properties["parameters"]  # type: ignore[attr-defined]
    ]
    assert {"name": "log_min_duration_statement", "value": "1000"} in [
        {"name": item["name"], "value": item["value"]} for item in parameters
    ]


@every_stack
def test_errors_of_the_last_hour_are_found_by_a_saved_query(fivestar: Fivestar, stack: str) -> None:
    query = next(found for found in fivestar[stack].all(QUERY) if found.get("name") == f"{stack}-fivestar/errors")
    assert query.get("logGroupNames") == [
        f"/ecs/{stack}-fivestar-internal-pe",
        f"/ecs/{stack}-fivestar-customer-portal",
    ]
    assert "/ERROR/" in str(query.get("queryString"))


@every_stack
def test_the_dashboard_shows_what_is_deployed_and_every_alarm(fivestar: Fivestar, stack: str) -> None:
    deployed = fivestar[stack]
    dashboard = deployed.only(DASHBOARD)
    assert dashboard.get("dashboardName") == f"{stack}-fivestar-payments"
    body = json.loads(str(dashboard.get("dashboardBody")))
    jsonschema.Draft202012Validator(DASHBOARD_SCHEMA).validate(body)
    shown = json.dumps(body)
    for part in (
        f"{stack}-internal-pe-service",
        f"{stack}-customer-portal-service",
        f"{stack}-fivestar-payments-db",
        str(deployed.only(LOAD_BALANCER).get("arnSuffix")),
        "FailedTransactions",
    ):
        assert part in shown
    statistics = {line[-1]["stat"] for widget in body["widgets"] for line in widget["properties"].get("metrics", ())}
    assert {"p50", "p95", "p99"} <= statistics
    regions = {widget["properties"].get("region") for widget in body["widgets"] if widget["type"] == "metric"}
    assert regions == {"ap-south-1"}
    (states,) = (widget["properties"]["alarms"] for widget in body["widgets"] if widget["type"] == "alarm")
    watched = {found.get("arn") for found in for_people(deployed) if found.name != "observability-alarms-maintenance"}
    assert set(states) == watched


def test_storage_of_prod_is_watched_by_its_size(fivestar: Fivestar) -> None:
    alarm = alarms(fivestar["prod"])["database-storage"]
    assert alarm.get("comparisonOperator") == "LessThanThreshold"
    assert alarm.get("threshold") == 150 * GIB


def test_tasks_are_counted_where_they_run_all_day(fivestar: Fivestar) -> None:
    assert alarms(fivestar["prod"])["internal-pe-service-tasks"].get("threshold") == 2
    assert "internal-pe-service-tasks" not in alarms(fivestar["dev"])


@every_stack
def test_outputs_name_topics_alarms_and_dashboard(fivestar: Fivestar, stack: str) -> None:
    deployed = fivestar[stack]
    outputs = next(found for found in deployed.resources if found.type == "pulumi:pulumi:Stack").properties
    assert outputs["topicArns"] == {severity: topic_of(deployed, severity) for severity in ("critical", "warning")}
    made = [str(found.get("name") or found.get("alarmName")) for found in for_people(deployed)]
    names = outputs["alarmNames"]
    assert isinstance(names, list)
    assert {f"{stack}-fivestar-maintenance"} == set(made) - set(names)
    assert outputs["dashboardName"] == f"{stack}-fivestar-payments"
