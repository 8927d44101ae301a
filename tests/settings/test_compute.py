"""What a stack file may say about services, jobs and the cluster."""

from __future__ import annotations

import pytest

from settings import Settings, parse_settings
from settings.references import OFFERED, built
from tests.settings.stack_files import REMOVED, changed, config, mistakes

SERVICE = "platform:services/internal-pe"
AT = "platform:services.internal-pe"
JOB = "platform:jobs/debug-task"
JOB_AT = "platform:jobs.debug-task"
SCALED = {"desired": 1, "min": 1, "max": 2}
SIDECAR = {"image": "public.ecr.aws/nginx/nginx:1.29.1"}
MIGRATION = {
    "kind": "migration",
    "image": "example.com/app:1.4.2",
    "size": {"cpu": 256, "memory": 512},
}

WORKER: dict[str, object] = {f"{SERVICE}/routes": [], "platform:observability/compositeAlarms": REMOVED}
"""A service that nothing reaches; the composite alarm is on its answers."""

REFUSED: list[tuple[str, dict[str, object], str, str]] = [
    # what the change is, the change, the key named, a part of the answer
    ("an unknown strategy", {f"{SERVICE}/deployment": {"strategy": "bluegreen"}}, f"{AT}.deployment.strategy", "blueG"),
    (
        "a bake time of a rolling deployment",
        {f"{SERVICE}/deployment": {"bakeMinutes": 5}},
        f"{AT}.deployment.bakeMinutes",
        "no bakeMinutes with strategy rolling",
    ),
    (
        "a canary's figure for steps",
        {f"{SERVICE}/deployment": {"strategy": "linear", "canaryPercent": 5}},
        f"{AT}.deployment.canaryPercent",
        "strategy: canary",
    ),
    (
        "steps too small for ECS",
        {f"{SERVICE}/deployment": {"strategy": "linear", "stepPercent": 2}},
        f"{AT}.deployment.stepPercent",
        "3 to 100",
    ),
    (
        "two routes whose traffic shifts",
        {
            f"{SERVICE}/deployment": {"strategy": "blueGreen"},
            f"{SERVICE}/routes": [{"paths": ["/a"]}, {"paths": ["/b"]}],
        },
        f"{AT}.deployment.strategy",
        "exactly one route",
    ),
    (
        "a test route behind the route",
        {
            f"{SERVICE}/deployment": {
                "strategy": "blueGreen",
                "testRoute": {"header": "x-release", "value": "next", "priority": 101},
            }
        },
        f"{AT}.deployment.testRoute.priority",
        "less than 100",
    ),
    (
        "a rollback on 0 percent",
        {f"{SERVICE}/deployment": {"rollbackOn": {"errorPercent": 0, "minutes": 2}}},
        f"{AT}.deployment.rollbackOn.errorPercent",
        "1 to 100",
    ),
    (
        "a rollback by errors of a worker",
        {**WORKER, f"{SERVICE}/deployment": {"rollbackOn": {"errorPercent": 5, "minutes": 2}}},
        f"{AT}.deployment.rollbackOn",
        "rollbackAlarms",
    ),
    ("memory without scaling", {f"{SERVICE}/tasks/memoryPercent": 70}, f"{AT}.tasks.memoryPercent", "Add min and max."),
    (
        "requests without scaling",
        {f"{SERVICE}/tasks/requestsPerTarget": 1000},
        f"{AT}.tasks.requestsPerTarget",
        "Add min and max.",
    ),
    (
        "requests of a worker",
        {f"{SERVICE}/tasks": {**SCALED, "requestsPerTarget": 1000}, **WORKER},
        f"{AT}.tasks.requestsPerTarget",
        "no requestsPerTarget without routes",
    ),
    (
        "requests while target groups change",
        {
            f"{SERVICE}/tasks": {**SCALED, "requestsPerTarget": 1000},
            f"{SERVICE}/deployment": {"strategy": "blueGreen"},
        },
        f"{AT}.tasks.requestsPerTarget",
        "changes the target group",
    ),
    (
        "a schedule of scaling upside down",
        {f"{SERVICE}/tasks": {**SCALED, "schedules": {"sale": {"expression": "rate(1 day)", "min": 3, "max": 2}}}},
        f"{AT}.tasks.schedules.sale.min",
        "at most max",
    ),
    (
        "a cron of five fields",
        {f"{SERVICE}/tasks": {**SCALED, "schedules": {"sale": {"expression": "cron(0 8 * * *)", "min": 1, "max": 2}}}},
        f"{AT}.tasks.schedules.sale.expression",
        "cron(0 2 * * ? *)",
    ),
    (
        "a rate in the wrong number",
        {f"{SERVICE}/tasks": {**SCALED, "schedules": {"sale": {"expression": "rate(1 days)", "min": 1, "max": 2}}}},
        f"{AT}.tasks.schedules.sale.expression",
        "rate(number unit)",
    ),
    (
        "an invented time zone",
        {
            f"{SERVICE}/tasks": {
                **SCALED,
                "schedules": {"sale": {"expression": "rate(1 day)", "timeZone": "IST+5", "min": 1, "max": 2}},
            }
        },
        f"{AT}.tasks.schedules.sale.timeZone",
        "Asia/Kolkata",
    ),
    ("routes without a health check", {f"{SERVICE}/healthCheck": REMOVED}, f"{AT}.healthCheck", "Add healthCheck."),
    ("routes without a health path", {f"{SERVICE}/healthCheck/path": REMOVED}, f"{AT}.healthCheck.path", "Add path."),
    (
        "a health check that asks nothing",
        {
            **WORKER,
            f"{SERVICE}/healthCheck/path": REMOVED,
            f"{SERVICE}/healthCheck/command": REMOVED,
        },
        f"{AT}.healthCheck",
        "path, command or both",
    ),
    (
        "a prefix that isn't one",
        {f"{SERVICE}/routes": [{"paths": ["/api/*"], "stripPrefix": "/payment"}]},
        f"{AT}.routes[0].stripPrefix",
        "/api/* doesn't start with it",
    ),
    (
        "a prefix with a slash behind",
        {f"{SERVICE}/routes": [{"paths": ["/payment/*"], "stripPrefix": "/payment/"}]},
        f"{AT}.routes[0].stripPrefix",
        "Write /payment.",
    ),
    (
        "a slow start too quick",
        {f"{SERVICE}/targets": {"slowStartSeconds": 10}},
        f"{AT}.targets.slowStartSeconds",
        "30",
    ),
    (
        "a slow start by chance",
        {f"{SERVICE}/targets": {"slowStartSeconds": 60, "algorithm": "weighted_random"}},
        f"{AT}.targets.slowStartSeconds",
        "only round_robin",
    ),
    ("a disk too small", {f"{SERVICE}/ephemeralStorageGb": 20}, f"{AT}.ephemeralStorageGb", "21 to 200"),
    ("an unknown processor", {f"{SERVICE}/architecture": "arm64"}, f"{AT}.architecture", "Did you mean ARM64?"),
    (
        "a limit that Fargate doesn't know",
        {f"{SERVICE}/ulimits": {"nproc": {"soft": 1, "hard": 1}}},
        f"{AT}.ulimits.nproc",
        "nofile",
    ),
    (
        "a limit upside down",
        {f"{SERVICE}/ulimits": {"nofile": {"soft": 2, "hard": 1}}},
        f"{AT}.ulimits.nofile.soft",
        "at most hard",
    ),
    (
        "sidecars larger than the task",
        {f"{SERVICE}/sidecars": {"proxy": {**SIDECAR, "memory": 900}}, f"{SERVICE}/tracing": {"kind": "otel"}},
        f"{AT}.size.memory",
        "more than 1156",
    ),
    (
        "a sidecar with the program's name",
        {f"{SERVICE}/sidecars": {"tracing": SIDECAR}, f"{SERVICE}/tracing": {"kind": "xray"}},
        f"{AT}.sidecars.tracing",
        "a name of its own",
    ),
    (
        "a sidecar that waits for nobody",
        {f"{SERVICE}/sidecars": {"proxy": {**SIDECAR, "dependsOn": {"vault": "HEALTHY"}}}},
        f"{AT}.sidecars.proxy.dependsOn.vault",
        "another sidecar",
    ),
    ("an unknown collector", {f"{SERVICE}/tracing": {"kind": "zipkin"}}, f"{AT}.tracing.kind", "xray or otel"),
    ("a variable set twice", {f"{SERVICE}/references": {"DEBUG": "database.host"}}, f"{AT}.references.DEBUG", "Remove"),
    (
        "a reference to a section that nobody has",
        {f"{SERVICE}/references": {"X": "tabels.transactions.name"}},
        f"{AT}.references.X",
        "Did you mean tables?",
    ),
    (
        "a reference without a key",
        {f"{SERVICE}/references": {"X": "tables.name"}},
        f"{AT}.references.X",
        "tables.KEY.ATTRIBUTE",
    ),
    (
        "a reference to an unknown attribute",
        {f"{SERVICE}/references": {"X": "database.hots"}},
        f"{AT}.references.X",
        "Did you mean host?",
    ),
    (
        "a reference to a queue that isn't there",
        {f"{SERVICE}/references": {"X": "queues.webhooks.url"}},
        f"{AT}.references.X",
        "a key of platform:queues",
    ),
    (
        "a queue that isn't there",
        {f"{SERVICE}/access/queues": ["webhooks"]},
        f"{AT}.access.queues[0]",
        "Add it to platform:queues.",
    ),
    (
        "a bucket that isn't there",
        {f"{SERVICE}/access/buckets": ["receipts"]},
        f"{AT}.access.buckets[0]",
        "a key of platform:buckets",
    ),
    (
        "a secret that isn't there",
        {f"{SERVICE}/secrets/RAZORPAY_KEY": "stripe.key_id"},
        f"{AT}.secrets.RAZORPAY_KEY",
        "a key of platform:secrets",
    ),
    (
        "the database's variable as a reference",
        {f"{SERVICE}/references": {"DATABASE_HOST": "database.host"}},
        f"{AT}.references.DATABASE_HOST",
        "the program sets it",
    ),
    ("a migration that isn't there", {f"{SERVICE}/after": "migrate"}, f"{AT}.after", "none yet"),
    ("a migration that is no migration", {f"{SERVICE}/after": "debug-task"}, f"{AT}.after", "kind migration"),
    ("a job named like a service", {"platform:jobs/internal-pe": MIGRATION}, "platform:jobs.internal-pe", "Rename"),
    (
        "two jobs of one family",
        {"platform:jobs/migrate": {**MIGRATION, "family": "debug-task"}},
        "platform:jobs.migrate.family",
        "platform:jobs.debug-task has this one",
    ),
    ("an unknown kind of job", {f"{JOB}/kind": "cron"}, f"{JOB_AT}.kind", "oneOff, migration or scheduled"),
    ("a scheduled job without a schedule", {f"{JOB}/kind": "scheduled"}, f"{JOB_AT}.schedule", "Add schedule."),
    (
        "a schedule of a job that has none",
        {f"{JOB}/schedule": {"expression": "rate(1 hour)"}},
        f"{JOB_AT}.schedule",
        "kind: scheduled",
    ),
    (
        "too many retries",
        {f"{JOB}/kind": "scheduled", f"{JOB}/schedule": {"expression": "rate(1 hour)", "retries": 186}},
        f"{JOB_AT}.schedule.retries",
        "0 to 185",
    ),
    (
        "a dead letter queue that isn't there",
        {f"{JOB}/kind": "scheduled", f"{JOB}/schedule": {"expression": "rate(1 hour)", "deadLetter": "failed"}},
        f"{JOB_AT}.schedule.deadLetter",
        "a key of platform:queues",
    ),
    (
        "a secret in a job's environment",
        {f"{JOB}/environment": {"API_KEY": "x"}},
        f"{JOB_AT}.environment.API_KEY",
        "looks like a secret",
    ),
    (
        "a secret in a sidecar's environment",
        {f"{SERVICE}/sidecars": {"proxy": {**SIDECAR, "environment": {"API_KEY": "x"}}}},
        f"{AT}.sidecars.proxy.environment.API_KEY",
        "looks like a secret",
    ),
    (
        "a capacity that gets no task",
        {f"{SERVICE}/capacity": {"fargate": {}}},
        f"{AT}.capacity.fargate.weight",
        "above 0",
    ),
    (
        "storage encrypted by half",
        {"platform:cluster/encryptStorage": "yes"},
        "platform:cluster.encryptStorage",
        "true",
    ),
]


@pytest.mark.parametrize(("changes", "key", "answer"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refuses_with_one_clear_mistake(changes: dict[str, object], key: str, answer: str) -> None:
    found = mistakes(changes)
    assert [mistake.key for mistake in found] == [key]
    assert answer in str(found[0])


ACCEPTED: list[tuple[str, dict[str, object]]] = [
    ("a worker", {**WORKER, f"{SERVICE}/healthCheck": REMOVED}),
    ("a worker on a port that nothing is admitted to", {**WORKER, f"{SERVICE}/port": 9000}),
    ("a canary", {f"{SERVICE}/deployment": {"strategy": "canary", "canaryPercent": 5, "bakeMinutes": 0}}),
    ("equal steps", {f"{SERVICE}/deployment": {"strategy": "linear", "stepPercent": 25, "stepBakeMinutes": 1}}),
    ("one JSON key of the database's secret", {f"{SERVICE}/secrets": {"DATABASE_USER": "database.username"}}),
    (
        "a prefix that the service doesn't see",
        {f"{SERVICE}/routes": [{"paths": ["/payment/*"], "stripPrefix": "/payment"}]},
    ),
    ("a migration before a service", {"platform:jobs/migrate": MIGRATION, f"{SERVICE}/after": "migrate"}),
    (
        "a job by the clock",
        {
            f"{JOB}/kind": "scheduled",
            f"{JOB}/schedule": {"expression": "cron(0 2 * * ? *)", "timeZone": "Asia/Kolkata"},
        },
    ),
]


@pytest.mark.parametrize("changes", [row[1] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED])
def test_accepts(changes: dict[str, object]) -> None:
    assert mistakes(changes) == []


@pytest.mark.parametrize("workload", [SERVICE, JOB])
def test_nobody_opens_a_shell_in_prod(workload: str) -> None:
    assert mistakes({f"{workload}/exec": True}, "staging") == []
    (found,) = mistakes({f"{workload}/exec": True}, "prod")
    assert (found.key, found.given) == (f"{workload.replace('/', '.')}.exec", "true")


def test_a_spot_share_of_one_service_may_not_hold_its_resting_tasks_in_prod() -> None:
    spot = {"fargate": {"base": 1, "weight": 1}, "fargateSpot": {"weight": 4}}
    (found,) = mistakes({f"{SERVICE}/capacity": spot}, "prod")
    assert found.key == f"{AT}.tasks.min"
    assert f"Raise {AT}.capacity.fargate.base to 2." in str(found)
    assert mistakes({f"{SERVICE}/capacity": {"fargate": {"weight": 1}}}, "prod") == []


def test_test_routes_have_priorities_of_their_own() -> None:
    release = {"strategy": "blueGreen", "testRoute": {"header": "x-release", "value": "next", "priority": 90}}
    both = {f"platform:services/{name}/deployment": release for name in ("internal-pe", "customer-portal")}
    (found,) = mistakes(dict(both))
    assert found.key == "platform:services.customer-portal.deployment.testRoute.priority"
    assert "internal-pe.deployment.testRoute has this one" in found.allowed


def settings(changes: dict[str, object] | None = None) -> Settings:
    return parse_settings(changed(config("dev"), changes or {}), stack="dev")


def test_what_is_not_given_takes_the_safe_value() -> None:
    service = settings().services["internal-pe"]
    assert (service.exec, service.deployment.strategy, service.protocol) == (False, "rolling", "HTTP")
    assert (service.tracing, service.log_router, service.sidecars) == (None, None, {})
    assert (service.init_process, service.architecture, service.ephemeral_storage_gb) == (True, "X86_64", None)
    assert (service.tasks.scale_out_seconds, service.tasks.scale_in_seconds) == (60, 300)
    stack = settings()
    assert stack.cluster is not None
    assert stack.cluster.encrypt_storage is True


def test_a_schedule_has_careful_defaults() -> None:
    stack = settings({f"{JOB}/kind": "scheduled", f"{JOB}/schedule": {"expression": "rate(1 hour)"}})
    schedule = stack.jobs["debug-task"].schedule
    assert schedule is not None
    assert (schedule.time_zone, schedule.enabled, schedule.flexible_minutes) == ("UTC", True, 0)
    assert (schedule.retries, schedule.retry_minutes, schedule.dead_letter) == (3, 60, None)


def test_images_of_the_programs_own_sidecars_are_fixed_versions() -> None:
    stack = settings({f"{SERVICE}/tracing": {"kind": "otel"}, f"{SERVICE}/logRouter": {}})
    service = stack.services["internal-pe"]
    assert service.tracing is not None
    assert service.log_router is not None
    for image in (service.tracing.image_or_default, service.log_router.image):
        assert image.startswith("public.ecr.aws/")
        assert not image.endswith((":latest", ":stable"))


def test_every_section_that_can_be_checked_can_be_referred_to_or_holds_secrets() -> None:
    assert set(built(settings())) <= {*OFFERED, "secrets"}
