"""What a stack file may say about metrics sidecars, private names, log groups, closed paths and Slack channels."""

from __future__ import annotations

import pytest

from settings import Settings, parse_settings, waf_capacity
from settings.sidecars import OTEL_IMAGE
from tests.settings.stack_files import changed, config, mistakes

SERVICE = "platform:services/internal-pe"
AT = "platform:services.internal-pe"
PORTAL = "platform:services/customer-portal"
WATCH = "platform:observability"
FIREWALL = "platform:edge/webFirewall"
NAMES = "platform:privateNames"
METRIC = {"pattern": "ERROR", "metric": "Errors", "namespace": "Pay", "title": "errors"}

RULES: dict[str, object] = {
    "rateLimits": {"all": {"priority": 10, "limit": 2000}},
    "logs": {"group": "aws-waf-logs-pay"},
}


def in_cloud_watch(namespace: str, metrics: dict[str, object]) -> dict[str, object]:
    """Metrics that a sidecar writes to CloudWatch."""
    return {"port": 8080, "sidecar": {"cloudWatch": {"namespace": namespace, "metrics": metrics}}}


REFUSED: list[tuple[str, dict[str, object], str, str]] = [
    # what the change is, the change, the key named, a part of the answer
    (
        "metrics that go nowhere",
        {f"{SERVICE}/metrics": {"port": 8080, "sidecar": {}}},
        f"{AT}.metrics.sidecar",
        "go nowhere",
    ),
    (
        "metrics of a namespace of AWS",
        {f"{SERVICE}/metrics": in_cloud_watch("AWS/ECS", {"a": [[]]})},
        f"{AT}.metrics.sidecar.cloudWatch.namespace",
        "not one of AWS/",
    ),
    (
        "no metric for CloudWatch",
        {f"{SERVICE}/metrics": in_cloud_watch("Pay", {})},
        f"{AT}.metrics.sidecar.cloudWatch.metrics",
        "",
    ),
    (
        "a sidecar of the collector's name",
        {
            f"{SERVICE}/metrics": in_cloud_watch("Pay", {"a": [[]]}),
            f"{SERVICE}/sidecars": {"metrics": {"image": "public.ecr.aws/nginx/nginx:1.29.1"}},
        },
        f"{AT}.sidecars.metrics",
        "the program gives this one to another",
    ),
    (
        "a private name without a domain",
        {f"{SERVICE}/privateName": "engine"},
        f"{AT}.privateName",
        "Add platform:privateNames",
    ),
    (
        "one private name for two",
        {NAMES: {"domain": "internal"}, f"{SERVICE}/privateName": "pay", f"{PORTAL}/privateName": "pay"},
        "platform:services.customer-portal.privateName",
        "internal-pe has this one",
    ),
    ("a domain in capitals", {NAMES: {"domain": "Internal"}}, "platform:privateNames.domain", "in lower case"),
    (
        "a log group that isn't there",
        {f"{SERVICE}/access/logGroups": ["audit"]},
        f"{AT}.access.logGroups[0]",
        "platform:observability.logGroups, which has nothing",
    ),
    (
        "a log group of a service's name",
        {f"{WATCH}/logGroups": {"audit": {"name": "/ecs/dev-fivestar-internal-pe"}}},
        "platform:observability.logGroups.audit.name",
        "platform:services.internal-pe has this one",
    ),
    (
        "a log group with a service's key",
        {f"{WATCH}/logGroups": {"internal-pe": {"name": "/pay/audit"}}},
        "platform:observability.logGroups.internal-pe",
        "saved queries name all of them",
    ),
    (
        "a log metric of nothing",
        {f"{WATCH}/logMetrics/more": METRIC},
        "platform:observability.logMetrics.more",
        "neither service nor logGroup",
    ),
    (
        "a log metric of two logs",
        {
            f"{WATCH}/logGroups": {"audit": {"name": "/pay/audit"}},
            f"{WATCH}/logMetrics/more": {**METRIC, "service": "internal-pe", "logGroup": "audit"},
        },
        "platform:observability.logMetrics.more",
        "both service and logGroup",
    ),
    (
        "a log metric of a log group that isn't there",
        {
            f"{WATCH}/logGroups": {"audit": {"name": "/pay/audit"}},
            f"{WATCH}/logMetrics/more": {**METRIC, "logGroup": "audits"},
        },
        "platform:observability.logMetrics.more.logGroup",
        "Did you mean audit?",
    ),
    (
        "a closed path that isn't one",
        {FIREWALL: {**RULES, "closedPaths": {"metrics": {"priority": 1, "paths": ["metrics"]}}}},
        "platform:edge.webFirewall.closedPaths.metrics.paths[0]",
        "start with /",
    ),
    (
        "closed paths in a place that is taken",
        {FIREWALL: {**RULES, "closedPaths": {"metrics": {"priority": 10, "paths": ["/metrics"]}}}},
        "platform:edge.webFirewall.closedPaths.metrics.priority",
        "a priority of its own",
    ),
    (
        "an address for a Slack channel",
        {f"{WATCH}/notifications/warning/slack": {"workspace": "T07EA123LEP", "channel": "#payments"}},
        "platform:observability.notifications.warning.slack.channel",
        "the id of a Slack channel",
    ),
    (
        "a line without a metric",
        {f"{WATCH}/dashboard/widgets": [{"title": "Payments", "metrics": [{"namespace": "Pay"}]}]},
        "platform:observability.dashboard.widgets[0].metrics[0].metric",
        "or an expression",
    ),
    (
        "a line that is two things",
        {f"{WATCH}/dashboard/widgets": [{"title": "Payments", "metrics": [{"expression": "a / b", "metric": "A"}]}]},
        "platform:observability.dashboard.widgets[0].metrics[0].metric",
        "no metric beside expression",
    ),
]


@pytest.mark.parametrize(("changes", "key", "words"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_mistake_is_reported_at_its_key(changes: dict[str, object], key: str, words: str) -> None:
    (mistake,) = mistakes(changes)
    assert mistake.key == key
    assert words in f"{mistake.given} {mistake.allowed} {mistake.remedy}"


def settings(changes: dict[str, object]) -> Settings:
    return parse_settings(changed(config(), changes), stack="dev")


def test_a_metrics_sidecar_reads_metrics_every_30_seconds() -> None:
    found = settings({f"{SERVICE}/metrics": {"port": 8080, "sidecar": {}}, f"{WATCH}/prometheus": {"alias": "pay"}})
    metrics = found.services["internal-pe"].metrics
    assert metrics is not None
    assert (metrics.path, metrics.scheme) == ("/metrics", "http")
    assert not found.services["internal-pe"].is_collected
    sidecar = metrics.sidecar
    assert sidecar is not None
    assert (sidecar.interval_seconds, sidecar.image) == (30, OTEL_IMAGE)
    assert (sidecar.cpu, sidecar.memory, sidecar.cloud_watch) == (32, 160, None)


def test_private_names_are_remembered_for_15_seconds() -> None:
    found = settings({NAMES: {"domain": "internal"}, f"{SERVICE}/privateName": "engine"})
    assert found.private_names is not None
    assert found.private_names.ttl_seconds == 15
    assert found.services["customer-portal"].private_name is None


def test_closed_paths_answer_404_and_cost_their_units() -> None:
    closed = settings({FIREWALL: {**RULES, "closedPaths": {"metrics": {"priority": 1, "paths": ["/metrics"]}}}}).edge
    without = settings({FIREWALL: RULES}).edge
    assert closed is not None
    assert closed.web_firewall is not None
    assert without is not None
    assert without.web_firewall is not None
    rule = closed.web_firewall.closed_paths["metrics"]
    assert (rule.mode, rule.response.status) == ("block", 404)
    assert waf_capacity.units(closed.web_firewall) == waf_capacity.units(without.web_firewall) + 2 + 30


def test_a_log_group_is_kept_as_long_as_the_others_and_slack_is_told_of_nothing() -> None:
    found = settings(
        {f"{WATCH}/logGroups": {"audit": {"name": "/pay/audit"}}, f"{SERVICE}/access/logGroups": ["audit"]}
    )
    assert found.observability.log_groups["audit"].retention_days is None
    assert found.observability.log_groups["audit"].deletion_protection
    assert found.observability.notifications is not None
    assert found.observability.notifications.critical.slack is None
