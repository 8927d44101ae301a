"""Fivestar's accounts as the real engine deployed them: organization, roles from outside, audit and budgets."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.engine.conftest import MANAGEMENT, STACKS, Deployment, copy_of_project
from tests.engine.sandbox_project import SandboxProject

pytestmark = pytest.mark.engine

Fivestar = Mapping[str, Deployment]

ACCOUNTS = {"dev": "123456789012", "staging": "123456789013", "prod": "123456789014"}
MANAGEMENT_ACCOUNT = "123456789011"
ACCOUNT = "aws:organizations/account:Account"
UNIT = "aws:organizations/organizationalUnit:OrganizationalUnit"
POLICY = "aws:organizations/policy:Policy"
ATTACHMENT = "aws:organizations/policyAttachment:PolicyAttachment"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ATTACHED = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
TRAIL = "aws:cloudtrail/trail:Trail"
BUDGET = "aws:budgets/budget:Budget"

every_account = pytest.mark.parametrize("stack", [*STACKS, MANAGEMENT])


def document(text: object) -> dict[str, dict[str, Any]]:
    """The statements of a policy by their ids."""
    return {statement["Sid"]: statement for statement in json.loads(str(text))["Statement"]}


def test_a_second_update_of_management_changes_nothing_and_a_refresh_finds_no_drift(fivestar: Fivestar) -> None:
    for run in (fivestar[MANAGEMENT].again, fivestar[MANAGEMENT].refresh):
        assert run.code == 0, run.output
        assert run.changes == []


@pytest.mark.requirement("FS-ACCT-01")
def test_an_organization_manages_an_account_for_each_environment(fivestar: Fivestar) -> None:
    organization = fivestar[MANAGEMENT].only("aws:organizations/organization:Organization")
    assert organization.get("masterAccountId") == MANAGEMENT_ACCOUNT
    assert organization.get("featureSet") == "ALL"
    assert {account.id for account in fivestar[MANAGEMENT].all(ACCOUNT)} == set(ACCOUNTS.values())
    units = {unit.id: unit.get("name") for unit in fivestar[MANAGEMENT].all(UNIT)}
    placed = {account.get("name"): units[str(account.get("parentId"))] for account in fivestar[MANAGEMENT].all(ACCOUNT)}
    assert placed["fivestar-payments-prod"] == "Production"
    assert placed["fivestar-payments-dev"] == placed["fivestar-payments-staging"] == "NonProduction"


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.requirement("FS-ACCT-02")
def test_accounts_have_the_names_and_ids_of_the_seed(fivestar: Fivestar, stack: str) -> None:
    (account,) = (item for item in fivestar[MANAGEMENT].all(ACCOUNT) if item.id == ACCOUNTS[stack])
    assert account.get("name") == f"fivestar-payments-{stack}"
    arns = {str(item.get("arn")).split(":")[4] for item in fivestar[stack].all(ROLE)}
    assert arns == {account.id}


@pytest.mark.requirement("FS-ACCT-05")
def test_users_of_production_can_do_nothing_without_mfa_and_roles_are_exempt(fivestar: Fivestar) -> None:
    management = fivestar[MANAGEMENT]
    policy = management.named(POLICY, "governance-organization-mfa-required")
    statement = document(policy.get("content"))["UsersHaveMfa"]
    assert statement["Effect"] == "Deny"
    assert statement["Condition"]["BoolIfExists"] == {"aws:MultiFactorAuthPresent": "false"}
    assert statement["Condition"]["ArnLike"] == {"aws:PrincipalArn": ["arn:aws:iam::*:user/*", "arn:aws:iam::*:root"]}
    (unit,) = (item for item in management.all(UNIT) if item.get("name") == "Production")
    targets = {item.get("targetId") for item in management.all(ATTACHMENT) if item.get("policyId") == policy.id}
    assert targets == {unit.id}
    (prod,) = (item for item in management.all(ACCOUNT) if item.id == ACCOUNTS["prod"])
    assert prod.get("parentId") == unit.id


def test_guardrails_hold_in_every_account(fivestar: Fivestar) -> None:
    management = fivestar[MANAGEMENT]
    (root,) = {str(unit.get("parentId")) for unit in management.all(UNIT)}
    attached = {item.get("policyId") for item in management.all(ATTACHMENT) if item.get("targetId") == root}
    names = {policy.get("name") for policy in management.all(POLICY) if policy.id in attached}
    assert names == {"leaving-denied", "audit-protected", "regions-limited"}
    regions = document(management.named(POLICY, "governance-organization-regions-limited").get("content"))
    permitted = regions["OnlyTheseRegions"]["Condition"]["StringNotEquals"]["aws:RequestedRegion"]
    assert permitted == ["ap-south-1", "ap-south-2"]


@pytest.mark.requirement("FS-ACCT-06")
def test_production_has_a_trail_with_log_file_validation(fivestar: Fivestar) -> None:
    prod = fivestar["prod"]
    trail = prod.only(TRAIL)
    assert trail.get("enableLogFileValidation") is True
    assert trail.get("isMultiRegionTrail") is True
    assert trail.get("enableLogging") is not False
    assert trail.get("kmsKeyId") in {key.get("arn") for key in prod.all("aws:kms/key:Key")}
    bucket = prod.named("aws:s3/bucket:Bucket", "governance-archive-bucket")
    assert trail.get("s3BucketName") == bucket.id
    assert bucket.get("objectLockEnabled") is True
    (policy,) = (item for item in prod.all("aws:s3/bucketPolicy:BucketPolicy") if item.get("bucket") == bucket.id)
    statements = document(policy.get("policy"))
    assert statements["TrailWrites"]["Condition"]["StringEquals"]["aws:SourceArn"] == trail.get("arn")
    assert statements["TlsOnly"]["Effect"] == "Deny"


def test_the_organization_has_a_trail_of_all_accounts(fivestar: Fivestar) -> None:
    trail = fivestar[MANAGEMENT].only(TRAIL)
    assert trail.get("isOrganizationTrail") is True
    assert trail.get("enableLogFileValidation") is True


@pytest.mark.requirement("FS-ACCT-07")
def test_config_records_and_guardduty_watches_production(fivestar: Fivestar) -> None:
    prod = fivestar["prod"]
    recorder = prod.only("aws:cfg/recorder:Recorder")
    assert recorder.get("recordingGroup", "allSupported") is True
    assert prod.only("aws:cfg/recorderStatus:RecorderStatus").get("isEnabled") is True
    rules = {rule.get("source", "sourceIdentifier") for rule in prod.all("aws:cfg/rule:Rule")}
    assert {"CLOUD_TRAIL_ENABLED", "RDS_MULTI_AZ_SUPPORT", "IAM_USER_MFA_ENABLED"} <= rules
    detector = prod.only("aws:guardduty/detector:Detector")
    assert detector.get("enable") is True
    features = {
        item.get("name"): item.get("status") for item in prod.all("aws:guardduty/detectorFeature:DetectorFeature")
    }
    assert features["RDS_LOGIN_EVENTS"] == "ENABLED"
    assert fivestar["dev"].all("aws:guardduty/detector:Detector") == []


@pytest.mark.requirement("FS-ACCT-09")
def test_the_deployment_role_of_production_trusts_staging_fully_and_development_in_a_limited_way(
    fivestar: Fivestar,
) -> None:
    management = fivestar[MANAGEMENT]
    role = management.named(ROLE, "access-prod-deployment-role")
    assert role.get("arn") == "arn:aws:iam::123456789014:role/DeploymentRole"
    trusts = document(role.get("assumeRolePolicy"))
    staging, development = trusts["TrustStagingCicd"], trusts["TrustDevelopment"]
    assert staging["Condition"]["ArnEquals"] == {"aws:PrincipalArn": "arn:aws:iam::123456789013:role/CiCdRole"}
    assert management.named(ROLE, "access-staging-ci-deploy").get("arn") == "arn:aws:iam::123456789013:role/CiCdRole"
    assert development["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}
    assert development["Condition"]["Bool"] == {"aws:MultiFactorAuthPresent": "true"}
    rights = document(management.named(ROLE_POLICY, "access-prod-deployment-rights").get("policy"))
    assert {"ecs:*", "lambda:*", "cloudformation:*"} <= set(rights["DeployServices"]["Action"])
    limit = rights["LimitDevelopment"]
    assert limit["Effect"] == "Deny"
    assert limit["Condition"]["StringEquals"] == {"aws:PrincipalTag/LimitedTo": "development"}
    assert development["Condition"]["StringEquals"] == {"aws:RequestTag/LimitedTo": "development"}
    assert {"ecs:UpdateService", "lambda:UpdateFunctionCode"} <= set(limit["NotAction"])
    assert not [action for action in limit["NotAction"] if action.startswith("iam:") or action == "*"]


@every_account
@pytest.mark.requirement("FS-ACCT-10")
def test_the_central_monitoring_account_may_read_every_account(fivestar: Fivestar, stack: str) -> None:
    deployed = fivestar[stack]
    role = deployed.named(ROLE, "access-monitoring-role")
    account = ACCOUNTS.get(stack, MANAGEMENT_ACCOUNT)
    assert role.get("arn") == f"arn:aws:iam::{account}:role/MonitoringRole"
    trust = document(role.get("assumeRolePolicy"))["TrustCentralMonitoring"]
    assert trust["Principal"] == {"AWS": f"arn:aws:iam::{MANAGEMENT_ACCOUNT}:root"}
    assert trust["Condition"] == {
        "ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{MANAGEMENT_ACCOUNT}:role/CentralMonitoringRole"}
    }
    attached = {str(item.get("policyArn")) for item in deployed.all(ATTACHED) if item.get("role") == "MonitoringRole"}
    assert {arn.rpartition("/")[2] for arn in attached} == {
        *("CloudWatchReadOnlyAccess", "CloudWatchLogsReadOnlyAccess", "AWSXrayReadOnlyAccess"),
    }


def test_every_account_is_linked_to_the_sink(fivestar: Fivestar) -> None:
    management = fivestar[MANAGEMENT]
    sink = management.only("aws:oam/sink:Sink").get("arn")
    links = management.all("aws:oam/link:Link")
    assert {link.get("sinkIdentifier") for link in links} == {sink}
    assert {str(link.get("arn")).split(":")[4] for link in links} == set(ACCOUNTS.values())


def test_ci_comes_in_by_tokens_of_one_repository_and_has_no_keys(fivestar: Fivestar) -> None:
    management = fivestar[MANAGEMENT]
    assert management.all("aws:iam/accessKey:AccessKey") == []
    trust = document(management.named(ROLE, "access-staging-ci-deploy").get("assumeRolePolicy"))["TrustJobs"]
    assert trust["Action"] == ["sts:AssumeRoleWithWebIdentity"]
    assert trust["Condition"]["StringEquals"] == {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": [
            "repo:1cloudhub/fivestar-payments:environment:staging",
            "repo:1cloudhub/fivestar-payments:environment:prod",
        ],
    }


@pytest.mark.parametrize(
    ("stack", "amount"),
    [
        pytest.param("dev", 1000, marks=pytest.mark.requirement("FS-COST-01")),
        pytest.param("staging", 3000, marks=pytest.mark.requirement("FS-COST-03")),
    ],
)
def test_a_budget_alerts_when_the_month_costs_more(fivestar: Fivestar, stack: str, amount: int) -> None:
    budget = fivestar[stack].only(BUDGET)
    assert float(str(budget.get("limitAmount"))) == amount
    assert (budget.get("limitUnit"), budget.get("timeUnit"), budget.get("budgetType")) == ("USD", "MONTHLY", "COST")
    notifications = budget.get("notifications")
    assert isinstance(notifications, list)
    actual = {item["threshold"] for item in notifications if item["notificationType"] == "ACTUAL"}
    assert 100 in actual
    assert all(item["subscriberEmailAddresses"] for item in notifications)


@every_account
def test_nothing_of_an_account_can_be_shared_with_the_public(fivestar: Fivestar, stack: str) -> None:
    block = fivestar[stack].only("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock")
    assert all(
        block.get(name) is True
        for name in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    )
    snapshots = fivestar[stack].only("aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess")
    assert snapshots.get("state") == "block-all-sharing"
    assert fivestar[stack].only("aws:ebs/encryptionByDefault:EncryptionByDefault").get("enabled") is True


def test_a_stack_aimed_at_another_account_is_refused_before_anything_is_planned(tmp_path: Path) -> None:
    project = SandboxProject(copy_of_project(tmp_path / "fivestar"), "dev", {"SANDBOX_AWS_ACCOUNT": "123456789014"})
    refused = project.run("up", "--yes")
    assert refused.code != 0
    (error,) = refused.errors
    assert "platform:account.id" in error
    assert 'given:   "123456789012"' in error
    assert "allowed: 123456789014, the account of these credentials" in error
    assert "Use credentials of account 123456789012" in error
    assert refused.steps == []
    assert project.resources() == []
    assert project.deployed().total() == 0
