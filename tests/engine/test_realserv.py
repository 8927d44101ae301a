"""RealServ's Payment Service as the real engine deployed it from YAML alone, row by row of the acceptance list."""

import json
import re
from collections.abc import Mapping

import pytest
import yaml

from tests.engine.deployments import Deployment, Resource
from tests.engine.stored_values import SECRET_VERSION, deployed, secret_content

pytestmark = pytest.mark.engine

Systems = Mapping[str, Deployment]
Definition = dict[str, object]

ACCOUNT = "123456789012"
REGION = "ap-south-1"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"
DATABASE = "aws:rds/instance:Instance"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
LISTENER = "aws:lb/listener:Listener"
ROLE = "aws:iam/role:Role"
RULE = "aws:lb/listenerRule:ListenerRule"
SECRET = "aws:secretsmanager/secret:Secret"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
SERVICE = "aws:ecs/service:Service"
SUBNET = "aws:ec2/subnet:Subnet"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
TASK = "aws:ecs/taskDefinition:TaskDefinition"


@pytest.fixture(scope="session")
def prod(systems: Systems) -> Deployment:
    """The production stack."""
    return systems["realserv/prod"]


def container(deployment: Deployment, task: str = "payment-service") -> Definition:
    """The one container of a task."""
    definitions: list[Definition] = json.loads(str(deployment.named(TASK, f"{task}-task").get("containerDefinitions")))
    (found,) = definitions
    return found


def variables(deployment: Deployment) -> dict[str, str]:
    """The service's environment variables in clear."""
    listed = container(deployment)["environment"]
    assert isinstance(listed, list)
    return {item["name"]: item["value"] for item in listed}


def secret_variables(deployment: Deployment, task: str = "payment-service") -> dict[str, str]:
    """Where the variables that are secret come from."""
    listed = container(deployment, task)["secrets"]
    assert isinstance(listed, list)
    return {item["name"]: item["valueFrom"] for item in listed}


def secret(deployment: Deployment, name: str) -> Resource:
    """A secret by its name in Secrets Manager."""
    (found,) = (item for item in deployment.all(SECRET) if item.get("name") == name)
    return found


def group(deployment: Deployment, role: str) -> Resource:
    """A security group by its role: alb, ecs, rds, cache."""
    return deployment.named(SECURITY_GROUP, f"groups-{role}")


def admitted(deployment: Deployment, role: str) -> set[tuple[object, object]]:
    """Port and source of everything that a security group lets in."""
    rules = [rule for rule in deployment.all(INGRESS) if rule.get("securityGroupId") == group(deployment, role).id]
    assert all(rule.get("ipProtocol") == "tcp" and rule.get("fromPort") == rule.get("toPort") for rule in rules)
    return {(rule.get("fromPort"), rule.get("referencedSecurityGroupId") or rule.get("cidrIpv4")) for rule in rules}


def subnets(deployment: Deployment, ids: object) -> list[Resource]:
    """The subnets of some ids."""
    assert isinstance(ids, list)
    return [subnet for subnet in deployment.all(SUBNET) if subnet.id in ids]


def test_it_deploys_from_nothing_with_the_policy_pack_and_then_changes_nothing(prod: Deployment) -> None:
    assert prod.up.code == 0, prod.up.output
    assert "❌" not in prod.up.output
    assert "[mandatory]" not in prod.up.output
    assert prod.again.code == 0, prod.again.output
    assert prod.again.changes == []


@pytest.mark.requirement("RS-NET-01")
def test_requests_go_from_the_load_balancer_to_tasks_which_alone_reach_the_data(prod: Deployment) -> None:
    tasks = group(prod, "ecs").id
    assert prod.only(BALANCER).get("internal") is False
    assert prod.only(BALANCER).get("securityGroups") == [group(prod, "alb").id]
    assert admitted(prod, "ecs") == {(8080, group(prod, "alb").id)}
    assert admitted(prod, "rds") == {(5432, tasks)}
    assert admitted(prod, "cache") == {(6379, tasks)}
    assert prod.only(SERVICE).get("networkConfiguration", "securityGroups") == [tasks]
    assert prod.only(SERVICE).get("desiredCount") == 2


@pytest.mark.requirement("RS-NET-02")
def test_every_tier_has_a_subnet_in_each_of_two_zones_of_one_vpc(prod: Deployment) -> None:
    tiers = {
        "load balancer": (prod.only(BALANCER).get("subnets"), "public"),
        "service": (prod.only(SERVICE).get("networkConfiguration", "subnets"), "app"),
        "database": (prod.only("aws:rds/subnetGroup:SubnetGroup").get("subnetIds"), "database"),
        "cache": (prod.only("aws:elasticache/subnetGroup:SubnetGroup").get("subnetIds"), "database"),
    }
    for ids, kind in tiers.values():
        found = subnets(prod, ids)
        assert {subnet.get("availabilityZone") for subnet in found} == {"ap-south-1a", "ap-south-1b"}
        assert {subnet.get("vpcId") for subnet in found} == {prod.only("aws:ec2/vpc:Vpc").id}
        assert all(f"-{kind}-" in subnet.name for subnet in found)


@pytest.mark.requirement("RS-NET-03")
def test_no_task_has_a_public_address(prod: Deployment) -> None:
    assert prod.only(SERVICE).get("networkConfiguration", "assignPublicIp") is False
    migration = prod.project.run("stack", "output", "jobs", "--json").output
    ids = json.loads(migration[migration.index("{") :])["migration"]["subnetIds"]
    assert len(subnets(prod, ids)) == 2
    assert not any(subnet.get("mapPublicIpOnLaunch") for subnet in subnets(prod, ids))
    app = {subnet.id for subnet in subnets(prod, ids)}
    routes = [
        association.get("routeTableId")
        for association in prod.all("aws:ec2/routeTableAssociation:RouteTableAssociation")
        if association.get("subnetId") in app
    ]
    gateways = [r for r in prod.all("aws:ec2/route:Route") if r.get("routeTableId") in routes]
    assert gateways
    assert not any(route.get("gatewayId") for route in gateways)


@pytest.mark.requirement("RS-SG-01")
def test_the_databases_group_admits_postgresql_from_the_tasks_group_only(prod: Deployment) -> None:
    found = group(prod, "rds")
    assert (found.get("name"), found.get("description")) == ("realserv-payment-db-sg", "RealServ Payment Database")
    assert prod.only(DATABASE).get("vpcSecurityGroupIds") == [found.id]
    assert admitted(prod, "rds") == {(5432, group(prod, "ecs").id)}


@pytest.mark.requirement("RS-SG-02")
def test_the_caches_group_admits_redis_from_the_tasks_group_only(prod: Deployment) -> None:
    found = group(prod, "cache")
    assert (found.get("name"), found.get("description")) == ("realserv-payment-redis-sg", "RealServ Payment Redis")
    assert prod.only(CACHE).get("securityGroupIds") == [found.id]
    assert admitted(prod, "cache") == {(6379, group(prod, "ecs").id)}


@pytest.mark.requirement("RS-SG-03")
def test_the_internet_reaches_the_load_balancer_and_it_alone_reaches_the_service(prod: Deployment) -> None:
    assert admitted(prod, "alb") == {(443, "0.0.0.0/0"), (80, "0.0.0.0/0")}
    (plain,) = (listener for listener in prod.all(LISTENER) if listener.get("port") == 80)
    assert plain.get("defaultActions", 0, "type") == "redirect"
    assert plain.get("defaultActions", 0, "redirect", "protocol") == "HTTPS"
    assert admitted(prod, "ecs") == {(8080, group(prod, "alb").id)}


@pytest.mark.requirement("RS-ECR-01")
def test_a_private_repository_supplies_the_image_under_a_fixed_tag(prod: Deployment) -> None:
    repository = prod.only("aws:ecr/repository:Repository")
    assert repository.get("name") == "realserv/payment-service"
    assert repository.get("repositoryUrl") == f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/realserv/payment-service"
    assert repository.get("imageTagMutability") == "IMMUTABLE"
    assert container(prod)["image"] == f"{repository.get('repositoryUrl')}:1.0.0"


@pytest.mark.requirement("RS-RDS-01")
def test_the_databases_subnet_group_spans_two_subnets(prod: Deployment) -> None:
    found = prod.only("aws:rds/subnetGroup:SubnetGroup")
    assert (found.get("name"), found.get("description")) == ("realserv-payment-db-subnet", "RealServ Payment DB Subnet")
    assert len(subnets(prod, found.get("subnetIds"))) == 2
    assert prod.only(DATABASE).get("dbSubnetGroupName") == "realserv-payment-db-subnet"


@pytest.mark.parametrize(
    ("property", "value"),
    [
        pytest.param("identifier", "realserv-payment-db", marks=pytest.mark.requirement("RS-RDS-02")),
        pytest.param("instanceClass", "db.t3.micro", marks=pytest.mark.requirement("RS-RDS-02")),
        pytest.param("engine", "postgres", marks=pytest.mark.requirement("RS-RDS-03")),
        pytest.param("engineVersion", "15.4", marks=pytest.mark.requirement("RS-RDS-03")),
        pytest.param("allocatedStorage", 20, marks=pytest.mark.requirement("RS-RDS-04")),
        pytest.param("storageType", "gp3", marks=pytest.mark.requirement("RS-RDS-04")),
        pytest.param("storageEncrypted", True, marks=pytest.mark.requirement("RS-RDS-05")),
        pytest.param("publiclyAccessible", False, marks=pytest.mark.requirement("RS-RDS-05")),
        pytest.param("username", "realserv_admin", marks=pytest.mark.requirement("RS-RDS-06")),
        pytest.param("maintenanceWindow", "mon:04:00-mon:05:00", marks=pytest.mark.requirement("RS-RDS-07")),
        pytest.param("multiAz", True, marks=pytest.mark.requirement("RS-RDS-08")),
        pytest.param("backupRetentionPeriod", 7, marks=pytest.mark.requirement("RS-BACKUP-01")),
        pytest.param("backupWindow", "03:00-04:00", marks=pytest.mark.requirement("RS-BACKUP-01")),
    ],
)
def test_the_database_has_its_figures(prod: Deployment, property: str, value: object) -> None:
    assert prod.only(DATABASE).get(property) == value


@pytest.mark.requirement("RS-RDS-05")
def test_the_database_is_encrypted_with_a_key_of_the_stack_and_has_no_way_out(prod: Deployment) -> None:
    assert prod.only(DATABASE).get("kmsKeyId") in {key.get("arn") for key in prod.all("aws:kms/key:Key")}
    isolated = {subnet.id for subnet in prod.all(SUBNET) if "-database-" in subnet.name}
    tables = {
        association.get("routeTableId")
        for association in prod.all("aws:ec2/routeTableAssociation:RouteTableAssociation")
        if association.get("subnetId") in isolated
    }
    assert not [route for route in prod.all("aws:ec2/route:Route") if route.get("routeTableId") in tables]


@pytest.mark.requirement("RS-RDS-06")
@pytest.mark.requirement("RS-SECRET-04")
def test_no_password_stands_in_stack_file_state_or_output(prod: Deployment) -> None:
    connection = secret_content(prod.project.folder, ACCOUNT, "database-connection-version")
    token = secret_content(prod.project.folder, ACCOUNT, "cache-payment-secret-value")["token"]
    (stack_file,) = prod.project.folder.glob("Pulumi.prod.yaml")
    shown = "\n".join((stack_file.read_text(), json.dumps(prod.project.resources()), prod.up.output, prod.again.output))
    for value in (connection["password"], token):
        assert len(str(value)) >= 40
        assert str(value) not in shown
    assert prod.only(DATABASE).get("manageMasterUserPassword") is None
    assert prod.only(DATABASE).get("password") is None


@pytest.mark.requirement("RS-RDS-09")
def test_the_endpoints_are_outputs_and_feed_the_service(prod: Deployment) -> None:
    said = prod.project.run("stack", "output", "--json").output
    outputs = json.loads(said[said.index("{") :])
    assert re.fullmatch(rf"realserv-payment-db\.\w+\.{REGION}\.rds\.amazonaws\.com", outputs["databaseHost"])
    assert re.fullmatch(
        r"master\.realserv-payment-redis\.\w+\.\w+\.cache\.amazonaws\.com", outputs["caches"]["payment"]["host"]
    )
    folder = prod.project.folder
    database = secret_content(folder, ACCOUNT, "database-connection-version")
    cache = secret_content(folder, ACCOUNT, "cache-payment-secret-value")
    assert str(database["npgsql"]).startswith(f"Host={outputs['databaseHost']};")
    assert str(cache["stackExchangeRedis"]).startswith(f"{outputs['caches']['payment']['host']}:")


@pytest.mark.requirement("RS-CACHE-01")
def test_the_caches_subnet_group_spans_two_subnets(prod: Deployment) -> None:
    found = prod.only("aws:elasticache/subnetGroup:SubnetGroup")
    assert found.get("name") == "realserv-payment-redis-subnet"
    assert found.get("description") == "RealServ Payment Redis Subnet"
    assert len(subnets(prod, found.get("subnetIds"))) == 2
    assert prod.only(CACHE).get("subnetGroupName") == "realserv-payment-redis-subnet"


@pytest.mark.parametrize(
    ("property", "value"),
    [
        pytest.param("replicationGroupId", "realserv-payment-redis", marks=pytest.mark.requirement("RS-CACHE-02")),
        pytest.param("engine", "redis", marks=pytest.mark.requirement("RS-CACHE-02")),
        pytest.param("engineVersion", "7.0", marks=pytest.mark.requirement("RS-CACHE-02")),
        pytest.param("nodeType", "cache.t3.micro", marks=pytest.mark.requirement("RS-CACHE-02")),
        pytest.param("numCacheClusters", 1, marks=pytest.mark.requirement("RS-CACHE-02")),
        pytest.param("maintenanceWindow", "mon:05:00-mon:06:00", marks=pytest.mark.requirement("RS-CACHE-03")),
        pytest.param("snapshotRetentionLimit", 7, marks=pytest.mark.requirement("RS-BACKUP-02")),
        pytest.param("transitEncryptionEnabled", True, marks=pytest.mark.requirement("RS-CONFIG-02")),
        pytest.param("port", 6379, marks=pytest.mark.requirement("RS-CONFIG-02")),
    ],
)
def test_the_cache_has_its_figures(prod: Deployment, property: str, value: object) -> None:
    assert prod.only(CACHE).get(property) == value


@pytest.mark.requirement("RS-SECRET-01")
def test_the_databases_secret_holds_the_connection_and_demands_verified_tls(prod: Deployment) -> None:
    found = secret(prod, "realserv/payment/db-connection-string")
    content = secret_content(prod.project.folder, ACCOUNT, "database-connection-version")
    host, password = content["host"], content["password"]
    assert content["npgsql"] == (
        f"Host={host};Port=5432;Database=realserv_payment;Username=realserv_admin;Password={password};"
        "SSL Mode=VerifyFull;Root Certificate=/etc/ssl/certs/rds-global-bundle.pem"
    )
    assert host == prod.only(DATABASE).get("address")
    assert "Trust Server Certificate" not in str(content["npgsql"])
    assert found.get("description") == "How services connect to the database realserv_payment"
    parameters = prod.only("aws:rds/parameterGroup:ParameterGroup").get("parameters")
    assert isinstance(parameters, list)
    assert ("rds.force_ssl", "1") in {(item["name"], item["value"]) for item in parameters}


@pytest.mark.requirement("RS-SECRET-02")
@pytest.mark.parametrize("name", ["razorpay-key-id", "razorpay-key-secret", "razorpay-webhook-secret"])
def test_each_razorpay_secret_is_a_text_that_people_store(prod: Deployment, name: str) -> None:
    found = secret(prod, f"realserv/payment/{name}")
    assert found.get("kmsKeyId") in {key.get("arn") for key in prod.all("aws:kms/key:Key")}
    first = deployed(prod.project.folder, ACCOUNT, SECRET_VERSION, f"secrets-{name}-placeholder")
    assert str(first["secretStringWo"]).startswith("placeholder")


@pytest.mark.requirement("RS-SECRET-03")
def test_the_container_gets_four_variables_from_the_four_secrets(prod: Deployment) -> None:
    found = secret_variables(prod)
    assert (
        found["DB_CONNECTION_STRING"] == f"{secret(prod, 'realserv/payment/db-connection-string').get('arn')}:npgsql::"
    )
    for variable, name in (
        ("RAZORPAY_KEY_ID", "razorpay-key-id"),
        ("RAZORPAY_KEY_SECRET", "razorpay-key-secret"),
        ("RAZORPAY_WEBHOOK_SECRET", "razorpay-webhook-secret"),
    ):
        assert found[variable] == secret(prod, f"realserv/payment/{name}").get("arn")


@pytest.mark.requirement("RS-SECRET-04")
def test_credentials_reach_tasks_as_references_which_their_execution_role_alone_may_read(prod: Deployment) -> None:
    for task in ("payment-service", "migration"):
        for source in secret_variables(prod, task).values():
            assert source.startswith(f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:realserv/payment/")
    assert not {"DB_CONNECTION_STRING", "RAZORPAY_KEY_SECRET", "REDIS_CONNECTION_STRING"} & variables(prod).keys()
    policies = prod.all("aws:iam/rolePolicy:RolePolicy")
    readers = {item.get("role") for item in policies if "secretsmanager:GetSecretValue" in str(item.get("policy"))}
    assert readers == {"ecsTaskExecutionRole", prod.named(ROLE, "migration-roles-execution").get("name")}


@pytest.mark.requirement("RS-CONFIG-01")
@pytest.mark.parametrize(
    ("variable", "value"), [("ASPNETCORE_ENVIRONMENT", "Production"), ("ASPNETCORE_URLS", "http://+:8080")]
)
def test_the_container_runs_as_production_on_its_port(prod: Deployment, variable: str, value: str) -> None:
    assert variables(prod)[variable] == value


@pytest.mark.requirement("RS-CONFIG-02")
def test_the_container_gets_the_caches_endpoint_with_token_and_tls(prod: Deployment) -> None:
    holder = secret(prod, "realserv/payment/redis")
    assert secret_variables(prod)["REDIS_CONNECTION_STRING"] == f"{holder.get('arn')}:stackExchangeRedis::"
    content = secret_content(prod.project.folder, ACCOUNT, "cache-payment-secret-value")
    host = prod.only(CACHE).get("primaryEndpointAddress")
    assert content["stackExchangeRedis"] == f"{host}:6379,password={content['token']},ssl=true"


@pytest.mark.requirement("RS-CONFIG-03")
def test_exactly_three_origins_may_read_answers(prod: Deployment) -> None:
    assert variables(prod)["CORS_ALLOWED_ORIGINS"].split(",") == [
        "https://app.realserv.com",
        "https://vendor.realserv.com",
        "https://admin.realserv.com",
    ]


@pytest.mark.requirement("RS-ECS-01")
@pytest.mark.requirement("RS-ECS-02")
def test_the_task_has_one_container_on_fargate_of_the_given_size(prod: Deployment) -> None:
    task = prod.named(TASK, "payment-service-task")
    assert (task.get("family"), task.get("networkMode")) == ("realserv-payment-service", "awsvpc")
    assert task.get("requiresCompatibilities") == ["FARGATE"]
    assert (task.get("cpu"), task.get("memory")) == ("512", "1024")
    assert container(prod)["name"] == "payment-service"
    assert container(prod)["portMappings"] == [{"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}]


@pytest.mark.requirement("RS-ECS-03")
def test_ecs_and_the_application_have_a_role_each(prod: Deployment) -> None:
    task = prod.named(TASK, "payment-service-task")
    assert task.get("executionRoleArn") == f"arn:aws:iam::{ACCOUNT}:role/ecsTaskExecutionRole"
    assert task.get("taskRoleArn") == f"arn:aws:iam::{ACCOUNT}:role/realserv-payment-task-role"


@pytest.mark.requirement("RS-ECS-04")
def test_the_container_is_asked_for_its_health(prod: Deployment) -> None:
    assert container(prod)["healthCheck"] == {
        "command": ["CMD-SHELL", "curl -f http://localhost:8080/health || exit 1"],
        "interval": 30,
        "timeout": 5,
        "retries": 3,
        "startPeriod": 60,
    }


@pytest.mark.requirement("RS-ECS-05")
def test_the_service_stands_in_its_cluster_behind_its_target_group(prod: Deployment) -> None:
    service = prod.only(SERVICE)
    assert service.get("name") == "payment-service"
    assert service.get("cluster") == f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/realserv-cluster"
    assert service.get("healthCheckGracePeriodSeconds") == 60
    assert service.get("loadBalancers", 1) is None
    attachment = {key: service.get("loadBalancers", 0, key) for key in ("containerName", "containerPort")}
    assert attachment == {"containerName": "payment-service", "containerPort": 8080}
    assert service.get("loadBalancers", 0, "targetGroupArn") == prod.only(TARGET_GROUP).get("arn")


@pytest.mark.requirement("RS-ECS-06")
def test_two_tasks_start_on_demand(prod: Deployment) -> None:
    service = prod.only(SERVICE)
    assert service.get("desiredCount") == 2
    strategies = service.properties["capacityProviderStrategies"]
    assert isinstance(strategies, list)
    assert {item["capacityProvider"] for item in strategies if item.get("weight") or item.get("base")} == {"FARGATE"}


@pytest.mark.requirement("RS-DEPLOY-01")
def test_deployments_replace_tasks_between_100_and_200_percent(prod: Deployment) -> None:
    service = prod.only(SERVICE)
    assert service.get("deploymentConfiguration", "strategy") in (None, "ROLLING")
    assert service.get("deploymentMaximumPercent") == 200
    assert service.get("deploymentMinimumHealthyPercent") == 100


@pytest.mark.requirement("RS-DEPLOY-02")
def test_one_word_of_yaml_makes_the_running_service_deploy_blue_and_green(prod: Deployment) -> None:
    file = prod.project.folder / "Pulumi.prod.yaml"
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    content["config"]["platform:services"]["payment-service"]["deployment"]["strategy"] = "blueGreen"
    variant = prod.project.folder / "blue-green.yaml"
    variant.write_text(yaml.safe_dump(content), encoding="utf-8")
    preview = prod.project.run("preview", "--config-file", str(variant))
    variant.unlink()
    assert preview.code == 0, preview.output
    steps = {(step.operation, step.type) for step in preview.changes}
    assert ("update", SERVICE) in steps
    assert ("create", TARGET_GROUP) in steps
    assert not {operation for operation, _ in steps} - {"create", "update"}


@pytest.mark.requirement("RS-LOG-01")
def test_logs_go_to_their_group_with_their_prefix(prod: Deployment) -> None:
    assert container(prod)["logConfiguration"] == {
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": "/ecs/realserv-payment-service",
            "awslogs-region": REGION,
            "awslogs-stream-prefix": "ecs",
        },
    }
    group = prod.named("aws:cloudwatch/logGroup:LogGroup", "payment-service-logs")
    assert (group.get("name"), group.get("retentionInDays")) == ("/ecs/realserv-payment-service", 365)


@pytest.mark.requirement("RS-ALB-01")
@pytest.mark.requirement("RS-ALB-02")
def test_the_target_group_has_its_name_and_health_check(prod: Deployment) -> None:
    found = prod.only(TARGET_GROUP)
    assert [found.get(key) for key in ("name", "protocol", "port", "targetType")] == [
        *("realserv-payment-tg", "HTTP", 8080, "ip"),
    ]
    check = {
        key: found.get("healthCheck", key) for key in ("path", "interval", "healthyThreshold", "unhealthyThreshold")
    }
    assert check == {"path": "/health", "interval": 30, "healthyThreshold": 2, "unhealthyThreshold": 3}


@pytest.mark.requirement("RS-ALB-03")
def test_the_load_balancer_faces_the_internet_with_ipv4_in_two_subnets(prod: Deployment) -> None:
    found = prod.only(BALANCER)
    assert (found.get("name"), found.get("loadBalancerType")) == ("realserv-payment-alb", "application")
    assert (found.get("internal"), found.get("ipAddressType")) == (False, "ipv4")
    assert len(subnets(prod, found.get("subnets"))) == 2


@pytest.mark.requirement("RS-ALB-04")
def test_https_forwards_every_request_to_the_target_group(prod: Deployment) -> None:
    (listener,) = (item for item in prod.all(LISTENER) if item.get("port") == 443)
    assert listener.get("protocol") == "HTTPS"
    assert listener.get("certificateArn") == prod.only("aws:acm/certificate:Certificate").get("arn")
    rule = prod.only(RULE)
    assert rule.get("listenerArn") == listener.get("arn")
    assert rule.get("conditions", 0, "pathPattern", "values") == ["/*"]
    assert rule.get("actions", 0, "type") == "forward"
    assert rule.get("actions", 0, "targetGroupArn") == prod.only(TARGET_GROUP).get("arn")


@pytest.mark.requirement("RS-ALB-05")
@pytest.mark.parametrize(
    ("public", "inside"),
    [
        ("/payment/health", "/health"),
        ("/payment/api/v1/webhooks/razorpay", "/api/v1/webhooks/razorpay"),
        ("/payment", "/"),
        ("/health", "/health"),
    ],
)
def test_the_load_balancer_takes_the_prefix_off(prod: Deployment, public: str, inside: str) -> None:
    assert prod.only(RULE).get("transforms", 0, "type") == "url-rewrite"
    rewrite = prod.only(RULE).get("transforms", 0, "urlRewriteConfig", "rewrite")
    assert isinstance(rewrite, dict)
    assert re.sub(rewrite["regex"], rewrite["replace"].replace("$", "\\"), public) == inside


@pytest.mark.requirement("RS-SCALE-01")
@pytest.mark.requirement("RS-SCALE-02")
def test_the_service_scales_by_cpu_between_two_and_ten_tasks(prod: Deployment) -> None:
    target = prod.only("aws:appautoscaling/target:Target")
    assert target.get("resourceId") == "service/realserv-cluster/payment-service"
    assert (target.get("minCapacity"), target.get("maxCapacity")) == (2, 10)
    policy = prod.only("aws:appautoscaling/policy:Policy")
    assert (policy.get("name"), policy.get("policyType")) == ("payment-cpu-scaling", "TargetTrackingScaling")
    figures = policy.get("targetTrackingScalingPolicyConfiguration")
    assert isinstance(figures, dict)
    assert (figures["targetValue"], figures["scaleInCooldown"], figures["scaleOutCooldown"]) == (70, 300, 60)
    metric = figures["predefinedMetricSpecification"]["predefinedMetricType"]
    assert metric == "ECSServiceAverageCPUUtilization"


@pytest.mark.requirement("RS-DNS-01")
def test_the_host_name_is_an_alias_of_the_load_balancer(prod: Deployment) -> None:
    (record,) = (item for item in prod.all("aws:route53/record:Record") if item.get("type") == "A")
    assert (record.get("name"), record.get("zoneId")) == ("api.realserv.com", "Z1234567890ABC")
    balancer = prod.only(BALANCER)
    alias = record.get("aliases", 0)
    assert isinstance(alias, dict)
    assert (alias["name"], alias["zoneId"]) == (balancer.get("dnsName"), balancer.get("zoneId"))
    assert alias["evaluateTargetHealth"] is True


@pytest.mark.requirement("RS-ALARM-01")
def test_an_alarm_rings_when_the_cpu_is_high_for_two_periods(prod: Deployment) -> None:
    (alarm,) = (item for item in prod.all(ALARM) if item.get("name") == "payment-service-high-cpu")
    assert (alarm.get("namespace"), alarm.get("metricName")) == ("AWS/ECS", "CPUUtilization")
    assert (alarm.get("statistic"), alarm.get("comparisonOperator")) == ("Average", "GreaterThanThreshold")
    assert (alarm.get("threshold"), alarm.get("period"), alarm.get("evaluationPeriods")) == (80, 300, 2)
    assert alarm.get("datapointsToAlarm") == 2
    assert alarm.get("dimensions") == {"ServiceName": "payment-service", "ClusterName": "realserv-cluster"}


@pytest.mark.requirement("RS-ALARM-02")
def test_every_alarm_tells_the_team_through_a_topic(prod: Deployment) -> None:
    topics = {topic.get("arn") for topic in prod.all("aws:sns/topic:Topic")}
    for alarm in prod.all(ALARM):
        actions = alarm.get("alarmActions")
        assert isinstance(actions, list)
        assert actions
        assert set(actions) <= topics
    subscriptions = prod.all("aws:sns/topicSubscription:TopicSubscription")
    assert {item.get("topic") for item in subscriptions} == topics
    assert {item.get("endpoint") for item in subscriptions} == {"backend@realserv.com"}


@pytest.mark.requirement("RS-DASH-01")
def test_a_dashboard_shows_service_load_balancer_database_and_cache(prod: Deployment) -> None:
    dashboard = prod.only("aws:cloudwatch/dashboard:Dashboard")
    assert dashboard.get("dashboardName") == "realserv-payment-service"
    body = str(dashboard.get("dashboardBody"))
    for part in ("payment-service", "realserv-cluster", "realserv-payment-alb", "realserv-payment-db"):
        assert part in body
    assert "realserv-payment-redis-001" in body


def test_a_budget_watches_the_costs(prod: Deployment) -> None:
    budget = prod.only("aws:budgets/budget:Budget")
    assert (budget.get("limitAmount"), budget.get("timeUnit")) == ("300.0", "MONTHLY")


def test_production_is_protected_from_deletion(prod: Deployment) -> None:
    protected = {resource.type for resource in prod.resources if resource.protect}
    assert {DATABASE, CACHE, SERVICE, BALANCER, SECRET, "aws:ecr/repository:Repository"} <= protected
    assert prod.only(DATABASE).get("deletionProtection") is True
    assert prod.only(BALANCER).get("enableDeletionProtection") is True
