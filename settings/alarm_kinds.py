"""The kinds of alarms that a stack can have, each with what it takes and its defaults.

The thresholds are starting points for a payment service, to be tuned in the stack file. Where AWS or a requirement
recommends one it is theirs: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["percent", "count", "milliseconds", "seconds", "days"]
Severity: TypeAlias = Literal["critical", "warning", "none"]

ONE_A_PART = ("caches, by node", "tables, and by index")
"""Subjects that have an alarm for each of their parts."""

UNITS: tuple[Unit, ...] = ("percent", "count", "milliseconds", "seconds", "days")

AlarmName: TypeAlias = Literal[
    "serviceCpu",
    "serviceMemory",
    "serviceTasks",
    "serviceErrorRate",
    "serviceResponseTime",
    "unhealthyTargets",
    "errorRate",
    "loadBalancerErrors",
    "responseTimeP95",
    "responseTimeP99",
    "databaseCpu",
    "databaseConnections",
    "databaseStorage",
    "databaseMemory",
    "databaseLatency",
    "replicaLag",
    "cacheCpu",
    "cacheMemory",
    "cacheEvictions",
    "cacheConnections",
    "tableThrottles",
    "tableSystemErrors",
    "queueAge",
    "deadLetters",
    "functionErrors",
    "firewallBlocks",
    "certificateExpiry",
    "natPortErrors",
    "logMetric",
    "backupFailures",
    "jobFailures",
]
"""Every kind, by its key in a stack file."""


@dataclass(frozen=True)
class AlarmKind:
    """What an alarm of a kind takes, and what it is when the stack file says nothing.

    subject: what it watches one by one.
    meaning: when it fires, in words.
    units: in which its threshold can be given, the default's first; empty for an event, which has no threshold.
    sums: whether the threshold counts what happens within the minutes, instead of holding throughout them.
    enabled: whether it is on without being listed.
    """

    subject: str
    meaning: str
    units: tuple[Unit, ...]
    threshold: int
    minutes: int
    severity: Severity
    sums: bool = False
    enabled: bool = True


def _held(
    subject: str, meaning: str, unit: Unit, threshold: int, minutes: int, severity: Severity, *also: Unit
) -> AlarmKind:
    return AlarmKind(subject, meaning, (unit, *also), threshold, minutes, severity)


def _counted(
    subject: str, meaning: str, threshold: int, minutes: int, severity: Severity, enabled: bool = True
) -> AlarmKind:
    return AlarmKind(subject, meaning, ("count",), threshold, minutes, severity, sums=True, enabled=enabled)


def _event(subject: str, meaning: str, severity: Severity) -> AlarmKind:
    return AlarmKind(subject, meaning, (), 0, 1, severity)


ALARM_KINDS: Mapping[str, AlarmKind] = {
    "serviceCpu": _held("services", "average CPU is above", "percent", 80, 5, "warning"),
    "serviceMemory": _held("services", "average memory is above", "percent", 85, 3, "warning"),
    "serviceTasks": _held("services", "running tasks are below this part of the fewest", "percent", 100, 5, "critical"),
    "serviceErrorRate": _held("services", "5xx answers of its requests are above", "percent", 5, 2, "critical"),
    "serviceResponseTime": _held("services", "the 95th percentile is above", "milliseconds", 2000, 5, "warning"),
    "unhealthyTargets": _held("services", "tasks that fail their health check are above", "count", 0, 5, "critical"),
    "errorRate": _held("load balancer", "5xx answers of all requests are above", "percent", 5, 2, "critical"),
    "loadBalancerErrors": _counted("load balancer", "its own 5xx answers are above", 10, 5, "warning", enabled=False),
    "responseTimeP95": _held("load balancer", "the 95th percentile is above", "milliseconds", 1000, 5, "warning"),
    "responseTimeP99": _held("load balancer", "the 99th percentile is above", "milliseconds", 3000, 5, "warning"),
    "databaseCpu": _held("database, replicas", "average CPU is above", "percent", 80, 5, "warning"),
    "databaseConnections": _held(
        "database, replicas", "connections are above this part of the maximum", "percent", 80, 5, "critical", "count"
    ),
    "databaseStorage": _held(
        "database, replicas", "free storage is below this part of the whole", "percent", 15, 5, "critical"
    ),
    "databaseMemory": _held(
        "database, replicas", "freeable memory is below this part of the whole", "percent", 5, 10, "warning"
    ),
    "databaseLatency": _held("database, replicas", "reads or writes take more than", "milliseconds", 50, 5, "warning"),
    "replicaLag": _held("replicas", "the replica is behind by more than", "seconds", 60, 5, "warning"),
    "cacheCpu": _held("caches, by node", "CPU of the engine is above", "percent", 80, 5, "warning"),
    "cacheMemory": _held("caches, by node", "memory in use is above", "percent", 80, 5, "critical"),
    "cacheEvictions": _counted("caches, by node", "evicted keys are above", 0, 5, "warning"),
    "cacheConnections": _held(
        "caches, by node", "connections are above this part of the maximum", "percent", 80, 5, "warning", "count"
    ),
    "tableThrottles": _counted("tables, and by index", "throttled reads and writes are above", 0, 5, "warning"),
    "tableSystemErrors": _counted("tables", "errors inside DynamoDB are above", 0, 5, "critical"),
    "queueAge": _held("queues", "the oldest message is older than", "seconds", 300, 5, "warning"),
    "deadLetters": _held(
        "queues with dead letters", "messages that failed for good are above", "count", 0, 1, "critical"
    ),
    "functionErrors": _counted("functions", "runs that failed are above", 0, 5, "critical"),
    "firewallBlocks": _counted("web firewall", "blocked requests are above", 1000, 5, "warning"),
    "certificateExpiry": _held("certificates", "days until the end are below", "days", 30, 1440, "critical"),
    "natPortErrors": _counted("NAT gateways", "connections without a free port are above", 0, 5, "critical"),
    "logMetric": _counted("log metrics", "matching log events are above", 10, 5, "warning"),
    "backupFailures": _event("backups", "a backup or copy job failed, expired or was aborted", "critical"),
    "jobFailures": _event("jobs", "a task of a job failed to start or ended with an error", "critical"),
}
"""The kinds by key."""
