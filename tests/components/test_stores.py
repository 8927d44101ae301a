"""What caches, tables, queues and backups register, also in ways that Fivestar does not use."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from components.cache import Cache, CacheArgs
from components.queue import Queue, QueueArgs
from components.recovery import Recovery, RecoveryArgs
from components.redis import family, parameters
from components.regional_key import CopiesKeyArgs
from components.table import Table, TableArgs
from tests.components.recorder import ACCOUNT, REGION, Recorder, record

COPIES_KEY: CopiesKeyArgs = {"alias": "dev-copies", "deletion_window_days": 30, "rotation": True, "rotation_days": 90}
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1"
GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
DRAWN = "x" * 64
"""The password that the recorder answers with."""
SECRET = "aws:secretsmanager/secret:Secret"
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
USER = "aws:elasticache/user:User"
TABLE = "aws:dynamodb/table:Table"
QUEUE = "aws:sqs/queue:Queue"
PLAN = "aws:backup/plan:Plan"
SELECTION = "aws:backup/selection:Selection"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"

CACHE: CacheArgs = {
    "identifier": "dev-sessions",
    "engine": "valkey",
    "engine_version": "8.1",
    "node_type": "cache.t4g.micro",
    "multi_az": False,
    "port": 6379,
    "cache_key_arn": KEY,
    "secrets_key_arn": KEY,
    "logs_key_arn": KEY,
    "log_retention_days": 7,
    "subnet_ids": ["subnet-1", "subnet-2"],
    "security_group_id": "sg-1",
    "account_id": ACCOUNT,
    "secret_name": "pay/dev/sessions",
    "secret_recovery_days": 7,
    "token_version": 3,
    "snapshot_days": 1,
    "snapshot_window": "03:00-04:00",
    "maintenance_window": "sun:04:00-sun:05:00",
    "auto_minor_upgrade": True,
    "apply_immediately": False,
    "final_snapshot": True,
    "protect": False,
}
ITEMS: TableArgs = {
    "table_name": "dev-items",
    "hash_key": "id",
    "attribute_types": {"id": "S"},
    "recovery_days": 0,
    "table_class": "STANDARD",
    "contributor_insights": False,
    "tables_key_arn": KEY,
    "deletion_protection": True,
    "protect": False,
}
JOBS: QueueArgs = {
    "fifo": False,
    "content_deduplication": False,
    "max_receives": 5,
    "visibility_seconds": 30,
    "retention_seconds": 345600,
    "delay_seconds": 0,
    "wait_seconds": 20,
    "queues_key_arn": KEY,
    "account_id": ACCOUNT,
    "region": REGION,
    "protect": False,
}
BACKUPS: RecoveryArgs = {
    "plan_name": "dev",
    "rules": {
        "daily": {
            "schedule": "cron(0 1 * * ? *)",
            "keep_days": 35,
            "start_minutes": 60,
            "completion_minutes": 120,
            "continuous": False,
        }
    },
    "resource_arns": {"table-items": "arn:aws:dynamodb:x:1:table/items"},
    "backups_key_arn": KEY,
    "recovery_time_minutes": 240,
    "recovery_point_minutes": 60,
    "account_id": ACCOUNT,
    "region": REGION,
    "protect": False,
}


def cache(**change: Any) -> Recorder:  # noqa: ANN401  (arguments of any type)
    args: Any = {**CACHE, **change}
    return record(lambda: Cache("cache", args))


def table(**change: Any) -> Recorder:  # noqa: ANN401
    args: Any = {**ITEMS, **change}
    return record(lambda: Table("table", args))


def queue(**change: Any) -> Recorder:  # noqa: ANN401
    args: Any = {**JOBS, **change}
    return record(lambda: Queue("queue", args))


def recovery(**change: Any) -> Recorder:  # noqa: ANN401
    args: Any = {**BACKUPS, **change}
    return record(lambda: Recovery("recovery", args))


def test_a_cache_answers_tls_only_and_asks_for_its_token() -> None:
    group = cache().only(GROUP).inputs
    assert (group["transitEncryptionEnabled"], group["transitEncryptionMode"]) == (True, "required")
    assert (group["atRestEncryptionEnabled"], group["kmsKeyId"]) == (True, KEY)
    assert group["authTokenWo"]["value"] == DRAWN, "the engine must see it as a secret"
    assert group["authTokenWoVersion"] == 3
    assert "authToken" not in group


def test_a_token_stands_with_host_and_port_in_the_secret() -> None:
    recorder = cache()
    assert recorder.only(SECRET).inputs["name"] == "pay/dev/sessions"
    content = _content(recorder.only(VERSION).inputs)
    assert set(content) == {"host", "port", "token", "url"}
    assert (content["port"], content["token"]) == (6379, DRAWN)
    assert content["url"] == f"rediss://:{DRAWN}@master.cache.internal:6379/0"


def test_secrets_of_a_cache_are_closed_to_other_accounts() -> None:
    for recorder in (cache(), cache(users={"app": "on ~app:* +@all", "jobs": "on ~jobs:* +@all"})):
        for secret in recorder.all(SECRET):
            (statement,) = json.loads(secret.inputs["policy"])["Statement"]
            assert statement["Effect"] == "Deny"
            assert statement["Condition"]["StringNotEquals"] == {"aws:PrincipalAccount": ACCOUNT}


def _content(inputs: dict[str, Any]) -> dict[str, Any]:
    """The JSON in a secret's version, which the engine must see as a secret."""
    content: dict[str, Any] = json.loads(inputs["secretStringWo"]["value"])
    return content


def test_a_single_node_has_nobody_to_fail_over_to() -> None:
    group = cache().only(GROUP).inputs
    assert (group["numCacheClusters"], group["automaticFailoverEnabled"]) == (1, False)


def test_two_nodes_fail_over() -> None:
    group = cache(nodes=2, multi_az=True).only(GROUP).inputs
    assert (group["numCacheClusters"], group["automaticFailoverEnabled"], group["multiAzEnabled"]) == (2, True, True)


def test_shards_turn_cluster_mode_on() -> None:
    recorder = cache(shards=3, replicas=2, multi_az=True)
    group = recorder.only(GROUP).inputs
    assert (group["numNodeGroups"], group["replicasPerNodeGroup"], group["clusterMode"]) == (3, 2, "enabled")
    assert "numCacheClusters" not in group
    assert group["automaticFailoverEnabled"] is True
    (parameter,) = recorder.only("aws:elasticache/parameterGroup:ParameterGroup").inputs["parameters"]
    assert parameter == {"name": "cluster-enabled", "value": "yes"}
    assert _content(recorder.only(VERSION).inputs)["host"] == "clustercfg.cache.internal"


def test_users_have_rights_and_secrets_of_their_own() -> None:
    recorder = cache(users={"app": "on ~app:* +@all", "jobs": "on ~jobs:* +@all"})
    users = {user.inputs["userName"]: user.inputs for user in recorder.all(USER)}
    assert {name: user["accessString"] for name, user in users.items()} == {
        "default": "off ~* -@all",
        "app": "on ~app:* +@all",
        "jobs": "on ~jobs:* +@all",
    }
    assert {user["passwordsWoVersion"] for user in users.values()} == {3}
    assert users["app"]["userId"] == "dev-sessions-app"
    group = recorder.only(GROUP).inputs
    assert len(group["userGroupIds"]) == 1
    assert "authTokenWo" not in group
    assert {secret.inputs["name"] for secret in recorder.all(SECRET)} == {
        "pay/dev/sessions/app",
        "pay/dev/sessions/jobs",
    }
    content = _content(recorder.only(VERSION, "cache-secret-app-value").inputs)
    assert content["username"] == "app"
    assert content["url"] == f"rediss://app:{DRAWN}@master.cache.internal:6379/0"


def test_slow_log_and_engine_log_go_to_encrypted_groups() -> None:
    recorder = cache()
    groups = {group.inputs["name"]: group.inputs for group in recorder.all("aws:cloudwatch/logGroup:LogGroup")}
    assert set(groups) == {f"/aws/elasticache/dev-sessions/{log}" for log in ("slow-log", "engine-log")}
    assert {(group["kmsKeyId"], group["retentionInDays"]) for group in groups.values()} == {(KEY, 7)}
    deliveries = recorder.only(GROUP).inputs["logDeliveryConfigurations"]
    assert {delivery["destination"] for delivery in deliveries} == set(groups)


def test_families_and_parameters_are_those_of_the_engine() -> None:
    assert [family("redis", "7.1"), family("valkey", "7.2"), family("valkey", "8.1")] == [
        "redis7",
        "valkey7",
        "valkey8",
    ]
    assert parameters(False, {"timeout": "60", "maxmemory-policy": "noeviction"}) == [
        {"name": "maxmemory-policy", "value": "noeviction"},
        {"name": "timeout", "value": "60"},
    ]


def test_a_table_is_billed_by_request_and_encrypted() -> None:
    inputs = table().only(TABLE).inputs
    assert inputs["billingMode"] == "PAY_PER_REQUEST"
    assert inputs["serverSideEncryption"] == {"enabled": True, "kmsKeyArn": KEY}
    assert inputs["pointInTimeRecovery"] == {"enabled": False}
    assert "readCapacity" not in inputs
    assert "ttl" not in inputs


def test_a_provisioned_table_scales_with_its_indexes() -> None:
    recorder = table(
        attribute_types={"id": "S", "owner": "S"},
        indexes={"by-owner": {"hash_key": "owner", "projection": "KEYS_ONLY"}},
        read_capacity={"min": 5, "max": 50, "utilization_percent": 70},
        write_capacity={"min": 2, "max": 20, "utilization_percent": 60},
    )
    registered = recorder.only(TABLE)
    assert registered.inputs["billingMode"] == "PROVISIONED"
    assert (registered.inputs["readCapacity"], registered.inputs["writeCapacity"]) == (5, 2)
    assert "readCapacity" in registered.ignore_changes
    targets = recorder.all("aws:appautoscaling/target:Target")
    assert {
        (item.inputs["scalableDimension"], item.inputs["minCapacity"], item.inputs["maxCapacity"]) for item in targets
    } == {
        ("dynamodb:table:ReadCapacityUnits", 5, 50),
        ("dynamodb:table:WriteCapacityUnits", 2, 20),
        ("dynamodb:index:ReadCapacityUnits", 5, 50),
        ("dynamodb:index:WriteCapacityUnits", 2, 20),
    }
    metrics = {
        item.inputs["targetTrackingScalingPolicyConfiguration"]["predefinedMetricSpecification"]["predefinedMetricType"]
        for item in recorder.all("aws:appautoscaling/policy:Policy")
    }
    assert metrics == {"DynamoDBReadCapacityUtilization", "DynamoDBWriteCapacityUtilization"}


def test_indexes_project_what_was_asked_for() -> None:
    inputs = (
        table(
            range_key="day",
            attribute_types={"id": "S", "day": "S", "owner": "S", "amount": "N"},
            indexes={"by-owner": {"hash_key": "owner", "projection": "INCLUDE", "attributes": ["state"]}},
            local_indexes={"by-amount": {"range_key": "amount", "projection": "ALL"}},
        )
        .only(TABLE)
        .inputs
    )
    assert inputs["globalSecondaryIndexes"] == [
        {"name": "by-owner", "hashKey": "owner", "projectionType": "INCLUDE", "nonKeyAttributes": ["state"]}
    ]
    assert inputs["localSecondaryIndexes"] == [{"name": "by-amount", "rangeKey": "amount", "projectionType": "ALL"}]
    assert {item["name"] for item in inputs["attributes"]} == {"id", "day", "owner", "amount"}


def test_stream_expiry_insights_and_tags_are_settings() -> None:
    recorder = table(
        stream_view="NEW_AND_OLD_IMAGES", ttl_attribute="expires", contributor_insights=True, tags={"Data": "card"}
    )
    inputs = recorder.only(TABLE).inputs
    assert (inputs["streamEnabled"], inputs["streamViewType"]) == (True, "NEW_AND_OLD_IMAGES")
    assert inputs["ttl"] == {"attributeName": "expires", "enabled": True}
    assert inputs["tags"] == {"Data": "card"}
    assert recorder.all("aws:dynamodb/contributorInsights:ContributorInsights")


def test_messages_that_fail_go_to_dead_letters_of_the_queue_alone() -> None:
    recorder = queue()
    main = recorder.only(QUEUE, "queue-queue").inputs
    assert json.loads(main["redrivePolicy"])["maxReceiveCount"] == 5
    allow = json.loads(recorder.only("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy").inputs["redriveAllowPolicy"])
    assert allow["redrivePermission"] == "byQueue"
    assert len(allow["sourceQueueArns"]) == 1
    assert {item.inputs["kmsMasterKeyId"] for item in recorder.all(QUEUE)} == {KEY}
    assert recorder.only(QUEUE, "queue-dead-letters").inputs["messageRetentionSeconds"] == 14 * 24 * 60 * 60


def test_both_queues_refuse_requests_without_tls_and_from_other_accounts() -> None:
    policies = queue().all("aws:sqs/queuePolicy:QueuePolicy")
    assert len(policies) == 2
    for policy in policies:
        denied = {item["Sid"]: item["Condition"] for item in _statements(policy.inputs) if item["Effect"] == "Deny"}
        assert denied["TlsOnly"] == {"Bool": {"aws:SecureTransport": "false"}}
        assert denied["ThisAccountOnly"]["StringNotEquals"] == {"aws:PrincipalAccount": ACCOUNT}


def test_publishers_send_for_this_account_only() -> None:
    recorder = queue(publishers=["events.amazonaws.com"])
    statements = _statements(recorder.only("aws:sqs/queuePolicy:QueuePolicy", "queue-queue-policy").inputs)
    (allowed,) = (item for item in statements if item["Sid"] == "PublishersOfThisAccount")
    assert allowed["Principal"] == {"Service": ["events.amazonaws.com"]}
    assert allowed["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    others = _statements(recorder.only("aws:sqs/queuePolicy:QueuePolicy", "queue-dead-letters-policy").inputs)
    assert "PublishersOfThisAccount" not in {item["Sid"] for item in others}


def _statements(inputs: dict[str, Any]) -> list[dict[str, Any]]:
    statements: list[dict[str, Any]] = json.loads(inputs["policy"])["Statement"]
    return statements


def test_a_fifo_queue_has_fifo_dead_letters() -> None:
    recorder = queue(fifo=True, content_deduplication=True, queue_name="a.fifo", dead_letter_name="a-dead.fifo")
    assert {item.inputs["fifoQueue"] for item in recorder.all(QUEUE)} == {True}
    assert recorder.only(QUEUE, "queue-queue").inputs["contentBasedDeduplication"] is True


def test_backups_without_copies_stay_in_their_region() -> None:
    recorder = recovery()
    assert [item.inputs["region"] for item in recorder.all("aws:backup/vault:Vault")] == [REGION]
    assert recorder.all(LOCK) == []
    assert recorder.all("aws:kms/key:Key") == []
    (rule,) = recorder.only(PLAN).inputs["rules"]
    assert "copyActions" not in rule


def test_copies_have_vault_lock_and_key_in_their_region() -> None:
    rule = {**BACKUPS["rules"]["daily"], "copy_keep_days": 35}
    lock = {"min_days": 7, "max_days": 35}
    recorder = recovery(rules={"daily": rule}, copies={"region": "ap-south-2", "key": COPIES_KEY}, lock=lock)
    assert recorder.only("aws:kms/key:Key").inputs["region"] == "ap-south-2"
    assert "backup.ap-south-2.amazonaws.com" in recorder.only("aws:kms/key:Key").inputs["policy"]
    assert {item.inputs["region"] for item in recorder.all("aws:backup/vault:Vault")} == {REGION, "ap-south-2"}
    assert {item.inputs["region"] for item in recorder.all(LOCK)} == {REGION, "ap-south-2"}
    assert not any("changeableForDays" in item.inputs for item in recorder.all(LOCK))


def test_a_compliance_lock_says_when_it_closes() -> None:
    recorder = recovery(lock={"min_days": 7, "max_days": 35, "changeable_days": 3})
    assert recorder.only(LOCK).inputs["changeableForDays"] == 3


def test_a_rule_for_some_has_a_plan_of_its_own() -> None:
    daily = BACKUPS["rules"]["daily"]
    recorder = recovery(
        rules={"daily": daily, "hourly": {**daily, "resources": ["table-items"], "cold_after_days": 1}},
        resource_arns={"table-items": "arn:t", "database": "arn:d"},
        tags={"Backup": "yes"},
    )
    assert {plan.inputs["name"] for plan in recorder.all(PLAN)} == {"dev", "dev-hourly"}
    assert recorder.only(SELECTION, "recovery-resources").inputs["resources"] == ["arn:d", "arn:t"]
    assert recorder.only(SELECTION, "recovery-resources-hourly").inputs["resources"] == ["arn:t"]
    tags = recorder.only(SELECTION, "recovery-tags").inputs["selectionTags"]
    assert tags == [{"type": "STRINGEQUALS", "key": "Backup", "value": "yes"}]
    (hourly,) = recorder.only(PLAN, "recovery-plan-hourly").inputs["rules"]
    assert hourly["lifecycle"] == {"deleteAfter": 35, "coldStorageAfter": 1}


def test_a_topic_hears_of_failures() -> None:
    recorder = recovery(notification_topic_arn="arn:aws:sns:x:1:alarms")
    heard = recorder.only("aws:backup/vaultNotifications:VaultNotifications").inputs
    assert {"BACKUP_JOB_FAILED", "COPY_JOB_FAILED"} <= set(heard["backupVaultEvents"])


def test_targets_are_tags_of_the_plan() -> None:
    assert recovery().only(PLAN).inputs["tags"] == {"RecoveryTimeMinutes": "240", "RecoveryPointMinutes": "60"}


def test_what_is_restored_in_a_test_stands_where_the_original_stands(prod: Recorder) -> None:
    tests = {
        item.inputs["protectedResourceType"]: item.inputs["restoreMetadataOverrides"]
        for item in prod.all("aws:backup/restoreTestingSelection:RestoreTestingSelection")
    }
    assert tests["RDS"]["vpcSecurityGroupIds"] == '["groups-rds-id"]'
    assert tests["DynamoDB"]["encryptionType"] == "KMS"


@pytest.mark.parametrize("component", [cache, table, queue, recovery])
def test_protection_reaches_what_holds_data(component: Any) -> None:  # noqa: ANN401
    kinds = (GROUP, TABLE, QUEUE, "aws:backup/vault:Vault")
    recorder: Recorder = component(protect=True)
    stateful = [item for kind in kinds for item in recorder.all(kind)]
    assert stateful
    assert all(item.protect for item in stateful)


def test_no_secret_leaves_a_cache_as_an_output() -> None:
    texts: list[object] = []

    def program() -> None:
        made = Cache("cache", CACHE)
        pulumi.Output.all(made.host, made.secret_arn, made.user_secret_arns, made.node_ids).apply(texts.append)

    record(program)
    assert texts
    assert DRAWN not in str(texts)
