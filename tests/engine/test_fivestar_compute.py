"""Fivestar's containers as the real engine deployed them, row by row of the acceptance list."""

import json
from collections.abc import Mapping

import pytest

from tests.engine.deployments import STACKS, Deployment, Resource

pytestmark = pytest.mark.engine

Fivestar = Mapping[str, Deployment]
Definition = dict[str, object]

ACCOUNTS = {"dev": "123456789012", "staging": "123456789013", "prod": "123456789014"}
REGION = "ap-south-1"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
SERVICE = "aws:ecs/service:Service"

every_stack = pytest.mark.parametrize("stack", STACKS)


def container(deployment: Deployment, name: str) -> Definition:
    """The main container of a service or job."""
    definitions: list[Definition] = json.loads(str(deployment.named(TASK, f"{name}-task").get("containerDefinitions")))
    (found,) = (definition for definition in definitions if definition["name"] == name)
    return found


def environment(deployment: Deployment, name: str) -> dict[str, str]:
    """Its environment variables."""
    variables = container(deployment, name)["environment"]
    assert isinstance(variables, list)
    return {variable["name"]: variable["value"] for variable in variables}


def statements(deployment: Deployment, role: str) -> dict[str, Definition]:
    """What the policy of a role allows, by statement."""
    owner = deployment.named("aws:iam/role:Role", role)
    (policy,) = (item for item in deployment.all("aws:iam/rolePolicy:RolePolicy") if item.get("role") == owner.id)
    document = json.loads(str(policy.get("policy")))
    return {statement["Sid"]: statement for statement in document["Statement"]}


@pytest.mark.parametrize(
    ("stack", "debug", "log_level", "razorpay", "juspay", "lms"),
    [
        pytest.param(
            "dev", "true", "DEBUG", "sandbox", "testing", "mock", marks=pytest.mark.requirement("FS-CONFIG-01")
        ),
        pytest.param(
            "staging", "false", "INFO", "sandbox", "testing", "staging", marks=pytest.mark.requirement("FS-CONFIG-02")
        ),
        pytest.param(
            "prod",
            "false",
            "WARN",
            "production",
            "production",
            "production",
            marks=pytest.mark.requirement("FS-CONFIG-03"),
        ),
    ],
)
def test_the_internal_engine_speaks_to_the_integrations_of_its_environment(
    fivestar: Fivestar, stack: str, debug: str, log_level: str, razorpay: str, juspay: str, lms: str
) -> None:
    found = environment(fivestar[stack], "internal-pe")
    assert (found["DEBUG"], found["LOG_LEVEL"]) == (debug, log_level)
    assert (found["RAZORPAY_ENVIRONMENT"], found["JUSPAY_ENVIRONMENT"]) == (razorpay, juspay)
    assert found["LMS_ENVIRONMENT"] == lms


@pytest.mark.requirement("FS-CONFIG-07")
@pytest.mark.parametrize(
    ("stack", "expected"), [("dev", "Development"), ("staging", "Staging"), ("prod", "Production")]
)
def test_asp_net_runs_in_the_environment_of_the_stack(fivestar: Fivestar, stack: str, expected: str) -> None:
    found = environment(fivestar[stack], "internal-pe")
    assert (found["ASPNETCORE_ENVIRONMENT"], found["ASPNETCORE_URLS"]) == (expected, "http://+:8080")


@every_stack
@pytest.mark.requirement("FS-ECS-08")
def test_the_portal_is_checked_by_its_first_page(fivestar: Fivestar, stack: str) -> None:
    check = container(fivestar[stack], "customer-portal")["healthCheck"]
    assert isinstance(check, dict)
    command = " ".join(check["command"])
    assert "wget" in command
    assert "--spider http://localhost:8080/ " in command
    assert (check["interval"], check["timeout"], check["retries"], check["startPeriod"]) == (30, 3, 3, 5)


@every_stack
@pytest.mark.requirement("FS-ECS-10")
def test_the_task_role_uses_the_two_tables_and_their_indexes_only(fivestar: Fivestar, stack: str) -> None:
    allowed = statements(fivestar[stack], "internal-pe-roles-task")
    tables = f"arn:aws:dynamodb:{REGION}:{ACCOUNTS[stack]}:table/{stack}-fivestar"
    use = allowed["UseTables"]
    assert use["Resource"] == [
        f"{tables}-transactions",
        f"{tables}-transactions/index/*",
        f"{tables}-transaction-queue",
        f"{tables}-transaction-queue/index/*",
    ]
    verbs = ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan")
    assert sorted(_listed(use["Action"])) == sorted(f"dynamodb:{verb}" for verb in verbs)
    others = [action for sid, item in allowed.items() if sid != "UseTables" for action in _listed(item["Action"])]
    assert not [action for action in others if action.startswith("dynamodb:")]


@every_stack
@pytest.mark.requirement("FS-ECS-11")
def test_the_task_role_reads_secrets_and_parameters_of_its_environment_only(fivestar: Fivestar, stack: str) -> None:
    allowed = statements(fivestar[stack], "internal-pe-roles-task")
    place = f"{REGION}:{ACCOUNTS[stack]}"
    secrets, parameters = allowed["ReadSecrets"], allowed["ReadParameters"]
    assert secrets["Action"] == ["secretsmanager:GetSecretValue"]
    assert secrets["Resource"] == [f"arn:aws:secretsmanager:{place}:secret:fivestar/payments/{stack}/*"]
    assert parameters["Action"] == [f"ssm:{verb}" for verb in ("GetParameter", "GetParameters", "GetParametersByPath")]
    assert parameters["Resource"] == [f"arn:aws:ssm:{place}:parameter/fivestar/payments/{stack}/*"]


def _listed(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(item) for item in value]


@every_stack
@pytest.mark.requirement("FS-ECS-02")
def test_the_execution_role_starts_tasks_of_this_account_only(fivestar: Fivestar, stack: str) -> None:
    deployment = fivestar[stack]
    trust = json.loads(
        str(deployment.named("aws:iam/role:Role", "internal-pe-roles-execution").get("assumeRolePolicy"))
    )
    (statement,) = trust["Statement"]
    assert statement["Principal"] == {"Service": "ecs-tasks.amazonaws.com"}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNTS[stack]}}
    reading = statements(deployment, "internal-pe-roles-execution")["ReadSecrets"]
    pattern = f"arn:aws:secretsmanager:{REGION}:{ACCOUNTS[stack]}:secret:fivestar/payments/{stack}/*"
    assert pattern in _listed(reading["Resource"])


@pytest.mark.requirement("FS-SCALE-01")
def test_production_holds_its_cpu_below_the_alarm(fivestar: Fivestar) -> None:
    policies = fivestar["prod"].all("aws:appautoscaling/policy:Policy")
    values = {policy.get("targetTrackingScalingPolicyConfiguration", "targetValue") for policy in policies}
    metrics = {
        policy.get("targetTrackingScalingPolicyConfiguration", "predefinedMetricSpecification", "predefinedMetricType")
        for policy in policies
    }
    assert (values, metrics) == ({70}, {"ECSServiceAverageCPUUtilization"})
    assert fivestar["dev"].all("aws:appautoscaling/policy:Policy") == []


@every_stack
def test_operators_can_run_the_debug_task(fivestar: Fivestar, stack: str) -> None:
    deployment = fivestar[stack]
    task = deployment.named(TASK, "debug-task-task")
    assert task.get("family") == "debug-task"
    assert "pg_isready" in str(container(deployment, "debug-task")["command"])
    found = environment(deployment, "debug-task")
    assert found["PGHOST"] == deployment.named("aws:rds/instance:Instance", "database-primary").get("address")
    connection = str(deployment.named("aws:secretsmanager/secret:Secret", "database-connection-secret").get("arn"))
    read = container(deployment, "debug-task")["secrets"]
    assert isinstance(read, list)
    assert {item["name"]: item["valueFrom"] for item in read} == {
        "PGUSER": f"{connection}:username::",
        "PGPASSWORD": f"{connection}:password::",
    }
    assert statements(deployment, "debug-task-roles-execution")["ReadSecrets"]["Resource"] == [connection]
    job = outputs(deployment, "jobs", "debug-task")
    assert job["taskDefinitionArn"] == task.get("arn")
    assert job["cluster"] == f"{stack}-fivestar-payments"
    subnets = {item.id for item in deployment.all("aws:ec2/subnet:Subnet") if "-app-" in item.name}
    assert set(_listed(job["subnetIds"])) == subnets
    (group,) = (item for item in deployment.all("aws:ec2/securityGroup:SecurityGroup") if item.name == "groups-ecs")
    assert job["securityGroupIds"] == [group.id]


def outputs(deployment: Deployment, *path: str) -> dict[str, object]:
    """A part of the stack's outputs."""
    (stack,) = deployment.all("pulumi:pulumi:Stack")
    found = stack.get(*path)
    assert isinstance(found, dict)
    return found


def test_a_shell_can_be_opened_in_dev_only_and_is_encrypted_and_recorded(fivestar: Fivestar) -> None:
    command = _cluster(fivestar["dev"]).get("configuration", "executeCommandConfiguration")
    assert isinstance(command, dict)
    assert command["logging"] == "OVERRIDE"
    assert command["kmsKeyId"] == fivestar["dev"].named("aws:kms/key:Key", "keys-sessions").get("arn")
    assert command["logConfiguration"]["cloudWatchLogGroupName"] == "/aws/ecs/exec/dev-fivestar-payments"
    assert "OpenShellChannels" in statements(fivestar["dev"], "debug-task-roles-task")
    for stack in STACKS:
        assert {service.get("enableExecuteCommand") for service in fivestar[stack].all(SERVICE)} == {False}
    assert not _cluster(fivestar["prod"]).get("configuration", "executeCommandConfiguration")


def _cluster(deployment: Deployment) -> Resource:
    return deployment.only("aws:ecs/cluster:Cluster")


@every_stack
def test_disks_of_tasks_are_encrypted_with_a_key_of_the_stack(fivestar: Fivestar, stack: str) -> None:
    storage = _cluster(fivestar[stack]).get("configuration", "managedStorageConfiguration")
    assert isinstance(storage, dict)
    key = fivestar[stack].named("aws:kms/key:Key", "keys-tasks")
    assert storage["fargateEphemeralStorageKmsKeyId"] == key.get("arn")


@pytest.mark.parametrize("stack", ["staging", "prod"])
def test_errors_of_the_new_tasks_roll_a_deployment_back(fivestar: Fivestar, stack: str) -> None:
    alarms = {alarm.get("name"): alarm for alarm in fivestar[stack].all("aws:cloudwatch/metricAlarm:MetricAlarm")}
    for service in fivestar[stack].all(SERVICE):
        (name,) = _listed(service.get("alarms", "alarmNames"))
        assert (alarms[name].get("threshold"), alarms[name].get("evaluationPeriods")) == (5, 2)
        assert service.get("alarms", "rollback") is True
        assert service.get("deploymentCircuitBreaker", "rollback") is True
