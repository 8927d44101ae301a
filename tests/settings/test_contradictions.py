"""Mistakes that span a stack file: one clear answer each, and no other exception."""

from __future__ import annotations

import pytest

from settings import SettingsError, parse_settings
from settings.errors import Mistake
from tests.settings.stack_files import REMOVED, Config, mistakes

SERVICE = "platform:services/internal-pe"
AT = "platform:services.internal-pe"
JOB = "platform:jobs/debug-task"
CACHE = {
    "identifier": "dev-fivestar-more",
    "secretName": "fivestar/payments/dev/more",
    "engineVersion": "8.1",
    "nodeType": "cache.t4g.micro",
    "multiAz": False,
}
COMPOSITE = "platform:observability/compositeAlarms/payments-failing/any"
REGISTRY = "123456789012.dkr.ecr.ap-south-1.amazonaws.com"
BASE: Config = {
    "aws:region": "ap-south-1",
    "platform:system": {"name": "acme", "environment": "dev", "tags": {"Project": "Acme", "Owner": "Team"}},
    "platform:account": {"id": "123456789012"},
}


def sidecars(**containers: object) -> dict[str, object]:
    return {f"{SERVICE}/sidecars": containers}


REFUSED: list[tuple[str, str, dict[str, object], str, str]] = [
    # what the change is, the environment, the change, the key named, a part of the answer
    (
        "a section of another namespace",
        "dev",
        {"fivestar-payments:database": {}},
        "fivestar-payments:database",
        "Write platform:database.",
    ),
    (
        "a namespace in capitals",
        "dev",
        {"Platform:queues": {}},
        "Platform:queues",
        "Write platform:queues.",
    ),
    (
        "the same key for a cache and a secret",
        "dev",
        {"platform:caches/razorpay": CACHE},
        "platform:caches.razorpay",
        "platform:secrets.items.razorpay",
    ),
    ("a cache called database", "dev", {"platform:caches/database": CACHE}, "platform:caches.database", "Rename"),
    (
        "a queue called database",
        "dev",
        {"platform:queues": {"database": {}}},
        "platform:queues.database",
        "platform:database",
    ),
    (
        "a cache's secret with the name of the database's",
        "dev",
        {"platform:caches/sessions/secretName": "fivestar/payments/dev/database"},
        "platform:caches.sessions.secretName",
        "platform:database.secret.name has this one",
    ),
    (
        "a JSON key that a secret doesn't have",
        "dev",
        {f"{SERVICE}/secrets/KEY": "razorpay.key_idd"},
        f"{AT}.secrets.KEY",
        "Did you mean key_id?",
    ),
    (
        "a JSON key that the database's secret doesn't have",
        "dev",
        {f"{SERVICE}/secrets/KEY": "database.passwrd"},
        f"{AT}.secrets.KEY",
        "Did you mean password?",
    ),
    (
        "the host in a secret that RDS keeps",
        "dev",
        {"platform:database/secret": REMOVED, f"{SERVICE}/secrets/KEY": "database.host"},
        f"{AT}.secrets.KEY",
        "username or password",
    ),
    (
        "a JSON key that a cache's secret doesn't have",
        "dev",
        {f"{SERVICE}/secrets/KEY": "sessions.tokn"},
        f"{AT}.secrets.KEY",
        "Did you mean token?",
    ),
    (
        "a reference without its end",
        "dev",
        {"platform:parameters/items": {"app/url": {"value": "${database.host"}}},
        "platform:parameters.items.app/url.value",
        "Add the }",
    ),
    (
        "an empty reference",
        "dev",
        {"platform:parameters/items": {"app/url": {"value": "${}"}}},
        "platform:parameters.items.app/url.value",
        "a reference to database",
    ),
    ("no parameter", "dev", {"platform:parameters/items": {}}, "platform:parameters.items", "at least 1 entry"),
    ("no secret", "dev", {"platform:secrets/items": {}}, "platform:secrets.items", "at least 1 entry"),
    (
        "an image of a job that nobody makes",
        "dev",
        {f"{JOB}/image": f"{REGISTRY}/fivestar-internal:1.0"},
        "platform:jobs.debug-task.image",
        "platform:images",
    ),
    (
        "a sidecar with the name of its service",
        "dev",
        sidecars(**{"internal-pe": {"image": f"{REGISTRY}/fivestar-internal-pe:1"}}),
        f"{AT}.sidecars.internal-pe",
        "the main container",
    ),
    (
        "sidecars that wait for each other",
        "dev",
        sidecars(
            one={"image": "quay.io/one:1", "dependsOn": {"two": "START"}},
            two={"image": "quay.io/two:1", "dependsOn": {"one": "START"}},
        ),
        f"{AT}.sidecars.one.dependsOn",
        "a circle",
    ),
    (
        "a wait for the health of a sidecar that nobody asks",
        "dev",
        sidecars(
            one={"image": "quay.io/one:1", "dependsOn": {"two": "HEALTHY"}},
            two={"image": "quay.io/two:1"},
        ),
        f"{AT}.sidecars.one.dependsOn.two",
        "Add healthCheck to two.",
    ),
    (
        "a wait for the end of an essential sidecar",
        "dev",
        sidecars(
            one={"image": "quay.io/one:1", "dependsOn": {"two": "SUCCESS"}},
            two={"image": "quay.io/two:1"},
        ),
        f"{AT}.sidecars.one.dependsOn.two",
        "essential: false",
    ),
    (
        "a port twice in a task",
        "dev",
        sidecars(one={"image": "quay.io/one:1", "ports": [8080]}),
        f"{AT}.sidecars.one.ports[0]",
        "internal-pe doesn't listen on",
    ),
    (
        "a health path that nobody asks",
        "dev",
        {
            f"{SERVICE}/routes": [],
            f"{SERVICE}/healthCheck/command": REMOVED,
            "platform:observability/compositeAlarms": REMOVED,
        },
        f"{AT}.healthCheck.path",
        "nobody asks",
    ),
    (
        "a minute that no hour has",
        "dev",
        {f"{JOB}/kind": "scheduled", f"{JOB}/schedule": {"expression": "cron(99 2 * * ? *)"}},
        "platform:jobs.debug-task.schedule.expression",
        "99 is no minute",
    ),
    (
        "both days of a schedule",
        "dev",
        {f"{JOB}/kind": "scheduled", f"{JOB}/schedule": {"expression": "cron(0 2 * * * *)"}},
        "platform:jobs.debug-task.schedule.expression",
        "exactly one of day of month and day of week",
    ),
    (
        "an invented time zone of a job",
        "dev",
        {
            f"{JOB}/kind": "scheduled",
            f"{JOB}/schedule": {"expression": "cron(0 2 * * ? *)", "timeZone": "Asia/Kolkatta"},
        },
        "platform:jobs.debug-task.schedule.timeZone",
        "Did you mean Asia/Kolkata?",
    ),
    (
        "an hour that no day has, in scaling",
        "dev",
        {
            f"{SERVICE}/tasks": {
                "desired": 1,
                "min": 1,
                "max": 2,
                "schedules": {"peak": {"expression": "cron(0 61 * * ? *)", "min": 1, "max": 2}},
            }
        },
        f"{AT}.tasks.schedules.peak.expression",
        "61 is no hour",
    ),
    (
        "a certificate of another region",
        "dev",
        {
            "platform:edge/loadBalancer/certificate": {
                "arn": "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"
            }
        },
        "platform:edge.loadBalancer.certificate.arn",
        "a certificate of ap-south-1",
    ),
    (
        "an exception for a kind that the target doesn't have",
        "dev",
        {"platform:observability/alarmExceptions": {"internal-pe": {"databaseCpu": {"percent": 90}}}},
        "platform:observability.alarmExceptions.internal-pe.databaseCpu",
        "a kind of alarm that internal-pe has",
    ),
    (
        "a composite alarm of a kind that the target doesn't have",
        "dev",
        {COMPOSITE: ["internal-pe.databaseCpu"]},
        "platform:observability.compositeAlarms.payments-failing.any[0]",
        "not databaseCpu",
    ),
    (
        "a composite alarm of replicas that aren't there",
        "dev",
        {COMPOSITE: ["replicaLag"]},
        "platform:observability.compositeAlarms.payments-failing.any[0]",
        "not replicaLag",
    ),
    (
        "a composite alarm of a firewall that isn't there",
        "dev",
        {COMPOSITE: ["firewallBlocks"]},
        "platform:observability.compositeAlarms.payments-failing.any[0]",
        "not firewallBlocks",
    ),
    (
        "a table with the alarms of an index",
        "dev",
        {"platform:tables/transactions-by-merchant": {"name": "dev-more", "hashKey": "id"}},
        "platform:tables.transactions.indexes.by-merchant",
        "Rename transactions-by-merchant",
    ),
    (
        "a group of rules without rules",
        "dev",
        {"platform:observability/prometheus": {"alias": "fivestar", "rules": {"payments": {}}}},
        "platform:observability.prometheus.rules.payments",
        "Add one",
    ),
    (
        "no backup rule",
        "prod",
        {"platform:recovery/rules": {}, "platform:recovery/copyRegion": REMOVED},
        "platform:recovery.rules",
        "at least 1 entry",
    ),
    (
        "a test restore of what isn't backed up",
        "prod",
        {"platform:recovery/restoreTesting/resourceTypes": ["RDS", "S3"]},
        "platform:recovery.restoreTesting.resourceTypes[1]",
        "add buckets there",
    ),
    (
        "backups in a region that isn't permitted",
        "prod",
        {"platform:account/permittedRegions": ["ap-south-1"], "platform:database/backupReplication": REMOVED},
        "platform:recovery.copyRegion",
        "platform:account.permittedRegions",
    ),
    (
        "business hours of a database with replicas",
        "dev",
        {"platform:database/replicas": 1},
        "platform:offHours.businessHours",
        "RDS stops no instance",
    ),
    (
        "Security Hub without a standard",
        "prod",
        {"platform:governance/securityHub/standards": []},
        "platform:governance.securityHub.standards",
        "at least 1 entry",
    ),
    (
        "eleven receivers of a budget",
        "dev",
        {"platform:governance/budgets/monthly/emails": [f"a{number}@example.com" for number in range(11)]},
        "platform:governance.budgets.monthly.emails",
        "at most 10 entries",
    ),
    (
        "the same alert twice",
        "dev",
        {"platform:governance/budgets/monthly/actualPercent": [80, 80]},
        "platform:governance.budgets.monthly.actualPercent[1]",
        "Remove the second 80.",
    ),
    (
        "eleven alerts of a budget",
        "dev",
        {"platform:governance/budgets/monthly/actualPercent": list(range(10, 110, 10))},
        "platform:governance.budgets.monthly.actualPercent",
        "1 to 10",
    ),
    ("a governance without parts", "dev", {"platform:governance": {}}, "platform:governance", "baseline"),
    ("an access without parts", "dev", {"platform:access": {}}, "platform:access", "monitoringRole"),
    (
        "guardrails that lock the stack out",
        "management",
        {"platform:governance/organization/guardrails/regions": ["ap-south-2"]},
        "platform:governance.organization.guardrails.regions",
        "Add ap-south-1.",
    ),
    (
        "MFA in no unit",
        "management",
        {"platform:governance/organization/guardrails/mfa/units": []},
        "platform:governance.organization.guardrails.mfa.units",
        "at least 1 entry",
    ),
    (
        "all of IAM for a deploying role",
        "management",
        {"platform:access/members/prod/deploymentRole/rights": {"services": ["ecs", "iam"]}},
        "platform:access.members.prod.deploymentRole.rights.services[1]",
        "manageRoles: true",
    ),
    (
        "an invented region of a deploying role",
        "management",
        {"platform:access/members/prod/deploymentRole/rights": {"services": ["ecs"], "regions": ["ap-suth-1"]}},
        "platform:access.members.prod.deploymentRole.rights.regions[0]",
        "an AWS region",
    ),
    (
        "two roles of one name",
        "management",
        {"platform:access/members/dev/ci/roles/deploy/name": "CiPreviewRole"},
        "platform:access.members.dev.ci.roles.deploy.name",
        "no other role of the account",
    ),
    (
        "a priority of the firewall twice",
        "prod",
        {"platform:edge/webFirewall/managedRules/common/priority": 10},
        "platform:edge.webFirewall.rateLimits.each-address.priority",
        "platform:edge.webFirewall.managedRules.common has this one",
    ),
]


@pytest.mark.parametrize(
    ("environment", "changes", "key", "answer"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_refuses_with_one_clear_answer(environment: str, changes: dict[str, object], key: str, answer: str) -> None:
    found = mistakes(changes, environment)
    assert [mistake.key for mistake in found] == [key], list(map(str, found))
    assert answer in str(found[0])


def alone(sections: Config) -> list[Mistake]:
    """The mistakes of a stack that has these sections and no other."""
    try:
        parse_settings({**BASE, **{f"platform:{name}": section for name, section in sections.items()}})
    except SettingsError as error:
        return list(error.mistakes)
    return []


STANDS_ALONE: list[tuple[str, Config]] = [
    ("tables", {"tables": {"ledger": {"name": "acme-ledger", "hashKey": "id"}}}),
    ("queues", {"queues": {"work": {}}}),
    ("buckets", {"buckets": {"files": {}}}),
    ("secrets", {"secrets": {"path": "acme/dev", "items": {"stripe": {"description": "Stripe", "keys": ["key"]}}}}),
    ("parameters", {"parameters": {"path": "/acme/dev", "items": {"app/on": {"value": "yes"}}}}),
    ("prometheus", {"observability": {"prometheus": {"alias": "acme"}}}),
    (
        "backups of tables",
        {
            "tables": {"ledger": {"name": "acme-ledger", "hashKey": "id"}},
            "recovery": {
                "planName": "acme",
                "rtoMinutes": 60,
                "rpoMinutes": 60,
                "rules": {"daily": {"schedule": "cron(30 20 * * ? *)", "keepDays": 35}},
            },
        },
    ),
]


@pytest.mark.parametrize("sections", [row[1] for row in STANDS_ALONE], ids=[row[0] for row in STANDS_ALONE])
def test_what_isnt_in_a_network_needs_none(sections: Config) -> None:
    assert alone(sections) == []


NAMES: list[tuple[str, Config]] = [
    (
        "a secret that ends as ARNs do",
        {"secrets": {"path": "realserv/payment", "items": {"webhook-secret": {"description": "x", "keys": ["value"]}}}},
    ),
    (
        "a path of one part, and secrets of two",
        {
            "secrets": {
                "path": "payment-system-production",
                "items": {"jwt/secret": {"description": "x", "keys": ["a"]}},
            }
        },
    ),
]


@pytest.mark.parametrize("sections", [row[1] for row in NAMES], ids=[row[0] for row in NAMES])
def test_names_of_other_systems_are_possible(sections: Config) -> None:
    assert alone(sections) == []


def test_services_name_secrets_by_the_keys_that_secrets_can_have() -> None:
    changes: dict[str, object] = {
        "platform:secrets/items": {"jwt_keys/signing": {"description": "x", "keys": ["private_key"]}},
        f"{SERVICE}/secrets": {"SIGNING": "jwt_keys/signing.private_key"},
    }
    assert mistakes(changes) == []


def test_services_and_jobs_may_have_names_of_their_own() -> None:
    changes: dict[str, object] = {
        f"{SERVICE}/serviceName": "payment-service",
        f"{SERVICE}/family": "realserv-payment-service",
        f"{SERVICE}/logGroup": "/ecs/realserv-payment-service",
    }
    assert mistakes(changes) == []


@pytest.mark.parametrize("setting", ["family", "logGroup", "serviceName"])
def test_two_services_of_one_name_are_refused(setting: str) -> None:
    portal = "platform:services/customer-portal"
    (found,) = mistakes({f"{SERVICE}/{setting}": "pay", f"{portal}/{setting}": "pay"})
    assert found.key == f"platform:services.customer-portal.{setting}"
    assert "platform:services.internal-pe has this one" in found.allowed


@pytest.mark.parametrize(
    ("setting", "name"),
    [
        ("family", "dev-fivestar-customer-portal"),
        ("logGroup", "/ecs/dev-fivestar-customer-portal"),
        ("serviceName", "dev-customer-portal-service"),
    ],
)
def test_a_name_that_the_program_gives_another_service_is_refused(setting: str, name: str) -> None:
    (found,) = mistakes({f"{SERVICE}/{setting}": name})
    assert found.key == f"platform:services.customer-portal.{setting}"
    assert found.given == f'"{name}"'


def test_a_job_has_no_family_of_a_service() -> None:
    (found,) = mistakes({f"{JOB}/family": "dev-fivestar-internal-pe"})
    assert found.key == "platform:jobs.debug-task.family"


@pytest.mark.parametrize(
    ("setting", "name", "allowed"),
    [
        ("family", "pay ment", "up to 255 letters"),
        ("logGroup", "aws/payment", "not starting with aws/"),
        ("logGroup", "/ecs/pay ment", "up to 512 letters"),
        ("serviceName", "payment.service", "up to 255 letters"),
    ],
)
def test_a_name_that_aws_refuses_is_one_mistake(setting: str, name: str, allowed: str) -> None:
    (found,) = mistakes({f"{SERVICE}/{setting}": name})
    assert found.key == f"{AT}.{setting}"
    assert allowed in found.allowed


@pytest.mark.parametrize(
    ("section", "content"), [("cluster", {"name": "acme"}), ("caches", {"sessions": CACHE})], ids=["cluster", "caches"]
)
def test_what_stands_in_a_network_asks_for_it(section: str, content: Config) -> None:
    (found,) = alone({section: content})
    assert (found.key, found.remedy) == ("platform:network", "Add platform:network.")
    assert f"platform:{section}" in found.allowed


WITHOUT_WAY_OUT: list[tuple[str, dict[str, object], str]] = [
    ("a job", {}, "ecr.api, ecr.dkr, logs, the gateway of s3 are missing"),
    ("a queue", {"access": {"queues": ["work"]}}, "sqs, the gateway of s3"),
    ("the address of a queue", {"references": {"URL": "queues.work.url"}}, "sqs, the gateway of s3"),
    ("a table", {"access": {"tables": ["ledger"]}}, "the gateway of dynamodb"),
    ("a secret by its key", {"secrets": {"KEY": "stripe.key"}}, "secretsmanager"),
    ("a shell", {"exec": True}, "kms, logs, ssmmessages"),
]


@pytest.mark.parametrize(
    ("job", "answer"), [row[1:] for row in WITHOUT_WAY_OUT], ids=[row[0] for row in WITHOUT_WAY_OUT]
)
def test_jobs_without_a_way_out_need_endpoints_for_all_that_they_use(job: dict[str, object], answer: str) -> None:
    image = f"{REGISTRY}/acme:1.0"
    (found,) = alone(
        {
            "network": {
                "cidr": "10.0.0.0/24",
                "zones": ["ap-south-1a", "ap-south-1b"],
                "tiers": {
                    "public": ["10.0.0.0/27", "10.0.0.32/27"],
                    "app": ["10.0.0.64/27", "10.0.0.96/27"],
                    "database": ["10.0.0.128/27", "10.0.0.160/27"],
                },
                "natGateways": "none",
            },
            "cluster": {"name": "acme"},
            "queues": {"work": {}},
            "tables": {"ledger": {"name": "acme-ledger", "hashKey": "id"}},
            "secrets": {"path": "acme/dev", "items": {"stripe": {"description": "Stripe", "keys": ["key"]}}},
            "jobs": {"report": {"kind": "oneOff", "image": image, "size": {"cpu": 256, "memory": 512}, **job}},
        }
    )
    assert found.key == "platform:network.natGateways"
    assert answer in found.allowed


def test_sidecars_and_collectors_need_images_from_ecr_without_a_way_out() -> None:
    changes: dict[str, object] = {
        "platform:network/natGateways": "none",
        "platform:jobs": REMOVED,
        f"{SERVICE}/tracing": {"kind": "xray"},
        "platform:network/endpoints/interfaces/app": ["xray"],
    }
    assert [mistake.key for mistake in mistakes(changes, "prod")] == [f"{AT}.tracing.image"]
