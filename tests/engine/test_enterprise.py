"""Enterprise Payment Processing as the real engine deployed it: network, way in, images, services and outputs."""

import json
from collections.abc import Mapping

import pytest

from tests.engine.deployments import Deployment, Resource

pytestmark = pytest.mark.engine

Systems = Mapping[str, Deployment]

SUBNET = "aws:ec2/subnet:Subnet"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LISTENER = "aws:lb/listener:Listener"
RULE = "aws:lb/listenerRule:ListenerRule"
TARGETS = "aws:lb/targetGroup:TargetGroup"
REPOSITORY = "aws:ecr/repository:Repository"
SERVICE = "aws:ecs/service:Service"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
SCALING = "aws:appautoscaling/target:Target"
SCALING_POLICY = "aws:appautoscaling/policy:Policy"
SCHEDULE = "aws:scheduler/schedule:Schedule"
STACK = "pulumi:pulumi:Stack"

ACCOUNTS = {"staging": "210987654321", "production": "123456789012"}
DOMAINS = {"staging": "payment-staging.yourdomain.com", "production": "payment.yourdomain.com"}

every_stack = pytest.mark.parametrize("stack", ["staging", "production"])


def enterprise(systems: Systems, stack: str) -> Deployment:
    return systems[f"enterprise/{stack}"]


def texts(value: object) -> set[str]:
    return {str(item) for item in value} if isinstance(value, list) else set()


def in_tier(deployment: Deployment, tier: str) -> set[str]:
    """Ids of the subnets of a tier."""
    return {subnet.id for subnet in deployment.all(SUBNET) if f"-{tier}-" in subnet.name}


def container(deployment: Deployment, name: str) -> dict[str, object]:
    """The main container of a service or job."""
    definition = deployment.named(TASK, f"{name}-task")
    found: dict[str, object] = json.loads(str(definition.get("containerDefinitions")))[0]
    return found


def named_values(container: Mapping[str, object], key: str, value: str) -> dict[str, str]:
    """Variables of a container by name."""
    pairs = container[key]
    assert isinstance(pairs, list)
    return {pair["name"]: pair[value] for pair in pairs}


@every_stack
def test_a_stack_deploys_with_the_policies_on_and_changes_nothing_afterwards(systems: Systems, stack: str) -> None:
    deployment = enterprise(systems, stack)
    assert "payments@v" in deployment.up.output
    assert "[mandatory]" not in deployment.up.output + deployment.again.output
    assert deployment.again.code == 0, deployment.again.output
    assert deployment.again.changes == []


@every_stack
@pytest.mark.requirement("EP-NET-01")
def test_tasks_and_stores_stand_in_private_subnets_and_only_the_way_in_and_out_in_public_ones(
    systems: Systems, stack: str
) -> None:
    deployment = enterprise(systems, stack)
    public, app, database = (in_tier(deployment, tier) for tier in ("public", "app", "database"))
    assert [len(tier) for tier in (public, app, database)] == [2, 2, 2]
    assert texts(deployment.only(BALANCER).get("subnets")) == public
    for service in deployment.all(SERVICE):
        assert texts(service.get("networkConfiguration", "subnets")) == app
        assert service.get("networkConfiguration", "assignPublicIp") is False
    assert texts(deployment.only("aws:rds/subnetGroup:SubnetGroup").get("subnetIds")) == database
    assert texts(deployment.only("aws:elasticache/subnetGroup:SubnetGroup").get("subnetIds")) == database
    routes = [route for route in deployment.all("aws:ec2/route:Route") if route.get("gatewayId")]
    assert routes
    assert all("-public-" in route.name for route in routes)


@every_stack
@pytest.mark.requirement("EP-NET-02")
def test_aws_services_are_reached_by_endpoints_in_the_network(systems: Systems, stack: str) -> None:
    found = enterprise(systems, stack).all(ENDPOINT)
    kinds = {str(item.get("serviceName")).removeprefix("com.amazonaws.us-east-1."): item for item in found}
    assert {name: item.get("vpcEndpointType") for name, item in kinds.items()} == {
        "s3": "Gateway",
        "ecr.api": "Interface",
        "ecr.dkr": "Interface",
        "logs": "Interface",
        "secretsmanager": "Interface",
    }
    assert all(item.get("privateDnsEnabled") for item in found if item.get("vpcEndpointType") == "Interface")


@every_stack
@pytest.mark.requirement("EP-SG-01")
def test_each_tier_admits_the_tier_before_it_alone(systems: Systems, stack: str) -> None:
    deployment = enterprise(systems, stack)
    groups = {group.id: group.name.removeprefix("groups-") for group in deployment.all(GROUP)}
    admitted = {
        (
            groups[str(rule.get("securityGroupId"))],
            rule.get("fromPort"),
            groups.get(str(rule.get("referencedSecurityGroupId")), rule.get("cidrIpv4")),
        )
        for rule in deployment.all(INGRESS)
        if rule.get("fromPort") == rule.get("toPort")
    }
    assert len(admitted) == len(deployment.all(INGRESS)), "no range of ports"
    assert {rule for rule in admitted if rule[0] == "alb"} == {("alb", 80, "0.0.0.0/0"), ("alb", 443, "0.0.0.0/0")}
    assert {rule for rule in admitted if rule[0] == "ecs"} == {("ecs", 8080, "alb")}
    assert {rule for rule in admitted if rule[0] == "cache"} == {("cache", 6379, "ecs")}
    to_database = {rule for rule in admitted if rule[0] == "rds"}
    assert ("rds", 5432, "ecs") in to_database
    assert to_database <= {("rds", 5432, "ecs"), ("rds", 5432, "lambda")}
    database = deployment.named("aws:rds/instance:Instance", "database-primary")
    assert [groups[item] for item in texts(database.get("vpcSecurityGroupIds"))] == ["rds"]


@every_stack
@pytest.mark.requirement("EP-ALB-01")
def test_the_load_balancer_terminates_https_and_redirects_http(systems: Systems, stack: str) -> None:
    deployment = enterprise(systems, stack)
    assert deployment.only(BALANCER).get("name") == f"payment-system-{stack}-alb"
    listeners = {item.get("port"): item for item in deployment.all(LISTENER)}
    assert set(listeners) == {80, 443}
    assert listeners[80].get("defaultActions", 0, "redirect", "protocol") == "HTTPS"
    assert listeners[443].get("certificateArn") == deployment.only("aws:acm/certificate:Certificate").get("arn")
    assert {rule.get("listenerArn") for rule in deployment.all(RULE)} == {listeners[443].get("arn")}


@every_stack
@pytest.mark.requirement("EP-ALB-02")
def test_https_answers_tls_1_2_and_newer(systems: Systems, stack: str) -> None:
    (https,) = (item for item in enterprise(systems, stack).all(LISTENER) if item.get("port") == 443)
    assert https.get("protocol") == "HTTPS"
    assert https.get("sslPolicy") == "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"


@every_stack
@pytest.mark.requirement("EP-ALB-03")
def test_the_api_goes_to_the_backend_and_everything_else_to_the_frontend(systems: Systems, stack: str) -> None:
    deployment = enterprise(systems, stack)
    targets = {item.get("arn"): item.name for item in deployment.all(TARGETS)}
    rules = sorted(deployment.all(RULE), key=lambda rule: int(str(rule.get("priority"))))
    assert [
        (rule.get("conditions", 0, "pathPattern", "values"), targets[rule.get("actions", 0, "targetGroupArn")])
        for rule in rules
    ] == [(["/api/v1", "/api/v1/*"], "backend-tg"), (["/*"], "frontend-tg")]
    assert deployment.named(TARGETS, "frontend-tg").get("healthCheck", "path") == "/health"


@every_stack
@pytest.mark.requirement("EP-ALB-04")
def test_the_load_balancer_asks_for_readiness_and_ecs_for_liveness(systems: Systems, stack: str) -> None:
    deployment = enterprise(systems, stack)
    targets = deployment.named(TARGETS, "backend-tg")
    assert targets.get("healthCheck", "path") == "/api/v1/actuator/health/readiness"
    assert "/api/v1/actuator/health/liveness" in json.dumps(container(deployment, "backend")["healthCheck"])


@pytest.mark.requirement("EP-DNS-01")
def test_the_domain_leads_to_the_load_balancer_and_has_a_certificate(systems: Systems) -> None:
    deployment = enterprise(systems, "production")
    alias = deployment.named("aws:route53/record:Record", "edge-alias-a")
    assert alias.get("name") == "payment.yourdomain.com"
    assert alias.get("aliases", 0, "name") == deployment.only(BALANCER).get("dnsName")
    assert deployment.only("aws:acm/certificate:Certificate").get("domainName") == "payment.yourdomain.com"


@every_stack
@pytest.mark.requirement("EP-ECR-01")
def test_each_component_has_a_repository_and_its_address_is_an_output(systems: Systems, stack: str) -> None:
    deployment = enterprise(systems, stack)
    for component in ("backend", "frontend"):
        repository = deployment.named(REPOSITORY, f"image-{component}-repository")
        assert repository.get("name") == f"payment-system-{component}"
        found = deployment.only(STACK).get(f"{component}_ecr_repository_url")
        assert found == repository.get("repositoryUrl")


@every_stack
@pytest.mark.requirement("EP-ECR-02")
def test_repositories_let_old_images_go(systems: Systems, stack: str) -> None:
    policies = enterprise(systems, stack).all("aws:ecr/lifecyclePolicy:LifecyclePolicy")
    assert {policy.get("repository") for policy in policies} == {"payment-system-backend", "payment-system-frontend"}
    for policy in policies:
        rules = json.loads(str(policy.get("policy")))["rules"]
        assert [rule["selection"]["countNumber"] for rule in rules] == [7, 30]


@every_stack
@pytest.mark.requirement("EP-ECR-03")
def test_images_are_scanned_on_push(systems: Systems, stack: str) -> None:
    for repository in enterprise(systems, stack).all(REPOSITORY):
        assert repository.get("imageScanningConfiguration", "scanOnPush") is True


@every_stack
@pytest.mark.requirement("EP-ECR-04")
def test_an_image_has_a_version_that_nobody_moves(systems: Systems, stack: str) -> None:
    deployment = enterprise(systems, stack)
    assert {item.get("imageTagMutability") for item in deployment.all(REPOSITORY)} == {"IMMUTABLE"}
    registry = f"{ACCOUNTS[stack]}.dkr.ecr.us-east-1.amazonaws.com"
    for component in ("backend", "frontend"):
        assert container(deployment, component)["image"] == f"{registry}/payment-system-{component}:1.0.0"


@every_stack
@pytest.mark.requirement("EP-ECS-01")
def test_fargate_runs_both_services_under_the_names_of_project_and_environment(systems: Systems, stack: str) -> None:
    deployment = enterprise(systems, stack)
    assert deployment.only("aws:ecs/cluster:Cluster").get("name") == "payment-system-cluster"
    for component in ("backend", "frontend"):
        service = deployment.named(SERVICE, f"{component}-service")
        assert service.get("name") == f"payment-system-{stack}-{component}"
        assert f":ecs:us-east-1:{ACCOUNTS[stack]}:" in str(service.get("arn"))
        assert deployment.named(TASK, f"{component}-task").get("requiresCompatibilities") == ["FARGATE"]


@every_stack
@pytest.mark.requirement("EP-ECS-02")
def test_containers_run_as_a_user_other_than_root_and_write_nowhere_else(systems: Systems, stack: str) -> None:
    deployment = enterprise(systems, stack)
    for name, user in (("backend", "1000"), ("frontend", "101"), ("migrate", "1000")):
        found = container(deployment, name)
        assert (found["user"], found["readonlyRootFilesystem"]) == (user, True)


@every_stack
@pytest.mark.parametrize(
    ("service", "most", "held"),
    [
        pytest.param(
            "backend",
            20,
            {
                "ECSServiceAverageCPUUtilization": 70,
                "ECSServiceAverageMemoryUtilization": 75,
                "ALBRequestCountPerTarget": 1000,
            },
            marks=pytest.mark.requirement("EP-SCALE-01"),
        ),
        pytest.param(
            "frontend",
            10,
            {"ECSServiceAverageCPUUtilization": 70, "ECSServiceAverageMemoryUtilization": 75},
            marks=pytest.mark.requirement("EP-SCALE-02"),
        ),
    ],
)
def test_a_service_scales_between_its_limits(
    systems: Systems, stack: str, service: str, most: int, held: dict[str, int]
) -> None:
    deployment = enterprise(systems, stack)
    fewest = {"staging": 1, "production": 2}[stack]
    target = deployment.named(SCALING, f"{service}-scaling")
    assert (target.get("minCapacity"), target.get("maxCapacity")) == (fewest, most)
    tracked = {
        policy.get(*_TRACKING, "predefinedMetricSpecification", "predefinedMetricType"): policy.get(
            *_TRACKING, "targetValue"
        )
        for policy in deployment.all(SCALING_POLICY)
        if policy.get("resourceId") == target.get("resourceId")
    }
    assert tracked == held


_TRACKING = ("targetTrackingScalingPolicyConfiguration",)


@every_stack
@pytest.mark.requirement("EP-CONFIG-01")
def test_the_backend_knows_its_stores_and_its_environment(systems: Systems, stack: str) -> None:
    deployment = enterprise(systems, stack)
    found = named_values(container(deployment, "backend"), "environment", "value")
    expected = {
        "DB_HOST": deployment.named("aws:rds/instance:Instance", "database-primary").get("address"),
        "DB_NAME": "payment_system",
        "DB_USERNAME": "payment_user",
        "REDIS_HOST": deployment.only(REPLICATION_GROUP).get("primaryEndpointAddress"),
        "REDIS_PORT": "6379",
        "SPRING_PROFILES_ACTIVE": "aws",
        "ENVIRONMENT": stack,
    }
    assert {name: found[name] for name in expected} == expected


REPLICATION_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"


@pytest.mark.requirement("EP-CONFIG-03")
def test_one_program_makes_both_environments_from_a_file_each(systems: Systems) -> None:
    names = {
        stack: enterprise(systems, stack).named("aws:rds/instance:Instance", "database-primary").get("identifier")
        for stack in ("staging", "production")
    }
    assert names == {"staging": "payment-system-staging-db", "production": "payment-system-production-db"}
    for stack in names:
        assert (enterprise(systems, stack).project.folder / f"Pulumi.{stack}.yaml").is_file()


@every_stack
@pytest.mark.requirement("EP-DEPLOY-03")
def test_outputs_have_the_names_that_the_pipeline_reads(systems: Systems, stack: str) -> None:
    outputs = enterprise(systems, stack).only(STACK)
    assert outputs.get("ecs_cluster_name") == "payment-system-cluster"
    assert outputs.get("backend_service_name") == f"payment-system-{stack}-backend"
    assert outputs.get("frontend_service_name") == f"payment-system-{stack}-frontend"
    assert outputs.get("api_url") == f"https://{DOMAINS[stack]}/api/v1"


@pytest.mark.requirement("EP-COST-03")
def test_staging_stops_outside_of_working_hours(systems: Systems) -> None:
    found = schedules(enterprise(systems, "staging"))
    days = "? * MON,TUE,WED,THU,FRI *"
    assert {key: item.get("scheduleExpression") for key, item in found.items() if not key.startswith("limits-")} == {
        "database-start": f"cron(40 7 {days})",
        "service-backend-start": f"cron(0 8 {days})",
        "service-frontend-start": f"cron(0 8 {days})",
        "service-backend-stop": f"cron(0 20 {days})",
        "service-frontend-stop": f"cron(0 20 {days})",
        "database-stop": f"cron(20 20 {days})",
    }
    assert {item.get("scheduleExpressionTimezone") for item in found.values()} == {"America/New_York"}
    assert json.loads(str(found["limits-backend-stop"].get("target", "input")))["MaxCapacity"] == 0
    assert schedules(enterprise(systems, "production")) == {}


def schedules(deployment: Deployment) -> dict[str, Resource]:
    """The schedules of business hours by the end of their name."""
    stem = "off-hours-schedules-"
    return {item.name.removeprefix(stem): item for item in deployment.all(SCHEDULE) if item.name.startswith(stem)}


@pytest.mark.requirement("EP-COST-04")
@pytest.mark.parametrize(
    ("stack", "service", "capacity"),
    [
        ("staging", "backend", {"FARGATE": (1, 0), "FARGATE_SPOT": (0, 1)}),
        ("staging", "frontend", {"FARGATE_SPOT": (0, 1)}),
        ("production", "backend", {"FARGATE": (2, 1)}),
        ("production", "frontend", {"FARGATE": (2, 1), "FARGATE_SPOT": (0, 1)}),
    ],
)
def test_spot_runs_what_is_not_critical(
    systems: Systems, stack: str, service: str, capacity: dict[str, tuple[int, int]]
) -> None:
    strategies = enterprise(systems, stack).named(SERVICE, f"{service}-service").get("capacityProviderStrategies")
    assert isinstance(strategies, list)
    assert {item["capacityProvider"]: (item["base"], item["weight"]) for item in strategies} == capacity
