"""What Fivestar's program registers, resource by resource."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.components.fivestar import recorded
from tests.components.recorder import Recorder
from tests.settings.stack_files import changed, config

SERVICE = "aws:ecs/service:Service"
TASK = "aws:ecs/taskDefinition:TaskDefinition"


def container(recorder: Recorder, service: str = "internal-pe") -> dict[str, Any]:
    task = recorder.only(TASK, f"{service}-task").inputs
    definitions: list[dict[str, Any]] = json.loads(task["containerDefinitions"])
    assert len(definitions) == 1
    return definitions[0]


def statements(recorder: Recorder, policy: str) -> dict[str, dict[str, Any]]:
    document = json.loads(recorder.only("aws:iam/rolePolicy:RolePolicy", policy).inputs["policy"])
    return {statement["Sid"]: statement for statement in document["Statement"]}


def test_the_vpc_has_three_tiers_with_the_blocks_as_written(dev: Recorder) -> None:
    vpc = dev.only("awsx:ec2:Vpc").inputs
    assert (vpc["cidrBlock"], vpc["subnetStrategy"]) == ("192.168.0.0/24", "Auto")
    assert vpc["availabilityZoneNames"] == ["ap-south-1a", "ap-south-1b"]
    assert [(spec["type"], spec["cidrBlocks"]) for spec in vpc["subnetSpecs"]] == [
        ("Public", ["192.168.0.0/27", "192.168.0.32/27"]),
        ("Private", ["192.168.0.64/27", "192.168.0.96/27"]),
        ("Isolated", ["192.168.0.128/27", "192.168.0.160/27"]),
    ]


def test_dev_has_one_nat_gateway_and_prod_one_a_zone(dev: Recorder, prod: Recorder) -> None:
    assert dev.only("awsx:ec2:Vpc").inputs["natGateways"] == {"strategy": "Single"}
    assert prod.only("awsx:ec2:Vpc").inputs["natGateways"] == {"strategy": "OnePerAz"}


def connections(recorder: Recorder, direction: str) -> set[tuple[str, str, int]]:
    """(group, other side, port) of every rule."""
    rules = recorder.all(f"aws:vpc/securityGroup{direction}Rule:SecurityGroup{direction}Rule")

    def short(group: str) -> str:
        return group.removeprefix("groups-").removesuffix("-id")

    return {
        (
            short(rule.inputs["securityGroupId"]),
            short(str(rule.inputs.get("referencedSecurityGroupId") or rule.inputs["cidrIpv4"])),
            int(rule.inputs["fromPort"]),
        )
        for rule in rules
        if rule.inputs["fromPort"] == rule.inputs["toPort"] and rule.inputs["ipProtocol"] == "tcp"
    }


def test_security_groups_admit_exactly_what_they_should(dev: Recorder) -> None:
    assert connections(dev, "Ingress") == {
        ("alb", "0.0.0.0/0", 443),
        ("alb", "0.0.0.0/0", 80),
        ("ecs", "alb", 8080),
        ("ecs", "alb", 8443),
        ("rds", "ecs", 5432),
        ("rds", "lambda", 5432),
        ("cache", "ecs", 6379),
        ("endpoints", "ecs", 443),
        ("endpoints", "lambda", 443),
    }
    assert len(dev.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")) == 9


def test_security_groups_let_out_exactly_what_they_should(dev: Recorder) -> None:
    assert connections(dev, "Egress") == {
        ("alb", "ecs", 8080),
        ("alb", "ecs", 8443),
        ("ecs", "rds", 5432),
        ("ecs", "0.0.0.0/0", 443),
        ("lambda", "rds", 5432),
        ("lambda", "0.0.0.0/0", 443),
        ("ecs", "cache", 6379),
    }
    assert len(dev.all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")) == 7


def test_keys_rotate_and_only_their_services_may_use_them(dev: Recorder) -> None:
    keys = {key.name: key.inputs for key in dev.all("aws:kms/key:Key")}
    assert all(key["enableKeyRotation"] and key["deletionWindowInDays"] == 7 for key in keys.values())
    policies = {name: json.loads(key["policy"])["Statement"] for name, key in keys.items()}
    via = {
        name: statement["Condition"]["StringEquals"]["kms:ViaService"]
        for name, statements in policies.items()
        for statement in statements
        if "kms:Decrypt" in statement["Action"] and "AWS" in statement["Principal"]
        if "StringEquals" in statement["Condition"]
    }
    assert via == {
        "keys-database": ["rds.ap-south-1.amazonaws.com"],
        "keys-cache": [f"{service}.ap-south-1.amazonaws.com" for service in ("elasticache", "dax")],
        "keys-tables": ["dynamodb.ap-south-1.amazonaws.com"],
        "keys-images": ["ecr.ap-south-1.amazonaws.com"],
        "keys-secrets": [f"{service}.ap-south-1.amazonaws.com" for service in ("secretsmanager", "ssm", "rds")],
        "keys-topics": ["sns.ap-south-1.amazonaws.com"],
    }
    (logs,) = [
        item for item in policies["keys-logs"] if item["Principal"] == {"Service": "logs.ap-south-1.amazonaws.com"}
    ]
    assert logs["Condition"]["ArnLike"] == {
        "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:ap-south-1:123456789012:log-group:*"
    }


def test_keys_have_an_alias_of_system_and_environment(dev: Recorder) -> None:
    names = {alias.inputs["name"] for alias in dev.all("aws:kms/alias:Alias")}
    classes = ("database", "cache", "tables", "images", "secrets", "logs", "tasks", "sessions", "topics")
    assert names == {f"alias/dev-fivestar-{data_class}" for data_class in classes}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ("dev", {"multiAz": False, "deletionProtection": False, "skipFinalSnapshot": True, "backupRetentionPeriod": 7}),
        (
            "prod",
            {"multiAz": True, "deletionProtection": True, "skipFinalSnapshot": False, "backupRetentionPeriod": 35},
        ),
    ],
)
def test_the_database_follows_its_environment(
    environment: str, expected: dict[str, object], request: pytest.FixtureRequest
) -> None:
    instance = request.getfixturevalue(environment).only("aws:rds/instance:Instance", "database-primary").inputs
    assert {key: instance[key] for key in expected} == expected
    assert instance["identifier"] == f"{environment}-fivestar-payments-db"
    assert instance.get("finalSnapshotIdentifier") == (
        "prod-fivestar-payments-db-final" if environment == "prod" else None
    )


def test_the_database_is_private_encrypted_and_has_a_write_only_password(dev: Recorder) -> None:
    instance = dev.only("aws:rds/instance:Instance", "database-primary").inputs
    assert instance["engine"] == "postgres"
    assert instance["engineVersion"] == "15.4"
    assert instance["storageType"] == "gp3"
    assert instance["storageEncrypted"] is True
    assert instance["kmsKeyId"].endswith(":keys-database")
    assert instance["publiclyAccessible"] is False
    assert instance["dbSubnetGroupName"] == "database-subnets"
    assert instance["vpcSecurityGroupIds"] == ["groups-rds-id"]
    assert (instance["dbName"], instance["username"]) == ("fivestar_payments", "fivestar_app")
    assert instance["passwordWoVersion"] == 1
    assert "manageMasterUserPassword" not in instance
    assert "password" not in instance
    assert instance["deleteAutomatedBackups"] is False


def test_the_database_is_watched(dev: Recorder) -> None:
    instance = dev.only("aws:rds/instance:Instance", "database-primary").inputs
    assert instance["monitoringInterval"] == 60
    assert instance["monitoringRoleArn"].endswith(":database-monitoring")
    assert instance["performanceInsightsEnabled"] is True
    assert instance["performanceInsightsRetentionPeriod"] == 7
    assert instance["enabledCloudwatchLogsExports"] == ["postgresql", "upgrade"]
    assert (instance["backupWindow"], instance["maintenanceWindow"]) == ("03:00-04:00", "sun:04:00-sun:05:00")


def test_the_log_groups_of_the_database_exist_before_it_does(dev: Recorder) -> None:
    instance = dev.only("aws:rds/instance:Instance", "database-primary")
    groups = [
        group
        for group in dev.all("aws:cloudwatch/logGroup:LogGroup")
        if group.inputs.get("name", "").startswith("/aws/rds/")
    ]
    assert {group.inputs["name"] for group in groups} == {
        "/aws/rds/instance/dev-fivestar-payments-db/postgresql",
        "/aws/rds/instance/dev-fivestar-payments-db/upgrade",
    }
    assert {group.urn for group in groups} <= set(instance.depends_on)


def test_the_monitoring_role_has_its_rights_before_the_database_gets_it(dev: Recorder) -> None:
    attachment = dev.only("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "database-monitoring")
    assert attachment.inputs["policyArn"].endswith(":policy/service-role/AmazonRDSEnhancedMonitoringRole")
    assert attachment.urn in dev.only("aws:rds/instance:Instance", "database-primary").depends_on


def test_tasks_start_after_their_roles_have_their_rights(dev: Recorder) -> None:
    task = dev.only(TASK, "internal-pe-task")
    policies = [
        *dev.all("aws:iam/rolePolicy:RolePolicy"),
        *dev.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment"),
    ]
    own = {policy.urn for policy in policies if policy.name.startswith("internal-pe-roles-")}
    assert len(own) == 3
    assert own <= set(task.depends_on)


def test_postgresql_speaks_tls_only_and_logs_slow_statements_and_changes_of_tables(dev: Recorder) -> None:
    group = dev.only("aws:rds/parameterGroup:ParameterGroup").inputs
    assert group["family"] == "postgres15"
    values = {parameter["name"]: parameter["value"] for parameter in group["parameters"]}
    assert values == {"rds.force_ssl": "1", "log_min_duration_statement": "1000", "log_statement": "ddl"}


def test_an_unencrypted_database_has_no_key_so_that_policies_see_it() -> None:
    recorder = recorded("prod", changed(config("prod"), {"platform:database/encrypted": False}))
    instance = recorder.only("aws:rds/instance:Instance", "database-primary").inputs
    assert instance["storageEncrypted"] is False
    assert "kmsKeyId" not in instance


def test_the_cluster_prefers_spot_above_two_tasks(dev: Recorder) -> None:
    assert dev.only("aws:ecs/cluster:Cluster").inputs["name"] == "dev-fivestar-payments"
    capacity = dev.only("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders").inputs
    assert capacity["capacityProviders"] == ["FARGATE", "FARGATE_SPOT"]
    strategy = [
        {"capacityProvider": "FARGATE", "base": 2, "weight": 1},
        {"capacityProvider": "FARGATE_SPOT", "base": 0, "weight": 4},
    ]
    assert capacity["defaultCapacityProviderStrategies"] == strategy
    assert dev.only(SERVICE, "internal-pe-service").inputs["capacityProviderStrategies"] == strategy


@pytest.mark.parametrize(("environment", "insights"), [("dev", "disabled"), ("prod", "enabled")])
def test_detailed_monitoring_follows_the_environment(
    environment: str, insights: str, request: pytest.FixtureRequest
) -> None:
    cluster = request.getfixturevalue(environment).only("aws:ecs/cluster:Cluster").inputs
    assert cluster["settings"] == [{"name": "containerInsights", "value": insights}]


def test_http_is_redirected_and_https_answers_tls_1_2_and_1_3_only(dev: Recorder) -> None:
    http = dev.only("aws:lb/listener:Listener", "edge-http").inputs
    assert http["port"] == 80
    assert http["defaultActions"] == [
        {"type": "redirect", "redirect": {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}}
    ]
    https = dev.only("aws:lb/listener:Listener", "edge-https").inputs
    assert (https["port"], https["protocol"]) == (443, "HTTPS")
    assert https["sslPolicy"] == "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
    assert https["certificateArn"].endswith(":edge-certificate-request")
    assert https["defaultActions"][0]["fixedResponse"]["statusCode"] == "404"


def test_the_load_balancer_is_public_and_strict(prod: Recorder) -> None:
    balancer = prod.only("aws:lb/loadBalancer:LoadBalancer").inputs
    assert balancer["name"] == "prod-internal-pe-alb"
    assert balancer["internal"] is False
    assert balancer["dropInvalidHeaderFields"] is True
    assert balancer["enableDeletionProtection"] is True
    assert balancer["subnets"] == ["public-1", "public-2"]


def test_tasks_have_the_names_that_operators_use(dev: Recorder) -> None:
    task = dev.only(TASK, "internal-pe-task").inputs
    assert task["family"] == "dev-fivestar-internal-pe"
    assert (task["cpu"], task["memory"], task["networkMode"]) == ("512", "1024", "awsvpc")
    names = {service.inputs["name"] for service in dev.all(SERVICE)}
    assert names == {"dev-internal-pe-service", "dev-customer-portal-service"}


def test_the_container_check_is_the_one_required(dev: Recorder) -> None:
    assert container(dev)["healthCheck"] == {
        "command": ["CMD-SHELL", "curl -f http://localhost:8080/health || exit 1"],
        "interval": 30,
        "timeout": 5,
        "retries": 3,
        "startPeriod": 60,
    }


def test_the_container_logs_into_the_encrypted_group_of_its_service(dev: Recorder) -> None:
    assert container(dev)["logConfiguration"] == {
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": "/ecs/dev-fivestar-internal-pe",
            "awslogs-region": "ap-south-1",
            "awslogs-stream-prefix": "ecs",
        },
    }


def test_the_container_gets_the_database_secret_by_reference_and_its_place_in_clear(dev: Recorder) -> None:
    definition = container(dev)
    (secret,) = definition["secrets"]
    assert secret["name"] == "DATABASE_CONNECTION_STRING"
    assert secret["valueFrom"].startswith("arn:aws:secretsmanager:")
    environment = {item["name"]: item["value"] for item in definition["environment"]}
    assert environment == {
        "ASPNETCORE_ENVIRONMENT": "Development",
        "ASPNETCORE_URLS": "http://+:8080",
        "DATABASE_HOST": "db.internal",
        "DATABASE_NAME": "fivestar_payments",
        "DATABASE_PORT": "5432",
        "DEBUG": "true",
        "JUSPAY_ENVIRONMENT": "testing",
        "LMS_ENVIRONMENT": "mock",
        "LOG_LEVEL": "DEBUG",
        "RAZORPAY_ENVIRONMENT": "sandbox",
    }


def test_containers_can_write_to_named_folders_only(dev: Recorder) -> None:
    definition = container(dev, "customer-portal")
    assert definition["readonlyRootFilesystem"] is True
    mounts = {mount["containerPath"]: mount["sourceVolume"] for mount in definition["mountPoints"]}
    assert mounts == {"/tmp": "tmp", "/var/cache/nginx": "var-cache-nginx", "/var/run": "var-run"}  # noqa: S108
    volumes = [volume["name"] for volume in dev.only(TASK, "customer-portal-task").inputs["volumes"]]
    assert volumes == list(mounts.values())


def test_failed_deployments_are_rolled_back(dev: Recorder) -> None:
    service = dev.only(SERVICE, "internal-pe-service").inputs
    assert service["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}
    assert service["enableExecuteCommand"] is False
    assert service["networkConfiguration"] == {
        "assignPublicIp": False,
        "securityGroups": ["groups-ecs-id"],
        "subnets": ["app-1", "app-2"],
    }


def test_a_service_starts_after_its_route(dev: Recorder) -> None:
    rule = dev.only("aws:lb/listenerRule:ListenerRule", "internal-pe-route-1")
    assert rule.urn in dev.only(SERVICE, "internal-pe-service").depends_on
    assert rule.inputs["conditions"] == [{"pathPattern": {"values": ["/api/*", "/health"]}}]


def test_a_service_that_scales_leaves_its_count_to_the_scaling(dev: Recorder, prod: Recorder) -> None:
    assert prod.only(SERVICE, "internal-pe-service").ignore_changes == ("desiredCount",)
    assert dev.all("aws:appautoscaling/target:Target") == []
    target = prod.only("aws:appautoscaling/target:Target", "internal-pe-scaling").inputs
    assert (target["minCapacity"], target["maxCapacity"]) == (2, 10)
    assert target["resourceId"] == "service/prod-fivestar-payments/prod-internal-pe-service"
    policy = prod.only("aws:appautoscaling/policy:Policy", "internal-pe-cpu").inputs
    assert policy["targetTrackingScalingPolicyConfiguration"]["targetValue"] == 70


def test_a_service_keeps_its_count_unless_business_hours_change_it(dev: Recorder) -> None:
    assert dev.only(SERVICE, "internal-pe-service").ignore_changes == ("desiredCount",)
    always_on = {key: value for key, value in config("dev").items() if key != "platform:offHours"}
    assert recorded("dev", always_on).only(SERVICE, "internal-pe-service").ignore_changes == ()


def test_the_task_role_may_use_what_the_service_names_and_nothing_else(dev: Recorder) -> None:
    allowed = statements(dev, "internal-pe-roles-task")
    assert set(allowed) == {"UseTables", "UseKeyOfTables", "ReadSecrets", "ReadParameters", "DecryptThem"}
    tables = [
        dev.only("aws:dynamodb/table:Table", f"table-{key}-table") for key in ("transactions", "transaction-queue")
    ]
    arns = [f"arn:aws:mock:ap-south-1:123456789012:{table.name}" for table in tables]
    assert allowed["UseTables"]["Resource"] == [part for arn in arns for part in (arn, f"{arn}/index/*")]
    assert set(allowed["UseTables"]["Action"]) == {
        *(f"dynamodb:{verb}Item" for verb in ("Get", "Put", "Update", "Delete")),
        "dynamodb:Query",
        "dynamodb:Scan",
    }
    assert allowed["ReadSecrets"]["Resource"] == [
        "arn:aws:secretsmanager:ap-south-1:123456789012:secret:fivestar/payments/dev/*"
    ]
    assert allowed["ReadParameters"]["Resource"] == [
        "arn:aws:ssm:ap-south-1:123456789012:parameter/fivestar/payments/dev/*"
    ]


def test_the_execution_role_may_read_the_secrets_that_tasks_start_with(dev: Recorder) -> None:
    allowed = statements(dev, "internal-pe-roles-execution")
    assert set(allowed) == {"ReadSecrets", "DecryptThem"}
    assert allowed["ReadSecrets"]["Action"] == ["secretsmanager:GetSecretValue"]
    assert len(allowed["ReadSecrets"]["Resource"]) == 2
    managed = dev.only("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "internal-pe-roles-execution")
    assert managed.inputs["policyArn"] == "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"


def test_a_service_without_access_gets_no_policy(dev: Recorder) -> None:
    names = {policy.name for policy in dev.all("aws:iam/rolePolicy:RolePolicy")}
    assert not {name for name in names if name.startswith("customer-portal")}
