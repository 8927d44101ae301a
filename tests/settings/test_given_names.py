"""Names that other systems know, connection strings and secrets that are a text: what is refused, what is taken."""

from __future__ import annotations

import pytest

from settings import parse_settings
from tests.settings.stack_files import changed, config, mistakes

SERVICE = "platform:services/internal-pe"
PORTAL = "platform:services/customer-portal"
AT = "platform:services.internal-pe"
GROUPS = "platform:network/securityGroups"
DATABASE_SECRET = "platform:database/secret/connectionStrings"
CACHE_SECRET = "platform:caches/sessions/connectionStrings"
EXCEPTIONS = "platform:observability/alarmExceptions"
ALARMS = "platform:observability.alarmExceptions"
TEXT_SECRET = {"platform:secrets/items/webhook": {"description": "Signs webhooks"}}

REFUSED: list[tuple[str, dict[str, object], str, str]] = [
    # what the change is, the change, the key named, a part of the answer
    (
        "a security group that starts like an id",
        {GROUPS: {"database": {"name": "sg-payments"}}},
        "platform:network.securityGroups.database.name",
        "not starting with sg-",
    ),
    (
        "one name for two security groups",
        {GROUPS: {"database": {"name": "payments"}, "cache": {"name": "payments"}}},
        "platform:network.securityGroups.cache.name",
        "database has this one",
    ),
    (
        "a security group that the stack doesn't have",
        {GROUPS: {"bastion": {"name": "payments"}}},
        "platform:network.securityGroups.bastion",
        "",
    ),
    (
        "a description with a character that AWS refuses",
        {GROUPS: {"database": {"name": "payments", "description": "Payments' database"}}},
        "platform:network.securityGroups.database.description",
        "up to 255 letters",
    ),
    (
        "a subnet group called default",
        {"platform:database/subnetGroup": {"name": "default"}},
        "platform:database.subnetGroup.name",
        "lower-case letters",
    ),
    (
        "a connection string about something that the secret doesn't hold",
        {DATABASE_SECRET: {"npgsql": "Host=${hots}"}},
        "platform:database.secret.connectionStrings.npgsql",
        "host",
    ),
    (
        "a connection string without references",
        {DATABASE_SECRET: {"npgsql": "Host=localhost"}},
        "platform:database.secret.connectionStrings.npgsql",
        "${host}",
    ),
    (
        "a connection string with half a reference",
        {CACHE_SECRET: {"redis": "${host}:${port"}},
        "platform:caches.sessions.connectionStrings.redis",
        "${host}",
    ),
    (
        "a connection string in the place of a key",
        {DATABASE_SECRET: {"password": "${username}"}},
        "platform:database.secret.connectionStrings.password",
        "which the secret holds anyway",
    ),
    (
        "the name of a user where all share a token",
        {CACHE_SECRET: {"redis": "${username}@${host}"}},
        "platform:caches.sessions.connectionStrings.redis",
        "token",
    ),
    (
        "a connection string that nobody defined",
        {f"{SERVICE}/secrets": {"DATABASE": "database.npgsql"}},
        f"{AT}.secrets.DATABASE",
        "password",
    ),
    (
        "a key of a secret that is a text",
        {**TEXT_SECRET, f"{SERVICE}/secrets": {"WEBHOOK": "webhook.value"}},
        f"{AT}.secrets.WEBHOOK",
        "webhook holds a text",
    ),
    (
        "a generated key of a secret that is a text",
        {"platform:secrets/items/webhook": {"description": "Signs webhooks", "generate": ["value"]}},
        "platform:secrets.items.webhook.generate[0]",
        "no generate without keys",
    ),
    (
        "a secret with an empty list of keys",
        {"platform:secrets/items/webhook": {"description": "Signs webhooks", "keys": []}},
        "platform:secrets.items.webhook.keys",
        "",
    ),
    (
        "one role for both purposes",
        {f"{SERVICE}/taskRoleName": "payments", f"{SERVICE}/executionRoleName": "payments"},
        f"{AT}.taskRoleName",
        f"{AT}.executionRoleName has this one",
    ),
    (
        "one role for two services",
        {f"{SERVICE}/taskRoleName": "payments", f"{PORTAL}/taskRoleName": "payments"},
        "platform:services.customer-portal.taskRoleName",
        f"{AT}.taskRoleName has this one",
    ),
    (
        "one target group for two services",
        {f"{SERVICE}/targets": {"name": "payments"}, f"{PORTAL}/targets": {"name": "payments"}},
        "platform:services.customer-portal.targets.name",
        f"{AT} has this one",
    ),
    (
        "a target group with too long a name",
        {f"{SERVICE}/targets": {"name": "p" * 33}},
        f"{AT}.targets.name",
        "1 to 32",
    ),
    (
        "a name for a policy that holds nothing",
        {f"{SERVICE}/tasks": {"desired": 1, "min": 1, "max": 2, "policyNames": {"cpu": "payment-cpu"}}},
        f"{AT}.tasks.policyNames.cpu",
        "Add cpuPercent",
    ),
    (
        "one name for two policies",
        {
            f"{SERVICE}/tasks": {
                "desired": 1,
                "min": 1,
                "max": 2,
                "cpuPercent": 70,
                "memoryPercent": 70,
                "policyNames": {"cpu": "scaling", "memory": "scaling"},
            }
        },
        f"{AT}.tasks.policyNames.memory",
        "cpu has this one",
    ),
    (
        "a name for the alarms of all targets",
        {"platform:observability/alarms/serviceCpu": {"percent": 80, "name": "high-cpu"}},
        "platform:observability.alarms.serviceCpu.name",
        "alarmExceptions",
    ),
    (
        "a name for the alarms of all nodes",
        {EXCEPTIONS: {"sessions": {"cacheCpu": {"name": "high-cpu"}}}},
        f"{ALARMS}.sessions.cacheCpu.name",
        "isn't one alarm",
    ),
    (
        "a name for an event",
        {EXCEPTIONS: {"debug-task": {"jobFailures": {"name": "failed"}}}},
        f"{ALARMS}.debug-task.jobFailures.name",
        "isn't one alarm",
    ),
    (
        "one name for two alarms",
        {EXCEPTIONS: {"internal-pe": {"serviceCpu": {"name": "high"}, "serviceMemory": {"name": "high"}}}},
        f"{ALARMS}.internal-pe.serviceMemory.name",
        f"{ALARMS}.internal-pe.serviceCpu has this one",
    ),
    (
        "a single answer that makes a task healthy",
        {f"{SERVICE}/healthCheck/successes": 1},
        f"{AT}.healthCheck.successes",
        "2",
    ),
]


@pytest.mark.parametrize(("changes", "key", "answer"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refuses_with_one_clear_mistake(changes: dict[str, object], key: str, answer: str) -> None:
    found = mistakes(changes)
    assert [mistake.key for mistake in found] == [key]
    assert answer in str(found[0])


ACCEPTED: list[tuple[str, dict[str, object]]] = [
    ("names of security groups", {GROUPS: {"containers": {"name": "payments-ecs"}}}),
    ("subnet groups of both stores", {"platform:caches/sessions/subnetGroup": {"name": "payments-cache"}}),
    (
        "a connection string of the database",
        {
            DATABASE_SECRET: {"npgsql": "Host=${host};Username=${username};Password=${password}"},
            f"{SERVICE}/secrets": {"DATABASE": "database.npgsql"},
        },
    ),
    (
        "a connection string of a cache",
        {CACHE_SECRET: {"redis": "${host}:${port},password=${token}"}, f"{SERVICE}/secrets": {"R": "sessions.redis"}},
    ),
    ("a secret that is a text", {**TEXT_SECRET, f"{SERVICE}/secrets": {"WEBHOOK": "webhook"}}),
    (
        "a prefix that only some of a default route's paths have",
        {f"{SERVICE}/routes": [{"paths": ["/*"], "stripPrefix": "/payment", "priority": 900}]},
    ),
    ("a name of one alarm", {EXCEPTIONS: {"internal-pe": {"serviceCpu": {"name": "payment-high-cpu"}}}}),
]


@pytest.mark.parametrize("changes", [row[1] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED])
def test_takes(changes: dict[str, object]) -> None:
    assert mistakes(changes) == []


def test_names_are_the_programs_unless_given() -> None:
    settings = parse_settings(config("dev"), stack="dev")
    service = settings.services["internal-pe"]
    assert settings.network is not None
    assert settings.database is not None
    assert settings.network.security_groups.by_key == {}
    assert (settings.database.subnet_group, service.targets.name, service.task_role_name) == (None, None, None)
    assert service.tasks.policy_names.by_figure == {}


def test_two_answers_make_a_task_healthy_unless_given() -> None:
    settings = parse_settings(changed(config("dev"), {}), stack="dev")
    check = settings.services["internal-pe"].health_check
    assert check is not None
    assert check.successes == 2
