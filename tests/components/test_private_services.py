"""What components register of services that are found by name, collected from and kept apart; Fivestar has none."""

from __future__ import annotations

import json
from typing import Any

import yaml

from components.alert_webhooks import AlertWebhooks, AlertWebhooksArgs
from components.container import Container, container_definition
from components.dashboard_body import Chart, Line, dashboard_body
from components.database_login import DatabaseLogin
from components.hosted_zone import HostedZone, HostedZoneArgs
from components.log_insights import LogInsights
from components.metrics_collector import collector_configuration
from components.private_names import PrivateNames
from components.prometheus import given_definition
from components.service_group import ServiceGroup
from components.task_permissions import TaskRolesArgs, task_statements
from tests.components.recorder import ACCOUNT, REGION, Recorder, record

IN, OUT = (
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
)
CLOUD_MAP = "aws:servicediscovery/service:Service"
FUNCTION = "aws:lambda/function:Function"
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
PERMISSION = "aws:lambda/permission:Permission"


def statements(recorder: Recorder, name: str) -> dict[str, dict[str, Any]]:
    """The statements of a role's policy."""
    policy = json.loads(recorder.only("aws:iam/rolePolicy:RolePolicy", name).inputs["policy"])
    return {statement["Sid"]: statement for statement in policy["Statement"]}


def test_a_group_opens_both_ends_of_each_connection_and_no_other() -> None:
    recorder = record(
        lambda: ServiceGroup(
            "api",
            {
                "vpc_id": "vpc-1",
                "description": "Tasks of api",
                "callers": {"alb": {"group_id": "sg-alb", "port": 8000}},
                "called": {"rds": {"group_id": "sg-rds", "port": 5432}},
                "endpoints_group_id": "sg-endpoints",
                "internet": False,
            },
        )
    )
    admitted = {
        (rule.inputs["securityGroupId"], rule.inputs["referencedSecurityGroupId"], rule.inputs["fromPort"])
        for rule in recorder.all(IN)
    }
    assert admitted == {
        ("api-group-id", "sg-alb", 8000),
        ("sg-rds", "api-group-id", 5432),
        ("sg-endpoints", "api-group-id", 443),
    }
    left = {(rule.inputs["securityGroupId"], rule.inputs["referencedSecurityGroupId"]) for rule in recorder.all(OUT)}
    assert left == {("sg-alb", "api-group-id"), ("api-group-id", "sg-rds")}


def test_aliases_are_answered_by_weight_as_cloud_map_demands() -> None:
    recorder = record(
        lambda: PrivateNames(
            "names",
            {"domain": "internal", "vpc_id": "vpc-1", "ttl_seconds": 15, "aliases": {"db-master": "db.example.com"}},
        )
    )
    config = recorder.only(CLOUD_MAP).inputs["dnsConfig"]
    assert config["routingPolicy"] == "WEIGHTED"
    assert config["dnsRecords"] == [{"type": "CNAME", "ttl": 15}]
    instance = recorder.only("aws:servicediscovery/instance:Instance").inputs
    assert instance["attributes"] == {"AWS_INSTANCE_CNAME": "db.example.com"}


def test_the_collector_asks_tasks_by_name_and_lets_the_workspace_choose_one_of_its_own() -> None:
    job = {"job_name": "api", "dns_sd_configs": [{"names": ["api.internal"], "type": "A", "port": 8001}]}
    text = collector_configuration(
        "https://aps.example.com/workspaces/ws-1/", REGION, "prod-pay", {"scrape_interval": "15s"}, [job]
    )
    configuration = yaml.safe_load(text)
    exporter = configuration["exporters"]["prometheusremotewrite"]
    assert exporter["endpoint"] == "https://aps.example.com/workspaces/ws-1/api/v1/remote_write"
    assert exporter["external_labels"] == {
        "cluster": "prod-pay",
        "__replica__": "${env:ECS_CONTAINER_METADATA_URI_V4}",
    }
    assert configuration["receivers"]["prometheus"]["config"] == {
        "global": {"scrape_interval": "15s"},
        "scrape_configs": [job],
    }


def webhooks(**changes: Any) -> AlertWebhooksArgs:  # noqa: ANN401  (any argument)
    args: AlertWebhooksArgs = {
        "account_id": ACCOUNT,
        "region": REGION,
        "function_name": "dev-alert-webhooks",
        "undelivered_queue_name": "dev-undelivered",
        "topics": {"critical": "arn:topic:critical", "warning": "arn:topic:warning"},
        "webhooks": {"critical": {"slack": {"kind": "slack", "secret_arn": "arn:secret", "key": "slack_url"}}},
        "secrets_key_arn": "arn:key:secrets",
        "functions_key_arn": "arn:key:functions",
        "queues_key_arn": "arn:key:queues",
        "logs_key_arn": "arn:key:logs",
        "log_retention_days": 365,
        "protect": True,
    }
    args.update(changes)  # type: ignore[typeddict-item]
    return args


def test_the_function_of_webhooks_reads_their_secrets_and_nothing_else() -> None:
    recorder = record(lambda: AlertWebhooks("hooks", webhooks()))
    found = statements(recorder, "hooks-rights")
    assert found["ReadAddresses"]["Resource"] == ["arn:secret"]
    assert found["DecryptAddresses"]["Condition"]["StringEquals"]["kms:ViaService"] == [
        f"secretsmanager.{REGION}.amazonaws.com"
    ]
    function = recorder.only(FUNCTION).inputs
    assert json.loads(function["environment"]["variables"]["WEBHOOKS"]) == {
        "arn:topic:critical": {
            "severity": "critical",
            "webhooks": [{"kind": "slack", "secret": "arn:secret", "key": "slack_url"}],
        }
    }
    assert "vpcConfig" not in function
    assert function["deadLetterConfig"]["targetArn"].endswith("hooks-undelivered")
    assert [rule.inputs["sourceArn"] for rule in recorder.all(PERMISSION)] == ["arn:topic:critical"]


def test_the_function_of_webhooks_stands_in_the_vpc_where_there_is_one() -> None:
    recorder = record(lambda: AlertWebhooks("hooks", webhooks(subnet_ids=["a", "b"], security_group_id="sg-1")))
    assert recorder.only(FUNCTION).inputs["vpcConfig"] == {"subnetIds": ["a", "b"], "securityGroupIds": ["sg-1"]}


def test_a_login_stands_in_its_secret_with_its_whole_url() -> None:
    recorder = record(
        lambda: DatabaseLogin(
            "login",
            {
                "secret_name": "pay/db-credentials",
                "key_arn": "arn:key",
                "account_id": ACCOUNT,
                "recovery_days": 30,
                "username": "payment_service",
                "password_version": 2,
                "host": "db.example.com",
                "port": 5432,
                "database_name": "payments",
                "ssl_mode": "require",
                "protect": True,
            },
        )
    )
    version = recorder.only(VERSION).inputs
    content = json.loads(version["secretStringWo"]["value"])
    password = "x" * 64
    assert content["url"] == f"postgresql://payment_service:{password}@db.example.com:5432/payments?sslmode=require"
    assert content["password"] == password
    assert version["secretStringWoVersion"] == 2


def zone(**log: Any) -> HostedZoneArgs:  # noqa: ANN401  (any argument)
    key = {"alias": "dns", "deletion_window_days": 30, "rotation": True}
    return {
        "domain": "pay.example.com",
        "protect": False,
        "query_log": {"account_id": ACCOUNT, "retention_days": 365, "logs_key": key, **log},  # type: ignore[typeddict-item]
    }


def test_queries_of_a_zone_are_recorded_where_route_53_writes_them() -> None:
    recorder = record(lambda: HostedZone("zone", zone(logs_key_arn="arn:key")))
    group = recorder.only(LOG_GROUP).inputs
    assert (group["region"], group["name"], group["kmsKeyId"]) == (
        "us-east-1",
        "/aws/route53/pay.example.com",
        "arn:key",
    )
    assert recorder.all("aws:kms/key:Key") == []
    elsewhere = record(lambda: HostedZone("zone", zone()))
    assert elsewhere.only("aws:kms/key:Key").inputs["region"] == "us-east-1"


def test_a_container_gets_its_share_of_the_task() -> None:
    container = Container("api", "example.com/a:1", {}, cpu=512, memory=1024, memory_reservation=512)
    definition = container_definition(container)
    assert (definition["cpu"], definition["memory"], definition["memoryReservation"]) == (512, 1024, 512)


def test_containers_write_to_the_log_groups_and_workspace_that_are_named() -> None:
    args: TaskRolesArgs = {
        "account_id": ACCOUNT,
        "region": REGION,
        "secrets_key_arn": "arn:key",
        "log_group_arns": ["arn:group"],
        "metrics_workspace_arn": "arn:workspace",
    }

    def program() -> None:
        found = {str(statement["Sid"]): statement for statement in task_statements(args)}
        assert found["WriteMetrics"]["Resource"] == ["arn:workspace"]
        assert found["AddLogEvents"]["Action"] == [
            "logs:CreateLogStream",
            "logs:DescribeLogStreams",
            "logs:PutLogEvents",
        ]

    record(program)


def test_a_metric_of_logs_adds_the_field_that_is_named() -> None:
    recorder = record(
        lambda: LogInsights(
            "logs",
            {
                "name_prefix": "dev",
                "metrics": {
                    "amounts": {
                        "log_group_name": "api",
                        "pattern": "{ $.amount = * }",
                        "namespace": "Pay",
                        "metric": "Amount",
                        "value": "$.amount",
                        "dimensions": {"gateway": "$.gateway"},
                    }
                },
                "queries": {},
            },
        )
    )
    found = recorder.only("aws:cloudwatch/logMetricFilter:LogMetricFilter").inputs["metricTransformation"]
    assert found["value"] == "$.amount"
    assert found["dimensions"] == {"gateway": "$.gateway"}
    assert "defaultValue" not in found


def test_a_widget_draws_expressions_and_the_level_to_keep() -> None:
    lines = [
        Line("Pay", "Ok", {}, "Sum", id="ok", visible=False),
        Line("", "", {}, "", label="rate", expression="100 * ok / total"),
    ]
    body = dashboard_body("Pay", REGION, {}, [], [Chart("Success", lines, levels=[("target", 95)])])
    widgets = body["widgets"]
    assert isinstance(widgets, list)
    properties = widgets[-1]["properties"]
    assert properties["metrics"] == [
        ["Pay", "Ok", {"stat": "Sum", "id": "ok", "visible": False}],
        [{"expression": "100 * ok / total", "label": "rate"}],
    ]
    assert properties["annotations"] == {"horizontal": [{"label": "target", "value": 95}]}


def test_a_given_alert_manager_names_the_topics_of_the_stack() -> None:
    text = given_definition("arn: ${topics.critical}\nregion: ${region}\n", {"critical": "arn:topic"}, REGION)
    assert yaml.safe_load(yaml.safe_load(text)["alertmanager_config"]) == {"arn": "arn:topic", "region": REGION}
