"""How an account and an organization are watched, limited and paid, broken."""

import json

from policies.resource_types import (
    ANOMALY_MONITOR,
    ANOMALY_SUBSCRIPTION,
    BUCKET,
    BUCKET_OBJECT_LOCK,
    BUDGET,
    CONFIG_RECORDER,
    CONFIG_RECORDER_STATUS,
    DELIVERY_CHANNEL,
    GUARDDUTY_DETECTOR,
    GUARDDUTY_FEATURE,
    IAM_POLICY,
    ORGANIZATION,
    RDS_INSTANCE,
    SECURITY_HUB,
    TRAIL,
)
from policies.stack import STACK
from policies.stack_rules.account_baseline import INSPECTOR, MACIE, STANDARDS
from tests.policies.stack_mutations.case import MANAGEMENT, Case
from tests.policies.stack_mutations.changes import Change, beside, both, given, lacking, without, without_any
from tests.policies.stack_mutations.deployed import Named

_STACK, _MANAGEMENT_STACK = Named(STACK, "fivestar-payments-prod"), Named(STACK, "fivestar-payments-management")
_RECORDER = Named(CONFIG_RECORDER, "governance-recorder-recorder")
_STATUS = Named(CONFIG_RECORDER_STATUS, "governance-recorder-status")
_CHANNEL = Named(DELIVERY_CHANNEL, "governance-recorder-channel")
_DETECTOR = Named(GUARDDUTY_DETECTOR, "governance-threats-detector")
_FEATURES = tuple(
    Named(GUARDDUTY_FEATURE, f"governance-threats-{name}")
    for name in ("s3-data-events", "rds-login-events", "lambda-network-logs", "runtime-monitoring")
)
_HUB = Named(SECURITY_HUB, "governance-hub-hub")
_ORGANIZATION = Named(ORGANIZATION, "governance-organization-organization")
_MONITOR = Named(ANOMALY_MONITOR, "governance-costs-services")
_SUBSCRIPTION = Named(ANOMALY_SUBSCRIPTION, "governance-costs-anomalies")
_MFA = Named("aws:organizations/policyAttachment:PolicyAttachment", "governance-organization-mfa-required-production")
_DATABASE = Named(RDS_INSTANCE, "database-primary")
_BOUNDARY, _WIDE = Named(IAM_POLICY, "access-dev-boundary-policy"), Named(IAM_POLICY, "wide")


def _policy_that_allows(*actions: str) -> Change:
    """One more managed policy, which is nobody's boundary."""
    document = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": actions, "Resource": "*"}}
    given_here = {"name": "Wide", "id": "wide", "arn": "arn:aws:iam::1:policy/Wide", "policy": json.dumps(document)}
    return beside(_WIDE, given_here, like=_BOUNDARY)


CASES = (
    Case("org-trail-exists", "nothing records the calls", without_any(TRAIL), (_MANAGEMENT_STACK,), of=MANAGEMENT),
    Case(
        "config-recorder-complete",
        "AWS Config is left out",
        without(_RECORDER, _STATUS, _CHANNEL),
        (_STACK,),
    ),
    Case("config-recorder-complete", "the recorder is not switched on", without(_STATUS), (_RECORDER,)),
    Case(
        "config-recorder-complete",
        "the recorder is switched off",
        given(_STATUS, isEnabled=False),
        (_RECORDER,),
        also={"config-recorder-on": "the status says so itself"},
    ),
    Case("config-recorder-complete", "the recorder delivers nowhere", without(_CHANNEL), (_RECORDER,)),
    Case(
        "config-recorder-complete",
        "the recorder delivers to a bucket with object lock",
        beside(
            Named(BUCKET_OBJECT_LOCK, "lock"), links={"bucket": (Named(BUCKET, "governance-configuration-bucket"),)}
        ),
        (_CHANNEL,),
    ),
    Case(
        "config-recorder-all",
        "some kinds of resources are not recorded",
        given(_RECORDER, {"recordingGroup.allSupported": False}),
        (_RECORDER,),
    ),
    Case(
        "config-recorder-all",
        "roles and users are not recorded",
        given(_RECORDER, {"recordingGroup.includeGlobalResourceTypes": False}),
        (_RECORDER,),
    ),
    Case("guardduty-complete", "GuardDuty is left out", without(_DETECTOR, *_FEATURES), (_STACK,)),
    Case(
        "guardduty-complete",
        "GuardDuty is left at its basics",
        without(*_FEATURES),
        (_DETECTOR,),
        also={"guardduty-features": "every required feature is missing"},
    ),
    Case("guardduty-features", "a feature is left out", without(_FEATURES[3]), (_DETECTOR,)),
    Case(
        "securityhub-enabled",
        "Security Hub is left out",
        both(without(_HUB), without_any(STANDARDS)),
        (_STACK,),
    ),
    Case(
        "securityhub-enabled",
        "Security Hub checks nothing",
        both(without_any(STANDARDS), given(_HUB, enableDefaultStandards=False)),
        (_HUB,),
    ),
    Case("inspector-enabled", "Inspector is left out", without_any(INSPECTOR[0]), (_STACK,)),
    Case("macie-enabled", "Macie is left out", without_any(MACIE[0]), (_STACK,)),
    Case(
        "org-requires-mfa",
        "the denial without MFA is attached to nothing",
        without(_MFA),
        (_ORGANIZATION,),
        of=MANAGEMENT,
    ),
    Case("cost-guard", "the database grows by mistake", given(_DATABASE, instanceClass="db.r6g.48xlarge"), (_STACK,)),
    Case("cost-guard", "the organization has no budget", without_any(BUDGET), (_ORGANIZATION,), of=MANAGEMENT),
    Case(
        "cost-guard",
        "nobody is told of the anomalies that are found",
        lacking(_SUBSCRIPTION, "monitorArnLists"),
        (_MONITOR,),
        of=MANAGEMENT,
    ),
    Case(
        "iam-no-admin-policy",
        "a policy allows everything",
        _policy_that_allows("*"),
        (_WIDE,),
        of=MANAGEMENT,
        also={
            "iam-no-kms-decrypt-all": "everything includes it",
            "iam-no-privilege-escalation": "everything includes it",
            "iam-no-service-wildcard": "everything includes it",
        },
    ),
    Case(
        "iam-no-service-wildcard",
        "a policy allows a whole service",
        _policy_that_allows("s3:*"),
        (_WIDE,),
        of=MANAGEMENT,
    ),
    Case(
        "iam-no-kms-decrypt-all",
        "a policy decrypts with every key",
        _policy_that_allows("kms:Decrypt"),
        (_WIDE,),
        of=MANAGEMENT,
        was_silent=True,
    ),
    Case(
        "iam-no-privilege-escalation",
        "a policy lets its holder attach more to itself",
        _policy_that_allows("iam:AttachRolePolicy"),
        (_WIDE,),
        of=MANAGEMENT,
    ),
)
