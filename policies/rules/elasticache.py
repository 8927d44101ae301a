"""Rules for Amazon ElastiCache."""

from policies.conditions import is_given, must_be_at_least, must_be_true, must_use_customer_key
from policies.properties import UNKNOWN, Properties
from policies.resource_types import CACHE_CLUSTER, CACHE_REPLICATION_GROUP, CACHE_SERVERLESS, KMS_KEYS
from policies.rule import rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined, scoped


def follows_a_primary(group: Properties) -> NotApplicable | None:
    """Scope: a secondary group of a global data store; the provider refuses what its primary decides."""
    if not is_given(group, "globalReplicationGroupId"):
        return None
    return NotApplicable("the primary group of its global data store decides")


@rule("elasticache-encryption-at-rest", applies_to=(CACHE_REPLICATION_GROUP,))
def stores_encrypted(group: Properties) -> Verdict:
    return scoped(_stores_encrypted(group), follows_a_primary(group))


def _stores_encrypted(group: Properties) -> Verdict:
    """Only Valkey encrypts when nothing is said."""
    engine = group.text("engine")
    verdict = must_be_true(group, "atRestEncryptionEnabled", absent=engine == "valkey")
    if isinstance(verdict, Violation) and engine is UNKNOWN and group.get("atRestEncryptionEnabled") is None:
        return Undetermined(group.where("engine"))
    return verdict


@rule("elasticache-encryption-in-transit", applies_to=(CACHE_REPLICATION_GROUP,))
def group_answers_tls_only(group: Properties) -> Verdict:
    tls = combined((must_be_true(group, "transitEncryptionEnabled"), _refuses_plain_connections(group)))
    return scoped(tls, follows_a_primary(group))


@rule("elasticache-encryption-in-transit", applies_to=(CACHE_CLUSTER,))
def cluster_answers_tls_only(cluster: Properties) -> Verdict:
    return scoped(must_be_true(cluster, "transitEncryptionEnabled"), is_node_of_a_group(cluster))


def _refuses_plain_connections(cache: Properties) -> Verdict:
    mode = cache.text("transitEncryptionMode")
    if mode is UNKNOWN:
        return Undetermined(cache.where("transitEncryptionMode"))
    if mode == "preferred":
        return Violation(f"{cache.describe('transitEncryptionMode')}, which also accepts plain connections")
    return COMPLIANT


def is_node_of_a_group(cluster: Properties) -> NotApplicable | None:
    """Scope: a node that joins a replication group, whose own id has the same name."""
    if not is_given(cluster, "replicationGroupId"):
        return None
    return NotApplicable("it is a node of a replication group, which decides")


@rule("elasticache-cmk", applies_to=(CACHE_REPLICATION_GROUP, CACHE_SERVERLESS), known_from=KMS_KEYS)
def stores_under_own_key(cache: Properties) -> Verdict:
    return must_use_customer_key(cache, "kmsKeyId")


@rule("elasticache-multi-az", applies_to=(CACHE_REPLICATION_GROUP,))
def survives_the_loss_of_a_zone(group: Properties) -> Verdict:
    return combined(
        (
            must_be_true(group, "multiAzEnabled"),
            must_be_true(group, "automaticFailoverEnabled"),
            _has_a_replica(group),
        )
    )


def _has_a_replica(group: Properties) -> Verdict:
    """Nodes are given in total, or as replicas of each shard."""
    replicas = group.number("replicasPerNodeGroup")
    if replicas is not UNKNOWN and replicas is not None:
        return COMPLIANT if replicas >= 1 else Violation(group.describe("replicasPerNodeGroup"))
    nodes = group.number("numCacheClusters")
    if nodes is not UNKNOWN and nodes is not None:
        return COMPLIANT if nodes >= 2 else Violation(group.describe("numCacheClusters"))
    for path, value in (("replicasPerNodeGroup", replicas), ("numCacheClusters", nodes)):
        if value is UNKNOWN:
            return Undetermined(group.where(path))
    if is_given(group, "nodeGroupConfigurations"):
        return _each_shard_has_a_replica(group)
    if is_given(group, "globalReplicationGroupId"):
        return COMPLIANT
    return Violation("neither numCacheClusters nor replicasPerNodeGroup is set, which means no replica")


def _each_shard_has_a_replica(group: Properties) -> Verdict:
    shards = group.items("nodeGroupConfigurations")
    if shards is UNKNOWN:
        return Undetermined(group.where("nodeGroupConfigurations"))
    return combined(
        Undetermined(group.where("nodeGroupConfigurations"))
        if shard is UNKNOWN
        else must_be_at_least(shard, "replicaCount", 1)
        for shard in shards
    )
