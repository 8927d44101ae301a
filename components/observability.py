"""What watches a stack: topics, alarms, log metrics, queries and dashboard."""

from typing import NotRequired, TypedDict

import pulumi

from components.alarm_plan import ThresholdArgs
from components.alarm_targets import TargetsArgs
from components.alarms import Alarms, AlarmsArgs, CompositeAlarmArgs, MaintenanceArgs
from components.alert_topics import AlertTopics, AlertTopicsArgs, ReceiversArgs
from components.dashboard import Dashboard, WidgetArgs
from components.log_insights import LogInsights, LogInsightsArgs


class NotificationArgs(TypedDict):
    key_arn: pulumi.Input[str]
    """Key of the topics."""
    receivers: dict[str, ReceiversArgs]
    """Who is told, by severity."""
    runbooks: str
    """Address below which the runbooks lie."""
    thresholds: dict[str, ThresholdArgs]
    """Thresholds of the alarms, by kind; a kind that is left out has none."""
    exceptions: dict[str, dict[str, ThresholdArgs]]
    """Thresholds that differ for a target."""
    composites: dict[str, CompositeAlarmArgs]
    """Alarms made of alarms."""
    maintenance: NotRequired[MaintenanceArgs]
    """How maintenance is known. Default: nothing is silenced."""


class DashboardContentArgs(TypedDict):
    dashboard_name: str
    """Name of the dashboard."""
    title: str
    """Its heading."""
    widgets: list[WidgetArgs]
    """Further widgets."""


class ObservabilityArgs(TypedDict):
    account_id: str
    """Account of the stack."""
    region: str
    """Region of the stack."""
    name_prefix: str
    """First part of names: prod-fivestar."""
    targets: TargetsArgs
    """What is watched."""
    notifications: NotRequired[NotificationArgs]
    """Who is told of what. Default: no topic and no alarm."""
    logs: NotRequired[LogInsightsArgs]
    """What is read from logs. Default: nothing."""
    dashboard: NotRequired[DashboardContentArgs]
    """The dashboard. Default: none."""
    prometheus_workspace_arn: NotRequired[pulumi.Input[str]]
    """Workspace whose alerts the topics take. Default: none."""


class Observability(pulumi.ComponentResource):
    """Everything that is asked for; each part is a component of its own and can be used by itself."""

    topic_arns: pulumi.Output[dict[str, str]]
    """ARNs of the topics by severity."""
    alarm_arns: pulumi.Output[dict[str, str]]
    """ARNs of the alarms by name."""
    dashboard_name: pulumi.Output[str]
    """Name of the dashboard; empty without one."""

    def __init__(self, name: str, args: ObservabilityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Observability", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        topics = self._topics()
        if "logs" in args:
            LogInsights(f"{name}-logs", args["logs"], self._child)
        alarms = self._alarms(topics)
        self.topic_arns = topics.arns if topics else pulumi.Output.from_input({})
        self.alarm_arns = alarms.arns if alarms else pulumi.Output.from_input({})
        self.dashboard_name = self._dashboard(alarms)
        self.register_outputs(
            {
                "topic_arns": self.topic_arns,
                "alarm_arns": self.alarm_arns,
                "dashboard_name": self.dashboard_name,
            }
        )

    def _topics(self) -> AlertTopics | None:
        if "notifications" not in self._args:
            return None
        args: AlertTopicsArgs = {
            "account_id": self._args["account_id"],
            "region": self._args["region"],
            "key_arn": self._args["notifications"]["key_arn"],
            "receivers": self._args["notifications"]["receivers"],
        }
        if "prometheus_workspace_arn" in self._args:
            args["prometheus_workspace_arn"] = self._args["prometheus_workspace_arn"]
        return AlertTopics(f"{self._prefix}-topics", args, self._child)

    def _alarms(self, topics: AlertTopics | None) -> Alarms | None:
        if topics is None or "notifications" not in self._args:
            return None
        notifications = self._args["notifications"]
        args: AlarmsArgs = {
            "name_prefix": self._args["name_prefix"],
            "region": self._args["region"],
            "runbooks": notifications["runbooks"],
            "topic_arns": topics.by_severity,
            "targets": self._args["targets"],
            "thresholds": notifications["thresholds"],
            "exceptions": notifications["exceptions"],
            "composites": notifications["composites"],
        }
        if "maintenance" in notifications:
            args["maintenance"] = notifications["maintenance"]
        return Alarms(f"{self._prefix}-alarms", args, self._child)

    def _dashboard(self, alarms: Alarms | None) -> pulumi.Output[str]:
        if "dashboard" not in self._args:
            return pulumi.Output.from_input("")
        content = self._args["dashboard"]
        dashboard = Dashboard(
            f"{self._prefix}-board",
            {
                "dashboard_name": content["dashboard_name"],
                "title": content["title"],
                "region": self._args["region"],
                "targets": self._args["targets"],
                "alarm_arns": list(alarms.each_arn) if alarms else [],
                "widgets": content["widgets"],
            },
            self._child,
        )
        return dashboard.dashboard_name
