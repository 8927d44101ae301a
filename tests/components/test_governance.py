"""What the account-level components register: guardrails, trusts, audit, and the variants that Fivestar doesn't use."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest

from components.account_providers import AccountProviders
from components.assumable_role import AssumableRole
from components.cost_control import CostControl
from components.governance import Governance, GovernanceArgs
from components.guardrails import mfa_required, regions_limited
from components.organization import Organization, OrganizationArgs
from components.security_hub import SecurityHub
from components.threat_detection import ThreatDetection, ThreatDetectionArgs
from components.trail import Trail, TrailArgs
from components.trust_documents import TrustArgs, account_trust, session_limits
from tests.components.fivestar import recorded
from tests.components.recorder import Recorder, record

REGION = "ap-south-1"
ROLE = "aws:iam/role:Role"


def statement(document: dict[str, Any]) -> dict[str, Any]:
    """The only statement of a document."""
    (found,) = document["Statement"]
    return dict(found)


def test_an_account_is_trusted_on_every_condition_that_is_given() -> None:
    trust: TrustArgs = {
        "account_id": "123456789013",
        "role_name": "CiCdRole",
        "external_id": "fivestar",
        "mfa": True,
        "session_tags": {"team": "payments"},
    }
    found = statement(account_trust({"staging": trust}, REGION))
    assert found["Principal"] == {"AWS": "arn:aws:iam::123456789013:root"}
    assert found["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    assert found["Condition"] == {
        "ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789013:role/CiCdRole"},
        "StringEquals": {"aws:RequestTag/team": "payments", "sts:ExternalId": "fivestar"},
        "Bool": {"aws:MultiFactorAuthPresent": "true"},
    }


def test_an_unconditional_trust_has_no_condition_and_takes_no_tags() -> None:
    found = statement(account_trust({"monitoring": {"account_id": "123456789011"}}, REGION))
    assert "Condition" not in found
    assert found["Action"] == ["sts:AssumeRole"]


def test_a_limited_trust_marks_its_sessions_and_denies_them_the_rest() -> None:
    trusts: dict[str, TrustArgs] = {
        "development": {"account_id": "123456789012", "actions": ["ecs:UpdateService"]},
        "staging": {"account_id": "123456789013"},
    }
    statements = cast("list[dict[str, Any]]", account_trust(trusts, REGION)["Statement"])
    limited, full = statements
    assert limited["Condition"] == {"StringEquals": {"aws:RequestTag/LimitedTo": "development"}}
    assert "sts:TagSession" not in full["Action"]
    (denied,) = session_limits(trusts)
    assert denied["NotAction"] == ["ecs:UpdateService"]
    assert denied["Condition"] == {"StringEquals": {"aws:PrincipalTag/LimitedTo": "development"}}


def test_a_role_that_trusts_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="trusts nobody"):
        record(
            lambda: AssumableRole(
                "role",
                {"role_name": "r", "description": "", "region": REGION, "trusts": {}, "max_session_hours": 1},
            )
        )


def test_a_role_takes_its_boundary_and_session_length() -> None:
    recorder = record(
        lambda: AssumableRole(
            "role",
            {
                "role_name": "r",
                "description": "d",
                "region": REGION,
                "trusts": {"a": {"account_id": "123456789012"}},
                "max_session_hours": 4,
                "boundary_arn": "arn:aws:iam::123456789012:policy/edge",
            },
        )
    )
    role = recorder.only(ROLE).inputs
    assert (role["maxSessionDuration"], role["permissionsBoundary"]) == (14400, "arn:aws:iam::123456789012:policy/edge")


def test_a_provider_assumes_its_role_with_external_id_and_session_name() -> None:
    recorder = record(
        lambda: AccountProviders(
            "accounts",
            {
                "accounts": {
                    "prod": {
                        "account_id": "123456789014",
                        "region": REGION,
                        "deploy_role_arn": "arn:aws:iam::123456789014:role/DeploymentRole",
                        "external_id": "fivestar",
                        "session_name": "release",
                        "default_tags": {},
                    }
                }
            },
        )
    )
    (role,) = json.loads(recorder.only("pulumi:providers:aws").inputs["assumeRoles"])
    assert (role["externalId"], role["sessionName"]) == ("fivestar", "release")


def test_management_has_a_provider_for_each_account_bound_to_its_id(management: Recorder) -> None:
    providers = {item.name: item.inputs for item in management.all("pulumi:providers:aws")}
    assert {name: inputs["allowedAccountIds"] for name, inputs in providers.items()} == {
        "accounts-workload": '["123456789011"]',
        "accounts-dev": '["123456789012"]',
        "accounts-staging": '["123456789013"]',
        "accounts-prod": '["123456789014"]',
    }
    assert "OrganizationAccountAccessRole" in providers["accounts-prod"]["assumeRoles"]
    assert "assumeRoles" not in providers["accounts-workload"]


def test_roles_of_a_member_account_are_made_there_once_the_organization_exists(management: Recorder) -> None:
    deployment = management.only(ROLE, "access-prod-deployment-role")
    assert "accounts-prod" in deployment.provider
    (access,) = (item for item in management.registrations if item.name == "access-prod")
    accounts = [item.urn for item in management.all("aws:organizations/account:Account")]
    assert set(accounts) <= set(access.depends_on)


def test_what_deploys_can_not_change_the_roles_that_come_from_outside(management: Recorder) -> None:
    policy = json.loads(
        management.only("aws:iam/rolePolicy:RolePolicy", "access-prod-deployment-rights").inputs["policy"]
    )
    denied = {item["Sid"]: item for item in policy["Statement"] if item["Effect"] == "Deny"}
    assert denied["KeepOwnLimits"]["Resource"] == [
        "arn:aws:iam::123456789014:role/DeploymentRole",
        "arn:aws:iam::123456789014:role/OrganizationAccountAccessRole",
    ]
    assert "iam:PutRolePolicy" in denied["KeepOwnLimits"]["Action"]


def test_jobs_of_pull_requests_read_no_data(management: Recorder) -> None:
    name = "access-staging-ci-preview"
    trust = json.loads(management.only(ROLE, name).inputs["assumeRolePolicy"])
    assert statement(trust)["Condition"]["StringEquals"] == {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": ["repo:1cloudhub/fivestar-payments:pull_request"],
    }
    denied = statement(json.loads(management.only("aws:iam/rolePolicy:RolePolicy", name).inputs["policy"]))
    assert denied["Effect"] == "Deny"
    assert {"secretsmanager:GetSecretValue", "s3:GetObject*", "dynamodb:Query"} <= set(denied["Action"])


def test_control_policies_fit_into_the_older_limit_of_5120_characters(management: Recorder) -> None:
    policies = management.all("aws:organizations/policy:Policy")
    assert len(policies) == 4
    assert max(len(policy.inputs["content"]) for policy in policies) <= 5120


def test_users_without_mfa_may_only_set_it_up_and_machines_named_are_exempt() -> None:
    found = statement(mfa_required(REGION, ["arn:aws:iam::*:user/mail"]))
    assert found["Condition"]["ArnNotLike"] == {"aws:PrincipalArn": ["arn:aws:iam::*:user/mail"]}
    assert "iam:EnableMFADevice" in found["NotAction"]
    assert not [action for action in found["NotAction"] if "Delete" in action or "Deactivate" in action]


def test_global_services_work_whatever_regions_are_permitted() -> None:
    found = statement(regions_limited(REGION, ["eu-central-1"], []))
    assert found["Condition"] == {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1"]}}
    assert {"iam:*", "route53:*", "sts:*", "organizations:*"} <= set(found["NotAction"])


def organization(**change: Any) -> OrganizationArgs:  # noqa: ANN401 - a part of the arguments
    args: OrganizationArgs = {
        "region": REGION,
        "trusted_services": [],
        "units": {"live": "Live"},
        "accounts": {"prod": {"account_name": "prod", "email": "p@example.com", "existing_id": "123456789014"}},
        "guardrails": {
            "deny_leaving": False,
            "protect_audit": False,
            "regions": [],
            "mfa_units": [],
            "mfa_exempt": [],
            "automation_roles": [],
        },
        "delegated_administrators": {"guardduty.amazonaws.com": "prod"},
        "protect": True,
    }
    args.update(change)  # type: ignore[typeddict-item]
    return args


def test_guardrails_that_are_off_make_no_policy() -> None:
    recorder = record(lambda: Organization("org", organization()))
    assert recorder.all("aws:organizations/policy:Policy") == []
    assert recorder.only("aws:organizations/account:Account").protect


def test_a_service_is_administered_from_the_account_named() -> None:
    recorder = record(lambda: Organization("org", organization()))
    delegated = recorder.only("aws:organizations/delegatedAdministrator:DelegatedAdministrator").inputs
    assert delegated["servicePrincipal"] == "guardduty.amazonaws.com"


def test_a_trail_without_an_archive_is_refused() -> None:
    args: GovernanceArgs = {
        "trail": {
            "trail_name": "trail",
            "account_id": "123456789012",
            "region": REGION,
            "organization": False,
            "insights": True,
            "log_retention_days": 365,
        }
    }
    with pytest.raises(ValueError, match="needs an archive"):
        record(lambda: Governance("governance", args))


def test_an_archive_without_its_key_is_refused() -> None:
    args: GovernanceArgs = {
        "archive": {
            "account_id": "123456789012",
            "region": REGION,
            "cold_after_days": 90,
            "keep_days": 365,
            "request_log_days": 365,
            "protect": False,
        }
    }
    with pytest.raises(ValueError, match="needs audit_key_arn"):
        record(lambda: Governance("governance", args))


def test_the_trails_files_are_locked_and_configurations_are_not_since_aws_config_supports_no_lock() -> None:
    args: GovernanceArgs = {
        "archive": {
            "account_id": "123456789012",
            "region": REGION,
            "cold_after_days": 90,
            "keep_days": 365,
            "lock": {"mode": "GOVERNANCE", "days": 90},
            "request_log_days": 120,
            "protect": False,
        },
        "trail": {
            "trail_name": "trail",
            "account_id": "123456789012",
            "region": REGION,
            "organization": False,
            "insights": True,
            "log_retention_days": 365,
        },
        "recorder": {
            "account_id": "123456789012",
            "region": REGION,
            "managed_rules": [],
            "continuous": True,
            "service_role_exists": False,
        },
        "audit_key_arn": "key",
        "logs_key_arn": "logs",
    }
    recorder = record(lambda: Governance("governance", args))
    locked = {item.name: item.inputs["objectLockEnabled"] for item in recorder.all("aws:s3/bucket:Bucket")}
    assert locked == {
        "governance-archive-bucket": True,
        "governance-configuration-bucket": False,
        "governance-requests-bucket": False,
    }
    logged = {item.name: item.inputs["targetPrefix"] for item in recorder.all("aws:s3/bucketLogging:BucketLogging")}
    assert len(logged) == 2
    assert len(set(logged.values())) == 2


def test_governance_without_parts_builds_nothing() -> None:
    recorder = record(lambda: Governance("governance", {}))
    assert [item.type for item in recorder.registrations] == ["payments:index:Governance"]


def test_an_unknown_standard_is_refused_with_those_that_exist() -> None:
    with pytest.raises(ValueError, match=r"pci-dss-4\.0\.1"):
        record(lambda: SecurityHub("hub", {"region": REGION, "standards": ["pci"]}))


def test_anomalies_are_reported_by_the_monitor_that_exists() -> None:
    arn = "arn:aws:ce::123456789012:anomalymonitor/1"
    recorder = record(
        lambda: CostControl(
            "costs",
            {
                "name_prefix": "dev",
                "budgets": {},
                "anomalies": {"amount": 50, "emails": ["a@example.com"], "monitor_arn": arn},
            },
        )
    )
    assert recorder.all("aws:costexplorer/anomalyMonitor:AnomalyMonitor") == []
    subscription = recorder.only("aws:costexplorer/anomalySubscription:AnomalySubscription").inputs
    assert subscription["monitorArnLists"] == [arn]


def test_the_recorder_uses_a_service_role_that_exists() -> None:
    from components.configuration_recorder import ConfigurationRecorder

    recorder = record(
        lambda: ConfigurationRecorder(
            "config",
            {
                "options": {
                    "account_id": "123456789012",
                    "region": REGION,
                    "managed_rules": [],
                    "continuous": False,
                    "service_role_exists": True,
                },
                "bucket_name": "b",
                "key_arn": "k",
            },
        )
    )
    assert recorder.all("aws:iam/serviceLinkedRole:ServiceLinkedRole") == []
    found = recorder.only("aws:cfg/recorder:Recorder").inputs
    assert found["roleArn"].endswith(":role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig")
    assert found["recordingMode"] == {"recordingFrequency": "DAILY"}


def test_only_what_must_is_protected_in_management(management: Recorder) -> None:
    protected = {item.type for item in management.registrations if item.protect}
    assert protected == {
        *("aws:organizations/organization:Organization", "aws:organizations/account:Account"),
        *("aws:s3/bucket:Bucket", "aws:kms/key:Key"),
    }


def test_runtime_monitoring_may_add_its_agent_to_fargate_tasks() -> None:
    args: ThreatDetectionArgs = {"features": ["S3_DATA_EVENTS", "RUNTIME_MONITORING"], "publish": "ONE_HOUR"}
    recorder = record(lambda: ThreatDetection("threats", args))
    features = recorder.all("aws:guardduty/detectorFeature:DetectorFeature")
    additions = {feature.inputs["name"]: feature.inputs.get("additionalConfigurations") for feature in features}
    assert additions == {
        "S3_DATA_EVENTS": [],
        "RUNTIME_MONITORING": [{"name": "ECS_FARGATE_AGENT_MANAGEMENT", "status": "ENABLED"}],
    }


@pytest.mark.parametrize("records", [True, False])
def test_a_trail_records_objects_but_its_own_files_where_wanted(records: bool) -> None:
    args: TrailArgs = {
        "options": {
            "trail_name": "audit",
            "account_id": "123456789012",
            "region": "ap-south-1",
            "organization": False,
            "insights": False,
            "object_events": records,
            "log_retention_days": 365,
        },
        "bucket_name": "archive",
        "bucket_arn": "arn:aws:s3:::archive",
        "key_arn": "arn:aws:kms:ap-south-1:123456789012:key/audit",
        "logs_key_arn": "arn:aws:kms:ap-south-1:123456789012:key/logs",
    }
    trail = record(lambda: Trail("trail", args)).only("aws:cloudtrail/trail:Trail").inputs
    selectors = {selector["name"]: selector["fieldSelectors"] for selector in trail.get("advancedEventSelectors", [])}
    assert list(selectors) == (["Management events", "Objects"] if records else [])
    if records:
        excluded = {"field": "resources.ARN", "notStartsWiths": ["arn:aws:s3:::archive/"]}
        assert excluded in selectors["Objects"]


def test_flaws_and_card_data_are_looked_for_in_prod_and_nowhere_unasked(management: Recorder) -> None:
    prod = recorded("prod")
    assert prod.only("aws:inspector2/enabler:Enabler").inputs["resourceTypes"] == ["ECR"]
    assert prod.only("aws:inspector2/enabler:Enabler").inputs["accountIds"] == ["123456789014"]
    assert prod.only("aws:macie2/account:Account").inputs["findingPublishingFrequency"] == "FIFTEEN_MINUTES"
    assert management.all("aws:inspector2/enabler:Enabler") == management.all("aws:macie2/account:Account") == []


def test_each_secret_says_how_it_is_replaced() -> None:
    secrets = recorded("prod").all("aws:secretsmanager/secret:Secret")
    assert secrets
    assert all(secret.inputs["tags"]["Rotation"] for secret in secrets)
