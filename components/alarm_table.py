"""What an alarm of each kind measures: one row a kind, in CloudWatch's terms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

ABOVE = "GreaterThanThreshold"
BELOW = "LessThanThreshold"

QUIET = "notBreaching"
ALARMING = "breaching"

CACHE_CONNECTIONS = 65000
"""Connections that an ElastiCache node takes at most.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.WhichShouldIMonitor.html
"""


@dataclass(frozen=True)
class Measure:
    """A metric and how the values of a period become one: a statistic, or a percentile such as p95.

    operation: DynamoDB's dimension Operation, where the metric has it.
    """

    metric: str
    statistic: str
    operation: str = ""


@dataclass(frozen=True)
class Watch:
    """A row.

    measures: metrics by the ids that the expression uses; without an expression there is one.
    words: when it fires, with {target}, {threshold} (as given), {value} (in the metric's unit) and {time}.
    missing: what a period without data counts as.
    factor: what a threshold is multiplied with for the metric's own unit.
    """

    namespace: str
    measures: Mapping[str, Measure]
    words: str
    expression: str = ""
    comparison: str = ABOVE
    missing: str = QUIET
    factor: float = 1.0


def _one(metric: str, statistic: str) -> dict[str, Measure]:
    return {"m": Measure(metric, statistic)}


_ECS = "AWS/ECS"
_ALB = "AWS/ApplicationELB"
_RDS = "AWS/RDS"
_CACHE = "AWS/ElastiCache"
_TABLE = "AWS/DynamoDB"
_QUEUE = "AWS/SQS"

# Operations with a metric of their own; the expression of an alarm takes ten metrics at most.
_OPERATIONS = (
    *("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"),
    *("Scan", "BatchGetItem", "BatchWriteItem", "TransactGetItems", "TransactWriteItems"),
)
_SYSTEM_ERRORS = {f"e{i}": Measure("SystemErrors", "Sum", name) for i, name in enumerate(_OPERATIONS)}

# RequestCount leaves out requests for which there was no target, whose 503 the load balancer counts as its own error.
_ERROR_RATE = "100 * errors / MAX([requests, errors])"
_ALL_ERRORS = _ERROR_RATE.replace("errors", "(FILL(balancer, 0) + FILL(target, 0))").replace(
    "requests", "FILL(requests, 0)"
)
_TARGET_ERRORS = _ERROR_RATE.replace("errors", "FILL(target, 0)").replace("requests", "FILL(requests, 0)")

WATCHES: Mapping[str, Watch] = {
    "serviceCpu": Watch(_ECS, _one("CPUUtilization", "Average"), "CPU of {target} is above {threshold} {time}"),
    "serviceMemory": Watch(
        _ECS, _one("MemoryUtilization", "Average"), "Memory of {target} is above {threshold} {time}"
    ),
    # Every task reports once a minute, so the samples of a minute are the running tasks:
    # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-metrics.html
    "serviceTasks": Watch(
        _ECS,
        _one("CPUUtilization", "SampleCount"),
        "Fewer than {value} tasks of {target} run {time}",
        comparison=BELOW,
        missing=ALARMING,
    ),
    "serviceErrorRate": Watch(
        _ALB,
        {"requests": Measure("RequestCount", "Sum"), "target": Measure("HTTPCode_Target_5XX_Count", "Sum")},
        "{target} answers more than {threshold} of its requests with 5xx {time}",
        expression=_TARGET_ERRORS,
    ),
    "serviceResponseTime": Watch(
        _ALB,
        _one("TargetResponseTime", "p95"),
        "The 95th percentile of {target}'s response times is above {threshold} {time}",
        factor=0.001,
    ),
    "unhealthyTargets": Watch(
        _ALB, _one("UnHealthyHostCount", "Maximum"), "More than {threshold} tasks of {target} are unhealthy {time}"
    ),
    "errorRate": Watch(
        _ALB,
        {
            "requests": Measure("RequestCount", "Sum"),
            "balancer": Measure("HTTPCode_ELB_5XX_Count", "Sum"),
            "target": Measure("HTTPCode_Target_5XX_Count", "Sum"),
        },
        "More than {threshold} of all requests are answered with 5xx {time}",
        expression=_ALL_ERRORS,
    ),
    "loadBalancerErrors": Watch(
        _ALB,
        _one("HTTPCode_ELB_5XX_Count", "Sum"),
        "The load balancer itself answers more than {threshold} requests with 5xx {time}",
    ),
    "responseTimeP95": Watch(
        _ALB,
        _one("TargetResponseTime", "p95"),
        "The 95th percentile of all response times is above {threshold} {time}",
        factor=0.001,
    ),
    "responseTimeP99": Watch(
        _ALB,
        _one("TargetResponseTime", "p99"),
        "The 99th percentile of all response times is above {threshold} {time}",
        factor=0.001,
    ),
    "databaseCpu": Watch(_RDS, _one("CPUUtilization", "Average"), "CPU of {target} is above {threshold} {time}"),
    "databaseConnections": Watch(
        _RDS, _one("DatabaseConnections", "Average"), "Connections to {target} are above {value} {time}"
    ),
    "databaseStorage": Watch(
        _RDS,
        _one("FreeStorageSpace", "Average"),
        "Free storage of {target} is below {threshold} {time}",
        comparison=BELOW,
    ),
    "databaseMemory": Watch(
        _RDS,
        _one("FreeableMemory", "Average"),
        "Freeable memory of {target} is below {threshold} {time}",
        comparison=BELOW,
    ),
    "databaseLatency": Watch(
        _RDS,
        {"reads": Measure("ReadLatency", "Average"), "writes": Measure("WriteLatency", "Average")},
        "Reads or writes of {target} take more than {threshold} {time}",
        expression="MAX([reads, writes])",
        factor=0.001,
    ),
    "replicaLag": Watch(
        _RDS, _one("ReplicaLag", "Average"), "{target} is behind its primary by more than {threshold} {time}"
    ),
    "cacheCpu": Watch(_CACHE, _one("EngineCPUUtilization", "Average"), "CPU of {target} is above {threshold} {time}"),
    "cacheMemory": Watch(
        _CACHE, _one("DatabaseMemoryUsagePercentage", "Average"), "Memory of {target} is above {threshold} {time}"
    ),
    "cacheEvictions": Watch(_CACHE, _one("Evictions", "Sum"), "{target} evicts more than {threshold} keys {time}"),
    "cacheConnections": Watch(
        _CACHE, _one("CurrConnections", "Average"), "Connections to {target} are above {value} {time}"
    ),
    "tableThrottles": Watch(
        _TABLE,
        {"reads": Measure("ReadThrottleEvents", "Sum"), "writes": Measure("WriteThrottleEvents", "Sum")},
        "{target} throttles more than {threshold} requests {time}",
        expression="FILL(reads, 0) + FILL(writes, 0)",
    ),
    "tableSystemErrors": Watch(
        _TABLE,
        _SYSTEM_ERRORS,
        "DynamoDB fails more than {threshold} requests to {target} {time}",
        expression=" + ".join(f"FILL({name}, 0)" for name in _SYSTEM_ERRORS),
    ),
    "queueAge": Watch(
        _QUEUE,
        _one("ApproximateAgeOfOldestMessage", "Maximum"),
        "The oldest message of {target} waits for more than {threshold} {time}",
    ),
    "deadLetters": Watch(
        _QUEUE,
        _one("ApproximateNumberOfMessagesVisible", "Maximum"),
        "More than {threshold} messages of {target} have failed for good",
    ),
    "functionErrors": Watch("AWS/Lambda", _one("Errors", "Sum"), "{target} fails more than {threshold} times {time}"),
    "firewallBlocks": Watch(
        "AWS/WAFV2", _one("BlockedRequests", "Sum"), "The firewall blocks more than {threshold} requests {time}"
    ),
    # Reported twice a day: https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html
    "certificateExpiry": Watch(
        "AWS/CertificateManager",
        _one("DaysToExpiry", "Minimum"),
        "The certificate of {target} ends in less than {threshold}",
        comparison=BELOW,
    ),
    "natPortErrors": Watch(
        "AWS/NATGateway",
        _one("ErrorPortAllocation", "Sum"),
        "{target} refuses more than {threshold} connections {time}",
    ),
    "logMetric": Watch("", _one("", "Sum"), "{target}: more than {threshold} log events {time}"),
}
"""The rows by kind. `logMetric` takes namespace and metric from its target."""

EVENTS: Mapping[str, str] = {
    "backupFailures": "A backup or copy job failed, expired or was aborted",
    "jobFailures": "A task of a job failed to start or ended with an error",
}
"""Kinds that are told by an event instead of a metric."""


def page_of(kind: str) -> str:
    """The runbook of a kind: service-cpu.md for serviceCpu."""
    return f"{kebab(kind)}.md"


def kebab(kind: str) -> str:
    """A key as part of a name: service-cpu for serviceCpu, response-time-p95 for responseTimeP95."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"-\1", kind).lower()
