"""CloudWatch alarms for everything that a stack has."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.alarm_plan import PlannedAlarm, ThresholdArgs, planned_alarms
from components.alarm_table import EVENTS, kebab, page_of
from components.alarm_targets import TargetsArgs


class CompositeAlarmArgs(TypedDict):
    meaning: str
    """What it says to who is called."""
    any: list[str]
    """Alarms of which one is enough: kinds (those of every target), or target.kind."""
    all: list[str]
    """Alarms that must all fire; of a kind, that of any target."""
    severity: str
    """critical, warning, or none to tell nobody."""
    quiet_in_maintenance: bool
    """Whether it keeps silent during maintenance; needs maintenance."""


class MaintenanceArgs(TypedDict):
    namespace: str
    """Namespace of the metric."""
    metric: str
    """Metric that is above 0 during maintenance."""
    wait_seconds: int
    """Seconds that a composite alarm waits for the metric before it tells."""
    extension_seconds: int
    """Seconds that it keeps silent after the maintenance."""


class AlarmsArgs(TypedDict):
    name_prefix: str
    """First part of the alarms' names: prod-fivestar gives prod-fivestar-internal-pe-service-cpu."""
    region: str
    """Region of what is watched."""
    runbooks: str
    """Address below which the runbooks lie, one page a kind."""
    topic_arns: dict[str, pulumi.Input[str]]
    """Topics by severity."""
    targets: TargetsArgs
    """What is watched."""
    thresholds: dict[str, ThresholdArgs]
    """Thresholds by kind; a kind that is left out has no alarm."""
    exceptions: NotRequired[dict[str, dict[str, ThresholdArgs]]]
    """Thresholds that differ for one target: by its key, then by kind. Default: none."""
    composites: NotRequired[dict[str, CompositeAlarmArgs]]
    """Alarms made of alarms, by the last part of their names. Default: none."""
    maintenance: NotRequired[MaintenanceArgs]
    """How maintenance is known. Default: nothing is silenced."""


class Alarms(pulumi.ComponentResource):
    """Alarms of every kind for every target, composite alarms, and rules for events that are alarms themselves.

    The description of each says when it fires and where its runbook is. Raises ValueError for a composite alarm of
    alarms that don't exist, and for a severity without topic.
    """

    arns: pulumi.Output[dict[str, str]]
    """ARNs of the alarms, by name."""

    def __init__(self, name: str, args: AlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Alarms", name, {}, opts)
        self._prefix = name
        self._args = args
        # Only another name replaces an alarm, so the new one can be made first; the old one may still be in a rule.
        self._child = pulumi.ResourceOptions(parent=self)
        self._planned = planned_alarms(args["targets"], args["region"], args["thresholds"], args.get("exceptions", {}))
        alarms = {self._name_of(planned): self._alarm(planned) for planned in self._planned}
        maintenance = self._maintenance_alarm()
        composites = {
            f"{args['name_prefix']}-{key}": self._composite(key, composite, alarms, maintenance)
            for key, composite in args.get("composites", {}).items()
        }
        arns: dict[str, pulumi.Input[str]] = {alarm: made.arn for alarm, made in {**composites, **alarms}.items()}
        self._event_rules()
        self._arns = list(arns.values())
        self.arns = pulumi.Output.all(**arns)
        self.register_outputs({"arns": self.arns})

    @property
    def each_arn(self) -> list[pulumi.Input[str]]:
        """ARN of each alarm, composite ones first."""
        return list(self._arns)

    def _name_of(self, planned: PlannedAlarm) -> str:
        return planned.threshold.get("name", f"{self._args['name_prefix']}-{planned.name}")

    def _actions(self, severity: str) -> list[pulumi.Input[str]]:
        if severity == "none":
            return []
        if severity not in self._args["topic_arns"]:
            has = ", ".join(self._args["topic_arns"])
            raise ValueError(f"Alarms {self._prefix}: no topic for the severity {severity}; there are {has}.")
        return [self._args["topic_arns"][severity]]

    def _description(self, meaning: str, page: str) -> str:
        return f"{meaning} Runbook: {self._args['runbooks'].rstrip('/')}/{page}"

    def _alarm(self, planned: PlannedAlarm) -> aws.cloudwatch.MetricAlarm:
        threshold = planned.threshold
        actions = self._actions(threshold["severity"])
        return aws.cloudwatch.MetricAlarm(
            f"{self._prefix}-{planned.name}",
            name=self._name_of(planned),
            alarm_description=self._description(planned.meaning, page_of(planned.kind)),
            comparison_operator=planned.watch.comparison,
            threshold=planned.value,
            evaluation_periods=threshold["periods"],
            datapoints_to_alarm=threshold["datapoints"],
            treat_missing_data=planned.watch.missing,
            alarm_actions=actions,
            ok_actions=actions,
            opts=self._child,
            **_what_is_measured(planned),
        )

    def _maintenance_alarm(self) -> aws.cloudwatch.MetricAlarm | None:
        if "maintenance" not in self._args:
            return None
        maintenance = self._args["maintenance"]
        return aws.cloudwatch.MetricAlarm(
            f"{self._prefix}-maintenance",
            name=f"{self._args['name_prefix']}-maintenance",
            alarm_description=self._description("Maintenance is going on: composite alarms keep silent.", "README.md"),
            namespace=maintenance["namespace"],
            metric_name=maintenance["metric"],
            statistic="Maximum",
            period=60,
            comparison_operator="GreaterThanThreshold",
            threshold=0,
            evaluation_periods=1,
            treat_missing_data="notBreaching",
            opts=self._child,
        )

    def _composite(
        self,
        key: str,
        composite: CompositeAlarmArgs,
        alarms: dict[str, aws.cloudwatch.MetricAlarm],
        maintenance: aws.cloudwatch.MetricAlarm | None,
    ) -> aws.cloudwatch.CompositeAlarm:
        named = [*composite["any"], *composite["all"]]
        parts = {reference: self._alarms_of(key, reference) for reference in named}
        either = _joined(" OR ", [name for reference in composite["any"] for name in parts[reference]])
        every = [_joined(" OR ", parts[reference]) for reference in composite["all"]]
        quiet = maintenance if composite["quiet_in_maintenance"] else None
        actions = self._actions(composite["severity"])
        return aws.cloudwatch.CompositeAlarm(
            f"{self._prefix}-{key}",
            alarm_name=f"{self._args['name_prefix']}-{key}",
            alarm_description=self._description(f"{composite['meaning']}.", "composite.md"),
            alarm_rule=" AND ".join(f"({part})" for part in (either, *every) if part),
            actions_suppressor=self._suppressor(quiet),
            alarm_actions=actions,
            ok_actions=actions,
            opts=pulumi.ResourceOptions(
                parent=self,
                # CloudWatch refuses a rule with an alarm that doesn't exist, and to delete an alarm that a rule names.
                depends_on=[alarms[name] for names in parts.values() for name in names],
            ),
        )

    def _suppressor(self, alarm: aws.cloudwatch.MetricAlarm | None) -> dict[str, pulumi.Input[str | int]] | None:
        if alarm is None:
            return None
        maintenance = self._args["maintenance"]
        return {
            "alarm": alarm.arn,
            "wait_period": maintenance["wait_seconds"],
            "extension_period": maintenance["extension_seconds"],
        }

    def _alarms_of(self, composite: str, reference: str) -> list[str]:
        """Names of the alarms that a reference stands for."""
        target, _, kind = reference.rpartition(".")
        found = [
            self._name_of(planned)
            for planned in self._planned
            if planned.kind == kind and target in ("", planned.target.key, planned.target.exceptions_key)
        ]
        if not found:
            raise ValueError(f"Alarms {self._prefix}: {composite} is made of {reference}, and there is no such alarm.")
        return found

    def _event_rules(self) -> None:
        targets = self._args["targets"]
        if targets.get("backups", False):
            self._event_rule("backups", "backupFailures", _BACKUP_FAILURES)
        for job in targets.get("jobs", []):
            # The revision follows the family in the ARN of a task definition.
            family = pulumi.Output.concat("*:task-definition/", job["task_family"], ":*")
            detail: dict[str, object] = {
                "clusterArn": [job["cluster_arn"]],
                "lastStatus": ["STOPPED"],
                "taskDefinitionArn": [{"wildcard": family}],
                "$or": [
                    {"stopCode": ["TaskFailedToStart"]},
                    {"containers": {"exitCode": [{"anything-but": 0}]}},
                ],
            }
            pattern: dict[str, object] = {
                "source": ["aws.ecs"],
                "detail-type": ["ECS Task State Change"],
                "detail": detail,
            }
            self._event_rule(job["key"], "jobFailures", pattern)

    def _event_rule(self, key: str, kind: str, pattern: dict[str, object]) -> None:
        threshold = self._args.get("exceptions", {}).get(key, {}).get(kind) or self._args["thresholds"].get(kind)
        if threshold is None or not threshold.get("enabled", True):
            return
        name = f"{self._prefix}-{key}-{kebab(kind)}"
        meaning = self._description(f"{key}: {EVENTS[kind][0].lower()}{EVENTS[kind][1:]}.", page_of(kind))
        rule = aws.cloudwatch.EventRule(
            name,
            description=meaning,
            event_pattern=pulumi.Output.json_dumps(pattern, sort_keys=True),
            opts=self._child,
        )
        for topic in self._actions(threshold["severity"]):
            aws.cloudwatch.EventTarget(
                name,
                rule=rule.name,
                arn=topic,
                input_transformer={
                    "input_paths": {"detail": "$.detail", "time": "$.time", "account": "$.account"},
                    "input_template": _message(meaning),
                },
                opts=self._child,
            )


_BACKUP_FAILURES: dict[str, object] = {
    "source": ["aws.backup"],
    "detail-type": ["Backup Job State Change", "Copy Job State Change"],
    "detail": {"state": ["ABORTED", "EXPIRED", "FAILED"]},
}
"""https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html"""


def _message(meaning: str) -> str:
    """The message of an event, as EventBridge fills it in."""
    return f'{{"alarm": {json.dumps(meaning)}, "account": <account>, "time": <time>, "detail": <detail>}}'


def _joined(word: str, names: list[str]) -> str:
    return word.join(f'ALARM("{name}")' for name in names)


def _what_is_measured(planned: PlannedAlarm) -> dict[str, object]:
    """One metric, or several with the expression that makes one of them."""
    watch, period = planned.watch, planned.threshold["period_seconds"]
    namespace = planned.target.metric[0] if planned.target.metric else watch.namespace
    if not watch.expression:
        (measure,) = watch.measures.values()
        percentile = measure.statistic.startswith("p")
        return {
            "namespace": namespace,
            "metric_name": planned.target.metric[1] if planned.target.metric else measure.metric,
            "dimensions": dict(planned.target.dimensions) or None,
            "period": period,
            "statistic": None if percentile else measure.statistic,
            "extended_statistic": measure.statistic if percentile else None,
        }
    queries: list[dict[str, object]] = [
        {
            "id": id,
            "metric": {
                "namespace": namespace,
                "metric_name": measure.metric,
                "dimensions": {**planned.target.dimensions, **_operation(measure.operation)},
                "period": period,
                "stat": measure.statistic,
            },
        }
        for id, measure in watch.measures.items()
    ]
    result = {"id": "result", "expression": watch.expression, "label": kebab(planned.kind), "return_data": True}
    return {"metric_queries": [*queries, result]}


def _operation(operation: str) -> dict[str, str]:
    return {"Operation": operation} if operation else {}
