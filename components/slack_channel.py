"""A Slack channel that is told what topics say."""

import json
from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import managed_policy_arn
from components.policy_documents import trust


class SlackChannelArgs(TypedDict):
    configuration_name: str
    """Name of the configuration, the only one of this name in the account."""
    workspace_id: str
    """Id of the Slack workspace, which is connected to the account already."""
    channel_id: str
    """Id of the channel."""
    topic_arns: list[pulumi.Input[str]]
    """Topics that are passed on."""
    account_id: str
    """Account of the topics."""
    region: str
    """Region of the topics."""


class SlackChannel(pulumi.ComponentResource):
    """Passes messages on, and nothing else: its role may do nothing, and its guardrail denies everything.

    Without a guardrail AWS would put AdministratorAccess in its place.
    https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html
    """

    role_arn: pulumi.Output[str]
    """Role of the channel."""

    def __init__(self, name: str, args: SlackChannelArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:SlackChannel", name, {}, opts)
        role = aws.iam.Role(
            f"{name}-role",
            description="Passes alerts on to Slack and may do nothing",
            assume_role_policy=json.dumps(trust("chatbot.amazonaws.com", args["account_id"])),
            opts=pulumi.ResourceOptions(parent=self),
        )
        aws.chatbot.SlackChannelConfiguration(
            f"{name}-channel",
            configuration_name=args["configuration_name"],
            iam_role_arn=role.arn,
            slack_team_id=args["workspace_id"],
            slack_channel_id=args["channel_id"],
            sns_topic_arns=args["topic_arns"],
            guardrail_policy_arns=[managed_policy_arn(args["region"], "AWSDenyAll")],
            logging_level="ERROR",
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        self.role_arn = role.arn
        self.register_outputs({"role_arn": self.role_arn})
