"""Fivestar's accounts as the real engine deployed them: organization, roles from outside, audit and budgets."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from components.trail_events import TRAIL_EVENTS
from tests.engine.deployments import MANAGEMENT, STACKS, Deployment, Resource, copy_of_project
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
FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
BUDGET = "aws:budgets/budget:Budget"

TASK = "aws:ecs/taskDefinition:TaskDefinition"
SERVICE_OF = {
    "accessanalyzer": "access-analyzer",
    "amp": "aps",
    "appautoscaling": "application-autoscaling",
    "cfg": "config",
    "costexplorer": "ce",
    "ebs": "ec2",
    "lb": "elasticloadbalancing",
    "sfn": "states",
    "vpc": "ec2",
}
"""Prefix of the IAM actions of a module of the SDK, where it is another one."""

every_account = pytest.mark.parametrize("stack", [*STACKS, MANAGEMENT])


def document(text: object) -> dict[str, dict[str, Any]]:
    """The statements of a policy by their ids."""
    return {statement["Sid"]: statement for statement in json.loads(str(text))["Statement"]}


def test_a_second_update_of_management_finds_no_drift_and_changes_nothing(fivestar: Fivestar) -> None:
    again = fivestar[MANAGEMENT].again
    assert again.code == 0, again.output
    assert {"same", "refresh"} <= {step.operation for step in again.steps}
    assert again.changes == []


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


def capacity(deployed: Deployment) -> dict[str, float]:
    """CPU and memory of a task of each service, and the storage of the database."""
    tasks = {name: deployed.named(TASK, f"{name}-task") for name in ("internal-pe", "customer-portal")}
    sizes = {f"{name} {unit}": float(str(task.get(unit))) for name, task in tasks.items() for unit in ("cpu", "memory")}
    return {**sizes, "storage": float(str(database(deployed).get("allocatedStorage")))}


def database(deployed: Deployment) -> Resource:
    """The primary, not its replicas."""
    return deployed.named("aws:rds/instance:Instance", "database-primary")


def firewall_rules(deployed: Deployment) -> list[dict[str, Any]]:
    """The rules but for the names of their metrics."""
    rules = deployed.only("aws:wafv2/webAcl:WebAcl").get("rules")
    assert isinstance(rules, list)
    return [{key: value for key, value in rule.items() if key != "visibilityConfig"} for rule in rules]


@pytest.mark.requirement("FS-ACCT-04")
def test_staging_has_half_of_the_capacity_of_production(fivestar: Fivestar) -> None:
    staging, prod = fivestar["staging"], fivestar["prod"]
    assert {name: 2 * size for name, size in capacity(staging).items()} == capacity(prod)


@pytest.mark.requirement("FS-ACCT-04")
def test_what_is_measured_and_attacked_in_staging_is_built_as_in_production(fivestar: Fivestar) -> None:
    staging, prod = fivestar["staging"], fivestar["prod"]
    for name in ("instanceClass", "multiAz", "engineVersion", "storageType"):
        assert database(staging).get(name) == database(prod).get(name)
    assert firewall_rules(staging) == firewall_rules(prod)
    listeners = [
        {item.get("port"): item.get("sslPolicy") for item in deployed.all("aws:lb/listener:Listener")}
        for deployed in (staging, prod)
    ]
    assert listeners[0] == listeners[1]


@pytest.mark.requirement("FS-ACCT-04")
def test_tests_in_staging_move_no_money(fivestar: Fivestar) -> None:
    (container,) = json.loads(str(fivestar["staging"].named(TASK, "internal-pe-task").get("containerDefinitions")))
    environment = {item["name"]: item["value"] for item in container["environment"]}
    assert (environment["RAZORPAY_ENVIRONMENT"], environment["JUSPAY_ENVIRONMENT"]) == ("sandbox", "testing")


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


@pytest.mark.parametrize("stack", ["prod", MANAGEMENT])
def test_security_is_told_of_the_events_of_the_trail_that_cis_asks_for(fivestar: Fivestar, stack: str) -> None:
    deployed = fivestar[stack]
    trail = deployed.only(TRAIL)
    group = deployed.named("aws:cloudwatch/logGroup:LogGroup", "governance-trail-events")
    assert trail.get("cloudWatchLogsGroupArn") == f"{group.get('arn')}:*"
    role = next(role for role in deployed.all(ROLE) if role.get("arn") == trail.get("cloudWatchLogsRoleArn"))
    (rights,) = (policy for policy in deployed.all(ROLE_POLICY) if policy.get("role") == role.get("name"))
    written = document(rights.get("policy"))["WriteEvents"]
    assert written["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert written["Resource"] == f"{group.get('arn')}:log-stream:*"
    keys = {key.get("arn") for key in deployed.all("aws:kms/key:Key")}
    topic = deployed.named("aws:sns/topic:Topic", "governance-security-topics-security")
    assert {group.get("kmsKeyId"), topic.get("kmsMasterKeyId")} <= keys
    assert group.get("retentionInDays") == 365
    told = [
        item.get("endpoint")
        for item in deployed.all("aws:sns/topicSubscription:TopicSubscription")
        if item.get("topic") == topic.get("arn")
    ]
    assert told == ["security@fivestar.example.com"]
    filters = [found for found in deployed.all(FILTER) if found.get("logGroupName") == group.get("name")]
    assert {found.get("pattern") for found in filters} == {event.pattern for event in TRAIL_EVENTS.values()}
    watched = {
        (alarm.get("namespace"), alarm.get("metricName"))
        for alarm in deployed.all("aws:cloudwatch/metricAlarm:MetricAlarm")
        if alarm.get("alarmActions") == [topic.get("arn")] and alarm.get("actionsEnabled") is not False
    }
    counted = {tuple(found.get("metricTransformation", name) for name in ("namespace", "name")) for found in filters}
    assert counted == watched
    assert len(watched) == 15


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


@pytest.mark.parametrize("stack", STACKS)
def test_every_role_of_a_workload_is_within_the_boundary_that_management_made(fivestar: Fivestar, stack: str) -> None:
    boundary = fivestar[MANAGEMENT].named("aws:iam/policy:Policy", f"access-{stack}-boundary-policy")
    assert boundary.get("arn") == f"arn:aws:iam::{ACCOUNTS[stack]}:policy/WorkloadBoundary"
    assert {role.get("permissionsBoundary") for role in fivestar[stack].all(ROLE)} == {boundary.get("arn")}


@pytest.mark.parametrize("stack", STACKS)
def test_the_boundary_leaves_roles_what_their_policies_give_them(fivestar: Fivestar, stack: str) -> None:
    boundary = document(
        fivestar[MANAGEMENT].named("aws:iam/policy:Policy", f"access-{stack}-boundary-policy").get("policy")
    )
    services = {action.split(":")[0] for action in boundary["UseServices"]["Action"]}
    receivers = set(boundary["HandRolesToServices"]["Condition"]["StringEquals"]["iam:PassedToService"])
    for policy in fivestar[stack].all(ROLE_POLICY):
        for statement in json.loads(str(policy.get("policy")))["Statement"]:
            if statement["Action"] == ["iam:PassRole"]:
                passed = statement["Condition"]["StringEquals"]["iam:PassedToService"]
                assert {passed} if isinstance(passed, str) else set(passed) <= receivers, policy.name
            else:
                assert {action.split(":")[0] for action in statement["Action"]} <= services, policy.name


@pytest.mark.parametrize(
    ("stack", "policy"),
    [
        ("dev", "access-dev-ci-deploy"),
        ("staging", "access-staging-ci-deploy"),
        ("prod", "access-prod-deployment-rights"),
    ],
)
def test_what_deploys_has_no_way_to_a_role_without_the_boundary(fivestar: Fivestar, stack: str, policy: str) -> None:
    rights = document(fivestar[MANAGEMENT].named(ROLE_POLICY, policy).get("policy"))
    boundary = f"arn:aws:iam::{ACCOUNTS[stack]}:policy/WorkloadBoundary"
    giving = {"iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"}
    allowed = [item for item in rights.values() if item["Effect"] == "Allow" and giving & set(item["Action"])]
    assert {item["Condition"]["StringEquals"]["iam:PermissionsBoundary"] for item in allowed} == {boundary}
    assert rights["KeepBoundaries"]["Action"] == ["iam:DeleteRolePermissionsBoundary"]
    assert rights["KeepBoundaryPolicies"]["Resource"] == [boundary]
    entry = f"arn:aws:iam::{ACCOUNTS[stack]}:role/OrganizationAccountAccessRole"
    assert entry in rights["KeepOwnLimits"]["Resource"]


@pytest.mark.parametrize(
    ("stack", "policy"),
    [
        ("dev", "access-dev-ci-deploy"),
        ("staging", "access-staging-ci-deploy"),
        ("prod", "access-prod-deployment-rights"),
    ],
)
def test_what_deploys_has_the_services_of_what_it_deploys(fivestar: Fivestar, stack: str, policy: str) -> None:
    rights = document(fivestar[MANAGEMENT].named(ROLE_POLICY, policy).get("policy"))
    granted = {
        action.split(":")[0]
        for sid in ("DeployServices", "DeployGlobalServices", "AdministerKeys", "ReadIdentities")
        for action in rights[sid]["Action"]
    }
    modules = {item.type.split(":")[1].split("/")[0] for item in fivestar[stack].resources if item.type[:4] == "aws:"}
    needed = {SERVICE_OF.get(module, module) for module in modules}
    assert needed <= granted


@pytest.mark.parametrize(
    ("stack", "policy"),
    [
        ("dev", "access-dev-ci-deploy"),
        ("staging", "access-staging-ci-deploy"),
        ("prod", "access-prod-deployment-rights"),
    ],
)
def test_what_deploys_changes_roles_only_that_have_the_tags_of_its_own(
    fivestar: Fivestar, stack: str, policy: str
) -> None:
    rights = document(fivestar[MANAGEMENT].named(ROLE_POLICY, policy).get("policy"))
    tags = {"Project": "FivestarPaymentsEngine", "Owner": "1CloudHub", "ManagedBy": "Pulumi"}
    own = {f"aws:ResourceTag/{name}": value for name, value in tags.items()}
    changing = {"iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole", "iam:PutRolePolicy"}
    for item in rights.values():
        linked = str(item["Resource"]).endswith(":role/aws-service-role/*")
        if item["Effect"] == "Allow" and changing & set(item["Action"]) and not linked:
            assert own.items() <= item["Condition"]["StringEquals"].items()
    made = rights["MakeRolesWithinTheBoundary"]["Condition"]["StringEquals"]
    assert {made[f"aws:RequestTag/{name}"] for name in tags} == set(tags.values())
    for role in fivestar[stack].all(ROLE):
        carried: Any = role.get("tagsAll")
        assert tags.items() <= carried.items(), role.name


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
