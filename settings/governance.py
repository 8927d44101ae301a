"""What watches and protects an account as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.buckets import ObjectLock
from settings.errors import Mistake
from settings.organization import Email, Organization
from settings.section import Flag, FrozenMap, Rule, Section, Whole
from settings.trail_alarms import TrailAlarms
from settings.types import LogRetentionDays, Slug, Text

TrailName = Annotated[
    str,
    Text(r"[A-Za-z0-9](?:[A-Za-z0-9]|[._-](?![._-])){1,126}[A-Za-z0-9]", "the name of a trail, 3 to 128 characters"),
]
ConfigRule = Annotated[
    str, Text(r"[A-Z][A-Z0-9_]{2,127}", "the identifier of a managed rule of AWS Config, such as ENCRYPTED_VOLUMES")
]
TopicArn = Annotated[str, Text(r"arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}", "the ARN of an SNS topic")]
MonitorArn = Annotated[
    str,
    Text(r"arn:aws[a-z-]*:ce::\d{12}:anomalymonitor/[0-9a-f-]{36}", "the ARN of an anomaly monitor (arn:aws:ce::…)"),
]
Amount = Annotated[Whole, Field(ge=1, le=10_000_000)]
Percent = Annotated[Whole, Field(ge=1, le=1000)]

MOST_ALERTS = 10
"""Alerts that a budget can have."""

Feature = Literal[
    "S3_DATA_EVENTS",
    "EKS_AUDIT_LOGS",
    "EBS_MALWARE_PROTECTION",
    "RDS_LOGIN_EVENTS",
    "LAMBDA_NETWORK_LOGS",
    "RUNTIME_MONITORING",
]
"""Features of GuardDuty (DetectorFeatureConfiguration)."""

Scanned = Literal["EC2", "ECR", "LAMBDA", "LAMBDA_CODE", "CODE_REPOSITORY"]
Standard = Literal["fsbp", "cis-1.4.0", "cis-3.0.0", "cis-5.0.0", "pci-dss-3.2.1", "pci-dss-4.0.1", "nist-800-53"]
ContactKind = Literal["BILLING", "OPERATIONS", "SECURITY"]


def _archives_before_it_deletes(archive: Archive) -> Iterator[Mistake]:
    if archive.cold_after_days >= archive.keep_days:
        yield Mistake(
            ("coldAfterDays",),
            str(archive.cold_after_days),
            f"fewer days than keepDays, which is {archive.keep_days}",
            "Lower it, or keep the files longer.",
        )


def _locks_no_longer_than_it_keeps(archive: Archive) -> Iterator[Mistake]:
    if archive.object_lock is not None and archive.object_lock.days > archive.keep_days:
        yield Mistake(
            ("objectLock", "days"),
            str(archive.object_lock.days),
            f"no more than keepDays, which is {archive.keep_days}: a locked file cannot be deleted",
            "Lower it, or keep the files longer.",
        )


class Archive(Section):
    """Buckets of CloudTrail's and Config's files: versioned, encrypted with the audit key, TLS only, with a record of
    every request to them."""

    rules: ClassVar[tuple[Rule, ...]] = (_archives_before_it_deletes, _locks_no_longer_than_it_keeps)

    cold_after_days: Annotated[Whole, Field(ge=30, le=3650)] = 90
    """Days until files move to Glacier, 30 to 3650."""
    keep_days: Annotated[Whole, Field(ge=90, le=3650)] = 2555
    """Days until files are deleted, 90 to 3650; seven years by default."""
    object_lock: ObjectLock | None = None
    """Retention of the trail's files that also holds against deletion; AWS Config supports none for its own."""
    request_log_days: Annotated[Whole, Field(ge=90, le=3650)] = 365
    """Days that records of requests to the buckets are kept, 90 to 3650."""


class Trail(Section):
    """CloudTrail in all regions, with log file validation."""

    name: TrailName
    """Name of the trail."""
    organization: Flag = False
    """Whether it records all accounts of the organization; only the management account can."""
    log_retention_days: LogRetentionDays = 365
    """Days that its log group keeps events for searching and alarms."""
    insights: Flag = False
    """Whether CloudTrail reports unusual call and error rates; it costs extra."""
    object_events: Flag = False
    """Whether it records who reads and writes objects in S3, the archive's own left out; $0.10 per 100,000 events."""
    alarms: TrailAlarms | None = None
    """Who is told of what it records; by default nobody."""


class Recorder(Section):
    """AWS Config: what resources looked like, and whether they followed the rules."""

    rules_of_aws: tuple[ConfigRule, ...] = ()
    """Managed rules by identifier."""
    continuous: Flag = True
    """Whether every change is recorded as it happens; otherwise once a day, which is cheaper."""
    service_role_exists: Flag = False
    """Whether the account has AWSServiceRoleForConfig already, as it has after Config was on once."""


class ThreatDetection(Section):
    """GuardDuty."""

    features: tuple[Feature, ...] = ()
    """Protection plans beyond the basic one."""
    publish: Literal["FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"] = "FIFTEEN_MINUTES"
    """How often repeated findings are published."""


def _code_goes_with_functions(inspector: Inspector) -> Iterator[Mistake]:
    """https://docs.aws.amazon.com/inspector/v2/APIReference/API_Enable.html"""
    if "LAMBDA_CODE" in inspector.scans and "LAMBDA" not in inspector.scans:
        yield Mistake(("scans",), "LAMBDA_CODE", "LAMBDA_CODE with LAMBDA only", "Add LAMBDA.")


class Inspector(Section):
    """Inspector: known flaws in what runs."""

    rules: ClassVar[tuple[Rule, ...]] = (_code_goes_with_functions,)

    scans: Annotated[tuple[Scanned, ...], Field(min_length=1)] = ("ECR",)
    """What is scanned."""


class Macie(Section):
    """Macie: card numbers and other sensitive data in buckets."""

    publish: Literal["FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"] = "FIFTEEN_MINUTES"
    """How often findings are published."""


class SecurityHub(Section):
    """Security Hub's checks of the account."""

    standards: Annotated[tuple[Standard, ...], Field(min_length=1)]
    """Standards to check."""


def _tells_somebody(budget: Budget) -> Iterator[Mistake]:
    if not budget.emails and not budget.topics:
        yield Mistake(("emails",), "nothing", "at least one e-mail address or topic", "Say who is to be told.")


def _alerts_differ(budget: Budget) -> Iterator[Mistake]:
    for key, percents in (("actualPercent", budget.actual_percent), ("forecastPercent", budget.forecast_percent)):
        for index, percent in enumerate(percents):
            if percent in percents[:index]:
                yield Mistake((key, index), str(percent), "each percentage once", f"Remove the second {percent}.")


def _alerts_are_not_too_many(budget: Budget) -> Iterator[Mistake]:
    """https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Notification.html"""
    alerts = len(budget.actual_percent) + len(budget.forecast_percent)
    if not 1 <= alerts <= MOST_ALERTS:
        yield Mistake(
            ("actualPercent",),
            f"{alerts} percentages with forecastPercent",
            f"1 to {MOST_ALERTS}, those of forecastPercent among them",
        )


class Budget(Section):
    """A monthly limit of costs, with alerts. It stops nothing."""

    rules: ClassVar[tuple[Rule, ...]] = (_tells_somebody, _alerts_differ, _alerts_are_not_too_many)

    amount: Amount
    """US dollars a month."""
    actual_percent: tuple[Percent, ...] = (100,)
    """Percentages of the amount at which what was spent raises an alert."""
    forecast_percent: tuple[Percent, ...] = (100,)
    """Percentages of the amount at which the forecast of the month raises an alert."""
    emails: Annotated[tuple[Email, ...], Field(max_length=10)] = ()
    """Who is told, up to ten."""
    topics: Annotated[tuple[TopicArn, ...], Field(max_length=1)] = ()
    """Topic that is told; AWS takes one at most."""


class CostAnomalies(Section):
    """Cost Anomaly Detection over all services."""

    amount: Amount
    """US dollars that an anomaly must cost to be reported."""
    emails: Annotated[tuple[Email, ...], Field(min_length=1)]
    """Who is told, once a day."""
    monitor: MonitorArn | None = None
    """ARN of the account's monitor of all services where it has one already, as newer accounts do; AWS allows one."""


def _rules_out_weak_passwords(policy: PasswordPolicy) -> Iterator[Mistake]:
    if policy.max_age_days is not None and policy.reuse_prevention == 0:
        yield Mistake(("reusePrevention",), "0", "1 to 24 when passwords expire", "Remember 4 or more (PCI DSS 8.3.7).")


class PasswordPolicy(Section):
    """Passwords of IAM users."""

    rules: ClassVar[tuple[Rule, ...]] = (_rules_out_weak_passwords,)

    minimum_length: Annotated[Whole, Field(ge=12, le=128)] = 14
    """Least number of characters, 12 to 128; letters of both cases, digits and symbols are required."""
    max_age_days: Annotated[Whole, Field(ge=1, le=1095)] | None = 90
    """Days until a password expires; null for never."""
    reuse_prevention: Annotated[Whole, Field(ge=0, le=24)] = 24
    """Former passwords that can't be used again, 0 to 24."""


class Contact(Section):
    """Whom AWS turns to."""

    name: Annotated[str, Text(r".{1,64}", "a name of 1 to 64 characters")]
    """Name."""
    title: Annotated[str, Text(r".{1,50}", "a title of 1 to 50 characters")]
    """Title."""
    email: Email
    """E-mail address."""
    phone: Annotated[str, Text(r"[\d\s()+-]{1,25}", "a phone number of digits, spaces and ()+-")]
    """Phone number."""


class Baseline(Section):
    """The account's own protections. Sharing of buckets, snapshots and images with the public is always blocked."""

    ebs_encryption: Literal["awsKey", "ownKey"] = "ownKey"
    """Key of new EBS volumes that name none: AWS's, or a key of this stack."""
    password_policy: PasswordPolicy = PasswordPolicy()
    """Passwords of IAM users."""
    access_analyzer: Flag = True
    """Whether Access Analyzer reports what is open to other accounts."""
    contacts: FrozenMap[ContactKind, Contact] = Field(default_factory=dict, validate_default=True)
    """Alternate contacts of the account."""


def _rules_need_somewhere_to_go(governance: Governance) -> Iterator[Mistake]:
    if governance.archive is None:
        for name in ("trail", "recorder"):
            if getattr(governance, name) is not None:
                yield Mistake(("archive",), "nothing", f"an archive: {name} writes its files there", "Add archive: {}.")


def _standards_need_the_recorder(governance: Governance) -> Iterator[Mistake]:
    if governance.security_hub is not None and governance.recorder is None:
        yield Mistake(
            ("recorder",),
            "nothing",
            "a recorder: Security Hub's checks are rules of AWS Config",
            "Add recorder: {}, or leave securityHub out.",
        )


def _has_parts(governance: Governance) -> Iterator[Mistake]:
    if not any(getattr(governance, name) for name in Governance.model_fields):
        yield Mistake((), "no part", "at least one part, such as baseline", "Add one, or remove the section.")


class Governance(Section):
    """The account as a whole. Every part is optional."""

    rules: ClassVar[tuple[Rule, ...]] = (_has_parts, _rules_need_somewhere_to_go, _standards_need_the_recorder)

    organization: Organization | None = None
    """Organization; only in the management account."""
    archive: Archive | None = None
    """Buckets of audit files; trail and recorder need them."""
    trail: Trail | None = None
    """CloudTrail."""
    recorder: Recorder | None = None
    """AWS Config."""
    threat_detection: ThreatDetection | None = None
    """GuardDuty."""
    security_hub: SecurityHub | None = None
    """Security Hub."""
    inspector: Inspector | None = None
    """Inspector."""
    macie: Macie | None = None
    """Macie."""
    budgets: FrozenMap[Slug, Budget] = Field(default_factory=dict, validate_default=True)
    """Budgets by a name of your choice."""
    cost_anomalies: CostAnomalies | None = None
    """Cost Anomaly Detection."""
    baseline: Baseline | None = None
    """The account's own protections."""
