"""What watches and protects an account as a whole."""

from typing import NotRequired, TypedDict

import pulumi

from components.account_baseline import AccountBaseline, AccountBaselineArgs
from components.audit_buckets import (
    ArchiveArgs,
    configuration_bucket_args,
    request_bucket_args,
    trail_bucket_args,
)
from components.bucket import Bucket
from components.configuration_recorder import ConfigurationRecorder, RecorderOptions
from components.cost_control import CostControl, CostControlArgs
from components.organization import Organization, OrganizationArgs
from components.security_hub import SecurityHub, SecurityHubArgs
from components.sensitive_data_discovery import SensitiveDataDiscovery, SensitiveDataDiscoveryArgs
from components.threat_detection import ThreatDetection, ThreatDetectionArgs
from components.trail import Trail, TrailOptions
from components.trail_alarms import TrailAlarmOptions, TrailAlarms
from components.vulnerability_scanning import VulnerabilityScanning, VulnerabilityScanningArgs


class GovernanceArgs(TypedDict):
    organization: NotRequired[OrganizationArgs]
    """Organization that this account manages. Default: none."""
    archive: NotRequired[ArchiveArgs]
    """Buckets of audit files; trail and recorder need them. Default: none."""
    trail: NotRequired[TrailOptions]
    """CloudTrail. Default: none."""
    trail_alarms: NotRequired[TrailAlarmOptions]
    """Who is told of what the trail records. Default: nobody."""
    recorder: NotRequired[RecorderOptions]
    """AWS Config. Default: none."""
    threat_detection: NotRequired[ThreatDetectionArgs]
    """GuardDuty. Default: none."""
    security_hub: NotRequired[SecurityHubArgs]
    """Security Hub. Default: none."""
    vulnerability_scanning: NotRequired[VulnerabilityScanningArgs]
    """Inspector. Default: none."""
    sensitive_data_discovery: NotRequired[SensitiveDataDiscoveryArgs]
    """Macie. Default: none."""
    cost_control: NotRequired[CostControlArgs]
    """Budgets and cost anomalies. Default: none."""
    baseline: NotRequired[AccountBaselineArgs]
    """The account's own protections. Default: none."""
    audit_key_arn: NotRequired[pulumi.Input[str]]
    """Key of audit files; the archive needs it."""
    logs_key_arn: NotRequired[pulumi.Input[str]]
    """Key of log groups; the trail needs it."""
    topics_key_arn: NotRequired[pulumi.Input[str]]
    """Key of topics; the alarms of the trail need it."""


class Governance(pulumi.ComponentResource):
    """Organization, audit, threat detection, budgets and account protections: each part that is given.

    Raises ValueError when trail or recorder come without an archive, alarms without a trail, or a part without its key.
    """

    organization_id: pulumi.Output[str]
    """Id of the organization; empty without one."""
    account_ids: pulumi.Output[dict[str, str]]
    """Ids of member accounts by key; empty without an organization."""
    trail_arn: pulumi.Output[str]
    """ARN of the trail; empty without one."""
    trail_log_group_name: pulumi.Output[str]
    """Log group of the trail's events; empty without a trail."""
    security_topic_arn: pulumi.Output[str]
    """Topic that the alarms of the trail tell; empty without alarms."""
    security_alarm_names: pulumi.Output[list[str]]
    """Names of these alarms; empty without alarms."""
    archive_bucket_name: pulumi.Output[str]
    """Bucket of the trail's files; empty without one."""
    detector_id: pulumi.Output[str]
    """GuardDuty's detector; empty without one."""

    def __init__(self, name: str, args: GovernanceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Governance", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        nothing = pulumi.Output.from_input("")
        organization = self._organization()
        self.organization_id = organization.organization_id if organization else nothing
        self.account_ids = organization.account_ids if organization else pulumi.Output.from_input({})
        records = self._records()
        archive = self._archive(records)
        self.archive_bucket_name = archive.name if archive else nothing
        trail = self._trail(args["trail"], archive) if "trail" in args else None
        self.trail_arn = trail.arn if trail else nothing
        self.trail_log_group_name = trail.log_group_name if trail else nothing
        alarms = self._trail_alarms(args["trail_alarms"], trail) if "trail_alarms" in args else None
        self.security_topic_arn = alarms.topic_arn if alarms else nothing
        self.security_alarm_names = alarms.alarm_names if alarms else pulumi.Output.from_input([])
        recorder = self._recorder(args["recorder"], records) if "recorder" in args else None
        self.detector_id = self._detector_id(nothing)
        self._watch_standards(recorder)
        self._look_for_flaws_and_card_data()
        self._limit_costs()
        self._protect_account()
        self.register_outputs(
            {
                "organization_id": self.organization_id,
                "account_ids": self.account_ids,
                "trail_arn": self.trail_arn,
                "trail_log_group_name": self.trail_log_group_name,
                "security_topic_arn": self.security_topic_arn,
                "security_alarm_names": self.security_alarm_names,
                "archive_bucket_name": self.archive_bucket_name,
                "detector_id": self.detector_id,
            }
        )

    def _organization(self) -> Organization | None:
        if "organization" not in self._args:
            return None
        return Organization(f"{self._prefix}-organization", self._args["organization"], self._child)

    def _records(self) -> Bucket | None:
        """Known once its policy lets S3 record requests to the other buckets."""
        if "archive" not in self._args:
            return None
        return Bucket(f"{self._prefix}-requests", request_bucket_args(self._args["archive"]), self._child)

    def _archive(self, records: Bucket | None) -> Bucket | None:
        """Known once its policy lets the trail write."""
        if "archive" not in self._args or records is None:
            return None
        args = trail_bucket_args(self._args["archive"], self._key("audit"), records.name)
        if "trail" in self._args:
            args["trail_name"] = self._args["trail"]["trail_name"]
            args["trail_organization_id"] = self.organization_id if self._args["trail"]["organization"] else ""
        return Bucket(f"{self._prefix}-archive", args, self._child)

    def _trail(self, trail: TrailOptions, archive: Bucket | None) -> Trail:
        return Trail(
            f"{self._prefix}-trail",
            {
                "options": trail,
                "bucket_name": _bucket(archive).name,
                "bucket_arn": _bucket(archive).arn,
                "key_arn": self._key("audit"),
                "logs_key_arn": self._key("logs"),
            },
            self._child,
        )

    def _trail_alarms(self, options: TrailAlarmOptions, trail: Trail | None) -> TrailAlarms:
        if trail is None:
            raise ValueError("alarms of a trail need a trail whose events they count")
        return TrailAlarms(
            f"{self._prefix}-security",
            {"options": options, "log_group_name": trail.log_group_name, "key_arn": self._key("topics")},
            self._child,
        )

    def _recorder(self, recorder: RecorderOptions, records: Bucket | None) -> ConfigurationRecorder:
        key_arn = self._key("audit")
        if records is None or "archive" not in self._args:
            raise ValueError("a recorder needs an archive to write to")
        files = configuration_bucket_args(self._args["archive"], key_arn, records.name)
        bucket = Bucket(f"{self._prefix}-configuration", files, self._child)
        return ConfigurationRecorder(
            f"{self._prefix}-recorder",
            {"options": recorder, "bucket_name": bucket.name, "key_arn": key_arn},
            self._child,
        )

    def _detector_id(self, nothing: pulumi.Output[str]) -> pulumi.Output[str]:
        if "threat_detection" not in self._args:
            return nothing
        return ThreatDetection(f"{self._prefix}-threats", self._args["threat_detection"], self._child).detector_id

    def _watch_standards(self, recorder: ConfigurationRecorder | None) -> None:
        if "security_hub" in self._args:
            after = pulumi.ResourceOptions(parent=self, depends_on=[recorder] if recorder else None)
            SecurityHub(f"{self._prefix}-hub", self._args["security_hub"], after)

    def _look_for_flaws_and_card_data(self) -> None:
        if "vulnerability_scanning" in self._args:
            VulnerabilityScanning(f"{self._prefix}-flaws", self._args["vulnerability_scanning"], self._child)
        if "sensitive_data_discovery" in self._args:
            SensitiveDataDiscovery(f"{self._prefix}-card-data", self._args["sensitive_data_discovery"], self._child)

    def _limit_costs(self) -> None:
        if "cost_control" in self._args:
            CostControl(f"{self._prefix}-costs", self._args["cost_control"], self._child)

    def _protect_account(self) -> None:
        if "baseline" in self._args:
            AccountBaseline(f"{self._prefix}-account", self._args["baseline"], self._child)

    def _key(self, data_class: str) -> pulumi.Input[str]:
        keys = {
            "audit": self._args.get("audit_key_arn"),
            "logs": self._args.get("logs_key_arn"),
            "topics": self._args.get("topics_key_arn"),
        }
        key = keys[data_class]
        if key is None:
            raise ValueError(f"{self._prefix} needs {data_class}_key_arn")
        return key


def _bucket(archive: Bucket | None) -> Bucket:
    if archive is None:
        raise ValueError("a trail needs an archive to write to")
    return archive
