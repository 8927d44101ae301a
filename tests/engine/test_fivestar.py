"""Fivestar's stacks as the real engine deployed them, row by row of the acceptance list."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

import pytest

from tests.engine.deployments import STACKS, Deployment, Resource, copy_of_deployment

pytestmark = pytest.mark.engine

ACCOUNTS = {"dev": "123456789012", "staging": "123456789013", "prod": "123456789014"}
Fivestar = Mapping[str, Deployment]

SUBNET = "aws:ec2/subnet:Subnet"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
DATABASE = "aws:rds/instance:Instance"
SERVICE = "aws:ecs/service:Service"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"

every_stack = pytest.mark.parametrize("stack", STACKS)


@every_stack
def test_a_second_update_finds_no_drift_and_changes_nothing(fivestar: Fivestar, stack: str) -> None:
    again = fivestar[stack].again
    assert again.code == 0, again.output
    assert {"same", "refresh"} <= {step.operation for step in again.steps}
    assert again.changes == []


@every_stack
@pytest.mark.requirement("FS-ACCT-02")
def test_everything_lives_in_the_account_of_the_stack(fivestar: Fivestar, stack: str) -> None:
    arns = [str(resource.get("arn")) for resource in fivestar[stack].resources if resource.get("arn")]
    owned = [arn for arn in arns if arn.split(":")[4] not in ("", "aws")]
    assert len(owned) > 20
    assert {arn.split(":")[4] for arn in owned} == {ACCOUNTS[stack]}


@every_stack
@pytest.mark.requirement("FS-NET-01")
def test_the_vpc_has_the_range_and_region_of_the_seed(fivestar: Fivestar, stack: str) -> None:
    vpc = fivestar[stack].only("aws:ec2/vpc:Vpc")
    assert vpc.get("cidrBlock") == "192.168.0.0/24"
    assert vpc.get("region") == "ap-south-1"
    zones = {subnet.get("availabilityZone") for subnet in fivestar[stack].all(SUBNET)}
    assert zones == {"ap-south-1a", "ap-south-1b"}


@every_stack
@pytest.mark.parametrize(
    ("tier", "blocks"),
    [
        pytest.param("public", ("192.168.0.0/27", "192.168.0.32/27"), marks=pytest.mark.requirement("FS-NET-02")),
        pytest.param("app", ("192.168.0.64/27", "192.168.0.96/27"), marks=pytest.mark.requirement("FS-NET-03")),
        pytest.param("database", ("192.168.0.128/27", "192.168.0.160/27"), marks=pytest.mark.requirement("FS-NET-04")),
    ],
)
def test_a_tier_has_its_block_in_each_zone(fivestar: Fivestar, stack: str, tier: str, blocks: tuple[str, str]) -> None:
    found = {
        subnet.get("availabilityZone"): subnet.get("cidrBlock")
        for subnet in fivestar[stack].all(SUBNET)
        if f"-{tier}-" in subnet.name
    }
    assert found == {"ap-south-1a": blocks[0], "ap-south-1b": blocks[1]}


@every_stack
@pytest.mark.requirement("FS-NET-02")
def test_nat_gateways_stand_in_public_subnets(fivestar: Fivestar, stack: str) -> None:
    public = {subnet.id for subnet in fivestar[stack].all(SUBNET) if "-public-" in subnet.name}
    gateways = fivestar[stack].all("aws:ec2/natGateway:NatGateway")
    assert len(gateways) == (1 if stack == "dev" else 2)
    assert {gateway.get("subnetId") for gateway in gateways} <= public


@every_stack
@pytest.mark.requirement("FS-NET-04")
def test_no_route_leads_out_of_the_database_tier(fivestar: Fivestar, stack: str) -> None:
    tables = {table.id for table in fivestar[stack].all("aws:ec2/routeTable:RouteTable") if "-database-" in table.name}
    routes = fivestar[stack].all("aws:ec2/route:Route")
    assert len(tables) == 2
    assert not [route for route in routes if route.get("routeTableId") in tables]


@every_stack
@pytest.mark.requirement("FS-NET-05")
def test_the_reserved_quarter_of_the_range_holds_no_subnet(fivestar: Fivestar, stack: str) -> None:
    last = [int(str(subnet.get("cidrBlock")).split(".")[3].split("/")[0]) for subnet in fivestar[stack].all(SUBNET)]
    assert max(last) + 32 == 192


def group_id(deployment: Deployment, name: str) -> str:
    """The id of a security group by the end of its logical name."""
    (group,) = (group for group in deployment.all(GROUP) if group.name.endswith(f"-{name}"))
    return group.id


def rules(deployment: Deployment, type: str, group: str) -> set[tuple[object, object, str]]:
    """The rules of a group: from port, to port, and the peer (a CIDR, or the name of a group)."""
    names = {found.id: found.name.rsplit("-", 1)[-1] for found in deployment.all(GROUP)}
    owner = group_id(deployment, group)
    return {
        (rule.get("fromPort"), rule.get("toPort"), _peer(rule, names))
        for rule in deployment.all(type)
        if rule.get("securityGroupId") == owner
    }


def _peer(rule: Resource, names: Mapping[str, str]) -> str:
    referenced = rule.get("referencedSecurityGroupId")
    return names[str(referenced)] if referenced else str(rule.get("cidrIpv4") or rule.get("prefixListId"))


@every_stack
@pytest.mark.requirement("FS-SG-01")
def test_the_load_balancer_group_admits_the_web_and_reaches_only_the_tasks(fivestar: Fivestar, stack: str) -> None:
    assert rules(fivestar[stack], INGRESS, "alb") == {(443, 443, "0.0.0.0/0"), (80, 80, "0.0.0.0/0")}
    assert {peer for _, _, peer in rules(fivestar[stack], EGRESS, "alb")} == {"ecs"}


@every_stack
@pytest.mark.requirement("FS-SG-02")
def test_the_task_group_is_reached_from_the_load_balancer_only(fivestar: Fivestar, stack: str) -> None:
    assert rules(fivestar[stack], INGRESS, "ecs") == {(8080, 8080, "alb"), (8443, 8443, "alb")}
    assert rules(fivestar[stack], EGRESS, "ecs") == {
        (5432, 5432, "rds"),
        (6379, 6379, "cache"),
        (443, 443, "0.0.0.0/0"),
    }


@every_stack
@pytest.mark.requirement("FS-SG-03")
def test_the_database_group_admits_tasks_and_functions_and_sends_nothing(fivestar: Fivestar, stack: str) -> None:
    assert rules(fivestar[stack], INGRESS, "rds") == {(5432, 5432, "ecs"), (5432, 5432, "lambda")}
    assert rules(fivestar[stack], EGRESS, "rds") == set()


@every_stack
@pytest.mark.requirement("FS-SG-04")
def test_the_function_group_admits_nothing(fivestar: Fivestar, stack: str) -> None:
    assert rules(fivestar[stack], INGRESS, "lambda") == set()
    assert rules(fivestar[stack], EGRESS, "lambda") == {(443, 443, "0.0.0.0/0"), (5432, 5432, "rds")}


@every_stack
@pytest.mark.requirement("FS-ALB-01")
def test_port_80_redirects_to_https(fivestar: Fivestar, stack: str) -> None:
    (http,) = (item for item in fivestar[stack].all("aws:lb/listener:Listener") if item.get("port") == 80)
    assert http.get("defaultActions", 0, "type") == "redirect"
    assert http.get("defaultActions", 0, "redirect", "protocol") == "HTTPS"
    assert http.get("defaultActions", 0, "redirect", "statusCode") == "HTTP_301"


@every_stack
@pytest.mark.requirement("FS-ALB-02")
def test_the_load_balancer_has_the_name_that_operators_look_for(fivestar: Fivestar, stack: str) -> None:
    load_balancer = fivestar[stack].only("aws:lb/loadBalancer:LoadBalancer")
    assert load_balancer.get("name") == f"{stack}-internal-pe-alb"
    assert str(load_balancer.get("dnsName")).endswith(".ap-south-1.elb.amazonaws.com")


@every_stack
@pytest.mark.requirement("FS-DEPLOY-03")
def test_each_layer_takes_outputs_of_the_earlier_ones(fivestar: Fivestar, stack: str) -> None:
    deployment = fivestar[stack]
    subnets = {subnet.id for subnet in deployment.all(SUBNET)}
    database = deployment.named(DATABASE, "database-primary")
    groups = database.get("vpcSecurityGroupIds")
    assert groups == [group_id(deployment, "rds")]
    group = deployment.only("aws:rds/subnetGroup:SubnetGroup")
    assert texts(group.get("subnetIds")) < subnets
    for service in deployment.all(SERVICE):
        assert service.get("networkConfiguration", "securityGroups") == [group_id(deployment, "ecs")]


@every_stack
@pytest.mark.requirement("FS-DEPLOY-05")
def test_everything_that_can_carry_tags_carries_those_of_the_system(fivestar: Fivestar, stack: str) -> None:
    expected = {"Environment": stack, "Project": "FivestarPaymentsEngine", "Owner": "1CloudHub"}
    tagged = [resource for resource in fivestar[stack].resources if "tagsAll" in resource.properties]
    assert len(tagged) > 40
    for resource in tagged:
        tags = resource.get("tagsAll")
        assert isinstance(tags, dict)
        assert expected.items() <= tags.items(), resource.urn


@every_stack
@pytest.mark.requirement("FS-ECS-01")
def test_the_cluster_prefers_spot_above_two_tasks(fivestar: Fivestar, stack: str) -> None:
    assert fivestar[stack].only("aws:ecs/cluster:Cluster").get("name") == f"{stack}-fivestar-payments"
    capacity = fivestar[stack].only("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders")
    strategies = capacity.get("defaultCapacityProviderStrategies")
    assert isinstance(strategies, list)
    assert {item["capacityProvider"]: (item.get("base") or 0, item.get("weight")) for item in strategies} == {
        "FARGATE": (2, 1),
        "FARGATE_SPOT": (0, 4),
    }


@every_stack
@pytest.mark.requirement("FS-ECS-02")
def test_the_execution_role_reads_the_secrets_of_its_environment_only(fivestar: Fivestar, stack: str) -> None:
    deployment = fivestar[stack]
    role = deployment.named("aws:iam/role:Role", "internal-pe-roles-execution")
    assert "ecs-tasks.amazonaws.com" in str(role.get("assumeRolePolicy"))
    attached = [
        str(item.get("policyArn"))
        for item in deployment.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        if item.get("role") == role.get("name")
    ]
    assert attached == ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
    (policy,) = (item for item in deployment.all("aws:iam/rolePolicy:RolePolicy") if item.get("role") == role.id)
    reading = [
        statement
        for statement in json.loads(str(policy.get("policy")))["Statement"]
        if "secretsmanager:GetSecretValue" in statement["Action"]
    ]
    assert reading
    assert all(ACCOUNTS[stack] in arn for statement in reading for arn in _listed(statement["Resource"]))


def _listed(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


@pytest.mark.parametrize(
    ("stack", "cpu", "memory", "desired"),
    [
        pytest.param("dev", "512", "1024", 1, marks=pytest.mark.requirement("FS-ECS-03")),
        pytest.param("staging", "1024", "2048", 2, marks=pytest.mark.requirement("FS-ECS-04")),
        pytest.param("prod", "2048", "4096", 3, marks=pytest.mark.requirement("FS-ECS-05")),
    ],
)
def test_tasks_have_the_size_and_number_of_the_environment(
    fivestar: Fivestar, stack: str, cpu: str, memory: str, desired: int
) -> None:
    services = {f"{stack}-fivestar-internal-pe", f"{stack}-fivestar-customer-portal"}
    tasks = [task for task in fivestar[stack].all(TASK) if task.get("family") in services]
    assert len(tasks) == 2
    for task in tasks:
        assert (task.get("cpu"), task.get("memory")) == (cpu, memory)
    assert {service.get("desiredCount") for service in fivestar[stack].all(SERVICE)} == {desired}


@pytest.mark.requirement("FS-SCALE-01")
def test_production_scales_between_two_and_ten_tasks(fivestar: Fivestar) -> None:
    targets = fivestar["prod"].all("aws:appautoscaling/target:Target")
    assert {(target.get("minCapacity"), target.get("maxCapacity")) for target in targets} == {(2, 10)}
    assert {target.get("resourceId") for target in targets} == {
        "service/prod-fivestar-payments/prod-internal-pe-service",
        "service/prod-fivestar-payments/prod-customer-portal-service",
    }


@every_stack
@pytest.mark.requirement("FS-ECS-06")
def test_the_internal_engine_runs_on_fargate_and_port_8080(fivestar: Fivestar, stack: str) -> None:
    (task,) = (item for item in fivestar[stack].all(TASK) if item.get("family") == f"{stack}-fivestar-internal-pe")
    assert task.get("networkMode") == "awsvpc"
    assert task.get("requiresCompatibilities") == ["FARGATE"]
    container = container_of(task)
    assert container["name"] == "internal-pe"
    assert [mapping["containerPort"] for mapping in container["portMappings"]] == [8080]


@every_stack
@pytest.mark.requirement("FS-ECS-07")
def test_the_internal_engine_is_checked_by_its_health_path(fivestar: Fivestar, stack: str) -> None:
    (task,) = (item for item in fivestar[stack].all(TASK) if item.get("family") == f"{stack}-fivestar-internal-pe")
    check = container_of(task)["healthCheck"]
    assert "curl -f http://localhost:8080/health" in " ".join(check["command"])
    assert (check["interval"], check["timeout"], check["retries"], check["startPeriod"]) == (30, 5, 3, 60)


class HealthCheck(TypedDict):
    """A container's health check."""

    command: list[str]
    interval: int
    timeout: int
    retries: int
    startPeriod: int


class Logging(TypedDict):
    """Where a container logs to."""

    logDriver: str
    options: dict[str, str]


class Container(TypedDict):
    """What the tests look at of a container definition."""

    name: str
    portMappings: list[dict[str, int]]
    healthCheck: HealthCheck
    secrets: list[dict[str, str]]
    logConfiguration: Logging


def container_of(task: Resource) -> Container:
    """The application's container of a task definition."""
    definitions: list[Container] = json.loads(str(task.get("containerDefinitions")))
    return definitions[0]


def texts(value: object) -> set[str]:
    """The items of an output that is a list of texts."""
    assert isinstance(value, list)
    return {str(item) for item in value}


@every_stack
@pytest.mark.requirement("FS-ECS-09")
def test_services_have_the_names_that_operators_look_for(fivestar: Fivestar, stack: str) -> None:
    assert {service.get("name") for service in fivestar[stack].all(SERVICE)} == {
        f"{stack}-internal-pe-service",
        f"{stack}-customer-portal-service",
    }


@every_stack
@pytest.mark.requirement("FS-SECRET-04")
def test_the_connection_string_is_a_reference_to_a_secret(fivestar: Fivestar, stack: str) -> None:
    (task,) = (item for item in fivestar[stack].all(TASK) if item.get("family") == f"{stack}-fivestar-internal-pe")
    secrets = {item["name"]: item["valueFrom"] for item in container_of(task)["secrets"]}
    assert secrets["DATABASE_CONNECTION_STRING"].startswith("arn:aws:secretsmanager:ap-south-1:")


@every_stack
@pytest.mark.requirement("FS-LOG-04")
def test_container_logs_go_to_an_encrypted_group(fivestar: Fivestar, stack: str) -> None:
    (group,) = (
        item for item in fivestar[stack].all(LOG_GROUP) if item.get("name") == f"/ecs/{stack}-fivestar-internal-pe"
    )
    assert str(group.get("kmsKeyId")).startswith("arn:aws:kms:ap-south-1:")
    (task,) = (item for item in fivestar[stack].all(TASK) if item.get("family") == f"{stack}-fivestar-internal-pe")
    logging = container_of(task)["logConfiguration"]
    assert logging["logDriver"] == "awslogs"
    assert logging["options"]["awslogs-group"] == group.get("name")
    assert logging["options"]["awslogs-stream-prefix"] == "ecs"


@pytest.mark.parametrize(
    ("stack", "insights", "days"),
    [
        pytest.param("dev", "disabled", 7, marks=pytest.mark.requirement("FS-LOG-01")),
        pytest.param("staging", "enabled", 30, marks=pytest.mark.requirement("FS-LOG-02")),
        pytest.param("prod", "enabled", 90, marks=pytest.mark.requirement("FS-LOG-03")),
    ],
)
def test_monitoring_detail_and_log_retention_follow_the_environment(
    fivestar: Fivestar, stack: str, insights: str, days: int
) -> None:
    cluster = fivestar[stack].only("aws:ecs/cluster:Cluster")
    assert cluster.get("settings") == [{"name": "containerInsights", "value": insights}]
    groups = [group for group in fivestar[stack].all(LOG_GROUP) if str(group.get("name")).startswith("/ecs/")]
    assert {group.get("retentionInDays") for group in groups} == {days}


@pytest.mark.parametrize(
    ("stack", "instance_class", "storage", "backup", "multi_az"),
    [
        pytest.param("dev", "db.t3.medium", 100, 7, False, marks=pytest.mark.requirement("FS-RDS-01")),
        pytest.param("staging", "db.r6g.large", 500, 14, True, marks=pytest.mark.requirement("FS-RDS-02")),
        pytest.param("prod", "db.r6g.large", 1000, 35, True),
    ],
)
def test_the_database_has_the_figures_of_the_environment(
    fivestar: Fivestar, stack: str, instance_class: str, storage: int, backup: int, multi_az: bool
) -> None:
    database = fivestar[stack].named(DATABASE, "database-primary")
    assert database.get("instanceClass") == instance_class
    assert database.get("allocatedStorage") == storage
    assert database.get("backupRetentionPeriod") == backup
    assert database.get("multiAz") is multi_az


@every_stack
@pytest.mark.requirement("FS-RDS-04")
def test_the_database_is_postgresql_15_4_on_gp3(fivestar: Fivestar, stack: str) -> None:
    database = fivestar[stack].named(DATABASE, "database-primary")
    assert database.get("identifier") == f"{stack}-fivestar-payments-db"
    assert (database.get("engine"), database.get("engineVersion")) == ("postgres", "15.4")
    assert database.get("storageType") == "gp3"


@every_stack
@pytest.mark.requirement("FS-RDS-05")
def test_the_database_is_encrypted_with_the_stacks_own_key(fivestar: Fivestar, stack: str) -> None:
    database = fivestar[stack].named(DATABASE, "database-primary")
    keys = {key.get("arn") for key in fivestar[stack].all("aws:kms/key:Key")}
    assert database.get("storageEncrypted") is True
    assert database.get("kmsKeyId") in keys


@every_stack
@pytest.mark.requirement("FS-RDS-07")
def test_the_database_stands_in_its_own_subnets_and_is_not_public(fivestar: Fivestar, stack: str) -> None:
    tier = {subnet.id for subnet in fivestar[stack].all(SUBNET) if "-database-" in subnet.name}
    group = fivestar[stack].only("aws:rds/subnetGroup:SubnetGroup")
    assert texts(group.get("subnetIds")) == tier
    database = fivestar[stack].named(DATABASE, "database-primary")
    assert database.get("dbSubnetGroupName") == group.get("name")
    assert not database.get("publiclyAccessible")


@every_stack
@pytest.mark.requirement("FS-RDS-08")
def test_backup_and_maintenance_have_their_windows(fivestar: Fivestar, stack: str) -> None:
    database = fivestar[stack].named(DATABASE, "database-primary")
    assert database.get("backupWindow") == "03:00-04:00"
    assert database.get("maintenanceWindow") == "sun:04:00-sun:05:00"


@every_stack
@pytest.mark.requirement("FS-RDS-09")
def test_the_database_is_watched_every_minute(fivestar: Fivestar, stack: str) -> None:
    database = fivestar[stack].named(DATABASE, "database-primary")
    roles = {role.get("arn") for role in fivestar[stack].all("aws:iam/role:Role")}
    assert database.get("monitoringInterval") == 60
    assert database.get("monitoringRoleArn") in roles
    assert database.get("performanceInsightsRetentionPeriod") == 7


@every_stack
@pytest.mark.requirement("FS-RDS-10")
def test_only_production_protects_its_database_and_all_keep_its_backups(fivestar: Fivestar, stack: str) -> None:
    database = fivestar[stack].named(DATABASE, "database-primary")
    assert bool(database.get("deletionProtection")) is (stack == "prod")
    assert database.protect is (stack == "prod")
    assert database.get("deleteAutomatedBackups") is False


@every_stack
@pytest.mark.requirement("FS-LOG-06")
def test_slow_queries_are_logged_and_exported(fivestar: Fivestar, stack: str) -> None:
    database = fivestar[stack].named(DATABASE, "database-primary")
    assert "postgresql" in texts(database.get("enabledCloudwatchLogsExports"))
    group = fivestar[stack].only("aws:rds/parameterGroup:ParameterGroup")
    parameters = group.get("parameters")
    assert isinstance(parameters, list)
    settings = {item["name"]: item["value"] for item in parameters}
    assert "log_min_duration_statement" in settings
    assert settings["rds.force_ssl"] == "1"


def test_destroy_takes_development_down_completely(fivestar: Fivestar, tmp_path: Path) -> None:
    project = copy_of_deployment(fivestar["dev"], tmp_path / "project")
    before = project.deployed().total()
    destroyed = project.run("destroy", "--yes", "--skip-preview")
    assert destroyed.code == 0, destroyed.output
    assert before - project.deployed().total() >= len(
        [item for item in fivestar["dev"].resources if item.type.startswith("aws:")]
    )
    assert project.cloud("list", "ecs").output.count(ACCOUNTS["dev"]) == 0


def test_destroy_of_production_is_refused_by_its_protection(fivestar: Fivestar, tmp_path: Path) -> None:
    project = copy_of_deployment(fivestar["prod"], tmp_path / "project")
    before = project.deployed()
    refused = project.run("destroy", "--yes")
    assert refused.code != 0
    assert "cannot be deleted" in refused.output
    assert "because it is protected" in refused.output
    assert project.deployed() == before
