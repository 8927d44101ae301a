"""Metrics sidecars, private names, log groups, closed paths and Slack channels: what they register."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from components.alert_topics import AlertTopics
from components.dashboard_body import Chart, Line, dashboard_body
from components.log_group import LogGroup, LogGroupArgs
from components.metrics_sidecar import MetricsSidecarArgs, collector_configuration
from components.private_names import PrivateNames
from components.security_groups import SecurityGroups
from components.service import Service, ServiceArgs
from components.task_definition import TaskArgs
from components.web_firewall import ClosedPathsArgs, WebFirewall
from tests.components.recorder import Recorder, record
from tests.components.test_compute import KEY, REGION, ROLES, WHAT_RUNS, WORKER
from tests.components.test_web_firewall import ACL, ARGS, TOO_MANY

WORKSPACE = f"arn:aws:aps:{REGION}:123456789012:workspace/ws-1"
SIDECAR: MetricsSidecarArgs = {
    "job": "api",
    "port": 3005,
    "path": "/metrics",
    "interval": 30,
    "image": "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3",
    "cpu": 32,
    "memory": 160,
}
IN_CLOUDWATCH: MetricsSidecarArgs = {
    **SIDECAR,
    "cloud_watch": {
        "namespace": "Pay",
        "metrics": {"payments_total": [[], ["provider"]]},
        "log_group_name": "/ecs/dev-api/metrics",
    },
}


def configuration(args: MetricsSidecarArgs, endpoint: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(collector_configuration(args, endpoint, REGION))
    return found


def measured() -> Recorder:
    """A worker whose metrics go to a workspace and to CloudWatch."""
    task: TaskArgs = {
        **WHAT_RUNS,
        "metrics_sidecar": {**IN_CLOUDWATCH, "workspace_endpoint": "https://aps/"},
        "roles": {
            **ROLES,
            "metrics_workspace_arn": WORKSPACE,
            "metrics_log_group": "/ecs/dev-api/metrics",
            "log_group_arns": ["arn:aws:logs:ap-south-1:123456789012:log-group:/pay/audit"],
        },
    }
    return record(lambda: Service("api", {**WORKER, "task": task}))


def test_metrics_are_read_inside_the_task_and_written_under_the_tasks_name() -> None:
    found = configuration(SIDECAR, "https://aps/")
    (scrape,) = found["receivers"]["prometheus"]["config"]["scrape_configs"]
    assert scrape["static_configs"] == [{"targets": ["localhost:3005"]}]
    assert (scrape["scrape_interval"], scrape["scrape_timeout"]) == ("30s", "10s")
    assert found["processors"]["resourcedetection"] == {"detectors": ["ecs"]}
    remote = found["exporters"]["prometheusremotewrite"]
    assert remote["endpoint"] == "https://aps/api/v1/remote_write"
    assert remote["resource_to_telemetry_conversion"] == {"enabled": True}
    assert found["service"]["pipelines"]["metrics"]["exporters"] == ["prometheusremotewrite"]


def test_a_sidecar_reads_over_tls_where_the_container_speaks_it() -> None:
    secured: MetricsSidecarArgs = {**SIDECAR, "scheme": "https"}
    found = [configuration(args, "")["receivers"]["prometheus"]["config"] for args in (SIDECAR, secured)]
    plain, over_tls = (config["scrape_configs"][0] for config in found)
    assert not plain.keys() & {"scheme", "tls_config"}
    assert (over_tls["scheme"], over_tls["tls_config"]) == ("https", {"insecure_skip_verify": True})


def test_a_short_interval_shortens_the_timeout() -> None:
    (scrape,) = configuration({**SIDECAR, "interval": 5}, "")["receivers"]["prometheus"]["config"]["scrape_configs"]
    assert scrape["scrape_timeout"] == "5s"


def test_only_declared_metrics_reach_cloudwatch() -> None:
    exporters = configuration(IN_CLOUDWATCH, "")["exporters"]
    assert exporters.keys() == {"awsemf"}
    assert exporters["awsemf"]["metric_declarations"] == [
        {"metric_name_selectors": ["^payments_total$"], "dimensions": [[], ["provider"]]}
    ]


def test_the_collector_has_no_rights_of_root_and_the_task_outlives_it() -> None:
    recorder = measured()
    definitions = json.loads(recorder.only("aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"])
    (found,) = (item for item in definitions if item["name"] == "metrics")
    assert (found["user"], found["essential"], found["readonlyRootFilesystem"]) == ("65534", False, True)
    group = recorder.only("aws:cloudwatch/logGroup:LogGroup", "api-metrics").inputs
    assert (group["name"], group["kmsKeyId"], group["retentionInDays"]) == ("/ecs/dev-api/metrics", KEY, 7)


def test_containers_write_metrics_and_events_to_what_is_named_and_nothing_else() -> None:
    policy = measured().only("aws:iam/rolePolicy:RolePolicy", "api-roles-task").inputs["policy"]
    found = {item["Sid"]: item for item in json.loads(policy)["Statement"]}
    assert found.keys() == {"WriteMetrics", "WriteMetricsToCloudWatch", "AddLogEvents"}
    assert (found["WriteMetrics"]["Action"], found["WriteMetrics"]["Resource"]) == (["aps:RemoteWrite"], [WORKSPACE])
    assert found["WriteMetricsToCloudWatch"]["Resource"] == [
        f"arn:aws:logs:{REGION}:123456789012:log-group:/ecs/dev-api/metrics:*"
    ]
    assert found["AddLogEvents"]["Resource"] == ["arn:aws:logs:ap-south-1:123456789012:log-group:/pay/audit:*"]


def test_a_private_name_is_entered_by_ecs() -> None:
    registry = record(
        lambda: Service("api", {**WORKER, "registry": {"namespace_id": "ns-1", "host": "pay", "ttl_seconds": 10}})
    )
    entry = registry.only("aws:servicediscovery/service:Service").inputs
    assert (entry["name"], entry["dnsConfig"]["dnsRecords"]) == ("pay", [{"type": "A", "ttl": 10}])
    assert "registryArn" in registry.only("aws:ecs/service:Service").inputs["serviceRegistries"]
    zone = record(lambda: PrivateNames("names", {"domain": "internal", "vpc_id": "vpc-1"}))
    assert zone.only("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace").inputs["vpc"] == "vpc-1"


@pytest.mark.parametrize("called", [True, False])
def test_a_name_that_nobody_calls_opens_no_port(called: bool) -> None:
    args: ServiceArgs = {
        **WORKER,
        "registry": {"namespace_id": "ns-1", "host": "pay", "ttl_seconds": 10},
        "called_by_name": called,
    }
    recorder = record(lambda: Service("api", args))
    (found,) = json.loads(recorder.only("aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"])
    assert bool(found.get("portMappings")) == called


def test_containers_reach_each_other_on_shared_ports_only() -> None:
    recorder = record(
        lambda: SecurityGroups("groups", {"vpc_id": "vpc-1", "container_ports": [8080], "shared_ports": [3005]})
    )
    rule = recorder.only("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "groups-ecs-in-3005-ecs").inputs
    assert (rule["fromPort"], rule["toPort"]) == (3005, 3005)
    assert rule["referencedSecurityGroupId"] == rule["securityGroupId"]


@pytest.mark.parametrize("protected", [True, False])
def test_aws_refuses_to_delete_a_log_group_where_it_is_told_to(protected: bool) -> None:
    args: LogGroupArgs = {
        "name": "/pay/audit",
        "retention_days": 1827,
        "logs_key_arn": KEY,
        "deletion_protection": protected,
        "protect": True,
    }
    group = record(lambda: LogGroup("audit", args)).only("aws:cloudwatch/logGroup:LogGroup")
    assert (group.inputs["deletionProtectionEnabled"], group.inputs["retentionInDays"]) == (protected, 1827)


def test_closed_paths_are_found_in_any_case_and_answered_as_told() -> None:
    closed: ClosedPathsArgs = {"priority": 1, "paths": ["/Metrics", "/debug"], "count": False, "response": TOO_MANY}
    acl = record(lambda: WebFirewall("firewall", {**ARGS, "closed_paths": {"inside": closed}})).only(ACL).inputs
    (rule,) = acl["rules"]
    matches = [item["byteMatchStatement"] for item in rule["statement"]["orStatement"]["statements"]]
    assert [match["searchString"] for match in matches] == ["/metrics", "/debug"]
    assert [item["type"] for item in matches[0]["textTransformations"]] == ["URL_DECODE", "NORMALIZE_PATH", "LOWERCASE"]
    assert rule["action"]["block"]["customResponse"]["responseCode"] == TOO_MANY["status"]


def test_a_slack_channel_hears_of_its_severity_and_may_do_nothing() -> None:
    recorder = record(
        lambda: AlertTopics(
            "topics",
            {
                "account_id": "123456789012",
                "region": REGION,
                "key_arn": KEY,
                "receivers": {
                    "critical": {
                        "emails": [],
                        "urls": [],
                        "slack": {
                            "workspace_id": "T07EA123LEP",
                            "channel_id": "C07EZ1ABC23",
                            "configuration_name": "pay",
                        },
                    },
                    "warning": {"emails": [], "urls": []},
                },
            },
        )
    )
    channel = recorder.only("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration").inputs
    assert (channel["slackTeamId"], channel["slackChannelId"]) == ("T07EA123LEP", "C07EZ1ABC23")
    assert channel["guardrailPolicyArns"] == ["arn:aws:iam::aws:policy/AWSDenyAll"]
    assert "topics-critical" in channel["snsTopicArns"][0]
    assert not recorder.all("aws:iam/rolePolicy:RolePolicy")


def test_a_widget_computes_from_lines_that_it_does_not_draw() -> None:
    chart = Chart(
        "Success",
        [
            Line("Pay", "Done", {}, "Sum", id="done", visible=False),
            Line("", "", {}, "Average", "rate", expression="100 * done / all"),
        ],
    )
    body: Any = dashboard_body("pay", REGION, {}, [], [chart])
    assert body["widgets"][-1]["properties"]["metrics"] == [
        ["Pay", "Done", {"stat": "Sum", "id": "done", "visible": False}],
        [{"expression": "100 * done / all", "label": "rate"}],
    ]
