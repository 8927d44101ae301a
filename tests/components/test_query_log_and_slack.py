"""Query logs of zones, Slack channels, and outputs under names of the system's own."""

from __future__ import annotations

import json

import pytest

from components.query_log import QueryLog, QueryLogArgs
from components.slack_channel import SlackChannel
from tests.components.fivestar import recorded
from tests.components.recorder import record
from tests.settings.stack_files import changed, config

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
LOG_POLICY = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy"
CHANNEL = "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration"
PERMITTED = "platform:account/permittedRegions"

QUERIES: QueryLogArgs = {
    "domain": "pay.example.com",
    "zone_id": "Z0123456789",
    "retention_days": 365,
    "account_id": "123456789012",
    "protect": True,
}


def test_queries_go_to_a_log_group_of_us_east_1_under_a_key() -> None:
    recorder = record(lambda: QueryLog("queries", {**QUERIES, "key_arn": "arn:aws:kms:us-east-1:1:key/a"}))
    group = recorder.only(LOG_GROUP).inputs
    assert (group["name"], group["region"]) == ("/aws/route53/pay.example.com", "us-east-1")
    assert (group["retentionInDays"], group["kmsKeyId"]) == (365, "arn:aws:kms:us-east-1:1:key/a")
    assert recorder.only("aws:route53/queryLog:QueryLog").inputs["zoneId"] == "Z0123456789"
    assert recorder.all("aws:kms/key:Key") == []


def test_only_route_53_writes_there_and_only_for_this_zone() -> None:
    recorder = record(lambda: QueryLog("queries", {**QUERIES, "key_arn": "arn:aws:kms:us-east-1:1:key/a"}))
    policy = recorder.only(LOG_POLICY).inputs
    assert policy["region"] == "us-east-1"
    (statement,) = json.loads(policy["policyDocument"])["Statement"]
    assert statement["Principal"] == {"Service": "route53.amazonaws.com"}
    assert statement["Resource"] == "arn:aws:logs:us-east-1:123456789012:log-group:/aws/route53/pay.example.com:*"
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "123456789012"},
        "ArnLike": {"aws:SourceArn": "arn:aws:route53:::hostedzone/Z0123456789"},
    }


def test_a_stack_of_another_region_gets_a_key_in_us_east_1() -> None:
    changes: dict[str, object] = {
        PERMITTED: ["ap-south-1", "us-east-1"],
        "platform:edge/zone": {"name": "dev.fivestar.example.com", "queryLogs": {"retentionDays": 90}},
    }
    recorder = recorded("dev", changed(config("dev"), changes))
    group = recorder.only(LOG_GROUP, "zone-queries-logs").inputs
    key = recorder.only("aws:kms/key:Key", "zone-queries-log-key").inputs
    assert (group["region"], key["region"]) == ("us-east-1", "us-east-1")
    assert "logs.us-east-1.amazonaws.com" in key["policy"]
    assert group["retentionInDays"] == 90


def test_two_keys_or_none_are_refused() -> None:
    with pytest.raises(ValueError, match="exactly one of them"):
        record(lambda: QueryLog("queries", QUERIES))


def test_a_slack_channel_shows_alarms_and_can_do_nothing() -> None:
    recorder = record(
        lambda: SlackChannel(
            "slack",
            {
                "configuration_name": "prod-pay-critical",
                "workspace_id": "T07EA123LEP",
                "channel_id": "C07EZ1ABC23",
                "topic_arns": ["arn:aws:sns:ap-south-1:123456789012:critical"],
                "account_id": "123456789012",
            },
        )
    )
    channel = recorder.only(CHANNEL).inputs
    assert (channel["region"], channel["loggingLevel"]) == ("us-east-2", "ERROR")
    assert len(channel["guardrailPolicyArns"]) == 1
    (statement,) = json.loads(recorder.only("aws:iam/policy:Policy").inputs["policy"])["Statement"]
    assert all(action.startswith(("cloudwatch:Describe", "cloudwatch:Get")) for action in statement["Action"])
    (trusted,) = json.loads(recorder.only("aws:iam/role:Role").inputs["assumeRolePolicy"])["Statement"]
    assert trusted["Principal"] == {"Service": "chatbot.amazonaws.com"}
    assert trusted["Condition"]["StringEquals"] == {"aws:SourceAccount": "123456789012"}


def test_a_channel_of_both_severities_is_configured_once() -> None:
    slack = {"workspace": "T07EA123LEP", "channel": "C07EZ1ABC23"}
    notifications = "platform:observability/notifications"
    changes: dict[str, object] = {
        PERMITTED: ["ap-south-1", "ap-south-2", "us-east-2"],
        f"{notifications}/critical/slack": slack,
        f"{notifications}/warning/slack": slack,
    }
    recorder = recorded("prod", changed(config("prod"), changes))
    channel = recorder.only(CHANNEL).inputs
    assert channel["configurationName"] == "prod-fivestar-critical-warning"
    assert len(channel["snsTopicArns"]) == 2


def test_a_channel_for_each_severity_is_configured_by_itself() -> None:
    notifications = "platform:observability/notifications"
    changes: dict[str, object] = {
        PERMITTED: ["ap-south-1", "ap-south-2", "us-east-2"],
        f"{notifications}/critical/slack": {"workspace": "T07EA123LEP", "channel": "C07EZ1ABC23"},
        f"{notifications}/warning/slack": {"workspace": "T07EA123LEP", "channel": "C07EZ1ABC24"},
    }
    recorder = recorded("prod", changed(config("prod"), changes))
    names = {channel.inputs["configurationName"] for channel in recorder.all(CHANNEL)}
    assert names == {"prod-fivestar-critical", "prod-fivestar-warning"}
