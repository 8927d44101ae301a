"""Amazon Managed Service for Prometheus."""

import json
from collections.abc import Collection, Mapping
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws
import yaml

DEFAULT_RECEIVER = "warning"


class PrometheusArgs(TypedDict):
    alias: str
    """Name of the workspace."""
    key_arn: pulumi.Input[str]
    """Key of the metrics; it must admit the service."""
    retention_days: int
    """Days that metrics are kept."""
    rule_files: dict[str, str]
    """Rule groups in Prometheus's form (YAML), by the name of their namespace."""
    alert_manager: NotRequired[str]
    """The alert manager's configuration in its own form (YAML), in which ${topics.SEVERITY} and ${region} stand for
    topics and region. Default: alerts go to the topic of their label severity."""
    log_group_name: NotRequired[str]
    """Name of the log group for errors of rules and alert manager, starting with /aws/vendedlogs/. Default: none."""
    log_retention_days: NotRequired[int]
    """Days that those are kept; required with log_group_name."""
    logs_key_arn: NotRequired[pulumi.Input[str]]
    """Key of the log group; required with log_group_name."""


class Prometheus(pulumi.ComponentResource):
    """A workspace under the customer's key with its rules. `alert_to` adds the alert manager."""

    workspace_id: pulumi.Output[str]
    """Id of the workspace."""
    arn: pulumi.Output[str]
    """ARN of the workspace."""
    endpoint: pulumi.Output[str]
    """Address for remote write and queries."""

    def __init__(self, name: str, args: PrometheusArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Prometheus", name, {}, opts)
        self._prefix = name
        self._args = args
        workspace = aws.amp.Workspace(
            f"{name}-workspace",
            alias=args["alias"],
            kms_key_arn=args["key_arn"],
            logging_configuration=self._logging(),
            opts=pulumi.ResourceOptions(parent=self),
        )
        aws.amp.WorkspaceConfiguration(
            f"{name}-configuration",
            workspace_id=workspace.id,
            retention_period_in_days=args["retention_days"],
            opts=pulumi.ResourceOptions(parent=self),
        )
        for namespace, rules in args["rule_files"].items():
            aws.amp.RuleGroupNamespace(
                f"{name}-rules-{namespace}",
                name=namespace,
                workspace_id=workspace.id,
                data=rules,
                opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
            )
        self.workspace_id = workspace.id
        self.arn = workspace.arn
        self.endpoint = workspace.prometheus_endpoint
        self.register_outputs({"workspace_id": self.workspace_id, "arn": self.arn, "endpoint": self.endpoint})

    def alert_to(self, topics: Mapping[str, pulumi.Input[str]], region: str, chats: Collection[str] = ()) -> None:
        """Send alerts as the alert manager's configuration says; without one by their label severity, warning else.

        chats: severities whose topic a chat reads, which understands messages of its own form only. What is sent by a
        configuration of its own has the form that it says.
        """
        given = self._args.get("alert_manager")
        aws.amp.AlertManagerDefinition(
            f"{self._prefix}-alerts",
            workspace_id=self.workspace_id,
            definition=pulumi.Output.all(**topics).apply(
                lambda arns: (
                    given_definition(given, arns, region) if given else alert_manager_definition(arns, region, chats)
                )
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _logging(self) -> dict[str, pulumi.Input[str]] | None:
        if "log_group_name" not in self._args:
            return None
        group = aws.cloudwatch.LogGroup(
            f"{self._prefix}-logs",
            name=self._args["log_group_name"],
            retention_in_days=self._args["log_retention_days"],
            kms_key_id=self._args["logs_key_arn"],
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        return {"log_group_arn": pulumi.Output.concat(group.arn, ":*")}


_SUMMARIES = '{{ range .Alerts }}{{ reReplaceAll `["\\\\\\n]` " " .Annotations.summary }}. {{ end }}'
"""The alerts' summaries, without what would end a text in JSON."""

CHAT_MESSAGE = json.dumps(
    {
        "version": "1.0",
        "source": "custom",
        "content": {"title": "{{ .Status | toUpper }}: {{ .CommonLabels.alertname }}", "description": "SUMMARIES"},
    }
).replace("SUMMARIES", _SUMMARIES)
"""Message that Amazon Q Developer shows in a chat; it drops every other text.

https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
"""


def alert_manager_definition(topics: Mapping[str, str], region: str, chats: Collection[str] = ()) -> str:
    """Alert manager's configuration in the form that AWS takes: one SNS receiver a severity.

    https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-config.html
    """
    default = DEFAULT_RECEIVER if DEFAULT_RECEIVER in topics else next(iter(topics))
    routes = [{"receiver": severity, "matchers": [f'severity="{severity}"']} for severity in topics]
    receivers = [
        {"name": severity, "sns_configs": [_topic(arn, region, severity in chats)]} for severity, arn in topics.items()
    ]
    configuration = {
        "route": {"receiver": default, "group_by": ["alertname"], "routes": routes},
        "receivers": receivers,
    }
    return yaml.safe_dump({"alertmanager_config": yaml.safe_dump(configuration, sort_keys=False)}, sort_keys=False)


def given_definition(configuration: str, topics: Mapping[str, str], region: str) -> str:
    """A configuration with its topics and region filled in, wrapped as AWS takes it."""
    for severity, arn in topics.items():
        configuration = configuration.replace(f"${{topics.{severity}}}", arn)
    configuration = configuration.replace("${region}", region)
    return yaml.safe_dump({"alertmanager_config": configuration}, sort_keys=False)


def _topic(arn: str, region: str, chat: bool) -> dict[str, object]:
    found: dict[str, object] = {"topic_arn": arn, "sigv4": {"region": region}, "send_resolved": True}
    return {**found, "message": CHAT_MESSAGE} if chat else found
