"""Alerts in a Slack channel."""

import json
from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.policy_documents import allow, document, trust

SLACK_REGION = "us-east-2"
"""Amazon Q Developer in chat applications (AWS Chatbot) keeps configurations here for topics of any region.

https://docs.aws.amazon.com/general/latest/gr/chatbot.html
"""

_SHOWS = (
    "cloudwatch:DescribeAlarms",
    "cloudwatch:GetMetricData",
    "cloudwatch:GetMetricStatistics",
    "cloudwatch:GetMetricWidgetImage",
)
"""What a message about an alarm shows: its state and a picture of its metric."""


class SlackChannelArgs(TypedDict):
    configuration_name: str
    """Name of the channel's configuration, one an account."""
    workspace_id: str
    """Slack workspace; somebody has authorized it once in the account's console."""
    channel_id: str
    """Channel in it."""
    topic_arns: list[pulumi.Input[str]]
    """Topics whose messages appear there."""
    account_id: str
    """Account for which the service acts."""


class SlackChannel(pulumi.ComponentResource):
    """A Slack channel that gets the messages of topics. No webhook, hence no secret; nothing can be done from there.

    The role, and the guardrail of the whole channel, let messages show alarms and their metrics. Without a guardrail of
    its own AWS would give the channel AdministratorAccess.
    """

    configuration_arn: pulumi.Output[str]
    """ARN of the channel's configuration."""

    def __init__(self, name: str, args: SlackChannelArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:SlackChannel", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        guardrail = aws.iam.Policy(
            f"{name}-guardrail",
            description="What a Slack channel shows of alarms",
            policy=json.dumps(document([allow("Alarms", list(_SHOWS), "*")])),
            opts=self._child,
        )
        role = self._role(guardrail)
        channel = aws.chatbot.SlackChannelConfiguration(
            f"{name}-channel",
            region=SLACK_REGION,
            configuration_name=args["configuration_name"],
            slack_team_id=args["workspace_id"],
            slack_channel_id=args["channel_id"],
            iam_role_arn=role.arn,
            guardrail_policy_arns=[guardrail.arn],
            sns_topic_arns=args["topic_arns"],
            logging_level="ERROR",
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        self.configuration_arn = pulumi.Output.from_input(channel.chat_configuration_arn)
        self.register_outputs({"configuration_arn": self.configuration_arn})

    def _role(self, policy: aws.iam.Policy) -> aws.iam.Role:
        role = aws.iam.Role(
            f"{self._prefix}-role",
            description="Shows alarms in a Slack channel",
            assume_role_policy=json.dumps(trust("chatbot.amazonaws.com", self._args["account_id"])),
            opts=self._child,
        )
        aws.iam.RolePolicyAttachment(f"{self._prefix}-shows", role=role.name, policy_arn=policy.arn, opts=self._child)
        return role
