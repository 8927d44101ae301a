"""Caches, tables, buckets and what Pulumi protects, in the shapes that programs give them."""

import pytest

from tests.policies.examples.model import KEY
from tests.policies.harness import UNKNOWN_VALUE, Engine, Json, Resource, in_environment, keeps, said

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
CACHE = "aws:elasticache/cluster:Cluster"
TABLE = "aws:dynamodb/table:Table"
REPLICA = "aws:dynamodb/tableReplica:TableReplica"
BUCKET = "aws:s3/bucket:Bucket"
LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
KMS_KEY = "aws:kms/key:Key"
TARGET = "aws:appautoscaling/target:Target"
SCALING = "aws:appautoscaling/policy:Policy"


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
