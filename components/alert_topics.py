"""Topics that tell people, one a severity."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import partition_of
from components.policy_documents import Statement, document
from components.slack_channel import SlackChannel


class SlackArgs(TypedDict):
    workspace_id: str
    """Id of the Slack workspace."""
    channel_id: str
    """Id of the channel."""
    configuration_name: str
    """Name of its configuration, the only one of this name in the account."""


class ReceiversArgs(TypedDict):
    emails: list[str]
    """E-mail addresses; each confirms its subscription by a link."""
    urls: list[str]
    """HTTPS addresses without a secret in them, which confirm the subscription by themselves."""
    slack: NotRequired[SlackArgs]
    """Slack channel. Default: none."""


class AlertTopicsArgs(TypedDict):
    account_id: str
    """Account whose alarms, event rules and budgets may publish."""
    region: str
    """Region of the topics."""
    key_arn: pulumi.Input[str]
    """Key of the messages; it must admit the publishers."""
    receivers: dict[str, ReceiversArgs]
    """Who is told, by severity; each severity gets a topic."""
    prometheus_workspace_arn: NotRequired[pulumi.Input[str]]
    """Workspace whose alerts may be published. Default: none."""


class AlertTopics(pulumi.ComponentResource):
    """Encrypted topics that take messages over TLS only, from alarms, event rules and budgets of one account."""

    arns: pulumi.Output[dict[str, str]]
    """ARNs of the topics, by severity."""

    def __init__(self, name: str, args: AlertTopicsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:AlertTopics", name, {}, opts)
        self._prefix = name
        self._args = args
        self._by_severity = {severity: self._topic(severity) for severity in args["receivers"]}
        self.arns = pulumi.Output.all(**self._by_severity)
        self.register_outputs({"arns": self.arns})

    @property
    def by_severity(self) -> dict[str, pulumi.Input[str]]:
        """ARNs of the topics by severity, each known by itself once its policy stands."""
        return dict(self._by_severity)

    def _topic(self, severity: str) -> pulumi.Output[str]:
        topic = aws.sns.Topic(
            f"{self._prefix}-{severity}",
            display_name=f"{self._prefix} {severity}",
            kms_master_key_id=self._args["key_arn"],
            signature_version=2,
            opts=pulumi.ResourceOptions(parent=self),
        )
        policy = aws.sns.TopicPolicy(
            f"{self._prefix}-{severity}",
            arn=topic.arn,
            policy=pulumi.Output.json_dumps(document(self._statements(topic.name.apply(self._arn_of)))),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self._subscriptions(severity, topic.arn)
        self._slack(severity, topic.arn)
        return pulumi.Output.all(topic.arn, policy.id).apply(lambda values: str(values[0]))

    def _arn_of(self, topic_name: str) -> str:
        """Known before the topic is made, so that its policy can be judged at preview."""
        region = self._args["region"]
        return f"arn:{partition_of(region)}:sns:{region}:{self._args['account_id']}:{topic_name}"

    def _statements(self, topic: pulumi.Output[str]) -> list[Statement]:
        account, region = self._args["account_id"], self._args["region"]
        partition = partition_of(region)
        sources: dict[str, tuple[str, pulumi.Input[str] | None]] = {
            "Alarms": ("cloudwatch", f"arn:{partition}:cloudwatch:{region}:{account}:alarm:*"),
            "EventRules": ("events", f"arn:{partition}:events:{region}:{account}:rule/*"),
            "Budgets": ("budgets", f"arn:{partition}:budgets::{account}:*"),
            "CostAnomalies": ("costalerts", None),
        }
        if "prometheus_workspace_arn" in self._args:
            sources["Prometheus"] = ("aps", self._args["prometheus_workspace_arn"])
        allowed = [_publish(f"{sid}OfThisAccount", *source, account, topic) for sid, source in sources.items()]
        return [*allowed, _refuse_without_tls(topic)]

    def _subscriptions(self, severity: str, topic: pulumi.Output[str]) -> None:
        receivers = self._args["receivers"][severity]
        for protocol, endpoints in (("email", receivers["emails"]), ("https", receivers["urls"])):
            for endpoint in endpoints:
                aws.sns.TopicSubscription(
                    f"{self._prefix}-{severity}-{endpoint}",
                    topic=topic,
                    protocol=protocol,
                    endpoint=endpoint,
                    endpoint_auto_confirms=protocol == "https",
                    opts=pulumi.ResourceOptions(parent=self),
                )

    def _slack(self, severity: str, topic: pulumi.Output[str]) -> None:
        given = self._args["receivers"][severity].get("slack")
        if given is None:
            return
        SlackChannel(
            f"{self._prefix}-{severity}-slack",
            {
                **given,
                "topic_arns": [topic],
                "account_id": self._args["account_id"],
                "region": self._args["region"],
            },
            pulumi.ResourceOptions(parent=self),
        )


def _publish(
    sid: str, service: str, source: pulumi.Input[str] | None, account: str, topic: pulumi.Output[str]
) -> Statement:
    """A service may publish what it does for this account.

    EventBridge need not say for which account it acts, and AWS warns of conditions that rely on it; so they hold where
    it does: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    """
    if_exists = "IfExists" if service == "events" else ""
    condition: dict[str, dict[str, object]] = {f"StringEquals{if_exists}": {"aws:SourceAccount": account}}
    if source is not None:
        condition[f"ArnLike{if_exists}"] = {"aws:SourceArn": source}
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": ["sns:Publish", "sns:GetTopicAttributes"] if service == "aps" else "sns:Publish",
        "Resource": topic,
        "Condition": condition,
    }


def _refuse_without_tls(topic: pulumi.Output[str]) -> Statement:
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sns:Publish",
        "Resource": topic,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
