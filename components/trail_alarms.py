"""Alarms on what CloudTrail records: who is told when somebody does what an account seldom sees."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.alarm_table import kebab, page_of
from components.alert_topics import AlertTopics, ReceiversArgs
from components.trail_events import TRAIL_EVENTS

SEVERITY = "security"


class TrailEventArgs(TypedDict):
    count: int
    """Events within the minutes from which on the alarm fires."""
    minutes: int
    """Minutes in which they are counted."""


class TrailAlarmOptions(TypedDict):
    account_id: str
    """Account of the trail."""
    region: str
    """Region of the trail."""
    name_prefix: str
    """First part of the alarms' names: prod-fivestar gives prod-fivestar-root-use."""
    namespace: str
    """Namespace of the metrics."""
    runbooks: str
    """Address below which the runbooks lie, one page a kind."""
    receivers: ReceiversArgs
    """Who is told."""
    events: dict[str, TrailEventArgs]
    """What is counted, by kind: the keys of TRAIL_EVENTS."""


class TrailAlarmsArgs(TypedDict):
    options: TrailAlarmOptions
    """What is counted, and who is told."""
    log_group_name: pulumi.Input[str]
    """Log group of the trail's events."""
    key_arn: pulumi.Input[str]
    """Key of the topic; it must admit CloudWatch."""


class TrailAlarms(pulumi.ComponentResource):
    """A topic of security; for each kind of event a metric filter, its metric and an alarm that tells the topic.

    Raises ValueError for a kind that doesn't exist.
    """

    topic_arn: pulumi.Output[str]
    """ARN of the topic."""
    alarm_names: pulumi.Output[list[str]]
    """Names of the alarms."""

    def __init__(self, name: str, args: TrailAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:TrailAlarms", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._refuse_unknown_kinds()
        topic = self._topic()
        alarms = [self._alarm(kind, self._filter(kind), topic) for kind in args["options"]["events"]]
        self.topic_arn = pulumi.Output.from_input(topic)
        self.alarm_names = pulumi.Output.all(*(alarm.name for alarm in alarms)).apply(list)
        self.register_outputs({"topic_arn": self.topic_arn, "alarm_names": self.alarm_names})

    def _refuse_unknown_kinds(self) -> None:
        if unknown := [kind for kind in self._args["options"]["events"] if kind not in TRAIL_EVENTS]:
            raise ValueError(f"{self._prefix} has no events {unknown[0]}; there are {', '.join(TRAIL_EVENTS)}.")

    def _topic(self) -> pulumi.Input[str]:
        options = self._args["options"]
        topics = AlertTopics(
            f"{self._prefix}-topics",
            {
                "account_id": options["account_id"],
                "region": options["region"],
                "key_arn": self._args["key_arn"],
                "receivers": {SEVERITY: options["receivers"]},
            },
            self._child,
        )
        return topics.by_severity[SEVERITY]

    def _filter(self, kind: str) -> aws.cloudwatch.LogMetricFilter:
        """Without a value for quiet minutes: CloudWatch bills a metric for the hours only in which it gets one."""
        return aws.cloudwatch.LogMetricFilter(
            f"{self._prefix}-{kebab(kind)}",
            log_group_name=self._args["log_group_name"],
            pattern=TRAIL_EVENTS[kind].pattern,
            metric_transformation={
                "namespace": self._args["options"]["namespace"],
                "name": f"{kind[0].upper()}{kind[1:]}",
                "value": "1",
                "unit": "Count",
            },
            opts=self._child,
        )

    def _alarm(
        self, kind: str, counted: aws.cloudwatch.LogMetricFilter, topic: pulumi.Input[str]
    ) -> aws.cloudwatch.MetricAlarm:
        """It tells nobody when it is over: an event that happened isn't undone by the next quiet minutes."""
        options = self._args["options"]
        event = options["events"][kind]
        return aws.cloudwatch.MetricAlarm(
            f"{self._prefix}-{kebab(kind)}",
            name=f"{options['name_prefix']}-{kebab(kind)}",
            alarm_description=self._description(kind),
            namespace=counted.metric_transformation.namespace,
            metric_name=counted.metric_transformation.name,
            statistic="Sum",
            period=60 * event["minutes"],
            evaluation_periods=1,
            comparison_operator="GreaterThanOrEqualToThreshold",
            threshold=event["count"],
            treat_missing_data="notBreaching",
            alarm_actions=[topic],
            opts=self._child,
        )

    def _description(self, kind: str) -> str:
        row, event = TRAIL_EVENTS[kind], self._args["options"]["events"][kind]
        minutes = "a minute" if event["minutes"] == 1 else f"{event['minutes']} minutes"
        often = "" if event["count"] == 1 else f" {event['count']} times or more within {minutes}"
        page = page_of(f"trail{kind[0].upper()}{kind[1:]}")
        return (
            f"{row.words}{often} ({row.demanded_by}). Runbook: {self._args['options']['runbooks'].rstrip('/')}/{page}"
        )
