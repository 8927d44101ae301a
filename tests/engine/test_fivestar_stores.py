"""Fivestar's caches, tables and backups as the real engine deployed them."""

import json
from collections.abc import Mapping

import pytest

from tests.engine.deployments import STACKS, Deployment, Resource

pytestmark = pytest.mark.engine

Fivestar = Mapping[str, Deployment]

CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"
CACHE_PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup"
CACHE_SUBNETS = "aws:elasticache/subnetGroup:SubnetGroup"
TABLE = "aws:dynamodb/table:Table"
VAULT = "aws:backup/vault:Vault"
PLAN = "aws:backup/plan:Plan"
SELECTION = "aws:backup/selection:Selection"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
KEY = "aws:kms/key:Key"
SECRET = "aws:secretsmanager/secret:Secret"
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
SECRET_MARK = "4dabf18193072939515e22adb298388d"
"""How the engine marks a secret in its state."""

STORE_POLICIES = (
    "dynamodb-pitr",
    "dynamodb-cmk",
    "dynamodb-deletion-protection",
    "elasticache-encryption-at-rest",
    "elasticache-encryption-in-transit",
    "elasticache-cmk",
    "elasticache-multi-az",
    "db-subnets-private",
)

every_stack = pytest.mark.parametrize("stack", STACKS)


def key_arn(deployment: Deployment, data_class: str) -> object:
    """The ARN of the stack's key for a class of data."""
    return deployment.named(KEY, f"keys-{data_class}").get("arn")


def listed(value: object) -> list[Mapping[str, object]]:
    """The items of an output that is a list of objects."""
    assert isinstance(value, list)
    return value


@pytest.mark.requirement("FS-CACHE-01")
@pytest.mark.parametrize(
    ("stack", "node_type", "nodes", "multi_az"),
    [
        ("dev", "cache.t4g.micro", 1, False),
        ("staging", "cache.t4g.small", 2, True),
        ("prod", "cache.m7g.large", 2, True),
    ],
)
def test_the_cache_has_the_nodes_of_its_environment(
    fivestar: Fivestar, stack: str, node_type: str, nodes: int, multi_az: bool
) -> None:
    cache = fivestar[stack].only(CACHE)
    assert cache.get("replicationGroupId") == f"{stack}-fivestar-sessions"
    assert (cache.get("nodeType"), cache.get("numCacheClusters")) == (node_type, nodes)
    assert (cache.get("multiAzEnabled"), cache.get("automaticFailoverEnabled")) == (multi_az, multi_az)
    assert cache.protect is (stack == "prod")


@every_stack
@pytest.mark.requirement("FS-CACHE-01")
def test_the_cache_answers_tls_only_and_is_encrypted_with_its_own_key(fivestar: Fivestar, stack: str) -> None:
    cache = fivestar[stack].only(CACHE)
    assert (cache.get("transitEncryptionEnabled"), cache.get("transitEncryptionMode")) == (True, "required")
    assert cache.get("atRestEncryptionEnabled") is True
    assert cache.get("kmsKeyId") == key_arn(fivestar[stack], "cache")
    (parameter,) = listed(fivestar[stack].only(CACHE_PARAMETERS).get("parameters"))
    assert parameter == {"name": "maxmemory-policy", "value": "volatile-lru"}


@every_stack
@pytest.mark.requirement("FS-CACHE-01")
def test_only_tasks_reach_the_cache_and_on_6379_alone(fivestar: Fivestar, stack: str) -> None:
    deployment = fivestar[stack]
    groups = {group.name.rsplit("-", 1)[-1]: group.id for group in deployment.all(GROUP)}
    assert deployment.only(CACHE).get("securityGroupIds") == [groups["cache"]]
    assert _rules(deployment, INGRESS, groups["cache"]) == {(6379, 6379, groups["ecs"])}
    assert _rules(deployment, EGRESS, groups["cache"]) == set()
    assert (6379, 6379, groups["cache"]) in _rules(deployment, EGRESS, groups["ecs"])


def _rules(deployment: Deployment, type: str, group: str) -> set[tuple[object, object, object]]:
    return {
        (rule.get("fromPort"), rule.get("toPort"), rule.get("referencedSecurityGroupId"))
        for rule in deployment.all(type)
        if rule.get("securityGroupId") == group
    }


@every_stack
@pytest.mark.requirement("FS-CACHE-01")
def test_the_cache_stands_in_the_database_tier(fivestar: Fivestar, stack: str) -> None:
    subnets = fivestar[stack].all("aws:ec2/subnet:Subnet")
    tier = {subnet.id for subnet in subnets if "-database-" in subnet.name}
    group = fivestar[stack].only(CACHE_SUBNETS)
    found = group.get("subnetIds")
    assert isinstance(found, list)
    assert set(found) == tier
    assert fivestar[stack].only(CACHE).get("subnetGroupName") == group.get("name")


@every_stack
@pytest.mark.requirement("FS-CACHE-01")
def test_the_url_of_the_cache_is_in_a_secret_and_nowhere_else(fivestar: Fivestar, stack: str) -> None:
    deployment = fivestar[stack]
    secret = deployment.named(SECRET, "cache-sessions-secret")
    assert secret.get("name") == f"fivestar/payments/{stack}/sessions"
    assert secret.get("kmsKeyId") == key_arn(deployment, "secrets")
    version = deployment.named(VERSION, "cache-sessions-secret-value")
    assert version.get("secretId") == secret.id
    assert version.get("secretString") is None
    assert "rediss://" not in json.dumps([resource.properties for resource in deployment.resources])
    for resource in (version, deployment.only(CACHE)):
        given = _inputs(deployment, resource)
        name = "secretStringWo" if resource is version else "authTokenWo"
        assert SECRET_MARK in json.dumps(given[name]), "the state holds it encrypted"
        assert resource.get(name) is None
        assert resource.get(f"{name}Version") == 1


def _inputs(deployment: Deployment, resource: Resource) -> Mapping[str, object]:
    (state,) = (state for state in deployment.project.resources() if state["urn"] == resource.urn)
    inputs = state["inputs"]
    assert isinstance(inputs, dict)
    return inputs


@every_stack
@pytest.mark.requirement("FS-DDB-01")
def test_tables_are_billed_by_request(fivestar: Fivestar, stack: str) -> None:
    tables = fivestar[stack].all(TABLE)
    assert len(tables) == 2
    assert {table.get("billingMode") for table in tables} == {"PAY_PER_REQUEST"}


@pytest.mark.requirement("FS-DDB-02")
def test_production_tables_can_be_restored_to_any_second_of_35_days(fivestar: Fivestar) -> None:
    for table in fivestar["prod"].all(TABLE):
        assert table.get("pointInTimeRecovery") == {"enabled": True, "recoveryPeriodInDays": 35}
        assert table.get("deletionProtectionEnabled") is True
        assert table.protect


@every_stack
@pytest.mark.requirement("FS-DDB-03")
@pytest.mark.parametrize(
    ("name", "hash_key", "index", "keys"),
    [
        ("transactions", "transaction_id", "by-merchant", ("merchant_id", "created_at")),
        ("transaction-queue", "queue_id", "by-status", ("status", "due_at")),
    ],
)
def test_tables_have_their_names_keys_and_indexes(
    fivestar: Fivestar, stack: str, name: str, hash_key: str, index: str, keys: tuple[str, str]
) -> None:
    (table,) = (item for item in fivestar[stack].all(TABLE) if item.get("name") == f"{stack}-fivestar-{name}")
    assert (table.get("hashKey"), table.get("rangeKey")) == (hash_key, None)
    (found,) = listed(table.get("globalSecondaryIndexes"))
    assert (found["name"], found["hashKey"], found["rangeKey"]) == (index, *keys)
    assert found["projectionType"] == "ALL"
    defined = {item["name"] for item in listed(table.get("attributes"))}
    assert defined == {hash_key, *keys}
    assert table.get("serverSideEncryption", "kmsKeyArn") == key_arn(fivestar[stack], "tables")


@every_stack
@pytest.mark.requirement("FS-DDB-03")
def test_what_is_done_leaves_the_queue_table(fivestar: Fivestar, stack: str) -> None:
    table = fivestar[stack].named(TABLE, "table-transaction-queue-table")
    assert table.get("ttl") == {"attributeName": "expires_at", "enabled": True}


@pytest.mark.requirement("FS-BACKUP-01")
def test_production_is_backed_up_by_itself_and_copied_to_another_indian_region(fivestar: Fivestar) -> None:
    prod = fivestar["prod"]
    vaults = {vault.get("region"): vault for vault in prod.all(VAULT)}
    assert set(vaults) == {"ap-south-1", "ap-south-2"}
    for plan in prod.all(PLAN):
        (rule,) = listed(plan.get("rules"))
        assert str(rule["schedule"]).startswith("cron(")
        assert rule["targetVaultName"] == vaults["ap-south-1"].get("name")
        (copy,) = listed(rule["copyActions"])
        assert copy["destinationVaultArn"] == vaults["ap-south-2"].get("arn")
        assert copy["lifecycle"] == rule["lifecycle"]
    daily = prod.named(PLAN, "recovery-plan")
    assert daily.get("rules", 0, "lifecycle", "deleteAfter") == 35


@pytest.mark.requirement("FS-BACKUP-01")
def test_the_plan_holds_the_database_and_every_table(fivestar: Fivestar) -> None:
    prod = fivestar["prod"]
    tables = {table.get("arn") for table in prod.all(TABLE)}
    database = prod.named("aws:rds/instance:Instance", "database-primary").get("arn")
    assert _selected(prod, "recovery-resources") == {database, *tables}
    assert _selected(prod, "recovery-resources-hourly") == tables


def _selected(deployment: Deployment, name: str) -> set[object]:
    selection = deployment.named(SELECTION, name)
    resources = selection.get("resources")
    assert isinstance(resources, list)
    return set(resources)


@pytest.mark.requirement("FS-BACKUP-01")
def test_backups_are_locked_and_each_region_has_its_key(fivestar: Fivestar) -> None:
    prod = fivestar["prod"]
    keys = {key.get("arn") for key in prod.all(KEY)}
    for vault in prod.all(VAULT):
        assert vault.get("kmsKeyArn") in keys
        assert str(vault.get("kmsKeyArn")).split(":")[3] == vault.get("region")
        assert vault.protect
    locks = {lock.get("backupVaultName"): lock for lock in prod.all(LOCK)}
    assert set(locks) == {vault.get("name") for vault in prod.all(VAULT)}
    assert {(lock.get("minRetentionDays"), lock.get("maxRetentionDays")) for lock in locks.values()} == {(7, 35)}


@pytest.mark.requirement("FS-BACKUP-01")
def test_restores_are_tested_every_week(fivestar: Fivestar) -> None:
    plan = fivestar["prod"].only("aws:backup/restoreTestingPlan:RestoreTestingPlan")
    assert plan.get("scheduleExpression") == "cron(0 22 ? * SUN *)"
    selections = fivestar["prod"].all("aws:backup/restoreTestingSelection:RestoreTestingSelection")
    assert {item.get("protectedResourceType") for item in selections} == {"RDS", "DynamoDB"}


@pytest.mark.parametrize("stack", ["dev", "staging"])
def test_backup_plans_are_for_production(fivestar: Fivestar, stack: str) -> None:
    assert fivestar[stack].all(PLAN) == []
