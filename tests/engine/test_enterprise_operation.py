"""Enterprise Payment Processing as the real engine deployed it: firewall, logs, alarms and dashboard."""

import json
from collections.abc import Mapping

import pytest

from tests.engine.deployments import Deployment, Resource

pytestmark = pytest.mark.engine

Systems = Mapping[str, Deployment]

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
TOPIC = "aws:sns/topic:Topic"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
MEMORY_BYTES = 16 * 1024**3
"""Of a db.r6g.large."""

every_stack = pytest.mark.parametrize("stack", ["staging", "production"])


@pytest.fixture
def production(systems: Systems) -> Deployment:
    return systems["enterprise/production"]


def alarm(deployment: Deployment, name: str) -> Resource:
    """The alarm of a name, without system and environment."""
    (found,) = (item for item in deployment.all(ALARM) if item.get("name") == f"prod-payment-system-{name}")
    return found


def topic(deployment: Deployment, severity: str) -> object:
    return deployment.named(TOPIC, f"observability-topics-{severity}").get("arn")


def fires(deployment: Deployment, name: str, metric: str, above: float) -> None:
    """The alarm fires above a value in two periods of five minutes, and calls somebody."""
    found = alarm(deployment, name)
    assert (found.get("metricName"), found.get("comparisonOperator")) == (metric, "GreaterThanThreshold")
    assert found.get("threshold") == above
    assert (found.get("period"), found.get("evaluationPeriods"), found.get("datapointsToAlarm")) == (300, 2, 2)
    assert found.get("alarmActions") == [topic(deployment, "critical")]


@pytest.mark.requirement("EP-WAF-01")
def test_the_firewall_limits_rates_and_blocks_what_owasp_lists(production: Deployment) -> None:
    acl = production.only("aws:wafv2/webAcl:WebAcl")
    rules = acl.get("rules")
    assert isinstance(rules, list)
    statements = [rule["statement"] for rule in rules]
    rates = [item["rateBasedStatement"] for item in statements if item.get("rateBasedStatement")]
    assert [(rate["limit"], rate["evaluationWindowSec"]) for rate in rates] == [(2000, 300)]
    managed = [
        item["managedRuleGroupStatement"]["name"] for item in statements if item.get("managedRuleGroupStatement")
    ]
    assert {"AWSManagedRulesCommonRuleSet", "AWSManagedRulesSQLiRuleSet"} <= set(managed)
    association = production.only("aws:wafv2/webAclAssociation:WebAclAssociation")
    assert association.get("resourceArn") == production.only("aws:lb/loadBalancer:LoadBalancer").get("arn")


@pytest.mark.requirement("EP-LOG-01")
@pytest.mark.parametrize("service", ["backend", "frontend"])
def test_a_services_log_is_where_operators_look_for_it(production: Deployment, service: str) -> None:
    name = f"/ecs/payment-system-production/{service}"
    (group,) = (item for item in production.all(LOG_GROUP) if item.get("name") == name)
    assert group.get("retentionInDays") == 365
    definition = production.named("aws:ecs/taskDefinition:TaskDefinition", f"{service}-task")
    (container,) = json.loads(str(definition.get("containerDefinitions")))
    assert container["logConfiguration"]["options"]["awslogs-group"] == name


@pytest.mark.requirement("EP-LOG-02")
def test_the_firewalls_log_has_the_name_that_waf_admits(production: Deployment) -> None:
    logging = production.only("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")
    assert str(logging.get("logDestinationConfigs", 0)).endswith(":log-group:aws-waf-logs-payment-system-production")
    assert "aws-waf-logs-payment-system-production" in {item.get("name") for item in production.all(LOG_GROUP)}


@every_stack
@pytest.mark.requirement("EP-LOG-04")
def test_a_trail_records_the_account(systems: Systems, stack: str) -> None:
    trail = systems[f"enterprise/{stack}"].only("aws:cloudtrail/trail:Trail")
    assert trail.get("name") == f"payment-system-{stack}-trail"
    assert (trail.get("enableLogging"), trail.get("isMultiRegionTrail")) == (True, True)
    assert trail.get("enableLogFileValidation") is True
    assert trail.get("kmsKeyId")


@every_stack
@pytest.mark.requirement("EP-LOG-05")
def test_archived_logs_move_on_and_end(systems: Systems, stack: str) -> None:
    deployment = systems[f"enterprise/{stack}"]
    logs = deployment.named(LIFECYCLE, "bucket-logs-lifecycle")
    assert logs.get("rules", 0, "transitions", 0) == {"days": 30, "storageClass": "STANDARD_IA"}
    assert logs.get("rules", 0, "expiration", "days") == {"staging": 90, "production": 365}[stack]
    audit = deployment.named(LIFECYCLE, "governance-archive-lifecycle")
    assert audit.get("rules", 0, "transitions", 0) == {"days": 90, "storageClass": "GLACIER"}
    balancer = deployment.only("aws:lb/loadBalancer:LoadBalancer")
    assert balancer.get("accessLogs", "bucket") == logs.get("bucket")


@pytest.mark.requirement("EP-ALARM-01")
def test_cpu_and_memory_above_90_percent_fire(production: Deployment) -> None:
    for service in ("backend", "frontend"):
        fires(production, f"{service}-service-cpu", "CPUUtilization", above=90)
        fires(production, f"{service}-service-memory", "MemoryUtilization", above=90)
    fires(production, "database-cpu", "CPUUtilization", above=90)
    memory = alarm(production, "database-memory")
    assert (memory.get("metricName"), memory.get("comparisonOperator")) == ("FreeableMemory", "LessThanThreshold")
    assert memory.get("threshold") == pytest.approx(MEMORY_BYTES * 0.1, abs=1)


@pytest.mark.requirement("EP-ALARM-02")
def test_more_than_150_connections_to_the_database_fire(production: Deployment) -> None:
    fires(production, "database-connections", "DatabaseConnections", above=150)


@pytest.mark.requirement("EP-ALARM-03")
def test_more_than_10_errors_of_the_load_balancer_fire(production: Deployment) -> None:
    fires(production, "load-balancer-errors", "HTTPCode_ELB_5XX_Count", above=10)
    assert alarm(production, "load-balancer-errors").get("statistic") == "Sum"


@pytest.mark.requirement("EP-ALARM-04")
def test_answers_that_take_more_than_two_seconds_fire(production: Deployment) -> None:
    fires(production, "load-balancer-response-time-p95", "TargetResponseTime", above=2)


@pytest.mark.requirement("EP-ALARM-05")
def test_critical_alerts_come_to_slack_and_all_of_them_by_mail(production: Deployment) -> None:
    channel = production.only("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration")
    assert channel.get("snsTopicArns") == [topic(production, "critical")]
    assert (channel.get("slackTeamId"), channel.get("slackChannelId")) == ("T0123PAYMENT", "C0123DEVOPS")
    subscriptions = production.all("aws:sns/topicSubscription:TopicSubscription")
    assert {(item.get("protocol"), item.get("topic")) for item in subscriptions} == {
        ("email", topic(production, "critical")),
        ("email", topic(production, "warning")),
    }


@pytest.mark.requirement("EP-ALARM-05")
def test_payments_are_counted_and_failing_ones_tell_somebody(production: Deployment) -> None:
    filters = production.all("aws:cloudwatch/logMetricFilter:LogMetricFilter")
    metrics = {item.get("metricTransformation", "name") for item in filters}
    assert {"CompletedPayments", "FailedPayments"} <= metrics
    failing = production.named(COMPOSITE, "observability-alarms-payments-failing")
    assert failing.get("alarmActions") == [topic(production, "critical")]
    assert "failed-payments-log-metric" in str(failing.get("alarmRule"))


@pytest.mark.requirement("EP-DASH-01")
def test_the_dashboard_shows_application_database_and_load_balancer(production: Deployment) -> None:
    dashboard = production.only("aws:cloudwatch/dashboard:Dashboard")
    assert dashboard.get("dashboardName") == "payment-system-production"
    widgets = json.loads(str(dashboard.get("dashboardBody")))["widgets"]
    shown = {
        widget["properties"]["title"]: {metric[1] for metric in widget["properties"]["metrics"]}
        for widget in widgets
        if widget["type"] == "metric"
    }
    for service in ("Backend", "Frontend"):
        assert shown[f"{service}: CPU and memory, percent"] == {"CPUUtilization", "MemoryUtilization"}
        assert "RequestCount" in shown[f"{service}: requests and errors"]
    assert shown["The database: connections"] == {"DatabaseConnections"}
    assert shown["The database: CPU, percent"] == {"CPUUtilization"}
    assert "FreeStorageSpace" in shown["The database: free memory and storage, bytes"]
    assert shown["The load balancer: response times, seconds"] == {"TargetResponseTime"}
    assert shown["The load balancer: errors"] == {"HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"}
