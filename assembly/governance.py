"""Organization, audit, threat detection, budgets and account protections."""

from assembly.naming import prefix
from assembly.outputs import StackOutputs
from assembly.recipients import recipients_args
from components.account_baseline import AccountBaselineArgs
from components.audit_buckets import ArchiveArgs
from components.configuration_recorder import RecorderOptions
from components.cost_control import BudgetArgs, CostControlArgs
from components.encryption_keys import EncryptionKeys
from components.governance import Governance, GovernanceArgs
from components.organization import OrganizationAccountArgs, OrganizationArgs
from components.trail import TrailOptions
from components.trail_alarms import SEVERITY, TrailAlarmOptions
from settings import Settings
from settings.governance import Archive, Baseline, Budget, Trail
from settings.governance import Governance as GovernanceSettings
from settings.governance import Recorder as RecorderSettings
from settings.organization import Organization as OrganizationSettings
from settings.organization import OrganizationAccount
from settings.trail_alarms import TrailAlarms


def governance_args(settings: Settings, governance: GovernanceSettings, keys: EncryptionKeys) -> GovernanceArgs:
    """Each part that the stack file has."""
    args: GovernanceArgs = {}
    if governance.organization is not None:
        args["organization"] = _organization_args(settings, governance.organization)
    if governance.archive is not None:
        args["archive"] = _archive_args(settings, governance.archive)
        args["audit_key_arn"] = keys.arn_of("audit")
    if governance.trail is not None:
        args["trail"] = _trail_options(settings, governance.trail)
        args["logs_key_arn"] = keys.arn_of("logs")
        if governance.trail.alarms is not None:
            args["trail_alarms"] = _trail_alarm_options(settings, governance.trail.alarms)
            args["topics_key_arn"] = keys.arn_of("topics")
    if governance.recorder is not None:
        args["recorder"] = _recorder_options(settings, governance.recorder)
    if governance.threat_detection is not None:
        detection = governance.threat_detection
        args["threat_detection"] = {"features": list(detection.features), "publish": detection.publish}
    if governance.security_hub is not None:
        args["security_hub"] = {"region": settings.region, "standards": list(governance.security_hub.standards)}
    if governance.inspector is not None:
        args["vulnerability_scanning"] = {
            "account_id": settings.account.id,
            "resource_types": list(governance.inspector.scans),
        }
    if governance.macie is not None:
        args["sensitive_data_discovery"] = {"publish": governance.macie.publish}
    if governance.budgets or governance.cost_anomalies is not None:
        args["cost_control"] = _cost_control_args(settings, governance)
    if governance.baseline is not None:
        args["baseline"] = _baseline_args(settings, governance.baseline, keys)
    return args


def audit_classes(settings: Settings) -> dict[str, bool]:
    """Data classes of the section, and whether the stack stores them."""
    governance = settings.governance
    baseline = governance.baseline if governance is not None else None
    return {
        "audit": governance is not None and governance.archive is not None,
        "volumes": baseline is not None and baseline.ebs_encryption == "ownKey",
    }


def alarms_of_trail(settings: Settings) -> TrailAlarms | None:
    """The alarms on what the stack's trail records, if it has any."""
    trail = settings.governance.trail if settings.governance is not None else None
    return trail.alarms if trail is not None else None


def guarded(settings: Settings) -> bool:
    """Whether what holds the organization or its records is protected from deletion."""
    return settings.system.environment in ("prod", "management")


def _organization_args(settings: Settings, organization: OrganizationSettings) -> OrganizationArgs:
    rails = organization.guardrails
    return {
        "region": settings.region,
        "trusted_services": list(organization.trusted_services),
        "units": {key: unit.name for key, unit in organization.units.items()},
        "accounts": {key: _account_args(account) for key, account in organization.accounts.items()},
        "guardrails": {
            "deny_leaving": rails.deny_leaving,
            "protect_audit": rails.protect_audit,
            "regions": list(rails.regions),
            "mfa_units": list(rails.mfa.units) if rails.mfa else [],
            "mfa_exempt": list(rails.mfa.exempt) if rails.mfa else [],
            "automation_roles": list(rails.automation_roles),
        },
        "delegated_administrators": dict(organization.delegated_administrators),
        "protect": guarded(settings),
    }


def _account_args(account: OrganizationAccount) -> OrganizationAccountArgs:
    args: OrganizationAccountArgs = {"account_name": account.name, "email": account.email}
    if account.unit is not None:
        args["unit"] = account.unit
    if account.exists and account.id is not None:
        args["existing_id"] = account.id
    return args


def _archive_args(settings: Settings, archive: Archive) -> ArchiveArgs:
    args: ArchiveArgs = {
        "account_id": settings.account.id,
        "region": settings.region,
        "cold_after_days": archive.cold_after_days,
        "keep_days": archive.keep_days,
        "request_log_days": archive.request_log_days,
        "protect": guarded(settings),
    }
    if archive.object_lock is not None:
        args["lock"] = {"mode": archive.object_lock.mode.upper(), "days": archive.object_lock.days}
    return args


def _trail_options(settings: Settings, trail: Trail) -> TrailOptions:
    return {
        "trail_name": trail.name,
        "account_id": settings.account.id,
        "region": settings.region,
        "organization": trail.organization,
        "insights": trail.insights,
        "object_events": trail.object_events,
        "log_retention_days": trail.log_retention_days,
    }


def _trail_alarm_options(settings: Settings, alarms: TrailAlarms) -> TrailAlarmOptions:
    return {
        "account_id": settings.account.id,
        "region": settings.region,
        "name_prefix": prefix(settings),
        "namespace": alarms.namespace,
        "runbooks": settings.observability.runbooks or "",
        "receivers": recipients_args(settings, SEVERITY, alarms.receivers),
        "events": {kind: {"count": alarm.count, "minutes": alarm.minutes} for kind, alarm in alarms.enabled.items()},
    }


def _recorder_options(settings: Settings, recorder: RecorderSettings) -> RecorderOptions:
    return {
        "account_id": settings.account.id,
        "region": settings.region,
        "managed_rules": list(recorder.rules_of_aws),
        "continuous": recorder.continuous,
        "service_role_exists": recorder.service_role_exists,
    }


def _cost_control_args(settings: Settings, governance: GovernanceSettings) -> CostControlArgs:
    args: CostControlArgs = {
        "name_prefix": prefix(settings),
        "budgets": {key: _budget_args(budget) for key, budget in governance.budgets.items()},
    }
    if governance.cost_anomalies is not None:
        anomalies = governance.cost_anomalies
        args["anomalies"] = {"amount": anomalies.amount, "emails": list(anomalies.emails)}
        if anomalies.monitor is not None:
            args["anomalies"]["monitor_arn"] = anomalies.monitor
    return args


def _budget_args(budget: Budget) -> BudgetArgs:
    return {
        "amount": budget.amount,
        "actual_percent": list(budget.actual_percent),
        "forecast_percent": list(budget.forecast_percent),
        "emails": list(budget.emails),
        "topic_arns": list(budget.topics),
    }


def _baseline_args(settings: Settings, baseline: Baseline, keys: EncryptionKeys) -> AccountBaselineArgs:
    policy = baseline.password_policy
    args: AccountBaselineArgs = {
        "account_id": settings.account.id,
        "password_policy": {
            "minimum_length": policy.minimum_length,
            "max_age_days": policy.max_age_days or 0,
            "reuse_prevention": policy.reuse_prevention,
        },
        "access_analyzer": baseline.access_analyzer,
        "contacts": {
            kind: {"name": contact.name, "title": contact.title, "email": contact.email, "phone": contact.phone}
            for kind, contact in baseline.contacts.items()
        },
    }
    if baseline.ebs_encryption == "ownKey":
        args["volumes_key_arn"] = keys.arn_of("volumes")
    return args


def governance_outputs(governance: Governance, settings: GovernanceSettings) -> StackOutputs:
    """Where audit files and findings are, and the accounts of the organization."""
    outputs: StackOutputs = {}
    if settings.organization is not None:
        outputs["organizationId"] = governance.organization_id
        outputs["memberAccountIds"] = governance.account_ids
    if settings.archive is not None:
        outputs["auditBucket"] = governance.archive_bucket_name
    if settings.trail is not None:
        outputs["trailArn"] = governance.trail_arn
        outputs["trailLogGroup"] = governance.trail_log_group_name
        if settings.trail.alarms is not None:
            outputs["securityTopicArn"] = governance.security_topic_arn
            outputs["securityAlarmNames"] = governance.security_alarm_names
    if settings.threat_detection is not None:
        outputs["threatDetectorId"] = governance.detector_id
    return outputs
