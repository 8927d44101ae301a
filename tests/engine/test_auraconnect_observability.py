"""AuraConnect's metrics, alerts and dashboard as the real engine deployed them."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from tests.engine.deployed_tasks import allowed, environment
from tests.engine.deployments import Deployment
from tests.engine.sandbox_project import ROOT

pytestmark = pytest.mark.engine

Systems = Mapping[str, Deployment]

FOLDER = ROOT / "systems" / "auraconnect"
TOPIC = "aws:sns/topic:Topic"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
BUSINESS = "AuraConnect/Payments"


@pytest.fixture
def prod(systems: Systems) -> Deployment:
    return systems["auraconnect/prod"]


def rules(prod: Deployment) -> dict[str, Any]:
    """The one group of rules."""
    namespace = prod.only("aws:amp/ruleGroupNamespace:RuleGroupNamespace")
    (group,) = yaml.safe_load(str(namespace.get("data")))["groups"]
    return dict(group)


def alert(prod: Deployment, name: str) -> dict[str, Any]:
    """An alert rule."""
    (found,) = (rule for rule in rules(prod)["rules"] if rule.get("alert") == name)
    return dict(found)


def manager(prod: Deployment) -> dict[str, Any]:
    """The alert manager's configuration."""
    definition = prod.only("aws:amp/alertManagerDefinition:AlertManagerDefinition").get("definition")
    return dict(yaml.safe_load(yaml.safe_load(str(definition))["alertmanager_config"]))


def lines(prod: Deployment, title: str) -> list[Any]:
    """Lines of the dashboard's widget of a title."""
    return list(widget(prod, title)["metrics"])


def widget(prod: Deployment, title: str) -> dict[str, Any]:
    """What a widget shows, by its title or the beginning of it."""
    body = json.loads(str(prod.only("aws:cloudwatch/dashboard:Dashboard").get("dashboardBody")))
    shown = [item["properties"] for item in body["widgets"] if item["type"] == "metric"]
    return dict(next(item for item in shown if item["title"].startswith(title)))


def level(prod: Deployment, title: str) -> float:
    """The level that is drawn across a widget."""
    return float(widget(prod, title)["annotations"]["horizontal"][0]["value"])


@pytest.mark.requirement("AC-ALARM-01")
def test_metrics_of_both_jobs_are_collected_and_judged_every_15_seconds(prod: Deployment) -> None:
    configuration = yaml.safe_load(environment(prod, "metrics-collector")["AOT_CONFIG_CONTENT"])
    scraping = configuration["receivers"]["prometheus"]["config"]
    assert scraping["global"]["scrape_interval"] == "15s"
    found = {job["job_name"]: job["dns_sd_configs"][0] for job in scraping["scrape_configs"]}
    assert found["payment-api"] == {"names": ["payment-api.internal"], "type": "A", "port": 8001}
    assert found["payment-webhook-worker"] == {"names": ["worker-1.internal"], "type": "A", "port": 8001}
    workspace = prod.only("aws:amp/workspace:Workspace")
    exporter = configuration["exporters"]["prometheusremotewrite"]
    assert exporter["endpoint"] == f"{workspace.get('prometheusEndpoint')}api/v1/remote_write"
    assert allowed(prod, "metrics-collector-roles-task")["WriteMetrics"]["Resource"] == [workspace.get("arn")]
    assert rules(prod)["interval"] == "15s"


@pytest.mark.requirement("AC-ALARM-02")
def test_rules_and_routes_are_files_beside_the_stack(prod: Deployment) -> None:
    written = (FOLDER / "payment_alerts.yml").read_text(encoding="utf-8")
    assert prod.only("aws:amp/ruleGroupNamespace:RuleGroupNamespace").get("data") == written
    of_file = yaml.safe_load((FOLDER / "alertmanager.yml").read_text(encoding="utf-8"))
    assert manager(prod)["route"] == of_file["route"]


@pytest.mark.parametrize(
    ("name", "severity", "response", "threshold"),
    [
        pytest.param(
            "PaymentGatewayUnavailable", "critical", "immediate", "== 0", marks=pytest.mark.requirement("AC-ALARM-03")
        ),
        pytest.param(
            "HighPaymentFailureRate", "critical", "5m", "> 0.02", marks=pytest.mark.requirement("AC-ALARM-04")
        ),
        pytest.param(
            "WebhookProcessingBacklog", "warning", "30m", "> 50", marks=pytest.mark.requirement("AC-ALARM-05")
        ),
        pytest.param("HighGatewayLatency", "warning", "30m", "> 3.0", marks=pytest.mark.requirement("AC-ALARM-06")),
    ],
)
def test_an_alert_fires_at_its_threshold_and_goes_to_the_topic_of_its_severity(
    prod: Deployment, name: str, severity: str, response: str, threshold: str
) -> None:
    rule = alert(prod, name)
    assert rule["labels"] == {"severity": severity, "response": response}
    assert str(rule["expr"]).endswith(threshold)
    routes = {route["matchers"][0]: route["receiver"] for route in manager(prod)["route"]["routes"]}
    receiver = routes[f'severity="{severity}"']
    (found,) = (item for item in manager(prod)["receivers"] if item["name"] == receiver)
    assert found["sns_configs"][0]["topic_arn"] == prod.named(TOPIC, f"observability-topics-{severity}").get("arn")


@pytest.mark.requirement("AC-ALARM-03")
def test_the_outage_of_a_gateway_pages_at_once(prod: Deployment) -> None:
    assert "for" not in alert(prod, "PaymentGatewayUnavailable")
    critical = prod.named(TOPIC, "observability-topics-critical").get("arn")
    kinds = {hook["kind"] for hook in _told(prod)[str(critical)]["webhooks"]}
    assert "pagerduty" in kinds


def _told(prod: Deployment) -> dict[str, Any]:
    variables = prod.only("aws:lambda/function:Function").get("environment", "variables")
    assert isinstance(variables, dict)
    return dict(json.loads(variables["WEBHOOKS"]))


@pytest.mark.requirement("AC-ALARM-07")
def test_topics_tell_pagerduty_and_slack_at_addresses_that_are_secrets(prod: Deployment) -> None:
    function = prod.only("aws:lambda/function:Function")
    secret = prod.named("aws:secretsmanager/secret:Secret", "secrets-alert-webhooks")
    told = _told(prod)
    for severity, kinds in (("critical", {"pagerduty", "slack"}), ("warning", {"slack"})):
        topic = str(prod.named(TOPIC, f"observability-topics-{severity}").get("arn"))
        assert {hook["kind"] for hook in told[topic]["webhooks"]} == kinds
        assert {hook["secret"] for hook in told[topic]["webhooks"]} == {secret.get("arn")}
        subscribed = [item for item in prod.all(SUBSCRIPTION) if item.get("topic") == topic]
        assert function.get("arn") in [item.get("endpoint") for item in subscribed]
    assert allowed(prod, "alert-webhooks-role")["ReadAddresses"]["Resource"] == [secret.get("arn")]


@pytest.mark.requirement("AC-ALARM-08")
def test_certificates_renew_themselves_and_their_age_is_watched(prod: Deployment) -> None:
    assert prod.only("aws:acm/certificate:Certificate").get("validationMethod") == "DNS"
    found = prod.named("aws:cloudwatch/metricAlarm:MetricAlarm", "observability-alarms-certificate-expiry")
    assert (found.get("metricName"), found.get("threshold")) == ("DaysToExpiry", 31)
    assert found.get("alarmActions") == [prod.named(TOPIC, "observability-topics-critical").get("arn")]


@pytest.mark.requirement("AC-DASH-01")
def test_the_dashboard_is_code(prod: Deployment) -> None:
    assert prod.only("aws:cloudwatch/dashboard:Dashboard").get("dashboardName") == "payment-dashboard"


@pytest.mark.requirement("AC-DASH-02")
def test_the_dashboard_shows_business_figures(prod: Deployment) -> None:
    assert level(prod, "Payment success rate") == 95
    assert lines(prod, "Payment success rate")[-1][0]["expression"] == "100 * ok / (ok + FILL(failed, 0))"
    assert lines(prod, "Average payment amount")[0][:2] == [BUSINESS, "PaymentAmount"]
    assert "refunds" in lines(prod, "Refund rate")[-1][0]["expression"]
    gateways = [line[0]["label"] for line in lines(prod, "Share of each gateway") if "label" in line[0]]
    assert gateways == ["Stripe", "Square", "PayPal"]
    filters = prod.all("aws:cloudwatch/logMetricFilter:LogMetricFilter")
    made = {item.get("metricTransformation", "name") for item in filters}
    assert {"PaymentsSucceeded", "PaymentsFailed", "PaymentAmount", "Refunds", "PaymentsByGateway"} <= made


@pytest.mark.requirement("AC-DASH-03")
def test_the_dashboard_shows_performance_and_infrastructure(prod: Deployment) -> None:
    for title, metric, target in (("API response time", "ApiSeconds", 1), ("Gateway latency", "GatewaySeconds", 5)):
        (line,) = lines(prod, title)
        assert (line[1], line[-1]["stat"], level(prod, title)) == (metric, "p95", target)
    assert lines(prod, "Queue processing time")[0][1] == "WebhookSeconds"
    assert lines(prod, "Database query time")[0][1] == "DatabaseQuerySeconds"
    for service in ("Payment-api", "Webhook-worker"):
        assert [line[1] for line in lines(prod, f"{service}: CPU and memory")] == [
            "CPUUtilization",
            "MemoryUtilization",
        ]
    assert level(prod, "Redis connection pool") == 100
    assert lines(prod, "The database: connections")[0][1] == "DatabaseConnections"
    assert lines(prod, "Network latency")[0][1] == "GatewayConnectSeconds"
