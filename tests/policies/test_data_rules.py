"""Caches, tables, buckets, keys, secrets, zones, alarms and budgets in the shapes that programs give them."""

import json

import pytest

from tests.policies.examples.model import KEY
from tests.policies.harness import UNKNOWN_VALUE, Engine, Json, Report, Resource, in_environment, secret

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
CACHE = "aws:elasticache/cluster:Cluster"
TABLE = "aws:dynamodb/table:Table"
REPLICA = "aws:dynamodb/tableReplica:TableReplica"
BUCKET = "aws:s3/bucket:Bucket"
LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
KMS_KEY = "aws:kms/key:Key"
PARAMETER = "aws:ssm/parameter:Parameter"
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
ZONE = "aws:route53/zone:Zone"
BUDGET = "aws:budgets/budget:Budget"
TARGET = "aws:appautoscaling/target:Target"
SCALING = "aws:appautoscaling/policy:Policy"


def said(policy: str, *resources: Resource, environment: str = "prod") -> list[Report]:
    found = Engine(config=in_environment(environment)).preview(*resources)
    return [report for report in found if report.policy == policy]


def keeps(policy: str, kind: str, environment: Json = "prod", **properties: Json) -> bool:
    return said(policy, Resource(kind, "it", properties), environment=str(environment)) == []


class TestCaches:
    @pytest.mark.parametrize(
        "policy",
        [
            "elasticache-encryption-at-rest",
            "elasticache-encryption-in-transit",
            "elasticache-auth",
            "elasticache-backup",
            "elasticache-auto-minor-upgrade",
        ],
    )
    def test_a_secondary_group_takes_from_its_primary_what_it_may_not_say(self, policy: str) -> None:
        assert keeps(policy, GROUP, globalReplicationGroupId="main")

    @pytest.mark.parametrize(("counts", "sound"), [([1, 2], True), ([1, 0], False), ([1, None], False)])
    def test_each_shard_that_is_described_needs_a_replica(self, counts: list[Json], sound: bool) -> None:
        shards: list[Json] = [{"replicaCount": count} for count in counts]
        properties: dict[str, Json] = {"multiAzEnabled": True, "automaticFailoverEnabled": True}
        assert keeps("elasticache-multi-az", GROUP, **properties, nodeGroupConfigurations=shards) is sound

    def test_shards_without_replicas_do_not_survive(self) -> None:
        properties: dict[str, Json] = {"multiAzEnabled": True, "automaticFailoverEnabled": True, "numNodeGroups": 3}
        assert not keeps("elasticache-multi-az", GROUP, **properties)

    def test_a_user_group_that_does_not_exist_yet_is_one(self) -> None:
        users = Resource("aws:elasticache/userGroup:UserGroup", "users")
        properties: dict[str, Json] = {"transitEncryptionEnabled": True, "userGroupIds": [UNKNOWN_VALUE]}
        group = Resource(GROUP, "cache", properties, {"userGroupIds": [users]})
        assert said("elasticache-auth", users, group) == []

    @pytest.mark.parametrize("policy", ["elasticache-backup", "elasticache-auto-minor-upgrade"])
    def test_memcached_and_nodes_of_groups_are_left_alone(self, policy: str) -> None:
        assert keeps(policy, CACHE, engine="memcached", autoMinorVersionUpgrade="false")
        assert keeps(policy, CACHE, replicationGroupId="sessions", autoMinorVersionUpgrade="false")

    @pytest.mark.parametrize(
        "policy", ["elasticache-backup", "elasticache-auto-minor-upgrade", "elasticache-custom-subnet-group"]
    )
    def test_the_id_of_a_group_makes_it_no_node_of_a_group(self, policy: str) -> None:
        assert not keeps(policy, GROUP, replicationGroupId="sessions", autoMinorVersionUpgrade=False)

    def test_outside_of_prod_one_day_of_snapshots_is_enough(self) -> None:
        assert keeps("elasticache-backup", GROUP, environment="staging", snapshotRetentionLimit=1)
        assert not keeps("elasticache-backup", GROUP, environment="staging")


class TestTables:
    def test_replicas_have_a_recovery_and_a_key_of_their_own(self) -> None:
        properties: dict[str, Json] = {
            "pointInTimeRecovery": {"enabled": True},
            "serverSideEncryption": {"enabled": True, "kmsKeyArn": KEY},
        }
        bare: list[Json] = [{"regionName": "ap-south-2"}]
        full: list[Json] = [{"regionName": "ap-south-2", "kmsKeyArn": KEY, "pointInTimeRecovery": "true"}]
        for policy in ("dynamodb-pitr", "dynamodb-cmk"):
            assert keeps(policy, TABLE, **properties)
            assert keeps(policy, TABLE, **properties, replicas=full)
            (report,) = said(policy, Resource(TABLE, "it", {**properties, "replicas": bare}))
            assert "replicas[0]." in report.message

    def test_a_separate_replica_has_a_recovery_of_its_own(self) -> None:
        assert keeps("dynamodb-pitr", REPLICA, pointInTimeRecovery=True)
        assert not keeps("dynamodb-pitr", REPLICA)

    def scaling(self, kind: str, dimension: str, table: Resource, known: bool) -> Resource:
        properties: dict[str, Json] = {
            "resourceId": "table/orders" if known else UNKNOWN_VALUE,
            "scalableDimension": f"dynamodb:table:{dimension}CapacityUnits",
        }
        return Resource(kind, f"{kind}-{dimension}", properties, {} if known else {"resourceId": [table]})

    @pytest.mark.parametrize("known", [True, False])
    def test_a_provisioned_table_scales_reads_and_writes(self, known: bool) -> None:
        table = Resource(TABLE, "orders", {"name": "orders", "billingMode": "PROVISIONED"})
        reads = [self.scaling(kind, "Read", table, known) for kind in (TARGET, SCALING)]
        writes = [self.scaling(kind, "Write", table, known) for kind in (TARGET, SCALING)]
        assert said("dynamodb-autoscaling", table, *reads, *writes) == []
        (report,) = said("dynamodb-autoscaling", table, *reads, writes[0])
        assert "no scaling policy for dynamodb:table:WriteCapacityUnits" in report.message

    def test_a_policy_whose_id_comes_from_its_target_belongs_to_the_table(self) -> None:
        table = Resource(TABLE, "orders", {"name": UNKNOWN_VALUE})
        every = []
        for dimension in ("Read", "Write"):
            target = self.scaling(TARGET, dimension, table, known=False)
            policy = self.scaling(SCALING, dimension, target, known=False)
            every += [target, policy]
        assert said("dynamodb-autoscaling", table, *every) == []

    def test_another_tables_scaling_does_not_count(self) -> None:
        table, other = (Resource(TABLE, name, {"name": name}) for name in ("carts", "orders"))
        others = [self.scaling(kind, way, other, True) for kind in (TARGET, SCALING) for way in ("Read", "Write")]
        (report,) = said("dynamodb-autoscaling", table, other, *others)
        assert report.urn == table.urn

    def test_a_table_that_is_billed_by_request_needs_none(self) -> None:
        assert said("dynamodb-autoscaling", Resource(TABLE, "orders", {"billingMode": "PAY_PER_REQUEST"})) == []
        (report,) = said("dynamodb-autoscaling", Resource(TABLE, "orders", {"name": "orders"}))
        assert report.level == "mandatory"


class TestBuckets:
    def test_every_block_is_put_right(self) -> None:
        block = Resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "it", {"blockPublicAcls": "true"})
        (changed,) = Engine(config=in_environment("dev")).remediated(block).values()
        assert all(changed[name] is True for name in ("blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"))

    def test_two_locks_of_one_encryption_need_no_bucket_key(self) -> None:
        by_default: Json = [{"sseAlgorithm": "aws:kms:dsse", "kmsMasterKeyId": KEY}]
        configuration: Json = [{"rules": [{"applyServerSideEncryptionByDefaults": by_default}]}]
        assert keeps("s3-sse-kms", "aws:s3/bucketV2:BucketV2", serverSideEncryptionConfigurations=configuration)

    def test_the_lock_of_a_bucket_without_audit_logs_may_be_short(self) -> None:
        short: Json = {"defaultRetention": {"mode": "GOVERNANCE", "days": 30}}
        assert keeps("s3-object-lock", LOCK, bucket="files", rule=short)
        assert not keeps("s3-object-lock", LOCK, bucket="prod-cloudtrail", rule=short)

    @pytest.mark.parametrize(
        ("retention", "sound"),
        [
            ({"mode": "COMPLIANCE", "years": 1}, True),
            ({"mode": "GOVERNANCE", "days": "400"}, True),
            ({"mode": "COMPLIANCE"}, False),
            ({"years": 7}, False),
            (None, False),
        ],
    )
    def test_the_lock_of_audit_logs_lasts_a_year(self, retention: Json, sound: bool) -> None:
        assert keeps("s3-object-lock", LOCK, bucket="audit", rule={"defaultRetention": retention}) is sound

    def test_a_lock_that_is_long_enough_needs_no_name(self) -> None:
        long: Json = {"defaultRetention": {"mode": "COMPLIANCE", "days": 365}}
        assert keeps("s3-object-lock", LOCK, bucket=UNKNOWN_VALUE, rule=long)

    def test_a_bucket_for_audit_logs_by_its_prefix_is_locked(self) -> None:
        assert not keeps("s3-object-lock", BUCKET, bucketPrefix="audit-")
        assert keeps("s3-object-lock", BUCKET, bucketPrefix="audit-", objectLockEnabled=True)


class TestProtection:
    @pytest.mark.parametrize("kind", ["aws:rds/cluster:Cluster", TABLE, KMS_KEY, BUCKET])
    def test_what_holds_data_is_kept_by_pulumi_in_prod(self, kind: str) -> None:
        (report,) = said("protect-stateful", Resource(kind, "it"))
        assert report.level == "mandatory"
        assert said("protect-stateful", Resource(kind, "it", protect=True)) == []
        assert said("protect-stateful", Resource(kind, "it"), environment="dev") == []

    def test_a_replica_can_be_made_again(self) -> None:
        assert keeps("protect-stateful", "aws:rds/instance:Instance", replicateSourceDb="main")


class TestKeys:
    def test_rotation_is_put_right_for_keys_that_can_rotate(self) -> None:
        engine = Engine(config=in_environment("prod"))
        assert engine.remediated(Resource(KMS_KEY, "it", {}))["kms-rotation"] == {"enableKeyRotation": True}
        for fixed in (
            {"customerMasterKeySpec": "HMAC_256"},
            {"customKeyStoreId": "cks-1"},
            {"enableKeyRotation": True},
        ):
            assert "kms-rotation" not in engine.remediated(Resource(KMS_KEY, "it", fixed))

    def test_a_replica_key_waits_as_well(self) -> None:
        assert not keeps("kms-deletion-window", "aws:kms/replicaKey:ReplicaKey", deletionWindowInDays=7)


class TestSecrets:
    @pytest.mark.parametrize("value", [secret("correct-horse"), secret(UNKNOWN_VALUE)])
    def test_a_marked_value_is_encrypted_in_the_state(self, value: Json) -> None:
        assert keeps("secret-value-not-literal", VERSION, secretString=value)

    def test_a_value_in_plain_text_is_said_but_not_shown(self) -> None:
        (report,) = said("secret-value-not-literal", Resource(VERSION, "it", {"secretString": "correct-horse"}))
        assert "correct-horse" not in report.message

    def test_a_rotation_that_is_switched_off_is_none(self) -> None:
        kind = "aws:secretsmanager/secretRotation:SecretRotation"
        assert not keeps("secret-rotation-window", kind, rotationEnabled=False)

    @pytest.mark.parametrize(
        ("name", "sound"),
        [
            ("/payments/prod/database/password", False),
            ("psp-api-key", False),
            ("/payments/prod/PSP_TOKEN", False),
            ("/payments/prod/password-length", True),
            ("/payments/prod/tokens-per-minute", True),
            ("/payments/prod/secret-arn", True),
            ("/secret/prod/url", True),
            ("/payments/prod/sort-key", True),
        ],
    )
    def test_a_secret_is_known_by_the_end_of_its_name(self, name: str, sound: bool) -> None:
        assert keeps("ssm-parameter-secure", PARAMETER, name=name, type="String", value="x") is sound

    @pytest.mark.parametrize(
        ("value", "sound"),
        [
            ("postgres://app:hunter2@db.internal:5432/main", False),
            ("-----BEGIN RSA PRIVATE KEY-----\nMII", False),
            ("key AKIAIOSFODNN7EXAMPLE", False),
            ("https://pay.example.com:8443/path@home", True),
            ("-----BEGIN PUBLIC KEY-----", True),
        ],
    )
    def test_a_credential_is_known_by_its_looks(self, value: str, sound: bool) -> None:
        for given in ({"value": secret(value)}, {"insecureValue": value}):
            found = said("ssm-parameter-secure", Resource(PARAMETER, "it", {"name": "x", "type": "String", **given}))
            assert (found == []) is sound
            assert all(value not in report.message for report in found)

    @pytest.mark.parametrize("content", ["{", "[1]", ""])
    def test_a_session_that_cannot_be_read_passes_no_value_on(self, content: str) -> None:
        kind = "aws:ssm/document:Document"
        found = said("ssm-session-encrypted", Resource(kind, "it", {"documentType": "Session", "content": content}))
        assert all(report.level == "advisory" for report in found)

    def test_a_session_in_yaml_is_read_as_well(self) -> None:
        content = f"inputs:\n  kmsKeyId: {KEY}\n  s3BucketName: logs\n  s3EncryptionEnabled: true\n"
        document: dict[str, Json] = {"documentType": "Session", "documentFormat": "YAML", "content": content}
        assert keeps("ssm-session-encrypted", "aws:ssm/document:Document", **document)
        unlogged = json.dumps({"inputs": {"kmsKeyId": KEY, "s3BucketName": ""}})
        assert keeps("ssm-session-encrypted", "aws:ssm/document:Document", documentType="Session", content=unlogged)


class TestAlarms:
    POLICY = "alarm-has-actions"
    SILENT = Resource(ALARM, "cpu", {"id": "cpu", "name": "cpu"})

    def test_an_action_that_is_not_known_yet_is_one(self) -> None:
        assert said(self.POLICY, Resource(ALARM, "cpu", {"alarmActions": [UNKNOWN_VALUE]})) == []

    @pytest.mark.parametrize(
        "properties", [{}, {"alarmActions": []}, {"alarmActions": ["arn:aws:sns:x"], "actionsEnabled": False}]
    )
    def test_an_alarm_without_an_action_tells_nobody(self, properties: dict[str, Json]) -> None:
        (report,) = said(self.POLICY, Resource(ALARM, "cpu", {"name": "cpu", **properties}))
        assert report.level == "mandatory"

    @pytest.mark.parametrize(
        ("kind", "properties"),
        [
            (COMPOSITE, {"alarmRule": 'ALARM("cpu") AND ALARM("memory")', "alarmActions": ["arn:aws:sns:x"]}),
            (COMPOSITE, {"alarmRule": "ALARM(x)", "alarmActions": ["a"], "actionsSuppressor": {"alarm": "cpu"}}),
            ("aws:ecs/service:Service", {"alarms": {"alarmNames": ["cpu"], "enable": True, "rollback": True}}),
            ("aws:codedeploy/deploymentGroup:DeploymentGroup", {"alarmConfiguration": {"alarms": ["cpu"]}}),
            ("aws:route53/healthCheck:HealthCheck", {"cloudwatchAlarmName": "cpu"}),
        ],
    )
    def test_an_alarm_that_something_follows_needs_no_action(self, kind: str, properties: dict[str, Json]) -> None:
        assert said(self.POLICY, self.SILENT, Resource(kind, "follower", properties)) == []

    def test_an_expression_that_is_not_known_yet_is_followed_by_what_it_comes_from(self) -> None:
        hidden: dict[str, Json] = {"alarmRule": UNKNOWN_VALUE, "alarmActions": ["arn:aws:sns:x"]}
        assert said(self.POLICY, self.SILENT, Resource(COMPOSITE, "all", hidden, {"alarmRule": [self.SILENT]})) == []
        (report,) = said(self.POLICY, self.SILENT, Resource(COMPOSITE, "all", hidden))
        assert report.level == "mandatory"

    def test_a_longer_name_is_another_alarm(self) -> None:
        other: dict[str, Json] = {"alarmRule": 'ALARM("cpu-high")', "alarmActions": ["arn:aws:sns:x"]}
        (report,) = said(self.POLICY, self.SILENT, Resource(COMPOSITE, "all", other))
        assert report.urn == self.SILENT.urn


class TestZones:
    PUBLIC = Resource(ZONE, "public", {"name": "example.com"})

    def part(self, kind: str, path: str, **properties: Json) -> Resource:
        return Resource(f"aws:route53/{kind}", kind, {path: UNKNOWN_VALUE, **properties}, {path: [self.PUBLIC]})

    def test_a_public_zone_logs_its_queries(self) -> None:
        (report,) = said("route53-query-log", self.PUBLIC)
        assert "it is public and has no query log" in report.message
        assert said("route53-query-log", self.PUBLIC, self.part("queryLog:QueryLog", "zoneId")) == []

    def test_a_private_zone_needs_neither_log_nor_signature(self) -> None:
        private = Resource(ZONE, "private", {"vpcs": [{"vpcId": UNKNOWN_VALUE}]})
        assert said("route53-query-log", private) == said("route53-dnssec", private) == []

    def test_a_signature_needs_signing_and_an_active_key(self) -> None:
        key = self.part("keySigningKey:KeySigningKey", "hostedZoneId")
        signing = self.part("hostedZoneDnsSec:HostedZoneDnsSec", "hostedZoneId")
        off = self.part("hostedZoneDnsSec:HostedZoneDnsSec", "hostedZoneId", signingStatus="NOT_SIGNING")
        assert said("route53-dnssec", self.PUBLIC, key, signing) == []
        (report,) = said("route53-dnssec", self.PUBLIC, key, off)
        assert (report.level, 'its DNSSEC signing is "NOT_SIGNING"' in report.message) == ("advisory", True)
        (report,) = said("route53-dnssec", self.PUBLIC, signing)
        assert "has no key-signing key" in report.message


class TestBudgets:
    POLICY = "budget-notifies"

    def test_a_budget_of_reservations_has_no_forecast(self) -> None:
        assert keeps(self.POLICY, BUDGET, budgetType="RI_UTILIZATION", notifications=[])

    def test_a_notification_that_comes_too_late_is_none(self) -> None:
        late: list[Json] = [
            {"notificationType": kind, "threshold": 150, "thresholdType": "PERCENTAGE", "subscriberSnsTopicArns": ["a"]}
            for kind in ("ACTUAL", "FORECASTED")
        ]
        assert not keeps(self.POLICY, BUDGET, budgetType="COST", notifications=late)

    def test_topics_that_do_not_exist_yet_are_subscribers(self) -> None:
        soon: list[Json] = [
            {
                "notificationType": kind,
                "threshold": 80,
                "thresholdType": "PERCENTAGE",
                "subscriberSnsTopicArns": [UNKNOWN_VALUE],
            }
            for kind in ("ACTUAL", "FORECASTED")
        ]
        assert keeps(self.POLICY, BUDGET, budgetType="COST", limitAmount="200", notifications=soon)


class TestCertificates:
    KIND = "aws:acm/certificate:Certificate"

    @pytest.mark.parametrize("policy", ["acm-dns-validation", "acm-ct-logging"])
    def test_a_private_authority_needs_no_validation_and_no_public_log(self, policy: str) -> None:
        options: Json = {"certificateTransparencyLoggingPreference": "DISABLED"}
        authority = "arn:aws:acm-pca:ap-south-1:123456789012:certificate-authority/1"
        assert keeps(policy, self.KIND, certificateAuthorityArn=authority, options=options)

    @pytest.mark.parametrize("policy", ["acm-key-algorithm", "acm-dns-validation", "acm-no-wildcard"])
    def test_an_imported_certificate_is_its_issuers_business(self, policy: str) -> None:
        assert keeps(policy, self.KIND, privateKey=secret("x"), certificateBody="x")
