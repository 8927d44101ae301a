"""Alarms on what CloudTrail records: the patterns that Security Hub looks for, who is told, and the runbooks."""

from __future__ import annotations

import re
from typing import Any

import pytest

from components.alarm_table import kebab
from components.governance import Governance, GovernanceArgs
from components.trail_alarms import TrailAlarmOptions, TrailAlarms
from components.trail_events import TRAIL_EVENTS
from policies.stack_rules.cis_alarms import EVENTS
from sandbox.aws.rules.log_patterns import is_json_pattern
from tests.components.fivestar import recorded
from tests.components.recorder import Recorder, record
from tests.engine.sandbox_project import ROOT
from tests.settings.stack_files import changed, config

FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
TOPIC = "aws:sns/topic:Topic"
RUNBOOKS = ROOT / "docs" / "runbooks"
TRAIL = "platform:governance/trail"

OF_SECURITY_HUB = {
    "CloudWatch.1": """
      {$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}""",
    "CloudWatch.2": """
      {($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}""",
    "CloudWatch.3": """
      { ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser")
      && ($.responseElements.ConsoleLogin = "Success") }""",
    "CloudWatch.4": """
      {($.eventName=DeleteGroupPolicy) || ($.eventName=DeleteRolePolicy) || ($.eventName=DeleteUserPolicy) ||
      ($.eventName=PutGroupPolicy) || ($.eventName=PutRolePolicy) || ($.eventName=PutUserPolicy) ||
      ($.eventName=CreatePolicy) || ($.eventName=DeletePolicy) || ($.eventName=CreatePolicyVersion) ||
      ($.eventName=DeletePolicyVersion) || ($.eventName=AttachRolePolicy) || ($.eventName=DetachRolePolicy) ||
      ($.eventName=AttachUserPolicy) || ($.eventName=DetachUserPolicy) || ($.eventName=AttachGroupPolicy) ||
      ($.eventName=DetachGroupPolicy)}""",
    "CloudWatch.5": """
      {($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail) ||
      ($.eventName=StartLogging) || ($.eventName=StopLogging)}""",
    "CloudWatch.6": """
      {($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}""",
    "CloudWatch.7": """
      {($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}""",
    "CloudWatch.8": """
      {($.eventSource=s3.amazonaws.com) && (($.eventName=PutBucketAcl) || ($.eventName=PutBucketPolicy) ||
      ($.eventName=PutBucketCors) || ($.eventName=PutBucketLifecycle) || ($.eventName=PutBucketReplication) ||
      ($.eventName=DeleteBucketPolicy) || ($.eventName=DeleteBucketCors) || ($.eventName=DeleteBucketLifecycle) ||
      ($.eventName=DeleteBucketReplication))}""",
    "CloudWatch.9": """
      {($.eventSource=config.amazonaws.com) && (($.eventName=StopConfigurationRecorder) ||
      ($.eventName=DeleteDeliveryChannel) || ($.eventName=PutDeliveryChannel) ||
      ($.eventName=PutConfigurationRecorder))}""",
    "CloudWatch.10": """
      {($.eventName=AuthorizeSecurityGroupIngress) || ($.eventName=AuthorizeSecurityGroupEgress) ||
      ($.eventName=RevokeSecurityGroupIngress) || ($.eventName=RevokeSecurityGroupEgress) ||
      ($.eventName=CreateSecurityGroup) || ($.eventName=DeleteSecurityGroup)}""",
    "CloudWatch.11": """
      {($.eventName=CreateNetworkAcl) || ($.eventName=CreateNetworkAclEntry) || ($.eventName=DeleteNetworkAcl) ||
      ($.eventName=DeleteNetworkAclEntry) || ($.eventName=ReplaceNetworkAclEntry) ||
      ($.eventName=ReplaceNetworkAclAssociation)}""",
    "CloudWatch.12": """
      {($.eventName=CreateCustomerGateway) || ($.eventName=DeleteCustomerGateway) ||
      ($.eventName=AttachInternetGateway) || ($.eventName=CreateInternetGateway) ||
      ($.eventName=DeleteInternetGateway) || ($.eventName=DetachInternetGateway)}""",
    "CloudWatch.13": """
      {($.eventName=CreateRoute) || ($.eventName=CreateRouteTable) || ($.eventName=ReplaceRoute) ||
      ($.eventName=ReplaceRouteTableAssociation) || ($.eventName=DeleteRouteTable) || ($.eventName=DeleteRoute) ||
      ($.eventName=DisassociateRouteTable)}""",
    "CloudWatch.14": """
      {($.eventName=CreateVpc) || ($.eventName=DeleteVpc) || ($.eventName=ModifyVpcAttribute) ||
      ($.eventName=AcceptVpcPeeringConnection) || ($.eventName=CreateVpcPeeringConnection) ||
      ($.eventName=DeleteVpcPeeringConnection) || ($.eventName=RejectVpcPeeringConnection) ||
      ($.eventName=AttachClassicLinkVpc) || ($.eventName=DetachClassicLinkVpc) ||
      ($.eventName=DisableVpcClassicLink) || ($.eventName=EnableVpcClassicLink)}""",
}
"""As Security Hub's documentation prints them, but for the ends of lines.

https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
"""


def options(**change: Any) -> TrailAlarmOptions:  # noqa: ANN401 - a part of the arguments
    given: TrailAlarmOptions = {
        "account_id": "123456789014",
        "region": "ap-south-1",
        "name_prefix": "prod-pay",
        "namespace": "Pay/Security",
        "runbooks": "https://docs.example.com/runbooks/",
        "receivers": {"emails": ["security@example.com"], "urls": []},
        "events": {kind: {"count": 1, "minutes": 5} for kind in TRAIL_EVENTS},
    }
    given.update(change)  # type: ignore[typeddict-item]
    return given


def registered(**change: Any) -> Recorder:  # noqa: ANN401 - a part of the arguments
    """What the alarms of the log group `trail-events` register."""
    given = options(**change)
    return record(
        lambda: TrailAlarms("security", {"options": given, "log_group_name": "trail-events", "key_arn": "arn:key"})
    )


@pytest.mark.parametrize("control", OF_SECURITY_HUB)
def test_the_patterns_are_those_that_security_hub_looks_for(control: str) -> None:
    (event,) = (event for event in TRAIL_EVENTS.values() if event.control == control)
    assert event.pattern == " ".join(OF_SECURITY_HUB[control].split())


def test_every_recommendation_of_the_benchmark_has_its_events_and_the_policy_knows_them() -> None:
    assert [event.cis for event in TRAIL_EVENTS.values()] == [f"4.{number}" for number in range(1, 16)]
    assert {event.control for event in TRAIL_EVENTS.values()} == {*OF_SECURITY_HUB, ""}
    words = {called.split()[0]: words for called, words in EVENTS.items()}
    for event in TRAIL_EVENTS.values():
        assert [word for word in words[event.cis] if word not in event.pattern] == []


@pytest.mark.parametrize("kind", TRAIL_EVENTS)
def test_a_filter_counts_into_the_metric_that_an_alarm_watches(kind: str) -> None:
    recorder = registered()
    counted = recorder.only(FILTER, f"security-{kebab(kind)}").inputs
    alarm = recorder.only(ALARM, f"security-{kebab(kind)}").inputs
    metric = counted["metricTransformation"]
    assert (counted["logGroupName"], counted["pattern"]) == ("trail-events", TRAIL_EVENTS[kind].pattern)
    assert (alarm["namespace"], alarm["metricName"]) == (metric["namespace"], metric["name"])
    assert metric["namespace"] == "Pay/Security"
    assert metric["value"] == "1"
    assert "defaultValue" not in metric
    assert (alarm["statistic"], alarm["period"], alarm["evaluationPeriods"]) == ("Sum", 300, 1)
    assert (alarm["comparisonOperator"], alarm["threshold"]) == ("GreaterThanOrEqualToThreshold", 1)
    assert alarm["treatMissingData"] == "notBreaching"
    assert alarm["name"] == f"prod-pay-{kebab(kind)}"


def test_each_metric_is_counted_once() -> None:
    names = [found.inputs["metricTransformation"]["name"] for found in registered().all(FILTER)]
    assert len(names) == len(set(names)) == len(TRAIL_EVENTS)


def test_every_alarm_tells_the_topic_of_security_and_nothing_else() -> None:
    recorder = registered()
    topic = recorder.only(TOPIC)
    assert topic.inputs["kmsMasterKeyId"] == "arn:key"
    assert recorder.only("aws:sns/topicSubscription:TopicSubscription").inputs["endpoint"] == "security@example.com"
    for alarm in recorder.all(ALARM):
        assert len(alarm.inputs["alarmActions"]) == 1
        assert "security-topics-security" in str(alarm.inputs["alarmActions"])
        assert "okActions" not in alarm.inputs


@pytest.mark.parametrize("kind", TRAIL_EVENTS)
def test_every_alarm_names_its_control_and_a_runbook_with_all_its_parts(kind: str) -> None:
    description = registered().only(ALARM, f"security-{kebab(kind)}").inputs["alarmDescription"]
    assert f"(CIS AWS Foundations {TRAIL_EVENTS[kind].cis}" in description
    page = re.search(r"Runbook: https://docs\.example\.com/runbooks/(trail-[a-z-]+\.md)$", description)
    assert page is not None
    text = (RUNBOOKS / page[1]).read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["What it means", "First look", "Likely causes", "What to do", "When to escalate"]
    (pattern,) = re.findall(r"^trail '(.+)'$", text, re.MULTILINE)
    assert is_json_pattern(pattern)
    assert "Console: " in text
    assert f"CIS {TRAIL_EVENTS[kind].cis}" in text


def test_the_page_of_the_trail_lists_every_kind_with_its_controls() -> None:
    page = (RUNBOOKS / "trail.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[`(\w+)`\]\(([\w.-]+)\) \|.*\| ([\d.]+) \| ([\w.]+) \|$", page, re.MULTILINE)
    listed = [(kind, f"trail-{kebab(kind)}.md", row.cis, row.control or "none") for kind, row in TRAIL_EVENTS.items()]
    assert rows == listed


def test_how_often_is_said_when_once_is_not_enough() -> None:
    recorder = registered(events={"failedSignIns": {"count": 3, "minutes": 1}, "rootUse": {"count": 1, "minutes": 60}})
    failed = recorder.only(ALARM, "security-failed-sign-ins").inputs
    assert failed["alarmDescription"].startswith(
        "Somebody fails to sign in to the console 3 times or more within a min"
    )
    assert (failed["threshold"], failed["period"]) == (3, 60)
    assert recorder.only(ALARM, "security-root-use").inputs["period"] == 3600
    assert len(recorder.all(FILTER)) == 2


def test_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no events rootUsed; there are unauthorizedCalls"):
        registered(events={"rootUsed": {"count": 1, "minutes": 5}})


def test_alarms_without_a_trail_are_refused() -> None:
    args: GovernanceArgs = {"trail_alarms": options(), "topics_key_arn": "arn:key"}
    with pytest.raises(ValueError, match="need a trail"):
        record(lambda: Governance("governance", args))


def test_what_is_turned_off_is_neither_counted_nor_told() -> None:
    events = {"vpcChanges": {"enabled": False}, "unauthorizedCalls": {"count": 10, "minutes": 15}}
    recorder = recorded("management", changed(config("management"), {f"{TRAIL}/alarms/events": events}))
    kinds = {found.name.removeprefix("governance-security-") for found in recorder.all(FILTER)}
    assert kinds == {kebab(kind) for kind in TRAIL_EVENTS} - {"vpc-changes"}
    alarm = recorder.only(ALARM, "governance-security-unauthorized-calls").inputs
    assert (alarm["threshold"], alarm["period"]) == (10, 900)
