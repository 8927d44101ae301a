"""Database, secrets and parameters as the real engine deployed them, row by row of the acceptance list."""

import json
from collections.abc import Mapping

import pytest

from tests.engine.deployments import STACKS, Deployment, Resource
from tests.engine.stored_values import deployed, secret_content

pytestmark = pytest.mark.engine

Fivestar = Mapping[str, Deployment]
ACCOUNTS = {"dev": "123456789012", "staging": "123456789013", "prod": "123456789014"}
DATABASE = "aws:rds/instance:Instance"
SECRET = "aws:secretsmanager/secret:Secret"
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
PARAMETER = "aws:ssm/parameter:Parameter"
KEY = "aws:kms/key:Key"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
REPLICATION = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"

every_stack = pytest.mark.parametrize("stack", STACKS)
kept_stack = pytest.mark.parametrize("stack", ["staging", "prod"])
"""Stacks that no test takes down while others read their cloud."""


def primary(deployment: Deployment) -> Resource:
    return deployment.named(DATABASE, "database-primary")


def replicas(deployment: Deployment) -> list[Resource]:
    found = [item for item in deployment.all(DATABASE) if item.get("replicateSourceDb")]
    return sorted(found, key=lambda item: item.name)


def secret(deployment: Deployment, name: str) -> Resource:
    (found,) = (item for item in deployment.all(SECRET) if item.get("name") == name)
    return found


def parameter(deployment: Deployment, name: str) -> Resource:
    path = f"/fivestar/payments/{deployment.stack}/{name}"
    (found,) = (item for item in deployment.all(PARAMETER) if item.get("name") == path)
    return found


def key_arn(deployment: Deployment, name: str) -> object:
    return deployment.named(KEY, name).get("arn")


@pytest.mark.parametrize(
    ("stack", "count"),
    [("dev", 0), ("staging", 0), pytest.param("prod", 2, marks=pytest.mark.requirement("FS-RDS-03"))],
)
def test_only_production_has_read_replicas_one_in_each_zone(fivestar: Fivestar, stack: str, count: int) -> None:
    found = replicas(fivestar[stack])
    source = primary(fivestar[stack])
    assert [item.get("identifier") for item in found] == [
        f"{stack}-fivestar-payments-db-replica-{number}" for number in range(1, count + 1)
    ]
    assert {item.get("instanceClass") for item in found} <= {source.get("instanceClass")}
    zones = sorted(str(item.get("availabilityZone")) for item in found)
    assert zones == ["ap-south-1a", "ap-south-1b"][:count]


@pytest.mark.requirement("FS-RDS-03")
def test_the_database_of_production_has_its_figures(fivestar: Fivestar) -> None:
    source = primary(fivestar["prod"])
    assert (source.get("instanceClass"), source.get("allocatedStorage")) == ("db.r6g.large", 1000)
    assert (source.get("backupRetentionPeriod"), source.get("multiAz")) == (35, True)


@pytest.mark.requirement("FS-RDS-05")
@pytest.mark.requirement("FS-RDS-07")
@pytest.mark.requirement("FS-RDS-09")
@pytest.mark.requirement("FS-RDS-10")
def test_replicas_are_as_private_encrypted_watched_and_protected_as_their_source(fivestar: Fivestar) -> None:
    source = primary(fivestar["prod"])
    same = (
        *("storageEncrypted", "kmsKeyId", "dbSubnetGroupName", "vpcSecurityGroupIds", "parameterGroupName"),
        *("monitoringInterval", "monitoringRoleArn", "performanceInsightsEnabled", "performanceInsightsKmsKeyId"),
        *("performanceInsightsRetentionPeriod", "enabledCloudwatchLogsExports", "deletionProtection"),
        *("caCertIdentifier", "iamDatabaseAuthenticationEnabled", "port", "maintenanceWindow"),
    )
    for replica in replicas(fivestar["prod"]):
        assert {name: replica.get(name) for name in same} == {name: source.get(name) for name in same}
        assert not replica.get("publiclyAccessible")
        assert replica.protect


@every_stack
@pytest.mark.requirement("FS-RDS-06")
def test_the_database_has_its_master_user_and_parameter_group(fivestar: Fivestar, stack: str) -> None:
    source = primary(fivestar[stack])
    group = fivestar[stack].only("aws:rds/parameterGroup:ParameterGroup")
    assert (source.get("dbName"), source.get("username")) == ("fivestar_payments", "fivestar_app")
    assert source.get("parameterGroupName") == group.get("name")
    assert not source.get("manageMasterUserPassword")
    assert source.get("passwordWoVersion") == 1


@every_stack
@pytest.mark.requirement("FS-SECRET-01")
def test_the_database_has_its_secret_encrypted_and_filled(fivestar: Fivestar, stack: str) -> None:
    found = secret(fivestar[stack], f"fivestar/payments/{stack}/database")
    version = fivestar[stack].named(VERSION, "database-connection-version")
    assert found.get("kmsKeyId") == key_arn(fivestar[stack], "keys-secrets")
    assert (version.get("secretId"), version.get("versionStages")) == (found.get("arn"), ["AWSCURRENT"])
    assert version.get("hasSecretStringWo") is True
    assert found.protect is (stack == "prod")


@kept_stack
@pytest.mark.requirement("FS-SECRET-01")
@pytest.mark.requirement("FS-RDS-06")
def test_the_secret_of_the_database_says_how_to_connect(fivestar: Fivestar, stack: str) -> None:
    deployment = fivestar[stack]
    content = secret_content(deployment.project.folder, ACCOUNTS[stack], "database-connection-version")
    password, host = content.pop("password"), primary(deployment).get("address")
    assert len(str(password)) == 40
    assert content.pop("url") == (
        f"postgresql://fivestar_app:{password}@{host}:5432/fivestar_payments?sslmode=verify-full"
    )
    assert content == {
        "engine": "postgres",
        "username": "fivestar_app",
        "host": host,
        "port": 5432,
        "dbname": "fivestar_payments",
    }


@every_stack
@pytest.mark.requirement("FS-SECRET-04")
def test_services_get_the_secret_of_their_own_database(fivestar: Fivestar, stack: str) -> None:
    tasks = fivestar[stack].all("aws:ecs/taskDefinition:TaskDefinition")
    (task,) = (item for item in tasks if item.get("family") == f"{stack}-fivestar-internal-pe")
    secrets = {
        item["name"]: item["valueFrom"]
        for container in json.loads(str(task.get("containerDefinitions")))
        for item in container.get("secrets", [])
    }
    arn = secret(fivestar[stack], f"fivestar/payments/{stack}/database").get("arn")
    assert secrets["DATABASE_CONNECTION_STRING"] == arn


@kept_stack
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        pytest.param(
            "razorpay",
            {"key_id", "key_secret", "webhook_secret"},
            marks=pytest.mark.requirement("FS-SECRET-02"),
        ),
        pytest.param(
            "juspay",
            {"merchant_id", "api_key", "webhook_username", "webhook_password"},
            marks=pytest.mark.requirement("FS-SECRET-03"),
        ),
    ],
)
def test_a_providers_secret_has_its_keys_with_placeholders(
    fivestar: Fivestar, stack: str, name: str, keys: set[str]
) -> None:
    content = secret_content(fivestar[stack].project.folder, ACCOUNTS[stack], f"secrets-{name}-placeholder")
    assert content.keys() == keys
    assert all(str(value).startswith("placeholder:") for value in content.values())


@every_stack
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("razorpay", marks=pytest.mark.requirement("FS-SECRET-02")),
        pytest.param("juspay", marks=pytest.mark.requirement("FS-SECRET-03")),
    ],
)
def test_a_providers_secret_is_encrypted_and_marked_as_waiting(fivestar: Fivestar, stack: str, name: str) -> None:
    found = secret(fivestar[stack], f"fivestar/payments/{stack}/{name}")
    version = fivestar[stack].named(VERSION, f"secrets-{name}-placeholder")
    assert found.get("kmsKeyId") == key_arn(fivestar[stack], "keys-secrets")
    assert found.protect is (stack == "prod")
    assert "PLACEHOLDER" in str(version.get("versionStages"))
    assert not version.get("secretString")


@every_stack
@pytest.mark.requirement("FS-CONFIG-04")
def test_the_parameters_of_the_application_are_encrypted(fivestar: Fivestar, stack: str) -> None:
    deployment = fivestar[stack]
    for name in ("database_url", "jwt_secret_key", "razorpay_key_id", "juspay_merchant_id"):
        found = parameter(deployment, f"app/{name}")
        assert (found.get("type"), found.get("keyId")) == ("SecureString", key_arn(deployment, "keys-secrets"))
    assert parameter(deployment, "app/jwt_secret_key").get("hasValueWo") is True


@kept_stack
@pytest.mark.requirement("FS-CONFIG-04")
def test_the_url_of_the_database_names_no_user(fivestar: Fivestar, stack: str) -> None:
    host = primary(fivestar[stack]).get("address")
    found = deployed(fivestar[stack].project.folder, ACCOUNTS[stack], PARAMETER, "parameters-app/database_url")
    assert found["value"] == f"postgresql://{host}:5432/fivestar_payments?sslmode=verify-full"


@every_stack
@pytest.mark.requirement("FS-CONFIG-04")
def test_the_url_of_the_cache_is_a_parameter(fivestar: Fivestar, stack: str) -> None:
    if not fivestar[stack].all("aws:elasticache/replicationGroup:ReplicationGroup"):
        pytest.skip("the stack has no cache to refer to")
    assert parameter(fivestar[stack], "app/redis_url").get("type") in ("String", "SecureString")


@every_stack
@pytest.mark.requirement("FS-CONFIG-05")
def test_the_parameters_of_integrations_say_where_partners_are(fivestar: Fivestar, stack: str) -> None:
    for name in ("lms_endpoint", "mulesoft_endpoint"):
        assert str(parameter(fivestar[stack], f"integrations/{name}").get("insecureValue")).startswith("https://")
    banks = json.loads(str(parameter(fivestar[stack], "integrations/banking_partner_configs").get("insecureValue")))
    assert banks["environment"] == ("production" if stack == "prod" else "sandbox")


@every_stack
@pytest.mark.requirement("FS-CONFIG-06")
def test_the_parameters_of_features_can_be_parsed(fivestar: Fivestar, stack: str) -> None:
    values = {
        name: json.loads(str(parameter(fivestar[stack], f"features/{name}").get("insecureValue")))
        for name in ("maintenance_mode", "feature_flags", "rate_limits")
    }
    assert values["maintenance_mode"] is False
    assert all(isinstance(flag, bool) for flag in values["feature_flags"].values())
    assert values["rate_limits"]["api"]["requestsPerSecond"] > 0


@pytest.mark.requirement("FS-BACKUP-01")
def test_backups_of_production_are_copied_to_another_region_under_a_key_there(fivestar: Fivestar) -> None:
    copies = fivestar["prod"].only(REPLICATION)
    key = fivestar["prod"].named(KEY, "database-backups-regional-key")
    assert copies.get("region") == key.get("region") == "ap-south-2"
    assert copies.get("sourceDbInstanceArn") == primary(fivestar["prod"]).get("arn")
    assert (copies.get("kmsKeyId"), copies.get("retentionPeriod")) == (key.get("arn"), 35)
    assert key.get("enableKeyRotation") is True
    assert primary(fivestar["prod"]).get("backupRetentionPeriod") == 35


@every_stack
@pytest.mark.requirement("FS-LOG-06")
def test_slow_queries_of_every_instance_land_in_an_encrypted_group(fivestar: Fivestar, stack: str) -> None:
    group = fivestar[stack].only("aws:rds/parameterGroup:ParameterGroup")
    given = group.get("parameters")
    assert isinstance(given, list)
    assert {"log_min_duration_statement": "1000"}.items() <= {item["name"]: item["value"] for item in given}.items()
    groups = {item.get("name"): item for item in fivestar[stack].all(LOG_GROUP)}
    for instance in fivestar[stack].all(DATABASE):
        logs = groups[f"/aws/rds/instance/{instance.get('identifier')}/postgresql"]
        assert logs.get("kmsKeyId") == key_arn(fivestar[stack], "keys-logs")
        assert instance.get("parameterGroupName") == group.get("name")
