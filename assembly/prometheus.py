"""The workspace for the applications' own metrics, and where its alerts go."""

from collections.abc import Mapping
from pathlib import Path

import pulumi
import yaml

from assembly.naming import prefix
from assembly.outputs import StackOutputs
from components.encryption_keys import EncryptionKeys
from components.observability import Observability
from components.prometheus import Prometheus, PrometheusArgs
from settings import Settings
from settings.notifications import SEVERITIES
from settings.prometheus import Prometheus as PrometheusSettings
from settings.prometheus import PrometheusRules


def prometheus_args(settings: Settings, section: PrometheusSettings, keys: EncryptionKeys) -> PrometheusArgs:
    """The workspace as it is written, with the rules of the stack file and those of rule files."""
    files = {name: Path(file).read_text(encoding="utf-8") for name, file in section.rule_files.items()}
    inline = {name: rule_file(name, rules) for name, rules in section.rules_by_group.items()}
    args: PrometheusArgs = {
        "alias": section.alias,
        "key_arn": keys.arn_of("metrics"),
        "retention_days": section.retention_days,
        "rule_files": {**files, **inline},
        "log_group_name": f"/aws/vendedlogs/prometheus/{prefix(settings)}",
        "log_retention_days": settings.observability.log_retention_days,
        "logs_key_arn": keys.arn_of("logs"),
    }
    if section.alert_manager_file is not None:
        args["alert_manager"] = Path(section.alert_manager_file).read_text(encoding="utf-8")
    return args


def rule_file(name: str, rules: PrometheusRules) -> str:
    """A group of rules in Prometheus's own form."""
    recordings = [{"record": series, "expr": expression} for series, expression in rules.recordings.items()]
    alerts = [
        {
            "alert": alert,
            "expr": given.expression,
            "for": f"{given.minutes}m",
            "labels": {"severity": given.severity},
            "annotations": {"summary": given.summary},
        }
        for alert, given in rules.alerts.items()
    ]
    group = {"name": name, "interval": f"{rules.interval_seconds}s", "rules": [*recordings, *alerts]}
    return yaml.safe_dump({"groups": [group]}, sort_keys=False, allow_unicode=True)


def topics_by_severity(observability: Observability) -> Mapping[str, pulumi.Output[str]]:
    """ARN of the topic of each severity."""
    return {severity: observability.topic_arns[severity] for severity in SEVERITIES}


def severities_in_chats(settings: Settings) -> list[str]:
    """Severities that a Slack channel is told of through Amazon Q Developer."""
    notifications = settings.observability.notifications
    if notifications is None:
        return []
    told = {severity: notifications.receivers(severity).slack for severity in SEVERITIES}
    return [severity for severity, slack in told.items() if slack is not None and slack.channel is not None]


def prometheus_outputs(prometheus: Prometheus) -> StackOutputs:
    """Where metrics are written and read."""
    return {"prometheusEndpoint": prometheus.endpoint}
