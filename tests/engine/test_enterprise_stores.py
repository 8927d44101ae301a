"""Enterprise Payment Processing as the real engine deployed it: database, cache, secrets and backups."""

import json
from collections.abc import Mapping

import pytest

from tests.engine.deployments import Deployment
from tests.engine.stored_values import secret_content

pytestmark = pytest.mark.engine

Systems = Mapping[str, Deployment]

DATABASE = "aws:rds/instance:Instance"
CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"
SECRET = "aws:secretsmanager/secret:Secret"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
KEY = "aws:kms/key:Key"
SHORTEST_JWT_SECRET = 32
SHORTEST_TOKEN, LONGEST_TOKEN = 16, 128
ACCOUNTS = {"staging": "210987654321", "production": "123456789012"}

every_stack = pytest.mark.parametrize("stack", ["staging", "production"])


def enterprise(systems: Systems, stack: str) -> Deployment:
    return systems[f"enterprise/{stack}"]


def key_arn(deployment: Deployment, data_class: str) -> object:
    return deployment.named(KEY, f"keys-{data_class}").get("arn")


@pytest.mark.requirement("EP-RDS-02")
def test_the_production_database_is_postgresql_that_fails_over(systems: Systems) -> None:
    database = enterprise(systems, "production").named(DATABASE, "database-primary")
    assert (database.get("identifier"), database.get("engine")) == ("payment-system-production-db", "postgres")
    assert (database.get("instanceClass"), database.get("multiAz")) == ("db.r6g.large", True)
    assert (database.get("deletionProtection"), database.protect) == (True, True)


@pytest.mark.requirement("EP-RDS-03")
def test_the_staging_database_is_small_and_can_be_taken_down(systems: Systems) -> None:
    database = enterprise(systems, "staging").only(DATABASE)
    assert (database.get("identifier"), database.get("instanceClass")) == ("payment-system-staging-db", "db.t3.medium")
    assert (database.get("deletionProtection"), database.protect) == (False, False)


@every_stack
@pytest.mark.requirement("EP-RDS-04")
def test_storage_is_encrypted_with_the_databases_own_key(systems: Systems, stack: str) -> None:
    deployment = enterprise(systems, stack)
    for database in deployment.all(DATABASE):
        assert database.get("storageEncrypted") is True
        assert database.get("kmsKeyId") == key_arn(deployment, "database")


@pytest.mark.requirement("EP-RDS-05")
def test_a_replica_serves_reads_and_the_backend_knows_it(systems: Systems) -> None:
    deployment = enterprise(systems, "production")
    primary = deployment.named(DATABASE, "database-primary")
    (replica,) = (item for item in deployment.all(DATABASE) if item.get("replicateSourceDb"))
    assert replica.get("replicateSourceDb") == primary.get("identifier")
    assert replica.get("instanceClass") == "db.r6g.large"
    definition = deployment.named(TASK, "backend-task").get("containerDefinitions")
    assert str(replica.get("address")) in str(definition)


@every_stack
@pytest.mark.requirement("EP-RDS-06")
def test_the_application_has_its_database_and_its_login(systems: Systems, stack: str) -> None:
    database = enterprise(systems, stack).named(DATABASE, "database-primary")
    assert (database.get("dbName"), database.get("username")) == ("payment_system", "payment_user")


@every_stack
@pytest.mark.requirement("EP-CACHE-01")
def test_redis_is_a_managed_cache_on_port_6379(systems: Systems, stack: str) -> None:
    cache = enterprise(systems, stack).only(CACHE)
    assert (cache.get("engine"), cache.get("port")) == ("redis", 6379)
    assert cache.get("replicationGroupId") == f"payment-system-{stack}-redis"


@pytest.mark.requirement("EP-CACHE-02")
def test_the_production_cache_fails_over_to_another_zone(systems: Systems) -> None:
    cache = enterprise(systems, "production").only(CACHE)
    assert (cache.get("multiAzEnabled"), cache.get("automaticFailoverEnabled")) == (True, True)
    assert (cache.get("nodeType"), cache.get("numCacheClusters")) == ("cache.t4g.medium", 2)


@every_stack
@pytest.mark.requirement("EP-CACHE-03")
def test_redis_wants_a_token_over_tls_and_encrypts_what_it_stores(systems: Systems, stack: str) -> None:
    deployment = enterprise(systems, stack)
    cache = deployment.only(CACHE)
    assert (cache.get("transitEncryptionEnabled"), cache.get("transitEncryptionMode")) == (True, "required")
    assert cache.get("atRestEncryptionEnabled") is True
    assert cache.get("kmsKeyId") == key_arn(deployment, "cache")
    assert cache.get("authTokenWoVersion") == 1
    folder, account = deployment.project.folder, ACCOUNTS[stack]
    token = secret_content(folder, account, "cache-redis-secret-value")["token"]
    assert SHORTEST_TOKEN <= len(str(token)) <= LONGEST_TOKEN


@every_stack
@pytest.mark.requirement("EP-SECRET-01")
def test_secrets_have_the_names_that_operators_know(systems: Systems, stack: str) -> None:
    names = {str(secret.get("name")) for secret in enterprise(systems, stack).all(SECRET)}
    assert {name for name in names if name.startswith("payment-system-")} == {
        f"payment-system-{stack}/db/password",
        f"payment-system-{stack}/jwt/secret",
        f"payment-system-{stack}/redis/auth-token",
        f"payment-system-{stack}/app/config",
    }


@every_stack
@pytest.mark.requirement("EP-SECRET-02")
def test_the_key_of_the_tokens_is_long_enough(systems: Systems, stack: str) -> None:
    deployment = enterprise(systems, stack)
    content = secret_content(deployment.project.folder, ACCOUNTS[stack], "secrets-jwt/secret-placeholder")
    assert len(str(content["secret"])) >= SHORTEST_JWT_SECRET
    assert str(content["secret"]) not in json.dumps([resource.properties for resource in deployment.resources])


@every_stack
@pytest.mark.requirement("EP-SECRET-03")
def test_sensitive_values_come_to_the_task_from_secrets_manager_alone(systems: Systems, stack: str) -> None:
    deployment = enterprise(systems, stack)
    (backend,) = json.loads(str(deployment.named(TASK, "backend-task").get("containerDefinitions")))
    arns = {secret.get("name"): secret.get("arn") for secret in deployment.all(SECRET)}
    path = f"payment-system-{stack}"
    assert {item["name"]: item["valueFrom"] for item in backend["secrets"]} == {
        "DB_PASSWORD": f"{arns[f'{path}/db/password']}:password::",
        "REDIS_PASSWORD": f"{arns[f'{path}/redis/auth-token']}:token::",
        "JWT_SECRET": f"{arns[f'{path}/jwt/secret']}:secret::",
        "APP_CONFIG": arns[f"{path}/app/config"],
    }
    clear = {item["name"] for item in backend["environment"]}
    assert clear.isdisjoint({"DB_PASSWORD", "REDIS_PASSWORD", "JWT_SECRET"})
    assert {secret.get("kmsKeyId") for secret in deployment.all(SECRET)} == {key_arn(deployment, "secrets")}


@pytest.mark.requirement("EP-BACKUP-01")
def test_the_database_is_backed_up_every_day_and_for_30_days_also_in_another_region(systems: Systems) -> None:
    deployment = enterprise(systems, "production")
    database = deployment.named(DATABASE, "database-primary")
    assert (database.get("backupRetentionPeriod"), database.get("backupWindow")) == (30, "07:00-08:00")
    copies = deployment.only(
        "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
    )
    assert (copies.get("region"), copies.get("retentionPeriod")) == ("us-east-2", 30)
    assert deployment.only("aws:backup/plan:Plan").get("rules", 0, "lifecycle", "deleteAfter") == 30


@pytest.mark.requirement("EP-BACKUP-02")
def test_redis_keeps_three_daily_snapshots(systems: Systems) -> None:
    cache = enterprise(systems, "production").only(CACHE)
    assert (cache.get("snapshotRetentionLimit"), cache.get("snapshotWindow")) == (3, "07:00-08:00")
