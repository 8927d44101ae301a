"""Levels by environment, and what a person may change."""

import pytest
from pulumi.runtime.proto import analyzer_pb2

from policies.environment import Environment
from policies.serving.analyzer import PolicyAnalyzer
from policies.serving.server import rule_book
from tests.policies.harness import (
    LEVEL_NAMES,
    Engine,
    Json,
    RefusedError,
    Resource,
    call,
    in_environment,
    struct_of,
    urn_of,
)

INSTANCE = "aws:rds/instance:Instance"
SINGLE_AZ = Resource(INSTANCE, "db", {"engine": "postgres", "multiAz": False, "storageEncrypted": True})
LETTERS = {"mandatory": "M", "advisory": "A", "remediate": "R", "disabled": "D"}

LEVELS = {
    "rds-storage-encrypted": "M/M/M",
    "rds-storage-cmk": "M/A/A",
    "rds-multi-az": "M/A/D",
    "rds-cluster-multi-az": "M/A/D",
    "rds-no-public-access": "M/M/M",
    "rds-deletion-protection": "M/A/D",
    "rds-backup-retention": "M/A/A",
    "rds-delete-automated-backups": "M/A/D",
    "elasticache-encryption-at-rest": "M/M/M",
    "elasticache-encryption-in-transit": "M/M/M",
    "elasticache-cmk": "M/A/A",
    "elasticache-multi-az": "M/A/D",
    "dynamodb-pitr": "M/A/D",
    "dynamodb-cmk": "M/A/A",
    "dynamodb-deletion-protection": "M/A/D",
    "s3-sse-kms": "M/A/A",
    "s3-managed-key-for-logs": "M/A/A",
    "bucket-hardened": "M/A/A",
    "sns-cmk": "M/M/A",
    "sqs-encrypted": "M/M/A",
    "loggroup-retention": "M/A/A",
    "loggroup-cmk": "M/A/A",
    "sg-no-open-admin-ports": "M/M/M",
    "sg-no-open-db-ports": "M/M/M",
    "sg-open-only-443": "M/M/A",
    "sg-open-only-at-load-balancer": "M/M/A",
    "ebs-encrypted-default": "M/M/M",
    "ebs-volume-encrypted": "M/M/A",
    "efs-encrypted": "M/M/A",
    "alb-drop-invalid-headers": "R/R/R",
    "alb-listener-https": "M/M/A",
    "db-sg-only-from-app": "M/A/A",
    "db-subnets-private": "M/A/A",
    "nat-per-az": "M/A/A",
    "environment-known": "M/M/M",
    "required-tags": "M/M/M",
    "account-limits": "M/M/M",
    "reserved-ranges-free": "M/M/M",
    "secret-policy-not-public": "M/M/M",
    "ssm-document-not-public": "M/M/M",
    "kms-policy-no-wildcard": "M/M/M",
    "kms-policy-defined": "A/A/D",
    "ecr-policy-not-public": "M/M/M",
    "lambda-permission-not-public": "M/M/M",
    "lambda-url-auth": "M/M/M",
    "iam-no-admin-policy": "M/M/M",
    "iam-no-service-wildcard": "M/A/A",
    "iam-no-kms-decrypt-all": "M/A/A",
    "iam-no-privilege-escalation": "M/A/A",
    "iam-trust-not-public": "M/M/M",
    "iam-github-oidc-scoped": "M/M/M",
    "iam-no-admin-attachment": "M/M/A",
    "iam-no-users": "M/A/A",
    "iam-permissions-boundary": "A/D/D",
    "iam-password-policy": "M/A/A",
    "s3-policy-no-public": "M/M/M",
    "s3-policy-tls-only": "M/A/A",
    "sns-policy-not-public": "M/M/M",
    "sns-tls-only": "A/A/D",
    "sns-subscription-tls": "M/M/A",
    "sqs-policy-not-public": "M/M/M",
    "sqs-tls-only": "A/A/D",
    "vpc-endpoint-policy": "A/A/D",
    "trail-bucket-protected": "M/A/A",
    "kms-key-separation": "A/A/D",
    "iam-role-not-shared": "M/A/A",
    "no-rule-management-conflict": "M/A/A",
    "vpc-has-flow-logs": "M/A/A",
    "vpc-default-sg-managed": "M/A/A",
    "alb-sg-to-service-sg": "M/A/A",
    "ecs-subnets-private": "M/A/D",
    "multi-az-subnets-real": "M/A/D",
    "aurora-has-two-instances": "M/A/D",
    "cidr-no-overlap": "M/A/A",
    "vpc-endpoints-required": "A/D/D",
    "no-orphans": "A/A/D",
    "dns-target-exists": "A/A/A",
    "cde-segmentation": "M/A/A",
    "alb-has-waf": "M/A/D",
    "waf-has-logging": "M/A/A",
    "http-listener-redirects": "M/M/A",
    "listener-cert-valid-domain": "A/A/A",
    "ecs-service-has-alarms": "M/A/D",
    "rds-has-alarms": "M/A/D",
    "cache-has-alarms": "M/A/D",
    "sqs-dlq-has-alarm": "M/A/D",
    "lambda-has-error-alarm": "M/A/D",
    "ecs-service-autoscaled": "M/A/D",
    "spot-base-capacity": "M/A/D",
    "spot-drain-fits": "M/A/D",
    "ecr-image-from-own-repo": "M/A/A",
    "logs-groups-referenced": "M/A/A",
    "secret-has-rotation": "M/A/D",
    "sqs-dlq": "M/A/A",
    "backup-plan-covers": "M/A/D",
    "data-residency": "M/M/A",
    "account-pinning": "M/A/A",
    "cost-guard": "A/A/A",
    "org-trail-exists": "M/A/A",
    "config-recorder-complete": "M/A/A",
    "guardduty-complete": "M/A/A",
    "securityhub-enabled": "M/A/A",
    "inspector-enabled": "M/A/D",
    "macie-enabled": "M/A/D",
    "org-requires-mfa": "M/A/A",
    "cis-log-metric-filters": "A/D/D",
    "signing-key-length": "M/M/A",
    "property-undetermined": "A/A/A",
    "exemptions-valid": "M/M/A",
    "exemption-used": "A/A/A",
    "rds-final-snapshot": "M/A/D",
    "rds-auto-minor-upgrade": "M/M/A",
    "rds-logs-exported": "M/A/A",
    "rds-iam-authentication": "A/A/A",
    "rds-enhanced-monitoring": "M/A/D",
    "rds-performance-insights": "A/A/D",
    "rds-performance-insights-cmk": "M/A/A",
    "rds-ca-modern": "M/M/A",
    "rds-copy-tags-to-snapshot": "R/R/R",
    "rds-default-admin-username": "A/A/A",
    "rds-default-port": "D/D/D",
    "rds-tls-required": "M/M/A",
    "rds-query-logging": "A/A/D",
    "rds-password-not-plaintext": "M/M/A",
    "rds-proxy-requires-tls": "M/M/M",
    "rds-snapshot-not-shared-public": "M/M/M",
    "rds-log-fdw-vulnerable-version": "M/A/A",
    "elasticache-auth": "M/M/A",
    "elasticache-backup": "M/A/D",
    "elasticache-auto-minor-upgrade": "M/M/A",
    "elasticache-custom-subnet-group": "M/M/A",
    "elasticache-logs": "A/A/D",
    "dynamodb-autoscaling": "M/A/D",
    "secret-cmk": "M/A/A",
    "secret-recovery-window": "M/A/D",
    "secret-rotation-window": "M/A/A",
    "secret-value-not-literal": "M/M/A",
    "ssm-parameter-secure": "M/A/A",
    "ssm-session-encrypted": "M/A/A",
    "kms-rotation": "R/R/R",
    "kms-deletion-window": "M/A/D",
    "kms-key-enabled": "M/M/A",
    "alarm-has-actions": "M/A/A",
    "alarm-missing-data": "A/A/D",
    "route53-query-log": "M/A/D",
    "route53-dnssec": "A/A/D",
    "route53-force-destroy": "M/A/D",
    "acm-key-algorithm": "M/M/M",
    "acm-dns-validation": "M/A/A",
    "acm-ct-logging": "M/A/A",
    "acm-no-wildcard": "A/A/D",
    "s3-public-access-block": "R/R/R",
    "s3-account-public-access-block": "M/M/M",
    "s3-acl-not-public": "M/M/M",
    "s3-acl-disabled": "M/A/A",
    "s3-versioning": "M/A/A",
    "s3-force-destroy": "M/A/D",
    "s3-object-lock": "M/A/D",
    "s3-lifecycle-abort-mpu": "A/A/D",
    "s3-access-point-bpa": "M/M/M",
    "backup-vault-cmk": "M/A/A",
    "budget-notifies": "M/A/A",
    "protect-stateful": "M/A/D",
    "ecs-container-insights": "M/M/A",
    "ecs-exec-logged": "M/A/A",
    "ecs-no-public-ip": "M/M/A",
    "ecs-fargate-platform-latest": "M/A/A",
    "ecs-exec-disabled-in-prod": "M/A/D",
    "ecs-circuit-breaker": "M/A/A",
    "ecs-min-desired-count": "M/A/D",
    "ecs-deployment-min-healthy": "A/A/D",
    "ecs-spot-base": "M/A/D",
    "ecs-no-secrets-in-env": "M/M/M",
    "ecs-no-privileged": "M/M/M",
    "ecs-readonly-root": "M/A/A",
    "ecs-non-root-user": "M/A/A",
    "ecs-no-host-namespaces": "M/M/M",
    "ecs-logging": "M/M/A",
    "ecs-task-roles-distinct": "M/M/A",
    "ecs-efs-transit-encryption": "M/M/M",
    "ecs-image-pinned": "M/A/A",
    "ecs-stop-timeout": "A/A/D",
    "alb-access-logs": "M/A/A",
    "alb-deletion-protection": "M/A/D",
    "alb-desync-mode": "M/M/M",
    "alb-multi-az-subnets": "M/M/A",
    "alb-waf-fail-closed": "M/A/A",
    "nlb-cross-zone": "A/A/D",
    "alb-listener-tls-policy": "M/M/M",
    "alb-listener-certificate": "M/M/M",
    "lb-target-health-check": "M/A/A",
    "lb-target-encrypted": "A/A/A",
    "lb-deregistration-vs-spot": "M/A/A",
    "waf-has-rules": "M/M/A",
    "waf-log4j-rule": "M/A/A",
    "waf-metrics": "M/A/A",
    "waf-rate-limit": "A/A/D",
    "waf-default-not-count": "M/A/D",
    "cloudtrail-multi-region": "M/M/A",
    "cloudtrail-enabled": "M/M/M",
    "cloudtrail-validation": "R/R/R",
    "cloudtrail-cmk": "M/M/A",
    "cloudtrail-cloudwatch": "M/A/A",
    "cloudtrail-data-events": "M/A/D",
    "cloudtrail-org": "A/A/D",
    "config-recorder-all": "M/A/A",
    "config-recorder-on": "M/M/A",
    "guardduty-enabled": "M/M/M",
    "guardduty-features": "M/A/D",
    "ecr-scan-on-push": "R/R/R",
    "ecr-immutable-tags": "M/M/A",
    "ecr-cmk": "M/A/A",
    "ecr-no-force-delete": "M/A/D",
    "lambda-supported-runtime": "M/A/A",
    "lambda-no-secrets-in-env": "M/M/M",
    "lambda-env-cmk": "M/A/A",
    "lambda-in-vpc": "A/A/D",
    "lambda-dlq": "A/A/D",
    "lambda-concurrency": "A/A/D",
    "lambda-tracing": "A/A/D",
    "lambda-code-signing": "A/A/D",
    "sg-egress-restricted": "A/A/A",
    "sg-descriptions": "M/A/A",
    "default-sg-closed": "M/M/A",
    "no-default-vpc": "M/M/M",
    "subnet-no-auto-public-ip": "M/M/A",
    "nacl-no-open-admin-ports": "M/M/A",
    "flow-log-all-traffic": "M/A/A",
    "tgw-no-auto-accept": "M/M/M",
}


def announced(environment: str) -> dict[str, str]:
    info = Engine(config=in_environment(environment)).info
    return {policy.name: LETTERS[LEVEL_NAMES[policy.enforcementLevel]] for policy in info.policies}


def test_the_engine_is_told_the_levels_of_the_stacks_environment() -> None:
    by_environment = [
        announced(environment) for environment in (Environment.PROD, Environment.STAGING, Environment.DEV)
    ]
    assert {name: "/".join(levels[name] for levels in by_environment) for name in by_environment[0]} == LEVELS


@pytest.mark.parametrize(("environment", "level"), [("prod", "mandatory"), ("staging", "advisory"), ("dev", None)])
def test_a_single_zone_database_is_blocked_in_prod_said_in_staging_and_free_in_dev(
    environment: str, level: str | None
) -> None:
    found = Engine(config=in_environment(environment)).analyze(SINGLE_AZ)
    assert [report.level for report in found if report.policy == "rds-multi-az"] == ([level] if level else [])


def level_of(policy: str, resource: Resource, **settings: object) -> list[str]:
    engine = Engine(**settings)  # type: ignore[arg-type]
    return [report.level for report in engine.analyze(resource) if report.policy == policy]


def test_a_stack_of_which_nothing_is_known_is_judged_as_prod() -> None:
    assert level_of("rds-multi-az", SINGLE_AZ, stack="main") == ["mandatory"]


def test_a_stack_without_platform_settings_is_judged_by_its_name() -> None:
    assert level_of("rds-multi-az", SINGLE_AZ, stack="payments-staging") == ["advisory"]


@pytest.mark.parametrize("chosen", ["mandatory", "advisory", "disabled"])
@pytest.mark.parametrize("environment", ["prod", "dev"])
def test_a_level_may_be_chosen_whatever_the_environment(environment: str, chosen: str) -> None:
    policy_config: dict[str, dict[str, Json]] = {"rds-multi-az": {"enforcementLevel": chosen}}
    found = level_of("rds-multi-az", SINGLE_AZ, config=in_environment(environment), policy_config=policy_config)
    assert found == ([] if chosen == "disabled" else [chosen])


def test_a_parameter_may_be_chosen() -> None:
    database = Resource(INSTANCE, "db", {"backupRetentionPeriod": 14})
    chosen: dict[str, dict[str, Json]] = {"rds-backup-retention": {"minimumDays": 14}}
    assert level_of("rds-backup-retention", database, config=in_environment("prod"), policy_config=chosen) == []
    assert level_of("rds-backup-retention", database, config=in_environment("prod")) == ["mandatory"]


@pytest.mark.parametrize(("environment", "days"), [("prod", 35), ("staging", 7), ("dev", 1)])
def test_the_shortest_backup_retention_depends_on_the_environment(environment: str, days: int) -> None:
    engine = Engine(config=in_environment(environment))
    for given, kept in ((days, True), (days - 1, False)):
        found = engine.analyze(Resource(INSTANCE, "db", {"backupRetentionPeriod": given}))
        assert ("rds-backup-retention" in {report.policy for report in found}) is not kept


@pytest.mark.parametrize(("environment", "enough"), [("prod", False), ("staging", True), ("dev", True)])
def test_a_queue_needs_a_key_of_its_own_in_prod_only(environment: str, enough: bool) -> None:
    queue = Resource("aws:sqs/queue:Queue", "q", {"sqsManagedSseEnabled": True})
    assert (level_of("sqs-encrypted", queue, config=in_environment(environment)) == []) is enough


def test_a_misspelt_policy_name_is_refused_with_the_closest_one() -> None:
    with pytest.raises(RefusedError, match=r"names rds-multi-zone, which is no policy.*Did you mean rds-multi-az\?"):
        Engine(policy_config={"rds-multi-zone": {"enforcementLevel": "advisory"}})


def test_the_engines_own_name_for_every_policy_is_accepted() -> None:
    assert level_of("rds-multi-az", SINGLE_AZ, policy_config={"all": {"enforcementLevel": "mandatory"}})


UNKNOWN_DATABASE = Resource(INSTANCE, "db", {"multiAz": "04da6b54-80e4-46f7-96ec-b56ff0331ba9", "engine": "mysql"})


@pytest.mark.parametrize(
    ("chosen", "environment", "level"),
    [
        ("mandatory", "prod", ["mandatory"]),
        ("mandatory", "staging", ["advisory"]),
        ("advisory", "prod", ["advisory"]),
        ("disabled", "prod", []),
    ],
)
def test_the_level_of_undetermined_verdicts_may_be_chosen_but_never_exceeds_the_policys(
    chosen: str, environment: str, level: list[str]
) -> None:
    policy_config: dict[str, dict[str, Json]] = {"property-undetermined": {"enforcementLevel": chosen}}
    engine = Engine(config=in_environment(environment), policy_config=policy_config)
    found = engine.preview(UNKNOWN_DATABASE)
    assert [report.level for report in found if report.policy == "rds-multi-az"] == level


@pytest.mark.parametrize(("stack", "blocked"), [("main", True), ("payments-dev", False)])
def test_policy_analyze_names_no_stack_so_the_name_in_the_urn_stands_in(stack: str, blocked: bool) -> None:
    request = analyzer_pb2.AnalyzeRequest(
        type=INSTANCE, name="db", urn=urn_of(INSTANCE, "db", stack), properties=struct_of(SINGLE_AZ.properties)
    )
    response = PolicyAnalyzer(rule_book()).Analyze(request, call())
    assert ("rds-multi-az" in {found.policyName for found in response.diagnostics}) is blocked
