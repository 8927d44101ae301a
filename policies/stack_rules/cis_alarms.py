"""Stack rule about the events of CloudTrail that somebody must be told of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from policies.conditions import is_given
from policies.documents.three_valued import Truth, any_of
from policies.properties import UNKNOWN
from policies.readings.alarm_metrics import metrics_of, tells_somebody
from policies.resource_types import METRIC_ALARM, METRIC_FILTER, TRAIL
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
    """Asked of a trail that delivers to CloudWatch Logs: filters of the stack, with alarms that tell somebody."""
    if not is_given(trail.properties, "cloudWatchLogsGroupArn"):
        return NotApplicable("it does not deliver to CloudWatch Logs")
    told = stack.once(_told_patterns)
    missing = _missing(told.patterns)
    if not missing:
        return COMPLIANT
    if any(found.properties.text("pattern") is UNKNOWN for found in stack.of_type(METRIC_FILTER)):
        return Undetermined("pattern of the metric filters")
    if not _missing((*told.patterns, *told.perhaps)):
        return Undetermined("alarmActions of the alarms")
    return Violation(f"no metric filter with an alarm that tells somebody is for {', '.join(missing)}")


def _missing(patterns: tuple[str, ...]) -> list[str]:
    return [called for called, words in EVENTS.items() if not any(_is_for(pattern, words) for pattern in patterns)]


def _is_for(pattern: str, words: tuple[str, ...]) -> bool:
    return all(re.search(rf"{re.escape(word)}\b", pattern) for word in words)


@dataclass(frozen=True, slots=True)
class _Told:
    """Patterns of the metric filters whose metric an alarm watches."""

    patterns: tuple[str, ...]
    """Somebody is told."""
    perhaps: tuple[str, ...]
    """Whom the alarm tells is not known yet."""


def _told_patterns(stack: Stack) -> _Told:
    watched: dict[tuple[str, str], Truth] = {}
    for alarm in stack.of_type(METRIC_ALARM):
        told = tells_somebody(alarm, stack)
        for metric in metrics_of(alarm.properties):
            key = metric.namespace, metric.name
            watched[key] = any_of((told, watched.get(key, False)))
    found: dict[Truth, list[str]] = {True: [], False: [], UNKNOWN: []}
    for metric_filter in stack.of_type(METRIC_FILTER):
        pattern = metric_filter.properties.text("pattern")
        place = [metric_filter.properties.text(f"metricTransformation.{path}") for path in ("namespace", "name")]
        if isinstance(pattern, str):
            found[watched.get((str(place[0]), str(place[1])), False)].append(pattern)
    return _Told(tuple(found[True]), tuple(found[UNKNOWN]))
