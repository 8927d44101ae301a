"""AuraConnect's database, caches, secrets and configuration as the real engine deployed them."""

import json
from collections.abc import Mapping

import pytest

from tests.engine.deployed_tasks import allowed, container, environment, sources
from tests.engine.deployments import Deployment
from tests.engine.stored_values import secret_content

pytestmark = pytest.mark.engine

Systems = Mapping[str, Deployment]

ACCOUNT = "234567890123"
PLACE = f"us-east-1:{ACCOUNT}"
DATABASE = "aws:rds/instance:Instance"
CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"
PARAMETER = "aws:ssm/parameter:Parameter"
SECRET = "aws:secretsmanager/secret:Secret"
SERVICES = ("payment-api", "webhook-worker")
CONFIGURATION = "/auraconnect/prod/payment-config"

each_service = pytest.mark.parametrize("service", SERVICES)


@pytest.fixture
def prod(systems: Systems) -> Deployment:
    return systems["auraconnect/prod"]


def parameters_of(prod: Deployment, type: str, name: str) -> dict[str, str]:
    """The parameters of a database's or cache's group."""
    found = prod.named(type, name).get("parameters")
    assert isinstance(found, list)
    return {item["name"]: item["value"] for item in found}


def settings_of(prod: Deployment, service: str) -> dict[str, object]:
    """Values of the shared configuration as a service gets them."""
    values = {
        str(item.get("arn")): item.get("insecureValue") or item.get("value")
        for item in prod.all(PARAMETER)
        if str(item.get("name")).startswith(CONFIGURATION)
    }
    return {variable: values[source] for variable, source in sources(prod, service).items() if source in values}


def test_the_stack_stands_with_all_policies_on_and_stays_as_it_is(prod: Deployment) -> None:
    assert "[mandatory]" not in prod.up.output
    assert prod.again.code == 0, prod.again.output
    assert prod.again.changes == []


@pytest.mark.requirement("AC-RDS-01")
def test_the_database_is_postgresql_and_takes_tls_only(prod: Deployment) -> None:
    database = prod.only(DATABASE)
    assert (database.get("engine"), database.get("port")) == ("postgres", 5432)
    assert int(str(database.get("engineVersion")).partition(".")[0]) >= 14
    assert parameters_of(prod, "aws:rds/parameterGroup:ParameterGroup", "database-parameters")["rds.force_ssl"] == "1"
    login = secret_content(prod.project.folder, ACCOUNT, "login-db-credentials-connection-version")
    assert str(login["url"]).endswith("?sslmode=require")
    assert environment(prod, "payment-db-bootstrap")["PGSSLMODE"] == "require"


@pytest.mark.requirement("AC-RDS-02")
def test_a_job_makes_the_login_that_owns_the_database(prod: Deployment) -> None:
    database = prod.only(DATABASE)
    assert database.get("dbName") == "payments"
    assert database.get("username") != "payment_service"
    (script,) = container(prod, "payment-db-bootstrap")["command"]
    assert "CREATE ROLE payment_service LOGIN" in script
    assert "ALTER DATABASE payments OWNER TO payment_service" in script
    # psql hashes what \password reads, so that neither the connection nor a log of the server carries it.
    assert r"--command='\password payment_service'" in script
    found = sources(prod, "payment-db-bootstrap")
    assert found["LOGIN_PASSWORD"].endswith(":password::")
    assert "db-credentials" in found["LOGIN_PASSWORD"]


@pytest.mark.requirement("AC-CACHE-01")
@pytest.mark.parametrize("cache", ["redis", "webhook-queue"])
def test_the_caches_are_redis_clusters_with_failover(prod: Deployment, cache: str) -> None:
    found = prod.named(CACHE, f"cache-{cache}-group")
    assert (found.get("engine"), found.get("port"), found.get("clusterMode")) == ("redis", 6379, "enabled")
    assert int(str(found.get("engineVersion")).partition(".")[0]) >= 6
    assert (found.get("automaticFailoverEnabled"), found.get("multiAzEnabled")) == (True, True)


@pytest.mark.requirement("AC-CACHE-02")
@pytest.mark.parametrize("cache", ["redis", "webhook-queue"])
def test_the_caches_want_tls_and_a_token(prod: Deployment, cache: str) -> None:
    found = prod.named(CACHE, f"cache-{cache}-group")
    assert (found.get("transitEncryptionEnabled"), found.get("transitEncryptionMode")) == (True, "required")
    assert found.get("authTokenWoVersion") == 1
    content = secret_content(prod.project.folder, ACCOUNT, f"cache-{cache}-secret-value")
    assert str(content["url"]).startswith(f"rediss://:{content['token']}@")


@pytest.mark.requirement("AC-CACHE-03")
def test_what_is_cached_is_evicted_and_what_waits_is_not(prod: Deployment) -> None:
    group = "aws:elasticache/parameterGroup:ParameterGroup"
    assert parameters_of(prod, group, "cache-redis-parameters")["maxmemory-policy"] == "allkeys-lru"
    assert parameters_of(prod, group, "cache-webhook-queue-parameters")["maxmemory-policy"] == "noeviction"
    # 6.38 GiB, of which ElastiCache reserves a quarter.
    assert {cache.get("nodeType") for cache in prod.all(CACHE)} == {"cache.m7g.large"}
    alarm = prod.named(
        "aws:cloudwatch/metricAlarm:MetricAlarm", "observability-alarms-webhook-queue-001-cache-evictions"
    )
    assert (alarm.get("metricName"), alarm.get("threshold")) == ("Evictions", 0)


@pytest.mark.requirement("AC-CACHE-04")
def test_cached_data_has_a_replica_in_another_zone_and_daily_snapshots(prod: Deployment) -> None:
    for cache in prod.all(CACHE):
        assert cache.get("replicasPerNodeGroup") == 1
        assert cache.get("snapshotRetentionLimit") == 7


@each_service
@pytest.mark.requirement("AC-CONFIG-01")
def test_api_and_worker_share_configuration_and_credentials(prod: Deployment, service: str) -> None:
    assert environment(prod, service)["PAYMENT_ENVIRONMENT"] == "production"
    found, of_api = sources(prod, service), sources(prod, "payment-api")
    assert found == of_api
    assert sum(f":parameter{CONFIGURATION}/" in source for source in found.values()) == 17
    assert sum("payment-gateway-creds" in source for source in found.values()) == 4
    rights = allowed(prod, f"{service}-roles-execution")
    assert rights["ReadParameters"]["Resource"] == [f"arn:aws:ssm:{PLACE}:parameter{CONFIGURATION}/*"]


@each_service
@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param(name, value, marks=pytest.mark.requirement(row))
        for row, values in {
            "AC-CONFIG-02": {
                "PAYMENT_REDIS_MAX_CONNECTIONS": "100",
                "PAYMENT_REDIS_SOCKET_TIMEOUT": "5",
                "PAYMENT_WEBHOOK_WORKER_CONCURRENCY": "20",
            },
            "AC-CONFIG-03": {
                "PAYMENT_GATEWAY_TIMEOUT_SECONDS": "30",
                "PAYMENT_GATEWAY_CONNECT_TIMEOUT": "10",
                "PAYMENT_MAX_PAYMENT_AMOUNT": "50000.00",
                "PAYMENT_MIN_PAYMENT_AMOUNT": "1.00",
                "PAYMENT_WEBHOOK_SIGNATURE_TOLERANCE_SECONDS": "300",
            },
            "AC-CONFIG-04": {"PAYMENT_PROMETHEUS_ENABLED": "true", "PAYMENT_PROMETHEUS_PORT": "8001"},
            "AC-CONFIG-05": {
                "PAYMENT_ALERT_PAYMENT_FAILURE_THRESHOLD": "0.02",
                "PAYMENT_ALERT_GATEWAY_LATENCY_THRESHOLD": "3.0",
                "PAYMENT_ALERT_WEBHOOK_BACKLOG_THRESHOLD": "50",
            },
            "AC-CONFIG-06": {"PAYMENT_CORS_ALLOWED_ORIGINS": "https://payments.company.com"},
        }.items()
        for name, value in values.items()
    ],
)
def test_services_get_the_settings_of_the_seed(prod: Deployment, service: str, name: str, value: str) -> None:
    assert settings_of(prod, service)[name] == value


@pytest.mark.requirement("AC-SECRET-01")
def test_the_gateways_credentials_are_one_secret_with_four_keys(prod: Deployment) -> None:
    keys = ("stripe_secret_key", "stripe_webhook_secret", "square_access_token", "paypal_client_secret")
    secret = prod.named(SECRET, "secrets-payment-gateway-creds")
    assert secret.get("name") == "auraconnect/prod/payment-gateway-creds"
    assert set(secret_content(prod.project.folder, ACCOUNT, "secrets-payment-gateway-creds-placeholder")) == set(keys)
    found = sources(prod, "payment-api")
    assert {found[key] for key in keys} == {f"{secret.get('arn')}:{key}::" for key in keys}


@pytest.mark.requirement("AC-SECRET-02")
def test_the_whole_connection_is_one_key_of_the_databases_credentials(prod: Deployment) -> None:
    secret = prod.named(SECRET, "login-db-credentials-connection-secret")
    assert secret.get("name") == "auraconnect/prod/db-credentials"
    content = secret_content(prod.project.folder, ACCOUNT, "login-db-credentials-connection-version")
    host = prod.only(DATABASE).get("address")
    url = f"postgresql://payment_service:{content['password']}@{host}:5432/payments?sslmode=require"
    assert content["url"] == url
    for task in (*SERVICES, "payment-db-migration"):
        assert sources(prod, task)["DATABASE_URL"] == f"{secret.get('arn')}:url::"


@each_service
@pytest.mark.requirement("AC-SECRET-03")
def test_the_url_of_redis_is_a_secret(prod: Deployment, service: str) -> None:
    secret = prod.named(SECRET, "cache-redis-secret")
    assert sources(prod, service)["PAYMENT_REDIS_URL"] == f"{secret.get('arn')}:url::"
    content = secret_content(prod.project.folder, ACCOUNT, "cache-redis-secret-value")
    host = prod.named(CACHE, "cache-redis-group").get("configurationEndpointAddress")
    assert content["url"] == f"rediss://:{content['token']}@{host}:6379/0"


def test_no_password_stands_in_state_or_output(prod: Deployment) -> None:
    written = json.dumps(prod.project.resources()) + prod.up.output + prod.again.output
    versions = ("login-db-credentials-connection-version", "cache-redis-secret-value")
    contents = [secret_content(prod.project.folder, ACCOUNT, name) for name in versions]
    for content in contents:
        assert str(content.get("password") or content["token"]) not in written
