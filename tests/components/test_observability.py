"""What is watched, who is told, and what the dashboard shows: also of targets that Fivestar has not."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
import yaml

from assembly import alarms as assembled
from assembly.prometheus import rule_file
from components.alarm_plan import ThresholdArgs, watched
from components.alarm_table import CACHE_CONNECTIONS, EVENTS, WATCHES, page_of
from components.alarm_targets import TargetsArgs
from components.alarms import Alarms, AlarmsArgs
from components.alert_topics import AlertTopics, AlertTopicsArgs
from components.dashboard_body import PANELS
from components.key_policy import key_policy
from components.observability import Observability, ObservabilityArgs
from components.postgres_capacity import GIB, max_connections, memory_bytes
from components.prometheus import CHAT_MESSAGE, Prometheus, PrometheusArgs, alert_manager_definition
from settings.alarm_kinds import ALARM_KINDS
from settings.database_classes import FAMILIES, SIZES
from settings.observability import Observability as ObservabilitySettings
from settings.prometheus import PrometheusRules
from tests.components.dashboard_schema import DASHBOARD_SCHEMA
from tests.components.fivestar import recorded
from tests.components.recorder import Recorder, Registration, record
from tests.settings.stack_files import ROOT, changed, config

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
TOPICS = {severity: f"arn:aws:sns:ap-south-1:123456789012:{severity}" for severity in ("critical", "warning")}
BUSINESS = "Pay/Business"

EVERYTHING: TargetsArgs = {
    "services": [
        {
            "key": "api",
            "service_name": "dev-api",
            "cluster_name": "dev",
            "fewest_tasks": 2,
            "target_group": "targetgroup/api/1",
            "load_balancer": "app/pay/1",
        },
        {"key": "worker", "service_name": "dev-worker", "cluster_name": "dev", "fewest_tasks": 1},
    ],
    "load_balancers": [{"key": "loadBalancer", "arn_suffix": "app/pay/1"}],
    "databases": [
        {
            "key": "database",
            "identifier": "pay",
            "max_connections": 1600,
            "storage_bytes": 1000 * GIB,
            "memory_bytes": 16 * GIB,
        },
        {
            "key": "replica-1",
            "identifier": "pay-1",
            "max_connections": 1600,
            "storage_bytes": 1000 * GIB,
            "memory_bytes": 16 * GIB,
            "replica": True,
        },
    ],
    "caches": [{"key": "sessions", "node_ids": ["sessions-001", "sessions-002"]}],
    "tables": [{"key": "transactions", "table_name": "dev-transactions", "indexes": ["by-merchant"]}],
    "queues": [{"key": "webhooks", "queue_name": "webhooks", "dead_letter_name": "webhooks-dead"}],
    "firewalls": [{"key": "firewall", "metric_name": "pay-acl"}],
    "certificates": [{"key": "portal", "arn": "arn:aws:acm:ap-south-1:123456789012:certificate/1"}],
    "nat_gateways": [{"key": "nat-1", "id": "nat-1"}],
    "log_metrics": [{"key": "failed", "namespace": BUSINESS, "metric": "Failed", "title": "Failed payments"}],
    "jobs": [{"key": "migrate", "cluster_arn": "arn:aws:ecs:ap-south-1:1:cluster/dev", "task_family": "dev-migrate"}],
    "functions": [{"key": "forward", "function_name": "dev-forward", "undelivered_queue_name": "dev-undelivered"}],
    "backups": True,
}


def thresholds(**changes: ThresholdArgs) -> dict[str, ThresholdArgs]:
    """The defaults, with changes."""
    return {**assembled.thresholds(ObservabilitySettings()), **changes}


def args_of(targets: TargetsArgs = EVERYTHING, **changes: Any) -> AlarmsArgs:  # noqa: ANN401  (any argument)
    """Arguments of all alarms."""
    args: AlarmsArgs = {
        "name_prefix": "dev-pay",
        "region": "ap-south-1",
        "runbooks": "https://docs.example.com/runbooks/",
        "topic_arns": dict(TOPICS),
        "targets": targets,
        "thresholds": thresholds(),
    }
    args.update(changes)  # type: ignore[typeddict-item]
    return args


@pytest.fixture(scope="module")
def recorder() -> Recorder:
    return record(lambda: Alarms("alarms", args_of()))


def alarm(recorder: Recorder, name: str) -> dict[str, Any]:
    """The alarm of a target and kind."""
    return recorder.only(ALARM, f"alarms-{name}").inputs


def test_every_kind_is_in_the_table() -> None:
    assert {*WATCHES, *EVENTS} == set(ALARM_KINDS)


def test_every_kind_that_can_be_watched_has_a_target_here() -> None:
    assert {kind for target in watched(EVERYTHING, "ap-south-1") for kind in target.kinds} == set(WATCHES)


@pytest.mark.parametrize("kind", ALARM_KINDS)
def test_every_kind_has_a_runbook_with_all_its_parts(kind: str) -> None:
    page = (ROOT / "docs" / "runbooks" / page_of(kind)).read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", page, re.MULTILINE)
    assert headings == ["What it means", "First look", "Likely causes", "What to do", "When to escalate"]
    assert "```sh\n" in page
    assert "Console: " in page


def test_each_alarm_says_where_its_runbook_is_and_tells_the_topic_of_its_severity(recorder: Recorder) -> None:
    alarms = recorder.all(ALARM)
    assert len(alarms) >= 40
    for found in alarms:
        page = re.search(
            r"Runbook: https://docs\.example\.com/runbooks/([\w-]+\.md)$", found.inputs["alarmDescription"]
        )
        assert page is not None, found.name
        assert (ROOT / "docs" / "runbooks" / page[1]).is_file()
        assert found.inputs["alarmActions"] == found.inputs["okActions"]
        assert found.inputs["alarmActions"][0] in TOPICS.values()


def test_alarms_have_different_names(recorder: Recorder) -> None:
    names = [found.inputs["name"] for found in recorder.all(ALARM)]
    assert len(set(names)) == len(names)
    assert all(name.startswith("dev-pay-") for name in names)


def test_targets_with_one_name_are_refused() -> None:
    twice: TargetsArgs = {"nat_gateways": [{"key": "nat", "id": "nat-1"}, {"key": "nat", "id": "nat-2"}]}
    with pytest.raises(ValueError, match="Two targets have the alarm nat-port-errors"):
        record(lambda: Alarms("alarms", args_of(twice)))


def test_what_is_not_there_has_no_alarm() -> None:
    recorder = record(lambda: Alarms("alarms", args_of({})))
    assert [item.type for item in recorder.registrations] == ["payments:index:Alarms"]


@pytest.mark.parametrize(
    ("name", "metric", "dimensions", "threshold", "comparison"),
    [
        ("api-service-cpu", "CPUUtilization", {"ClusterName": "dev", "ServiceName": "dev-api"}, 80, "GreaterThan"),
        (
            "api-service-memory",
            "MemoryUtilization",
            {"ClusterName": "dev", "ServiceName": "dev-api"},
            85,
            "GreaterThan",
        ),
        ("api-service-tasks", "CPUUtilization", {"ClusterName": "dev", "ServiceName": "dev-api"}, 2, "LessThan"),
        (
            "api-unhealthy-targets",
            "UnHealthyHostCount",
            {"TargetGroup": "targetgroup/api/1", "LoadBalancer": "app/pay/1"},
            0,
            "GreaterThan",
        ),
        ("database-connections", "DatabaseConnections", {"DBInstanceIdentifier": "pay"}, 1280, "GreaterThan"),
        ("database-storage", "FreeStorageSpace", {"DBInstanceIdentifier": "pay"}, 150 * GIB, "LessThan"),
        ("database-memory", "FreeableMemory", {"DBInstanceIdentifier": "pay"}, 0.8 * GIB, "LessThan"),
        ("replica-1-replica-lag", "ReplicaLag", {"DBInstanceIdentifier": "pay-1"}, 60, "GreaterThan"),
        (
            "sessions-002-cache-connections",
            "CurrConnections",
            {"CacheClusterId": "sessions-002"},
            0.8 * CACHE_CONNECTIONS,
            "GreaterThan",
        ),
        ("webhooks-queue-age", "ApproximateAgeOfOldestMessage", {"QueueName": "webhooks"}, 300, "GreaterThan"),
        (
            "webhooks-dead-letters",
            "ApproximateNumberOfMessagesVisible",
            {"QueueName": "webhooks-dead"},
            0,
            "GreaterThan",
        ),
        (
            "firewall-blocks",
            "BlockedRequests",
            {"WebACL": "pay-acl", "Region": "ap-south-1", "Rule": "ALL"},
            1000,
            "GreaterThan",
        ),
        (
            "portal-certificate-expiry",
            "DaysToExpiry",
            {"CertificateArn": "arn:aws:acm:ap-south-1:123456789012:certificate/1"},
            30,
            "LessThan",
        ),
        ("nat-1-nat-port-errors", "ErrorPortAllocation", {"NatGatewayId": "nat-1"}, 0, "GreaterThan"),
        ("failed-log-metric", "Failed", None, 10, "GreaterThan"),
    ],
)
def test_an_alarm_watches_its_metric(
    recorder: Recorder, name: str, metric: str, dimensions: dict[str, str] | None, threshold: float, comparison: str
) -> None:
    found = alarm(recorder, name)
    assert (found["metricName"], found.get("dimensions")) == (metric, dimensions)
    assert found["threshold"] == pytest.approx(threshold)
    assert found["comparisonOperator"] == f"{comparison}Threshold"


def test_a_percentile_is_no_statistic(recorder: Recorder) -> None:
    found = alarm(recorder, "load-balancer-response-time-p99")
    assert (found["extendedStatistic"], found["threshold"]) == ("p99", 3)
    assert "statistic" not in found


def test_no_report_of_a_service_counts_as_no_task(recorder: Recorder) -> None:
    found = alarm(recorder, "worker-service-tasks")
    assert (found["statistic"], found["treatMissingData"], found["period"]) == ("SampleCount", "breaching", 60)


def test_a_service_without_routes_has_no_alarms_of_requests(recorder: Recorder) -> None:
    names = {found.name for found in recorder.all(ALARM) if "worker" in found.name}
    assert names == {f"alarms-worker-service-{what}" for what in ("cpu", "memory", "tasks")}


def test_counted_events_are_summed_over_all_the_minutes(recorder: Recorder) -> None:
    found = alarm(recorder, "sessions-001-cache-evictions")
    assert (found["period"], found["evaluationPeriods"], found["statistic"]) == (300, 1, "Sum")
    assert found["alarmDescription"].startswith("Cache sessions-001 evicts more than 0 keys within 5 minutes.")


def _value(expression: str, **figures: float | None) -> float | None:
    """The value of an expression of these alarms at one moment; None where CloudWatch has no data point."""
    functions = {
        "FILL": lambda value, other: other if value is None else value,
        "MAX": lambda values: max(values),
    }
    try:
        return float(eval(expression, {"__builtins__": {}}, {**functions, **figures}))  # noqa: S307  (our own text)
    except ZeroDivisionError:
        return None


@pytest.mark.parametrize(
    ("requests", "balancer", "target", "rate"),
    [
        (100, None, 5, 5.0),
        (100, None, 6, 6.0),
        (100, 3, 3, 6.0),
        (None, 20, None, 100.0),
        (100, None, None, 0.0),
        (None, None, None, None),
    ],
)
def test_the_error_rate_counts_what_the_load_balancer_refuses_too(
    recorder: Recorder, requests: float | None, balancer: float | None, target: float | None, rate: float | None
) -> None:
    (*_, result) = alarm(recorder, "load-balancer-error-rate")["metricQueries"]
    assert _value(result["expression"], requests=requests, balancer=balancer, target=target) == rate


def test_an_expression_uses_the_metrics_that_are_given(recorder: Recorder) -> None:
    found = [item.inputs["metricQueries"] for item in recorder.all(ALARM) if "metricQueries" in item.inputs]
    assert len(found) >= 6
    for *measures, result in found:
        ids = {measure["id"] for measure in measures}
        assert set(re.findall(r"\b[a-z]\w*", result["expression"])) == ids
        assert result["returnData"] is True
        assert len(ids) <= 10


def test_a_throttled_index_is_told_by_itself(recorder: Recorder) -> None:
    measures = alarm(recorder, "transactions-by-merchant-table-throttles")["metricQueries"]
    assert measures[0]["metric"]["dimensions"] == {
        "TableName": "dev-transactions",
        "GlobalSecondaryIndexName": "by-merchant",
    }


def test_an_exception_concerns_one_target_and_what_it_is_made_of() -> None:
    off: ThresholdArgs = {**thresholds()["cacheEvictions"], "enabled": False}
    lower: ThresholdArgs = {**thresholds()["serviceCpu"], "threshold": 60}
    recorder = record(
        lambda: Alarms(
            "alarms", args_of(exceptions={"sessions": {"cacheEvictions": off}, "api": {"serviceCpu": lower}})
        )
    )
    assert [item.name for item in recorder.all(ALARM) if "evictions" in item.name] == []
    assert alarm(recorder, "api-service-cpu")["threshold"] == 60
    assert alarm(recorder, "worker-service-cpu")["threshold"] == 80


def test_an_alarm_of_no_severity_tells_nobody() -> None:
    silent: ThresholdArgs = {**thresholds()["serviceCpu"], "severity": "none"}
    recorder = record(lambda: Alarms("alarms", args_of(thresholds={"serviceCpu": silent})))
    assert alarm(recorder, "api-service-cpu").get("alarmActions", []) == []


def test_a_severity_without_topic_is_refused() -> None:
    with pytest.raises(ValueError, match="no topic for the severity warning; there are critical"):
        record(lambda: Alarms("alarms", args_of(topic_arns={"critical": "arn:1"})))


COMPOSITE_ALARM = {
    "meaning": "Payments are failing",
    "any": ["errorRate", "unhealthyTargets"],
    "all": ["api.serviceCpu"],
    "severity": "critical",
    "quiet_in_maintenance": True,
}
MAINTENANCE = {"namespace": "Pay/Operations", "metric": "Maintenance", "wait_seconds": 60, "extension_seconds": 300}


def test_a_composite_alarm_is_made_of_alarms_that_come_first() -> None:
    args = args_of(composites={"failing": COMPOSITE_ALARM}, maintenance=MAINTENANCE)
    recorder = record(lambda: Alarms("alarms", args))
    composite: Registration = recorder.only(COMPOSITE)
    assert composite.inputs["alarmRule"] == (
        '(ALARM("dev-pay-load-balancer-error-rate") OR ALARM("dev-pay-api-unhealthy-targets"))'
        ' AND (ALARM("dev-pay-api-service-cpu"))'
    )
    suppressor = composite.inputs["actionsSuppressor"]
    assert (suppressor["waitPeriod"], suppressor["extensionPeriod"]) == (60, 300)
    assert suppressor["alarm"].endswith("alarms-maintenance")
    first = {urn.rsplit("::", 1)[-1] for urn in composite.depends_on}
    assert {"alarms-load-balancer-error-rate", "alarms-api-unhealthy-targets", "alarms-api-service-cpu"} <= first
    assert recorder.only(ALARM, "alarms-maintenance").inputs.get("alarmActions", []) == []


def test_a_composite_alarm_of_nothing_is_refused() -> None:
    composite = {**COMPOSITE_ALARM, "any": ["replicaLag.api"], "all": []}
    with pytest.raises(ValueError, match=r"failing is made of replicaLag\.api, and there is no such alarm"):
        record(lambda: Alarms("alarms", args_of(composites={"failing": composite}, maintenance=MAINTENANCE)))


def test_failed_backups_and_jobs_are_told_with_their_runbook(recorder: Recorder) -> None:
    backups = json.loads(recorder.only(RULE, "alarms-backups-backup-failures").inputs["eventPattern"])
    assert backups["detail"]["state"] == ["ABORTED", "EXPIRED", "FAILED"]
    job = json.loads(recorder.only(RULE, "alarms-migrate-job-failures").inputs["eventPattern"])
    assert job["detail"]["taskDefinitionArn"] == [{"wildcard": "*:task-definition/dev-migrate:*"}]
    for target in recorder.all(TARGET):
        template = target.inputs["inputTransformer"]["inputTemplate"]
        assert "https://docs.example.com/runbooks/" in template
        json.loads(re.sub(r"<\w+>", "null", template))
        assert target.inputs["arn"] == TOPICS["critical"]


TOPIC_ARGS: AlertTopicsArgs = {
    "account_id": "123456789012",
    "region": "ap-south-1",
    "key_arn": "arn:aws:kms:ap-south-1:123456789012:key/1",
    "receivers": {
        "critical": {"emails": ["a@example.com"], "urls": ["https://alerts.example.com/pay"]},
        "warning": {"emails": [], "urls": []},
    },
}


def statements(recorder: Recorder, severity: str) -> dict[str, dict[str, Any]]:
    """The statements of a topic's policy by their sid."""
    policy = json.loads(recorder.only("aws:sns/topicPolicy:TopicPolicy", f"topics-{severity}").inputs["policy"])
    return {statement["Sid"]: statement for statement in policy["Statement"]}


def test_topics_are_encrypted_and_take_messages_of_this_account_over_tls_only() -> None:
    recorder = record(lambda: AlertTopics("topics", TOPIC_ARGS))
    topics = recorder.all("aws:sns/topic:Topic")
    assert {topic.inputs["kmsMasterKeyId"] for topic in topics} == {"arn:aws:kms:ap-south-1:123456789012:key/1"}
    found = statements(recorder, "critical")
    services = {statement["Principal"]["Service"] for sid, statement in found.items() if sid != "TlsOnly"}
    assert services == {f"{name}.amazonaws.com" for name in ("cloudwatch", "events", "budgets", "costalerts")}
    for sid, statement in found.items():
        assert sid == "TlsOnly" or "123456789012" in json.dumps(statement["Condition"])
    refusal = found["TlsOnly"]
    assert (refusal["Effect"], refusal["Principal"]) == ("Deny", "*")
    assert refusal["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_receivers_are_subscribed_to_their_severity() -> None:
    recorder = record(lambda: AlertTopics("topics", TOPIC_ARGS))
    found = {
        (item.inputs["protocol"], item.inputs["endpoint"])
        for item in recorder.all("aws:sns/topicSubscription:TopicSubscription")
    }
    assert found == {("email", "a@example.com"), ("https", "https://alerts.example.com/pay")}


def test_event_rules_may_use_the_key_of_topics_without_a_source_that_they_never_send() -> None:
    policy: Any = key_policy("topics", "123456789012", "ap-south-1")
    (events,) = (item for item in policy["Statement"] if "events.amazonaws.com" in json.dumps(item["Principal"]))
    assert "aws:Source" not in json.dumps(events["Condition"])
    topics = events["Condition"]["ArnLike"]["kms:EncryptionContext:aws:sns:topicArn"]
    assert topics == "arn:aws:sns:ap-south-1:123456789012:*"


WHOLE: ObservabilityArgs = {
    "account_id": "123456789012",
    "region": "eu-central-1",
    "name_prefix": "dev-pay",
    "targets": EVERYTHING,
    "notifications": {
        "key_arn": "arn:aws:kms:eu-central-1:123456789012:key/1",
        "receivers": TOPIC_ARGS["receivers"],
        "runbooks": "https://docs.example.com",
        "thresholds": thresholds(),
        "exceptions": {},
        "composites": {},
    },
    "dashboard": {
        "dashboard_name": "pay",
        "title": "Payments",
        "widgets": [
            {
                "title": "Refunds",
                "period_seconds": 300,
                "width": 8,
                "metrics": [
                    {
                        "namespace": BUSINESS,
                        "metric": "Refunds",
                        "dimensions": {"Provider": "a"},
                        "statistic": "Sum",
                        "label": "",
                    }
                ],
            }
        ],
    },
    "prometheus_workspace_arn": "arn:aws:aps:eu-central-1:123456789012:workspace/ws-1",
}


@pytest.fixture(scope="module")
def whole() -> Recorder:
    return record(lambda: Observability("watch", WHOLE))


@pytest.fixture(scope="module")
def widgets(whole: Recorder) -> list[dict[str, Any]]:
    body = json.loads(whole.only("aws:cloudwatch/dashboard:Dashboard").inputs["dashboardBody"])
    jsonschema.Draft202012Validator(DASHBOARD_SCHEMA).validate(body)
    found: list[dict[str, Any]] = body["widgets"]
    return found


def test_the_dashboard_shows_alarms_first_and_everything_that_is_there(widgets: list[dict[str, Any]]) -> None:
    assert [widget["type"] for widget in widgets[:2]] == ["text", "alarm"]
    assert len(widgets[1]["properties"]["alarms"]) >= 40
    namespaces = {
        line[0] for widget in widgets if widget["type"] == "metric" for line in widget["properties"]["metrics"]
    }
    assert namespaces == {*(panel.namespace for panel in PANELS), BUSINESS}
    assert widgets[-1]["properties"]["title"] == "Refunds"
    assert {widget["properties"]["region"] for widget in widgets if widget["type"] == "metric"} == {"eu-central-1"}


def test_the_dashboard_shows_three_percentiles(widgets: list[dict[str, Any]]) -> None:
    (times,) = (
        widget
        for widget in widgets
        if widget["properties"].get("title") == "The load balancer: response times, seconds"
    )
    assert [line[-1]["stat"] for line in times["properties"]["metrics"]] == ["p50", "p95", "p99"]


def test_no_two_widgets_share_a_place(widgets: list[dict[str, Any]]) -> None:
    cells = [
        (widget["x"] + x, widget["y"] + y)
        for widget in widgets
        for x in range(widget["width"])
        for y in range(widget["height"])
    ]
    assert len(set(cells)) == len(cells)
    assert max(x for x, _ in cells) == 23


PROMETHEUS: PrometheusArgs = {
    "alias": "pay",
    "key_arn": "arn:aws:kms:eu-central-1:123456789012:key/2",
    "retention_days": 150,
    "rule_files": {"pay": "groups: []"},
    "log_group_name": "/aws/vendedlogs/prometheus/dev-pay",
    "log_retention_days": 30,
    "logs_key_arn": "arn:aws:kms:eu-central-1:123456789012:key/3",
}


def test_topics_take_the_alerts_of_a_workspace(whole: Recorder) -> None:
    policy = whole.only("aws:sns/topicPolicy:TopicPolicy", "watch-topics-critical").inputs["policy"]
    assert '"aps.amazonaws.com"' in policy


def test_prometheus_is_encrypted_keeps_and_tells() -> None:
    whole = record(lambda: Prometheus("watch", PROMETHEUS).alert_to(TOPICS, "eu-central-1"))
    workspace = whole.only("aws:amp/workspace:Workspace").inputs
    assert workspace["kmsKeyArn"].endswith("key/2")
    kept = whole.only("aws:amp/workspaceConfiguration:WorkspaceConfiguration").inputs
    assert kept["retentionPeriodInDays"] == 150
    assert whole.only("aws:amp/ruleGroupNamespace:RuleGroupNamespace").inputs["name"] == "pay"
    assert whole.only("aws:cloudwatch/logGroup:LogGroup").inputs["kmsKeyId"].endswith("key/3")
    definition = whole.only("aws:amp/alertManagerDefinition:AlertManagerDefinition").inputs["definition"]
    assert TOPICS["warning"] in definition


def test_a_chat_gets_alerts_in_the_form_that_it_understands() -> None:
    outer = yaml.safe_load(alert_manager_definition(TOPICS, "ap-south-1", chats=["critical"]))
    critical, warning = yaml.safe_load(outer["alertmanager_config"])["receivers"]
    message = json.loads(re.sub(r"\{\{.*?\}\}", "text", critical["sns_configs"][0]["message"]))
    assert (message["version"], message["source"]) == ("1.0", "custom")
    assert r'reReplaceAll `["\\\n]` " "' in CHAT_MESSAGE
    assert "message" not in warning["sns_configs"][0]


def test_alert_manager_sends_each_severity_to_its_topic() -> None:
    outer = yaml.safe_load(alert_manager_definition(TOPICS, "ap-south-1"))
    inner = yaml.safe_load(outer["alertmanager_config"])
    assert inner["route"]["receiver"] == "warning"
    assert {route["receiver"]: route["matchers"] for route in inner["route"]["routes"]} == {
        severity: [f'severity="{severity}"'] for severity in TOPICS
    }
    arns = {receiver["name"]: receiver["sns_configs"][0]["topic_arn"] for receiver in inner["receivers"]}
    assert arns == TOPICS


def test_rules_written_in_a_stack_file_become_a_rule_file() -> None:
    rules = PrometheusRules.model_validate(
        {
            "intervalSeconds": 15,
            "recordings": {"job:errors:rate5m": "rate(payment_errors_total[5m])"},
            "alerts": {
                "HighPaymentFailureRate": {
                    "expression": "job:errors:rate5m > 0.02",
                    "minutes": 1,
                    "severity": "critical",
                    "summary": "Payments fail",
                }
            },
        }
    )
    (group,) = yaml.safe_load(rule_file("pay", rules))["groups"]
    assert (group["name"], group["interval"]) == ("pay", "15s")
    recording, alert = group["rules"]
    assert recording == {"record": "job:errors:rate5m", "expr": "rate(payment_errors_total[5m])"}
    assert (alert["for"], alert["labels"]) == ("1m", {"severity": "critical"})


def test_a_threshold_changes_the_alarms_of_its_kind_and_nothing_else(dev: Recorder) -> None:
    lower = recorded("dev", changed(config("dev"), {"platform:observability/alarms/serviceCpu/percent": 75}))
    before = {item.urn: item.inputs for item in dev.registrations}
    after = {item.urn: item.inputs for item in lower.registrations}
    assert before.keys() == after.keys()
    different = {urn.rsplit("::", 1)[-1] for urn in before if before[urn] != after[urn]}
    assert different == {f"observability-alarms-{name}-service-cpu" for name in ("internal-pe", "customer-portal")}


def test_nothing_is_built_that_is_not_asked_for() -> None:
    args: ObservabilityArgs = {
        "account_id": "123456789012",
        "region": "ap-south-1",
        "name_prefix": "dev-pay",
        "targets": EVERYTHING,
    }
    recorder = record(lambda: Observability("watch", args))
    assert [item.type for item in recorder.registrations] == ["payments:index:Observability"]


@pytest.mark.parametrize(
    ("instance_class", "gib", "connections"),
    [
        ("db.t3.micro", 1, 112),
        ("db.t3.medium", 4, 450),
        ("db.m7g.large", 8, 901),
        ("db.r6g.large", 16, 1802),
        ("db.r6g.16xlarge", 512, 5000),
        ("db.x2iedn.xlarge", 128, 5000),
        ("db.x2g.large", 32, 3604),
    ],
)
def test_the_most_connections_follow_from_the_memory_of_the_class(
    instance_class: str, gib: int, connections: int
) -> None:
    assert memory_bytes(instance_class) == gib * GIB
    assert max_connections(instance_class, {}) == connections


def test_a_parameter_says_the_most_connections_exactly() -> None:
    assert max_connections("db.r6g.large", {"max_connections": "500"}) == 500


def test_every_class_that_settings_allow_has_a_memory() -> None:
    for family in FAMILIES:
        for size in SIZES:
            if not family.startswith("t") or not re.fullmatch(r"\d{2}xlarge|[48]xlarge", size):
                burstable = size in ("micro", "small")
                if family.startswith("t") or not burstable:
                    assert memory_bytes(f"db.{family}.{size}") >= GIB
