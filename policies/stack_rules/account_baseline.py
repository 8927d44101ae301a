"""Stack rules about the services that watch an account, in the stack that sets them up."""

from collections.abc import Sequence

from policies.properties import UNKNOWN
from policies.resource_types import (
    BUCKET,
    CONFIG_RECORDER,
    CONFIG_RECORDER_STATUS,
    DELIVERY_CHANNEL,
    GUARDDUTY_DETECTOR,
    ORGANIZATION,
    SECURITY_HUB,
    TRAIL,
)
from policies.stack import STACK, Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation

INSPECTOR = ("aws:inspector2/enabler:Enabler", "aws:inspector2/organizationConfiguration:OrganizationConfiguration")
MACIE = ("aws:macie2/account:Account",)
STANDARDS = "aws:securityhub/standardsSubscription:StandardsSubscription"
_FEATURE = "aws:guardduty/detectorFeature:DetectorFeature"
_OBJECT_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
_DETECTIVES = (CONFIG_RECORDER, GUARDDUTY_DETECTOR, SECURITY_HUB)
"""A stack that has one of these sets up how its account is watched."""

_ELSEWHERE = NotApplicable("the stack does not set up how its account is watched")


def _watches(stack: Stack) -> bool:
    return bool(stack.of_type(*_DETECTIVES))


def _exists(kinds: Sequence[str], called: str, stack: Stack) -> Verdict:
    if not _watches(stack):
        return _ELSEWHERE
    return COMPLIANT if stack.of_type(*kinds) else Violation(f"the stack sets up {_present(stack)} and no {called}")


def _present(stack: Stack) -> str:
    names = {CONFIG_RECORDER: "AWS Config", GUARDDUTY_DETECTOR: "GuardDuty", SECURITY_HUB: "Security Hub"}
    return " and ".join(name for kind, name in names.items() if stack.of_type(kind))


@stack_rule("org-trail-exists", about=(STACK,))
def records_every_call(_: StackResource, stack: Stack) -> Verdict:
    """A stack with an organization has the trail of all accounts; an account without one may be recorded by that."""
    trails = stack.of_type(TRAIL)
    if not stack.of_type(ORGANIZATION):
        return COMPLIANT if trails else NotApplicable("the organization's trail may be in another stack")
    whole = [trail.properties.flag("isOrganizationTrail") for trail in trails]
    if any(found is True for found in whole):
        return COMPLIANT
    if UNKNOWN in whole:
        return Undetermined("isOrganizationTrail of its trails")
    return Violation("it has an organization and no trail with isOrganizationTrail true")


@stack_rule("config-recorder-complete", about=(CONFIG_RECORDER,))
def records_and_delivers(recorder: StackResource, stack: Stack) -> Verdict:
    """A recorder records nothing without a channel, and until its status switches it on."""
    if not stack.of_type(DELIVERY_CHANNEL):
        return Violation("the stack has no DeliveryChannel")
    link = stack.leading_to(recorder, CONFIG_RECORDER_STATUS, "name")
    if not link.targets:
        hidden = Undetermined("name of the recorder statuses")
        return hidden if link.undetermined else Violation("no RecorderStatus of this stack switches it on")
    switched = [status.properties.flag("isEnabled") for status in link.targets]
    if UNKNOWN in switched:
        return Undetermined("isEnabled of its status")
    return COMPLIANT if True in switched else Violation("its RecorderStatus has isEnabled false")


@stack_rule("config-recorder-complete", about=(DELIVERY_CHANNEL,))
def delivers_to_an_unlocked_bucket(channel: StackResource, stack: Stack) -> Verdict:
    """AWS Config delivers to no bucket with object lock.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-deliverychannel.html
    """
    buckets = stack.linked(channel, "s3BucketName", BUCKET)
    for bucket in buckets.targets:
        locks = stack.leading_to(bucket, _OBJECT_LOCK, "bucket")
        if locks.targets or bucket.properties.flag("objectLockEnabled") is True:
            return Violation(f'its bucket "{bucket.name}" has object lock, which AWS Config does not support')
        if locks.undetermined:
            return Undetermined("bucket of the object locks")
    if buckets.undetermined:
        return Undetermined("s3BucketName")
    return COMPLIANT if buckets.targets else NotApplicable("its bucket is not in this stack")


@stack_rule("config-recorder-complete", about=(STACK,))
def records_configuration(_: StackResource, stack: Stack) -> Verdict:
    return _exists((CONFIG_RECORDER,), "AWS Config recorder", stack)


@stack_rule("guardduty-complete", about=(STACK,))
def detects_threats(_: StackResource, stack: Stack) -> Verdict:
    return _exists((GUARDDUTY_DETECTOR,), "GuardDuty detector", stack)


@stack_rule("guardduty-complete", about=(GUARDDUTY_DETECTOR,))
def detects_more_than_the_basics(detector: StackResource, stack: Stack) -> Verdict:
    """Which features those must be is judged by guardduty-features; `datasources` is the older way."""
    link = stack.leading_to(detector, _FEATURE, "detectorId")
    states = [feature.properties.text("status") for feature in link.targets]
    states.append("ENABLED" if detector.properties.flag("datasources.s3Logs.enable") is True else None)
    if "ENABLED" in states:
        return COMPLIANT
    if link.undetermined or UNKNOWN in states:
        return Undetermined("detectorId of the detector features")
    return Violation("no DetectorFeature of this stack switches a feature on")


@stack_rule("securityhub-enabled", about=(STACK,))
def gathers_findings(_: StackResource, stack: Stack) -> Verdict:
    return _exists((SECURITY_HUB,), "Security Hub account", stack)


@stack_rule("securityhub-enabled", about=(SECURITY_HUB,))
def checks_against_standards(hub: StackResource, stack: Stack) -> Verdict:
    """AWS subscribes an account to its default standards when nothing is said."""
    by_default = hub.properties.flag("enableDefaultStandards", absent=True)
    if stack.of_type(STANDARDS) or by_default is True:
        return COMPLIANT
    if by_default is UNKNOWN:
        return Undetermined("enableDefaultStandards")
    return Violation("enableDefaultStandards is false and the stack has no StandardsSubscription")


@stack_rule("inspector-enabled", about=(STACK,))
def looks_for_vulnerabilities(_: StackResource, stack: Stack) -> Verdict:
    return _exists(INSPECTOR, "Inspector", stack)


@stack_rule("macie-enabled", about=(STACK,))
def looks_for_card_data(_: StackResource, stack: Stack) -> Verdict:
    return _exists(MACIE, "Macie account", stack)
