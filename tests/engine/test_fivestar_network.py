"""Fivestar's network, images and off hours as the real engine deployed them, row by row of the acceptance list."""

import json
from collections.abc import Mapping

import pytest

from tests.engine.deployments import STACKS, Deployment, Resource

pytestmark = pytest.mark.engine

ACCOUNTS = {"dev": "123456789012", "staging": "123456789013", "prod": "123456789014"}
Fivestar = Mapping[str, Deployment]

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
SUBNET = "aws:ec2/subnet:Subnet"
ROUTE_TABLE = "aws:ec2/routeTable:RouteTable"
REPOSITORY = "aws:ecr/repository:Repository"
SCHEDULE = "aws:scheduler/schedule:Schedule"
TASK = "aws:ecs/taskDefinition:TaskDefinition"

every_stack = pytest.mark.parametrize("stack", STACKS)


def texts(value: object) -> set[str]:
    """The texts of a list."""
    return {str(item) for item in value} if isinstance(value, list) else set()


def in_tier(deployment: Deployment, type: str, tier: str) -> set[str]:
    """Ids of subnets or route tables of a tier."""
    return {resource.id for resource in deployment.all(type) if f"-{tier}-" in resource.name}


def endpoint(deployment: Deployment, kind: str, service: str) -> Resource:
    """The endpoint of a kind, Gateway or Interface, for a service."""
    (found,) = (
        item
        for item in deployment.all(ENDPOINT)
        if item.get("vpcEndpointType") == kind and item.get("serviceName") == f"com.amazonaws.ap-south-1.{service}"
    )
    return found


def schedules(deployment: Deployment, stem: str) -> dict[str, Resource]:
    """Schedules by the end of their name."""
    prefix = f"{stem}-schedules-"
    return {item.name.removeprefix(prefix): item for item in deployment.all(SCHEDULE) if item.name.startswith(prefix)}


@every_stack
@pytest.mark.requirement("FS-NET-04")
def test_the_database_subnets_hold_the_database_and_dynamodbs_interface_endpoint(
    fivestar: Fivestar, stack: str
) -> None:
    deployment = fivestar[stack]
    subnets = in_tier(deployment, SUBNET, "database")
    assert len(subnets) == 2
    assert texts(deployment.only("aws:rds/subnetGroup:SubnetGroup").get("subnetIds")) == subnets
    interface = endpoint(deployment, "Interface", "dynamodb")
    assert texts(interface.get("subnetIds")) == subnets
    assert len(texts(interface.get("networkInterfaceIds"))) == 2


@every_stack
@pytest.mark.requirement("FS-NET-04")
def test_dynamodb_and_s3_are_reached_by_route_from_both_private_tiers(fivestar: Fivestar, stack: str) -> None:
    deployment = fivestar[stack]
    tables = in_tier(deployment, ROUTE_TABLE, "app") | in_tier(deployment, ROUTE_TABLE, "database")
    assert len(tables) == 4
    for service in ("dynamodb", "s3"):
        assert texts(endpoint(deployment, "Gateway", service).get("routeTableIds")) == tables


@every_stack
@pytest.mark.requirement("FS-NET-03")
def test_the_app_subnets_hold_the_services(fivestar: Fivestar, stack: str) -> None:
    deployment = fivestar[stack]
    subnets = in_tier(deployment, SUBNET, "app")
    services = deployment.all("aws:ecs/service:Service")
    assert services
    for service in services:
        assert texts(service.get("networkConfiguration", "subnets")) == subnets


@every_stack
@pytest.mark.requirement("FS-NET-02")
def test_the_public_subnets_hold_the_load_balancer(fivestar: Fivestar, stack: str) -> None:
    deployment = fivestar[stack]
    subnets = in_tier(deployment, SUBNET, "public")
    assert texts(deployment.only("aws:lb/loadBalancer:LoadBalancer").get("subnets")) == subnets


@every_stack
def test_every_endpoint_admits_the_stacks_account_only(fivestar: Fivestar, stack: str) -> None:
    endpoints = fivestar[stack].all(ENDPOINT)
    assert len(endpoints) == (3 if stack == "dev" else 8)
    for item in endpoints:
        own, *others = json.loads(str(item.get("policy")))["Statement"]
        accounts = own["Condition"]["StringEquals"]
        assert accounts == {"aws:PrincipalAccount": [ACCOUNTS[stack]], "aws:ResourceAccount": [ACCOUNTS[stack]]}
        assert [statement["Resource"] for statement in others] in (
            [],
            ["arn:aws:s3:::prod-ap-south-1-starport-layer-bucket/*"],
        )


@every_stack
def test_interface_endpoints_are_reached_from_tasks_and_functions_only(fivestar: Fivestar, stack: str) -> None:
    deployment = fivestar[stack]
    groups = {item.id: item.name for item in deployment.all("aws:ec2/securityGroup:SecurityGroup")}
    interfaces = [item for item in deployment.all(ENDPOINT) if item.get("vpcEndpointType") == "Interface"]
    (group,) = {group for item in interfaces for group in texts(item.get("securityGroupIds"))}
    assert groups[group] == "groups-endpoints"
    rules = deployment.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    peers = {
        groups[str(rule.get("referencedSecurityGroupId"))] for rule in rules if rule.get("securityGroupId") == group
    }
    assert peers == {"groups-ecs", "groups-lambda"}


@every_stack
@pytest.mark.parametrize(
    "component",
    [
        pytest.param("internal-pe", marks=pytest.mark.requirement("FS-ECR-01")),
        pytest.param("customer-portal", marks=pytest.mark.requirement("FS-ECR-02")),
    ],
)
def test_a_component_is_one_image_from_its_own_repository(fivestar: Fivestar, stack: str, component: str) -> None:
    deployment = fivestar[stack]
    repository = deployment.named(REPOSITORY, f"image-{component}-repository")
    assert repository.get("name") == f"fivestar-{component}"
    assert repository.get("imageScanningConfiguration", "scanOnPush") is True
    assert repository.get("imageTagMutability") == "IMMUTABLE"
    assert repository.get("encryptionConfigurations", 0, "encryptionType") == "KMS"
    assert repository.protect is (stack == "prod")
    url = str(repository.get("repositoryUrl"))
    assert url == f"{ACCOUNTS[stack]}.dkr.ecr.ap-south-1.amazonaws.com/fivestar-{component}"
    task = deployment.named(TASK, f"{component}-task")
    (container,) = (
        item for item in json.loads(str(task.get("containerDefinitions"))) if item["image"].startswith(f"{url}:")
    )
    assert not container["image"].endswith(":latest")
    assert [mapping["containerPort"] for mapping in container["portMappings"]] == [8080]


@pytest.mark.requirement("FS-COST-02")
def test_development_stops_after_business_hours_and_starts_again(fivestar: Fivestar) -> None:
    deployment = fivestar["dev"]
    found = schedules(deployment, "off-hours")
    assert {key: item.get("scheduleExpression") for key, item in found.items()} == {
        "database-start": "cron(40 7 ? * MON,TUE,WED,THU,FRI *)",
        "service-internal-pe-start": "cron(0 8 ? * MON,TUE,WED,THU,FRI *)",
        "service-customer-portal-start": "cron(0 8 ? * MON,TUE,WED,THU,FRI *)",
        "service-internal-pe-stop": "cron(0 20 ? * MON,TUE,WED,THU,FRI *)",
        "service-customer-portal-stop": "cron(0 20 ? * MON,TUE,WED,THU,FRI *)",
        "database-stop": "cron(20 20 ? * MON,TUE,WED,THU,FRI *)",
    }
    assert {item.get("scheduleExpressionTimezone") for item in found.values()} == {"Asia/Kolkata"}
    for service in deployment.all("aws:ecs/service:Service"):
        key = service.name.removesuffix("-service")
        stop = json.loads(str(found[f"service-{key}-stop"].get("target", "input")))
        assert stop == {"Cluster": "dev-fivestar-payments", "Service": service.get("name"), "DesiredCount": 0}
        start = json.loads(str(found[f"service-{key}-start"].get("target", "input")))
        assert start["DesiredCount"] == service.get("desiredCount")
    database = deployment.only("aws:rds/instance:Instance")
    for verb in ("start", "stop"):
        target = found[f"database-{verb}"]
        assert target.get("target", "arn") == f"arn:aws:scheduler:::aws-sdk:rds:{verb}DBInstance"
        given = json.loads(str(target.get("target", "input")))
        assert given == {"DbInstanceIdentifier": database.get("identifier")}


@pytest.mark.requirement("FS-COST-02")
def test_the_schedules_role_may_stop_what_development_has_and_nothing_else(fivestar: Fivestar) -> None:
    deployment = fivestar["dev"]
    policy = deployment.named("aws:iam/rolePolicy:RolePolicy", "off-hours-schedules-role")
    allowed = {item["Sid"]: set(item["Resource"]) for item in json.loads(str(policy.get("policy")))["Statement"]}
    database = {str(deployment.only("aws:rds/instance:Instance").get("arn"))}
    services = {service.id for service in deployment.all("aws:ecs/service:Service")}
    assert allowed == {"UpdateService": services, "StartDBInstance": database, "StopDBInstance": database}
    group = deployment.only("aws:scheduler/scheduleGroup:ScheduleGroup").get("arn")
    trust = deployment.named("aws:iam/role:Role", "off-hours-schedules-role").get("assumeRolePolicy")
    condition = json.loads(str(trust))["Statement"][0]["Condition"]["StringEquals"]
    assert condition == {"aws:SourceAccount": ACCOUNTS["dev"], "aws:SourceArn": group}


@pytest.mark.requirement("FS-COST-04")
def test_staging_is_cleaned_up_every_week(fivestar: Fivestar) -> None:
    deployment = fivestar["staging"]
    found = schedules(deployment, "clean-up")
    assert {item.get("scheduleExpression") for item in found.values()} == {"cron(0 2 ? * SUN *)"}
    workflow = deployment.only("aws:sfn/stateMachine:StateMachine")
    started = json.loads(str(found["workflow"].get("target", "input")))
    assert started == {"StateMachineArn": workflow.get("arn")}
    definition = str(workflow.get("definition"))
    assert "ecs:deregisterTaskDefinition" in definition
    assert "rds:deleteDBSnapshot" in definition
    assert str(deployment.only("aws:rds/instance:Instance").get("identifier")) in definition


@pytest.mark.parametrize("stack", ["prod"])
def test_production_never_stops(fivestar: Fivestar, stack: str) -> None:
    assert fivestar[stack].all(SCHEDULE) == []
    assert fivestar[stack].all("aws:sfn/stateMachine:StateMachine") == []


@every_stack
@pytest.mark.requirement("FS-NET-01")
def test_all_traffic_is_recorded_with_fields_that_auditors_ask_for(fivestar: Fivestar, stack: str) -> None:
    log = fivestar[stack].only("aws:ec2/flowLog:FlowLog")
    assert log.get("vpcId") == fivestar[stack].only("aws:ec2/vpc:Vpc").id
    assert log.get("trafficType") == "ALL"
    assert {"${pkt-srcaddr}", "${pkt-dstaddr}", "${action}", "${flow-direction}"} <= {
        *str(log.get("logFormat")).split()
    }


@every_stack
def test_keys_renew_themselves_every_year(fivestar: Fivestar, stack: str) -> None:
    keys = fivestar[stack].all("aws:kms/key:Key")
    assert len(keys) >= 4
    assert {(key.get("enableKeyRotation"), key.get("rotationPeriodInDays")) for key in keys} == {(True, 365)}
