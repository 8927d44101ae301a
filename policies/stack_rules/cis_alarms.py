"""Stack rule about the events of CloudTrail that somebody must be told of."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policies.conditions import is_given
from policies.documents.three_valued import Truth, all_of, any_of
from policies.properties import UNKNOWN
from policies.readings.alarm_metrics import metrics_of, tells_somebody
from policies.resource_types import LOG_GROUP, METRIC_ALARM, METRIC_FILTER, TRAIL
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation

EVENTS: Mapping[str, tuple[str, ...]] = {
    "4.1 unauthorized calls": ("UnauthorizedOperation", "AccessDenied"),
    "4.2 sign-in without MFA": ("ConsoleLogin", "MFAUsed"),
    "4.3 use of root": ("userIdentity.type", "Root"),
    "4.4 IAM policies": ("PutRolePolicy", "AttachRolePolicy"),
    "4.5 CloudTrail": ("StopLogging", "DeleteTrail"),
    "4.6 failed sign-in": ("ConsoleLogin", "Failed authentication"),
    "4.7 customer keys": ("DisableKey", "ScheduleKeyDeletion"),
    "4.8 bucket policies": ("PutBucketPolicy", "PutBucketAcl"),
    "4.9 AWS Config": ("StopConfigurationRecorder", "DeleteDeliveryChannel"),
    "4.10 security groups": ("AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"),
    "4.11 network ACLs": ("CreateNetworkAclEntry", "ReplaceNetworkAclEntry"),
    "4.12 gateways": ("AttachInternetGateway", "DetachInternetGateway"),
    "4.13 route tables": ("CreateRoute", "ReplaceRouteTableAssociation"),
    "4.14 VPCs": ("CreateVpc", "ModifyVpcAttribute"),
    "4.15 Organizations": ("organizations.amazonaws.com",),
}
"""By the recommendation of CIS AWS Foundations 3.0 and 5.0: words that a metric filter for it holds."""


@stack_rule("cis-log-metric-filters", about=(TRAIL,))
def tells_of_what_matters(trail: StackResource, stack: Stack) -> Verdict:
    """Asked of a trail that delivers to CloudWatch Logs: filters of its log group, with alarms that tell somebody."""
    if not is_given(trail.properties, "cloudWatchLogsGroupArn"):
        return NotApplicable("it does not deliver to CloudWatch Logs")
    told: dict[Truth, list[str]] = {True: [], False: [], UNKNOWN: []}
    for found in stack.once(_watched_filters):
        told[all_of((found.told, _reads(found.resource, trail, stack)))].append(found.pattern)
    missing = _missing(told[True])
    if not missing:
        return COMPLIANT
    if any(found.properties.text("pattern") is UNKNOWN for found in stack.of_type(METRIC_FILTER)):
        return Undetermined("pattern of the metric filters")
    if not _missing([*told[True], *told[UNKNOWN]]):
        return Undetermined("logGroupName of the metric filters or alarmActions of their alarms")
    return Violation(f"no metric filter with an alarm that tells somebody is for {', '.join(missing)}")


def _reads(found: StackResource, trail: StackResource, stack: Stack) -> Truth:
    """Whether a filter reads the log group to which the trail delivers."""
    arn, name = trail.properties.text("cloudWatchLogsGroupArn"), found.properties.text("logGroupName")
    if isinstance(arn, str) and ":log-group:" in arn and isinstance(name, str):
        return arn.partition(":log-group:")[2].removesuffix(":*") == name
    delivered = stack.depends(trail, "cloudWatchLogsGroupArn", LOG_GROUP)
    read = stack.linked(found, "logGroupName", LOG_GROUP).targets
    return UNKNOWN if not delivered or not read else any(group in delivered for group in read)


def _missing(patterns: Sequence[str]) -> list[str]:
    return [called for called, words in EVENTS.items() if not any(_is_for(pattern, words) for pattern in patterns)]


def _is_for(pattern: str, words: tuple[str, ...]) -> bool:
    return all(re.search(rf"{re.escape(word)}\b", pattern) for word in words)


@dataclass(frozen=True, slots=True)
class _WatchedFilter:
    """A metric filter whose metric an alarm watches."""

    resource: StackResource
    pattern: str
    told: Truth
    """Whether the alarm tells somebody."""


def _watched_filters(stack: Stack) -> tuple[_WatchedFilter, ...]:
    watched: dict[tuple[str, str], Truth] = {}
    for alarm in stack.of_type(METRIC_ALARM):
        told = tells_somebody(alarm, stack)
        for metric in metrics_of(alarm.properties):
            key = metric.namespace, metric.name
            watched[key] = any_of((told, watched.get(key, False)))
    found = []
    for resource in stack.of_type(METRIC_FILTER):
        pattern = resource.properties.text("pattern")
        namespace, name = (resource.properties.text(f"metricTransformation.{path}") for path in ("namespace", "name"))
        if isinstance(pattern, str):
            found.append(_WatchedFilter(resource, pattern, watched.get((str(namespace), str(name)), False)))
    return tuple(found)
