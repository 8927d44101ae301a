"""Stack rules about alarms on what must not fail unseen."""

from collections.abc import Iterable

from policies.properties import UNKNOWN
from policies.readings.alarm_metrics import Watch, is_watched
from policies.resource_types import (
    CACHE_REPLICATION_GROUP,
    ECS_SERVICE,
    FUNCTION,
    QUEUE,
    RDS_CLUSTER,
    RDS_CLUSTER_INSTANCE,
    RDS_INSTANCE,
    TARGET_GROUP,
)
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.stack_rules.queues import is_dead_letter_queue
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation

_ECS = ("AWS/ECS", "ECS/ContainerInsights")
_BALANCERS = ("AWS/ApplicationELB", "AWS/NetworkELB")
_SERVICE_CPU = Watch("CPU", _ECS, ("CPUUtilization", "CpuUtilized"), ("ServiceName",))
_SERVICE_MEMORY = Watch("memory", _ECS, ("MemoryUtilization", "MemoryUtilized"), ("ServiceName",))
_TARGETS_HEALTH = Watch("unhealthy targets", _BALANCERS, ("UnHealthyHostCount", "HealthyHostCount"), ("TargetGroup",))
_TARGETS_ERRORS = Watch("5xx answers", _BALANCERS, ("HTTPCode_Target_5XX_Count",), ("TargetGroup",))
_RDS_CPU = Watch("CPU", ("AWS/RDS",), ("CPUUtilization",), ("DBInstanceIdentifier", "DBClusterIdentifier"))
_RDS_STORAGE = Watch("free storage", ("AWS/RDS",), ("FreeStorageSpace",), ("DBInstanceIdentifier",))
_CACHE = ("AWS/ElastiCache",)
_CACHE_NODES = ("CacheClusterId", "ReplicationGroupId")
_CACHE_CPU = Watch("CPU", _CACHE, ("EngineCPUUtilization", "CPUUtilization"), _CACHE_NODES)
_CACHE_MEMORY = Watch(
    "memory", _CACHE, ("DatabaseMemoryUsagePercentage", "FreeableMemory", "BytesUsedForCache"), _CACHE_NODES
)
_DEAD_LETTERS = Watch(
    "its depth",
    ("AWS/SQS",),
    ("ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage", "NumberOfMessagesSent"),
    ("QueueName",),
)
_FUNCTION_ERRORS = Watch("errors", ("AWS/Lambda",), ("Errors",), ("FunctionName",))


def _watched(wishes: Iterable[tuple[StackResource, Watch]], stack: Stack) -> Verdict:
    verdicts = [is_watched(resource, watch, stack) for resource, watch in wishes]
    missing = dict.fromkeys(verdict.reason for verdict in verdicts if isinstance(verdict, Violation))
    if missing:
        return Violation(f"no alarm that tells somebody watches {', '.join(missing)}")
    return next((verdict for verdict in verdicts if isinstance(verdict, Undetermined)), COMPLIANT)


@stack_rule("ecs-service-has-alarms", about=(ECS_SERVICE,))
def service_is_watched(service: StackResource, stack: Stack) -> Verdict:
    """CPU and memory, and for each target group its health and, over HTTP, its errors."""
    wishes = [(service, _SERVICE_CPU), (service, _SERVICE_MEMORY)]
    link = stack.linked(service, "loadBalancers[*].targetGroupArn", TARGET_GROUP)
    for group in link.targets:
        wishes.append((group, _TARGETS_HEALTH))
        if group.properties.text("protocol") in ("HTTP", "HTTPS"):
            wishes.append((group, _TARGETS_ERRORS))
    verdict = _watched(wishes, stack)
    return Undetermined("loadBalancers") if verdict is COMPLIANT and link.undetermined else verdict


@stack_rule("rds-has-alarms", about=(RDS_INSTANCE,))
def instance_is_watched(instance: StackResource, stack: Stack) -> Verdict:
    return _watched(((instance, _RDS_CPU), (instance, _RDS_STORAGE)), stack)


@stack_rule("rds-has-alarms", about=(RDS_CLUSTER,))
def cluster_is_watched(cluster: StackResource, stack: Stack) -> Verdict:
    """Aurora's storage grows by itself; an alarm on the cluster or on any of its instances will do."""
    verdict = _watched(((cluster, _RDS_CPU),), stack)
    if isinstance(verdict, Violation):
        for instance in stack.leading_to(cluster, RDS_CLUSTER_INSTANCE, "clusterIdentifier").targets:
            if not isinstance(found := _watched(((instance, _RDS_CPU),), stack), Violation):
                return found
    return verdict


@stack_rule("cache-has-alarms", about=(CACHE_REPLICATION_GROUP,))
def cache_is_watched(group: StackResource, stack: Stack) -> Verdict:
    return _watched(((group, _CACHE_CPU), (group, _CACHE_MEMORY)), stack)


@stack_rule("sqs-dlq-has-alarm", about=(QUEUE,))
def dead_letters_are_noticed(queue: StackResource, stack: Stack) -> Verdict:
    found = is_dead_letter_queue(queue, stack)
    if found is UNKNOWN:
        return Undetermined("redrivePolicy of the queues")
    return _watched(((queue, _DEAD_LETTERS),), stack) if found else NotApplicable("it takes no dead letters")


@stack_rule("lambda-has-error-alarm", about=(FUNCTION,))
def errors_are_noticed(function: StackResource, stack: Stack) -> Verdict:
    return _watched(((function, _FUNCTION_ERRORS),), stack)
