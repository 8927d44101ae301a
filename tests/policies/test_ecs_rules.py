"""Shapes of clusters, services and tasks that ECS rules must tell apart."""

import json

import pytest

from policies.environment import Environment
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Violation
from tests.policies.examples.containers import CLUSTER, PROVIDERS, SERVICE, TASK, containers, shells, strategy
from tests.policies.harness import UNKNOWN_VALUE, Json, Resource, secret
from tests.policies.verdicts import reports, verdict

GROUP = "aws:lb/targetGroup:TargetGroup"
TARGET = "aws:appautoscaling/target:Target"
ROLE = "aws:iam/role:Role"


def test_container_definitions_may_spell_keys_in_upper_case_and_come_as_a_secret() -> None:
    text = json.dumps([{"Name": "api", "Privileged": True, "Environment": [{"Name": "API_KEY", "Value": "s3cr3t"}]}])
    assert isinstance(verdict("ecs-no-privileged", TASK, {"containerDefinitions": secret(text)}), Violation)
    found = verdict("ecs-no-secrets-in-env", TASK, {"containerDefinitions": secret(text)})
    assert isinstance(found, Violation)
    assert "s3cr3t" not in found.reason


def test_a_value_of_a_secret_text_is_not_shown() -> None:
    text = json.dumps([{"name": "api", "user": "root"}])
    found = verdict("ecs-non-root-user", TASK, {"containerDefinitions": secret(text)})
    assert isinstance(found, Violation)
    assert "root" not in found.reason.removeprefix('container "api"')


@pytest.mark.parametrize("text", ["no JSON", "3", '["x"]'])
def test_text_that_is_no_list_of_containers_cannot_be_judged(text: str) -> None:
    found = verdict("ecs-no-privileged", TASK, {"containerDefinitions": text})
    assert found == Undetermined("containerDefinitions")


def test_every_container_counts_and_the_violating_one_is_named() -> None:
    text = json.dumps([{"name": "api", "user": "1000"}, {"name": "proxy"}])
    found = verdict("ecs-non-root-user", TASK, {"containerDefinitions": text})
    assert isinstance(found, Violation)
    assert 'container "proxy"' in found.reason
    assert "api" not in found.reason


@pytest.mark.parametrize(
    ("user", "is_root"),
    [("root", True), ("0", True), ("0:0", True), ("00", True), ("root:app", True), ("app", False), ("10:0", False)],
)
def test_root_has_several_names(user: str, is_root: bool) -> None:
    assert isinstance(verdict("ecs-non-root-user", TASK, containers(user=user)), Violation) is is_root


@pytest.mark.parametrize("policy", ["ecs-non-root-user", "ecs-readonly-root"])
def test_windows_has_neither_root_nor_read_only_file_systems(policy: str) -> None:
    task = {**containers(), "runtimePlatform": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}}
    assert isinstance(verdict(policy, TASK, task), NotApplicable)


@pytest.mark.parametrize("policy", ["ecs-non-root-user", "ecs-readonly-root"])
def test_the_log_router_of_firelens_is_left_out(policy: str) -> None:
    assert isinstance(verdict(policy, TASK, containers(firelensConfiguration={"type": "fluentbit"})), NotApplicable)


@pytest.mark.parametrize(
    ("properties", "violates"),
    [
        ({"networkMode": "awsvpc"}, False),
        ({"networkMode": "none"}, False),
        ({"networkMode": "host"}, True),
        ({}, True),
        ({"networkMode": "bridge", "requiresCompatibilities": ["EC2"]}, True),
        ({"networkMode": "bridge", "requiresCompatibilities": ["EXTERNAL"]}, False),
        ({"networkMode": "host", "requiresCompatibilities": ["EXTERNAL"]}, True),
        ({"networkMode": "awsvpc", "ipcMode": "host"}, True),
    ],
)
def test_a_task_outside_of_aws_may_use_a_bridge(properties: dict[str, Json], violates: bool) -> None:
    assert isinstance(verdict("ecs-no-host-namespaces", TASK, properties), Violation) is violates


@pytest.mark.parametrize(
    ("image", "violates"),
    [
        ("123456789014.dkr.ecr.ap-south-1.amazonaws.com/api@sha256:0f", False),
        ("123456789014.dkr.ecr.ap-south-1.amazonaws.com/api:latest@sha256:0f", False),
        ("123456789014.dkr.ecr.ap-south-1.amazonaws.com/api", True),
        ("123456789014.dkr.ecr-fips.us-east-1.amazonaws.com/api:1", False),
        ("public.ecr.aws/nginx/nginx:1.27", False),
        ("public.ecr.aws.evil.com/nginx:1.27", True),
        ("nginx:1.27", True),
        ("library/nginx@sha256:0f", True),
        ("localhost:5000/api:1", True),
    ],
)
def test_an_image_is_read_as_docker_reads_it(image: str, violates: bool) -> None:
    assert isinstance(verdict("ecs-image-pinned", TASK, containers(image=image)), Violation) is violates


def test_registries_may_be_chosen() -> None:
    found = verdict("ecs-image-pinned", TASK, containers(image="ghcr.io/x/api:1"), registries=[r"ghcr\.io"])
    assert found == COMPLIANT


@pytest.mark.parametrize(
    ("properties", "violates"),
    [
        ({}, False),
        (shells(logging="DEFAULT"), False),
        (shells(logging="OVERRIDE", kmsKeyId="alias/own"), True),
        (shells(logging="OVERRIDE", kmsKeyId="k", logConfiguration={"s3BucketName": "b"}), True),
        (
            shells(
                logging="OVERRIDE",
                kmsKeyId="k",
                logConfiguration={"s3BucketName": "b", "s3BucketEncryptionEnabled": "true"},
            ),
            False,
        ),
    ],
)
def test_shells_are_recorded_where_they_are_sent(properties: dict[str, Json], violates: bool) -> None:
    assert isinstance(verdict("ecs-exec-logged", CLUSTER, properties), Violation) is violates


@pytest.mark.parametrize(
    ("change", "applies"),
    [
        ({}, True),
        ({"deploymentConfiguration": {"strategy": "ROLLING"}}, True),
        ({"deploymentConfiguration": {"strategy": "BLUE_GREEN"}}, False),
        ({"deploymentController": {"type": "CODE_DEPLOY"}}, False),
    ],
)
def test_the_circuit_breaker_is_one_of_rolling_deployments(change: dict[str, Json], applies: bool) -> None:
    assert isinstance(verdict("ecs-circuit-breaker", SERVICE, change), Violation) is applies


def test_a_service_on_every_host_replaces_tasks_host_by_host() -> None:
    daemon: dict[str, Json] = {"schedulingStrategy": "DAEMON", "deploymentMinimumHealthyPercent": 0}
    assert isinstance(verdict("ecs-deployment-min-healthy", SERVICE, daemon), NotApplicable)
    assert verdict("ecs-deployment-min-healthy", SERVICE, {}) == COMPLIANT


@pytest.mark.parametrize(
    ("version", "violates"), [("1.0.0", False), ("1.4.0", False), ("1.10.0", False), ("1.2.0", True)]
)
def test_platform_versions_are_compared_as_numbers(version: str, violates: bool) -> None:
    found = verdict("ecs-fargate-platform-latest", SERVICE, {"platformVersion": version})
    assert isinstance(found, Violation) is violates


def test_spot_that_gets_no_task_and_capacity_of_ones_own_need_no_base() -> None:
    unused: Json = [strategy("FARGATE", weight=1), strategy("FARGATE_SPOT", weight=0)]
    own: Json = [strategy("own-instances", weight=1)]
    for entries in (unused, own):
        assert verdict("ecs-spot-base", SERVICE, {"capacityProviderStrategies": entries}) == COMPLIANT


@pytest.mark.parametrize(("environment", "enough"), [(Environment.PROD, False), (Environment.STAGING, True)])
def test_the_base_depends_on_the_environment(environment: Environment, enough: bool) -> None:
    entries: Json = [strategy("FARGATE", base=1), strategy("FARGATE_SPOT", weight=1)]
    found = verdict("ecs-spot-base", SERVICE, {"capacityProviderStrategies": entries}, environment)
    assert isinstance(found, Violation) is not enough


def service(**properties: Json) -> Resource:
    return Resource(SERVICE, "api", {"name": "api", **properties})


def test_a_service_needs_two_tasks_in_prod() -> None:
    (report,) = reports("ecs-min-desired-count", service(desiredCount=1))
    assert "desiredCount is 1, the minimum is 2" in report.message
    assert reports("ecs-min-desired-count", service(desiredCount=2)) == []
    assert reports("ecs-min-desired-count", service(schedulingStrategy="DAEMON")) == []


@pytest.mark.parametrize(("lowest", "reported"), [(2, 0), (1, 1)])
@pytest.mark.parametrize("resource_id", ["service/payments/api", UNKNOWN_VALUE])
def test_where_a_service_scales_its_lowest_number_of_tasks_counts(lowest: int, reported: int, resource_id: str) -> None:
    scaled = service(desiredCount=1)
    properties: dict[str, Json] = {
        "resourceId": resource_id,
        "scalableDimension": "ecs:service:DesiredCount",
        "minCapacity": lowest,
    }
    target = Resource(TARGET, "scaling", properties, {"resourceId": [scaled]} if resource_id == UNKNOWN_VALUE else {})
    found = reports("ecs-min-desired-count", scaled, target)
    assert len(found) == reported
    assert all("minCapacity is 1" in report.message for report in found)


def test_a_scalable_target_of_another_service_does_not_count() -> None:
    other = Resource(
        TARGET,
        "scaling",
        {"resourceId": "service/payments/portal", "scalableDimension": "ecs:service:DesiredCount", "minCapacity": 2},
    )
    assert len(reports("ecs-min-desired-count", service(desiredCount=1), other)) == 1


def test_a_task_needs_two_roles() -> None:
    def said(**roles: Json) -> list[str]:
        task = Resource(TASK, "task", roles)
        return [report.message.splitlines()[0] for report in reports("ecs-task-roles-distinct", task)]

    assert "taskRoleArn is not set" in said(executionRoleArn="arn:a")[0]
    assert "are one role" in said(executionRoleArn="arn:a", taskRoleArn="arn:a")[0]
    assert said(executionRoleArn="arn:a", taskRoleArn="arn:b") == []


def test_roles_not_known_yet_are_told_apart_by_where_they_come_from() -> None:
    start, own = Resource(ROLE, "start"), Resource(ROLE, "own")
    hidden: dict[str, Json] = {"executionRoleArn": UNKNOWN_VALUE, "taskRoleArn": UNKNOWN_VALUE}
    two = Resource(TASK, "two", hidden, {"executionRoleArn": [start], "taskRoleArn": [own]})
    one = Resource(TASK, "one", hidden, {"executionRoleArn": [start], "taskRoleArn": [start]})
    assert reports("ecs-task-roles-distinct", start, own, two) == []
    (report,) = reports("ecs-task-roles-distinct", start, own, one)
    assert "come from one role" in report.message


def on_spot(group: Resource, **properties: Json) -> Resource:
    strategies: Json = [strategy("FARGATE", base=2), strategy("FARGATE_SPOT", weight=1)]
    balancers: Json = [{"targetGroupArn": UNKNOWN_VALUE, "containerName": "api"}]
    given: dict[str, Json] = {"capacityProviderStrategies": strategies, "loadBalancers": balancers, **properties}
    return Resource(SERVICE, "api", given, {"loadBalancers": [group]})


def test_a_target_group_lets_go_of_spot_tasks_in_time() -> None:
    slow, quick = Resource(GROUP, "group"), Resource(GROUP, "group", {"deregistrationDelay": "60"})
    (report,) = reports("lb-deregistration-vs-spot", slow, on_spot(slow))
    assert "deregistrationDelay is not set, which means 300" in report.message
    assert reports("lb-deregistration-vs-spot", quick, on_spot(quick)) == []
    assert reports("lb-deregistration-vs-spot", slow) == []


def test_a_service_without_a_strategy_takes_that_of_its_cluster() -> None:
    group, cluster = Resource(GROUP, "group"), Resource(CLUSTER, "cluster", {"name": "payments"})
    strategies: Json = [strategy("FARGATE", base=2), strategy("FARGATE_SPOT", weight=1)]
    providers = Resource(
        PROVIDERS, "providers", {"clusterName": "payments", "defaultCapacityProviderStrategies": strategies}
    )
    by_default = on_spot(group, capacityProviderStrategies=None, cluster="payments")
    fargate = on_spot(group, capacityProviderStrategies=None, cluster="payments", launchType="FARGATE")
    assert len(reports("lb-deregistration-vs-spot", group, cluster, providers, by_default)) == 1
    assert reports("lb-deregistration-vs-spot", group, cluster, providers, fargate) == []
