"""Mistakes in account, access and governance sections, each reported once with its key."""

from __future__ import annotations

import pytest

from settings import parse_settings
from tests.settings.stack_files import REMOVED, changed, config, mistakes

ACCOUNT = "platform:account"
ACCESS = "platform:access"
GOVERNANCE = "platform:governance"
ORGANIZATION = f"{GOVERNANCE}/organization"


@pytest.mark.parametrize(
    ("environment", "changes", "key", "words"),
    [
        ("dev", {f"{ACCOUNT}/externalId": "fivestar"}, "account.externalId", "without deployRole"),
        ("dev", {f"{ACCOUNT}/sessionName": "a b"}, "account.sessionName", "name of a session"),
        ("dev", {f"{ACCOUNT}/limits/ec2Instances": -1}, "account.limits.ec2Instances", "0 to 100000"),
        ("dev", {f"{ACCOUNT}/limits/rdsInstances": "10"}, "account.limits.rdsInstances", "whole number"),
        ("dev", {f"{ACCOUNT}/limits/lambdaConcurrency": 1.5}, "account.limits.lambdaConcurrency", "whole number"),
        ("management", {f"{ACCOUNT}/members/log": {"id": "123456789012"}}, "account.members.log.id", "members.dev.id"),
        (
            "management",
            {f"{ACCOUNT}/members/workload": {"id": "123456789019"}},
            "account.members.workload",
            "another name",
        ),
        ("management", {f"{ACCESS}/members/prd": {}}, "access.members.prd", "dev, staging or prod"),
        ("dev", {f"{ACCESS}/monitoringRole/trusts": {}}, "access.monitoringRole.trusts", "at least one"),
        ("dev", {f"{ACCESS}/monitoringRole/name": "a role"}, "access.monitoringRole.name", "IAM role"),
        ("dev", {f"{ACCESS}/monitoringRole/maxSessionHours": 13}, "access.monitoringRole.maxSessionHours", "1 to 12"),
        ("dev", {f"{ACCESS}/link": {}}, "access.link.sink", "makes none"),
        (
            "management",
            {f"{ACCESS}/members/staging/ci/roles/deploy/pullRequests": True},
            "access.members.staging.ci.roles.deploy.pullRequests",
            "whoever opens a pull request",
        ),
        (
            "management",
            {f"{ACCESS}/members/staging/ci/roles/preview/pullRequests": False},
            "access.members.staging.ci.roles.preview.environments",
            "a branch or pullRequests",
        ),
        (
            "management",
            {f"{ACCESS}/members/staging/ci/repository": "payments"},
            "access.members.staging.ci.repository",
            "GitHub repository",
        ),
        (
            "management",
            {f"{ACCESS}/members/prod/deploymentRole/rights": {"services": []}},
            "access.members.prod.deploymentRole.rights.services",
            "at least 1 entry",
        ),
        ("dev", {f"{ACCOUNT}/permissionsBoundary": "a boundary"}, "account.permissionsBoundary", "IAM policy"),
        (
            "management",
            {f"{ACCESS}/members/prod/permissionsBoundary": REMOVED},
            "access.members.prod.deploymentRole.rights.manageRoles",
            "Add permissionsBoundary beside deploymentRole",
        ),
        (
            "management",
            {f"{ACCESS}/members/dev/permissionsBoundary": REMOVED},
            "access.members.dev.ci.roles.deploy.deploys.manageRoles",
            "Add permissionsBoundary beside ci",
        ),
        (
            "management",
            {f"{ACCESS}/members/dev/permissionsBoundary": {"name": "B", "services": ["ecs", "iam"]}},
            "access.members.dev.permissionsBoundary.services[1]",
            "gives himself every other right",
        ),
        (
            "management",
            {f"{ACCESS}/members/dev/permissionsBoundary": {"name": "B", "services": ["ecs"], "passRolesTo": ["ecs"]}},
            "permissionsBoundary.passRolesTo[0]",
            "service principal",
        ),
        (
            "management",
            {f"{ACCESS}/members/prod/deploymentRole/rights": {"services": ["ecs"], "protectedRoles": ["break glass"]}},
            "rights.protectedRoles[0]",
            "IAM role",
        ),
        (
            "dev",
            {f"{ACCESS}/permissionsBoundary": {"name": "WorkloadBoundary", "services": ["ecs"]}},
            "account.permissionsBoundary",
            "another stack makes",
        ),
        ("management", {f"{ORGANIZATION}/accounts/prod/unit": "prodution"}, "accounts.prod.unit", "production"),
        (
            "management",
            {f"{ORGANIZATION}/accounts/prod/email": "aws-dev@fivestar.example.com"},
            "prod.email",
            "dev has",
        ),
        ("management", {f"{ORGANIZATION}/accounts/prod/email": "nobody"}, "prod.email", "an e-mail address"),
        ("management", {f"{ORGANIZATION}/accounts/prod/id": "123456789019"}, "accounts.prod.id", "123456789014"),
        (
            "management",
            {f"{ORGANIZATION}/accounts/new": {"name": "n", "email": "n@a.io", "exists": True}},
            "new.id",
            "id",
        ),
        ("management", {f"{ORGANIZATION}/guardrails/mfa/units": ["prod"]}, "mfa.units[0]", "a unit of this"),
        ("management", {f"{ORGANIZATION}/guardrails/regions": ["mumbai"]}, "guardrails.regions[0]", "an AWS region"),
        (
            "management",
            {f"{ORGANIZATION}/delegatedAdministrators": {"guardduty.amazonaws.com": "audit"}},
            "guardduty.amazonaws.com",
            "an account of this organization",
        ),
        ("prod", {ORGANIZATION: {}}, "governance.organization", "management account"),
        ("prod", {f"{GOVERNANCE}/trail/organization": True}, "governance.trail.organization", "only the management"),
        ("management", {ORGANIZATION: REMOVED}, "governance.trail.organization", "without an organization"),
        ("prod", {f"{GOVERNANCE}/trail/name": "t"}, "governance.trail.name", "3 to 128"),
        ("prod", {f"{GOVERNANCE}/trail/logRetentionDays": 91}, "governance.trail.logRetentionDays", "90"),
        ("prod", {f"{GOVERNANCE}/archive/coldAfterDays": 2555}, "governance.archive.coldAfterDays", "fewer days"),
        (
            "prod",
            {f"{GOVERNANCE}/archive/objectLock/days": 2556},
            "governance.archive.objectLock.days",
            "no more than keepDays",
        ),
        ("prod", {f"{GOVERNANCE}/archive/requestLogDays": 30}, "governance.archive.requestLogDays", "90"),
        ("prod", {f"{GOVERNANCE}/recorder": REMOVED}, "governance.recorder", "Security Hub"),
        ("prod", {f"{GOVERNANCE}/recorder/rulesOfAws": ["x"]}, "recorder.rulesOfAws[0]", "ENCRYPTED_VOLUMES"),
        ("prod", {f"{GOVERNANCE}/threatDetection/features": ["S3"]}, "threatDetection.features[0]", "S3_DATA_EVENTS"),
        ("prod", {f"{GOVERNANCE}/securityHub/standards": ["pci"]}, "securityHub.standards[0]", "pci-dss-4.0.1"),
        ("prod", {f"{GOVERNANCE}/inspector/scans": ["S3"]}, "inspector.scans[0]", "ECR"),
        ("prod", {f"{GOVERNANCE}/inspector/scans": []}, "inspector.scans", "at least 1"),
        ("prod", {f"{GOVERNANCE}/inspector/scans": ["LAMBDA_CODE"]}, "inspector.scans", "with LAMBDA only"),
        ("prod", {f"{GOVERNANCE}/macie/publish": "DAILY"}, "macie.publish", "SIX_HOURS"),
        ("dev", {f"{GOVERNANCE}/budgets/monthly/emails": []}, "budgets.monthly.emails", "at least one"),
        ("dev", {f"{GOVERNANCE}/budgets/monthly/amount": 0}, "budgets.monthly.amount", "1 to 10000000"),
        ("dev", {f"{GOVERNANCE}/budgets/monthly/amount": REMOVED}, "budgets.monthly.amount", "US dollars"),
        ("dev", {f"{GOVERNANCE}/budgets/monthly/topics": ["costs"]}, "budgets.monthly.topics[0]", "SNS topic"),
        ("management", {f"{GOVERNANCE}/costAnomalies/emails": []}, "costAnomalies.emails", "at least 1"),
        ("dev", {f"{GOVERNANCE}/baseline/ebsEncryption": "none"}, "baseline.ebsEncryption", "awsKey or ownKey"),
        (
            "dev",
            {f"{GOVERNANCE}/baseline/passwordPolicy/minimumLength": 8},
            "passwordPolicy.minimumLength",
            "12 to 128",
        ),
        (
            "dev",
            {f"{GOVERNANCE}/baseline/passwordPolicy/reusePrevention": 0},
            "reusePrevention",
            "when passwords expire",
        ),
        ("prod", {f"{GOVERNANCE}/baseline/contacts/SECURITY/phone": "call me"}, "SECURITY.phone", "a phone number"),
    ],
)
def test_a_wrong_value_is_one_clear_mistake(environment: str, changes: dict[str, object], key: str, words: str) -> None:
    (mistake,) = mistakes(changes, environment)
    assert mistake.key.endswith(key) or key in mistake.key, mistake
    assert words in str(mistake)


def test_trail_and_recorder_need_an_archive() -> None:
    found = mistakes({f"{GOVERNANCE}/archive": REMOVED}, "prod")
    assert [mistake.key for mistake in found] == ["platform:governance.archive"] * 2
    assert [word for word in ("trail", "recorder") if any(word in item.allowed for item in found)] == [
        *("trail", "recorder")
    ]


def test_settings_of_the_account_have_safe_defaults() -> None:
    account = parse_settings(config("staging"), stack="staging").account
    assert (account.session_name, account.external_id, dict(account.members)) == ("pulumi", None, {})
    assert account.limits.ec2_instances is None


def test_roles_are_bounded_only_where_the_account_has_a_boundary() -> None:
    without: dict[str, object] = {f"{ACCOUNT}/permissionsBoundary": REMOVED}
    account = parse_settings(changed(config("staging"), without), stack="staging").account
    assert account.permissions_boundary is None


def test_settings_of_governance_have_safe_defaults() -> None:
    given: dict[str, object] = {
        GOVERNANCE: {
            "archive": {},
            "trail": {"name": "trail"},
            "recorder": {},
            "threatDetection": {},
            "baseline": {},
            "budgets": {"monthly": {"amount": 10, "emails": ["a@example.com"]}},
        }
    }
    governance = parse_settings(changed(config("dev"), given), stack="dev").governance
    assert governance is not None
    assert governance.archive is not None
    assert governance.trail is not None
    assert governance.recorder is not None
    assert governance.baseline is not None
    assert (governance.archive.cold_after_days, governance.archive.keep_days) == (90, 2555)
    assert (governance.archive.object_lock, governance.archive.request_log_days) == (None, 365)
    assert (governance.trail.organization, governance.trail.log_retention_days) == (False, 365)
    assert governance.recorder.continuous
    assert governance.baseline.ebs_encryption == "ownKey"
    assert governance.baseline.access_analyzer
    assert (governance.baseline.password_policy.minimum_length, governance.baseline.password_policy.max_age_days) == (
        14,
        90,
    )
    assert governance.budgets["monthly"].forecast_percent == (100,)


def test_an_organization_without_further_words_has_guardrails() -> None:
    rails: dict[str, object] = {f"{ORGANIZATION}/guardrails": REMOVED}
    governance = parse_settings(changed(config("management"), rails), stack="management").governance
    assert governance is not None
    assert governance.organization is not None
    assert governance.organization.guardrails.deny_leaving
    assert governance.organization.guardrails.protect_audit


def test_the_limits_of_development_are_those_of_the_seed() -> None:
    limits = parse_settings(config("dev"), stack="dev").account.limits
    assert (limits.ec2_instances, limits.rds_instances, limits.lambda_concurrency) == (50, 10, 1000)


def test_images_are_scanned_and_findings_published_soon_when_nothing_else_is_said() -> None:
    changes: dict[str, object] = {f"{GOVERNANCE}/inspector": {}, f"{GOVERNANCE}/macie": {}}
    governance = parse_settings(changed(config("prod"), changes), stack="prod").governance
    assert governance is not None
    assert governance.inspector is not None
    assert governance.inspector.scans == ("ECR",)
    assert governance.macie is not None
    assert governance.macie.publish == "FIFTEEN_MINUTES"
