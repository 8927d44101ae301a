"""Physical names that a stack file gives because other systems know them."""

from __future__ import annotations

import json
import re

from tests.components.fivestar import recorded
from tests.components.recorder import Recorder
from tests.settings.stack_files import changed, config

SERVICE = "platform:services/internal-pe"
JOB = "platform:jobs/debug-task"


def deployed(changes: dict[str, object]) -> Recorder:
    return recorded("dev", changed(config("dev"), changes))


def test_a_service_has_the_names_that_it_gives() -> None:
    recorder = deployed(
        {
            f"{SERVICE}/serviceName": "payment-service",
            f"{SERVICE}/family": "realserv-payment-service",
            f"{SERVICE}/logGroup": "/ecs/realserv-payment",
        }
    )
    assert recorder.only("aws:ecs/service:Service", "internal-pe-service").inputs["name"] == "payment-service"
    task = recorder.only("aws:ecs/taskDefinition:TaskDefinition", "internal-pe-task")
    assert task.inputs["family"] == "realserv-payment-service"
    assert '"awslogs-group": "/ecs/realserv-payment"' in task.inputs["containerDefinitions"]
    groups = {group.inputs.get("name") for group in recorder.all("aws:cloudwatch/logGroup:LogGroup")}
    assert "/ecs/realserv-payment" in groups
    assert "/ecs/dev-fivestar-internal-pe" not in groups


def test_a_job_has_the_log_group_that_it_gives() -> None:
    groups = deployed({f"{JOB}/logGroup": "/ecs/connectivity"}).all("aws:cloudwatch/logGroup:LogGroup")
    assert "/ecs/connectivity" in {group.inputs.get("name") for group in groups}


def test_the_clean_up_of_images_knows_the_family_that_a_service_gives() -> None:
    recorder = recorded("staging", changed(config("staging"), {f"{SERVICE}/family": "payments"}))
    machines = [machine.inputs["definition"] for machine in recorder.all("aws:sfn/stateMachine:StateMachine")]
    assert any('"payments"' in definition for definition in machines)
    assert not any("staging-fivestar-internal-pe" in definition for definition in machines)


def test_secrets_may_be_in_folders_below_a_path_of_one_part() -> None:
    recorder = deployed(
        {
            "platform:secrets": {
                "path": "payments",
                "recoveryDays": 7,
                "items": {"jwt/signing-secret": {"description": "x", "keys": ["value"]}},
            },
            f"{SERVICE}/secrets": {"SIGNING_KEY": "jwt/signing-secret.value"},
            f"{SERVICE}/access": {"secrets": "payments"},
        }
    )
    names = {secret.inputs.get("name") for secret in recorder.all("aws:secretsmanager/secret:Secret")}
    assert "payments/jwt/signing-secret" in names
    policy = recorder.only("aws:iam/rolePolicy:RolePolicy", "internal-pe-roles-task").inputs["policy"]
    assert ":secret:payments/*" in policy


def test_security_groups_have_the_names_and_descriptions_that_are_given() -> None:
    named = {"database": {"name": "payment-db-sg", "description": "Payment Database"}, "cache": {"name": "redis-sg"}}
    recorder = deployed({"platform:network/securityGroups": named})
    group = "aws:ec2/securityGroup:SecurityGroup"
    database, cache = recorder.only(group, "groups-rds").inputs, recorder.only(group, "groups-cache").inputs
    assert (database["name"], database["description"]) == ("payment-db-sg", "Payment Database")
    assert (cache["name"], cache["description"]) == ("redis-sg", "Caches: in from containers, never out")
    assert "name" not in recorder.only(group, "groups-ecs").inputs


def test_subnet_groups_have_the_names_and_descriptions_that_are_given() -> None:
    recorder = deployed(
        {
            "platform:database/subnetGroup": {"name": "payment-db", "description": "Payment DB"},
            "platform:caches/sessions/subnetGroup": {"name": "payment-redis"},
        }
    )
    database = recorder.only("aws:rds/subnetGroup:SubnetGroup", "database-subnets").inputs
    cache = recorder.only("aws:elasticache/subnetGroup:SubnetGroup", "cache-sessions-subnets").inputs
    assert (database["name"], database["description"]) == ("payment-db", "Payment DB")
    assert (cache["name"], cache["description"]) == ("payment-redis", "Subnets of dev-fivestar-sessions")


def test_a_task_has_roles_with_the_names_that_are_given() -> None:
    recorder = deployed({f"{SERVICE}/executionRoleName": "ecsTaskExecutionRole", f"{SERVICE}/taskRoleName": "payment"})
    role = "aws:iam/role:Role"
    assert recorder.only(role, "internal-pe-roles-execution").inputs["name"] == "ecsTaskExecutionRole"
    assert recorder.only(role, "internal-pe-roles-task").inputs["name"] == "payment"


def test_only_the_first_of_two_target_groups_has_the_name_that_is_given() -> None:
    recorder = deployed({f"{SERVICE}/targets": {"name": "payment-tg"}, f"{SERVICE}/deployment/strategy": "blueGreen"})
    group = "aws:lb/targetGroup:TargetGroup"
    assert recorder.only(group, "internal-pe-tg").inputs["name"] == "payment-tg"
    assert "name" not in recorder.only(group, "internal-pe-alt").inputs


def test_a_scaling_policy_has_the_name_that_is_given() -> None:
    names = {"cpu": "payment-cpu-scaling"}
    tasks = {"desired": 1, "min": 1, "max": 2, "cpuPercent": 70, "memoryPercent": 80, "policyNames": names}
    recorder = deployed({f"{SERVICE}/tasks": tasks})
    policy = "aws:appautoscaling/policy:Policy"
    assert recorder.only(policy, "internal-pe-cpu").inputs["name"] == "payment-cpu-scaling"
    assert "name" not in recorder.only(policy, "internal-pe-memory").inputs


def test_an_alarm_of_one_target_has_the_name_that_is_given_also_in_composite_alarms() -> None:
    named = {"internal-pe": {"serviceCpu": {"name": "payment-high-cpu"}}}
    composite = {"busy": {"meaning": "Busy", "any": ["serviceCpu"], "quietInMaintenance": False}}
    recorder = deployed(
        {"platform:observability/alarmExceptions": named, "platform:observability/compositeAlarms": composite}
    )
    alarm = recorder.only("aws:cloudwatch/metricAlarm:MetricAlarm", "observability-alarms-internal-pe-service-cpu")
    assert alarm.inputs["name"] == "payment-high-cpu"
    rule = recorder.only("aws:cloudwatch/compositeAlarm:CompositeAlarm", "observability-alarms-busy")
    assert 'ALARM("payment-high-cpu")' in rule.inputs["alarmRule"]


def test_the_load_balancer_asks_as_often_as_is_given_before_a_task_is_healthy() -> None:
    recorder = deployed({f"{SERVICE}/healthCheck/successes": 4})
    group = recorder.only("aws:lb/targetGroup:TargetGroup", "internal-pe-tg")
    assert group.inputs["healthCheck"]["healthyThreshold"] == 4


def test_a_prefix_is_taken_off_the_paths_of_a_default_route() -> None:
    route = {"paths": ["/*"], "stripPrefix": "/payment", "priority": 900}
    rule = deployed({f"{SERVICE}/routes": [route]}).only("aws:lb/listenerRule:ListenerRule", "internal-pe-route-1")
    (transform,) = rule.inputs["transforms"]
    rewrite = transform["urlRewriteConfig"]["rewrite"]
    rewritten = [re.sub(rewrite["regex"], rewrite["replace"].replace("$2", r"\2"), path) for path in PATHS]
    assert rewritten == ["/", "/api/v1/payments", "/health", "/payments"]


PATHS = ["/payment", "/payment/api/v1/payments", "/health", "/payments"]


def test_the_databases_secret_holds_connection_strings_beside_its_parts() -> None:
    text = "Host=${host};Port=${port};Database=${dbname};Username=${username};Password=${password}"
    recorder = deployed(
        {
            "platform:database/secret/connectionStrings": {"npgsql": text},
            f"{SERVICE}/secrets": {"DATABASE": "database.npgsql"},
        }
    )
    version = recorder.only("aws:secretsmanager/secretVersion:SecretVersion", "database-connection-version")
    content = json.loads(version.inputs["secretStringWo"]["value"])
    password = content["password"]
    assert content["npgsql"] == (
        f"Host=db.internal;Port=5432;Database=fivestar_payments;Username=fivestar_app;Password={password}"
    )
    task = recorder.only("aws:ecs/taskDefinition:TaskDefinition", "internal-pe-task")
    (container,) = json.loads(task.inputs["containerDefinitions"])
    sources = {item["name"]: item["valueFrom"] for item in container["secrets"]}
    assert sources["DATABASE"].endswith(":npgsql::")


def test_a_caches_secret_holds_connection_strings_beside_its_parts() -> None:
    strings = {"redis": "${host}:${port},password=${token},ssl=true"}
    recorder = deployed({"platform:caches/sessions/connectionStrings": strings})
    version = recorder.only("aws:secretsmanager/secretVersion:SecretVersion", "cache-sessions-secret-value")
    content = json.loads(version.inputs["secretStringWo"]["value"])
    assert content["redis"] == f"master.cache.internal:6379,password={content['token']},ssl=true"


def test_a_secret_without_keys_is_a_text_by_itself() -> None:
    recorder = deployed(
        {
            "platform:secrets/items/webhook": {"description": "Signs webhooks"},
            f"{SERVICE}/secrets": {"WEBHOOK": "webhook"},
        }
    )
    version = recorder.only("aws:secretsmanager/secretVersion:SecretVersion", "secrets-webhook-placeholder")
    assert version.inputs["secretStringWo"]["value"].startswith("placeholder")
    task = recorder.only("aws:ecs/taskDefinition:TaskDefinition", "internal-pe-task")
    (container,) = json.loads(task.inputs["containerDefinitions"])
    assert not {item["valueFrom"] for item in container["secrets"]} & {"::"}
    assert any(
        item["name"] == "WEBHOOK" and item["valueFrom"].endswith("secrets-webhook") for item in container["secrets"]
    )


def test_functions_have_no_group_where_there_are_none() -> None:
    group = "aws:ec2/securityGroup:SecurityGroup"
    assert "groups-lambda" in {item.name for item in deployed({}).all(group)}
    recorder = deployed({"platform:network/functions": False})
    assert "groups-lambda" not in {item.name for item in recorder.all(group)}
    rules = [item.name for item in recorder.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")]
    assert not any("lambda" in name for name in rules)
    assert "groups-rds-in-5432-ecs" in rules
