"""What ElastiCache refuses, by the inputs alone."""

import re
from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given, unless_at_most_one
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import (
    CACHE_CLUSTER,
    CACHE_PARAMETER_GROUP,
    CACHE_REPLICATION_GROUP,
    CACHE_SUBNET_GROUP,
)
from sandbox.aws.rules.windows import unless_apart, unless_daily, unless_weekly

_API: Final = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/"
_GROUP: Final = _API + "API_CreateReplicationGroup.html"
_CLUSTER: Final = _API + "API_CreateCacheCluster.html"
_AUTH: Final = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html"


@refuses(CACHE_REPLICATION_GROUP, code="InvalidParameterValue", source=_GROUP)
def a_replication_group_id_is_short(group: Given) -> Failures:
    """1 to 40 letters, digits and single hyphens, a letter first, no hyphen last."""
    expected = "1 to 40 letters, digits and single hyphens, a letter first, no hyphen last"
    yield from group["replicationGroupId"].unlike(r"(?!.*--)[A-Za-z][0-9A-Za-z-]{0,39}(?<!-)", expected)


@refuses(CACHE_CLUSTER, code="InvalidParameterValue", source=_CLUSTER)
def a_cache_cluster_id_is_short(cluster: Given) -> Failures:
    """1 to 50 letters, digits and single hyphens, a letter first, no hyphen last."""
    expected = "1 to 50 letters, digits and single hyphens, a letter first, no hyphen last"
    yield from cluster["clusterId"].unlike(r"(?!.*--)[A-Za-z][0-9A-Za-z-]{0,49}(?<!-)", expected)


@refuses(CACHE_REPLICATION_GROUP, CACHE_CLUSTER, code="InvalidParameterValue", source=_GROUP)
def a_cache_has_a_node_type(cache: Given) -> Failures:
    """Names begin with `cache.`."""
    yield from cache["nodeType"].unlike(r"cache\.[a-z0-9]+\.[a-z0-9]+", "a node type such as cache.t4g.micro")


@refuses(CACHE_REPLICATION_GROUP, code="InvalidParameterValue", source=_GROUP)
def a_replication_group_runs_redis_or_valkey(group: Given) -> Failures:
    """Memcached has no replication groups."""
    yield from group["engine"].none_of(("redis", "valkey"))


@refuses(CACHE_CLUSTER, code="InvalidParameterValue", source=_CLUSTER)
def a_cache_cluster_runs_an_engine_that_exists(cluster: Given) -> Failures:
    """memcached, redis or valkey."""
    yield from cluster["engine"].none_of(("memcached", "redis", "valkey"))


@refuses(CACHE_CLUSTER, code="InvalidParameterValue", source=_CLUSTER)
def a_redis_cluster_has_one_node(cluster: Given) -> Failures:
    """More nodes make a replication group; memcached has up to 60."""
    if cluster["engine"].text == "redis":
        yield from cluster["numCacheNodes"].outside(1, 1, "node; use a replication group for more")
    elif cluster["engine"].text == "memcached":
        yield from cluster["numCacheNodes"].outside(1, 60, "nodes")


@refuses(CACHE_REPLICATION_GROUP, code="InvalidParameterCombination", source=_GROUP)
def multi_az_needs_automatic_failover(group: Given) -> Failures:
    """Failover to a replica in another zone is what Multi-AZ means."""
    if group["multiAzEnabled"].true and group["automaticFailoverEnabled"].surely_false:
        yield group["automaticFailoverEnabled"].refuse(
            "multiAzEnabled needs automatic failover; give automaticFailoverEnabled: true"
        )


@refuses(CACHE_REPLICATION_GROUP, code="InvalidParameterValue", source=_GROUP)
def automatic_failover_needs_a_replica(group: Given) -> Failures:
    """Two nodes or more, or shards with replicas of their own in cluster mode."""
    if not (group["automaticFailoverEnabled"].true or group["multiAzEnabled"].true):
        return
    count = group["numCacheClusters"]
    if count.number is not None and count.number < 2:
        yield count.refuse(
            "automatic failover needs at least two nodes, one of them a replica; give numCacheClusters 2 or more"
        )


@refuses(CACHE_REPLICATION_GROUP, code="InvalidParameterValue", source=_GROUP)
def a_replication_group_has_up_to_five_replicas(group: Given) -> Failures:
    """A shard is a primary with up to five replicas."""
    yield from group["numCacheClusters"].outside(1, 6, "nodes")
    yield from group["replicasPerNodeGroup"].outside(0, 5, "replicas")
    yield from group["numNodeGroups"].outside(1, 500, "shards")


@refuses(CACHE_REPLICATION_GROUP, code="InvalidParameterCombination", source=_GROUP)
def a_replication_group_counts_nodes_or_shards(group: Given) -> Failures:
    """numCacheClusters without cluster mode, numNodeGroups and replicasPerNodeGroup with it."""
    yield from unless_at_most_one(group, "numCacheClusters", "numNodeGroups")
    yield from unless_at_most_one(group, "numCacheClusters", "replicasPerNodeGroup")


@refuses(CACHE_REPLICATION_GROUP, code="InvalidParameterCombination", source=_AUTH)
def an_auth_token_travels_encrypted(group: Given) -> Failures:
    """It needs encryption in transit."""
    token = group["authToken"] if group["authToken"].present else group["authTokenWo"]
    if token.present and group["transitEncryptionEnabled"].surely_false:
        yield group["transitEncryptionEnabled"].refuse("an auth token needs transitEncryptionEnabled: true")


@refuses(CACHE_REPLICATION_GROUP, code="InvalidParameterValue", source=_AUTH)
def an_auth_token_has_16_to_128_characters(group: Given) -> Failures:
    """Printable ASCII without / " @ and space."""
    for name in ("authToken", "authTokenWo"):
        text = group[name].text
        if text is None:
            continue
        if not 16 <= len(text) <= 128:
            yield group[name].refuse(f"the token has {len(text)} characters; give 16 to 128")
        if not re.fullmatch("[!-~]*", text) or set(text) & set('/"@'):
            yield group[name].refuse('the token may hold printable ASCII but / " @ and space; choose another')


@refuses(CACHE_REPLICATION_GROUP, code="InvalidParameterCombination", source=_AUTH)
def a_cache_is_entered_by_token_or_by_user_group(group: Given) -> Failures:
    """One of them."""
    yield from unless_at_most_one(group, "authToken", "authTokenWo", "userGroupIds")
    yield from group["userGroupIds"].more_than(1, "user groups")


@refuses(CACHE_REPLICATION_GROUP, CACHE_CLUSTER, code="InvalidParameterValue", source=_GROUP)
def snapshots_are_kept_for_up_to_35_days(cache: Given) -> Failures:
    """0 switches them off."""
    yield from cache["snapshotRetentionLimit"].outside(0, 35, "days")


@refuses(CACHE_REPLICATION_GROUP, CACHE_CLUSTER, code="InvalidParameterValue", source=_GROUP)
def windows_of_a_cache_last_an_hour(cache: Given) -> Failures:
    """Snapshots daily, maintenance weekly, in UTC."""
    yield from unless_daily(cache["snapshotWindow"], 60)
    yield from unless_weekly(cache["maintenanceWindow"], 60)


@refuses(CACHE_REPLICATION_GROUP, CACHE_CLUSTER, code="InvalidParameterValue", source=_GROUP)
def snapshot_and_maintenance_windows_do_not_overlap(cache: Given) -> Failures:
    """Not in any minute of the week."""
    yield from unless_apart(cache["snapshotWindow"], cache["maintenanceWindow"])


@refuses(
    CACHE_REPLICATION_GROUP,
    CACHE_CLUSTER,
    code="InvalidParameterValue",
    source=_API + "API_LogDeliveryConfigurationRequest.html",
)
def cache_logs_go_to_a_known_place(cache: Given) -> Failures:
    """CloudWatch Logs or Firehose, as text or JSON, slow log or engine log."""
    for delivery in cache["logDeliveryConfigurations"].items:
        yield from delivery["destinationType"].none_of(("cloudwatch-logs", "kinesis-firehose"))
        yield from delivery["logFormat"].unlike("(?i)json|text", "json or text")
        yield from delivery["logType"].none_of(("slow-log", "engine-log"))


@refuses(CACHE_SUBNET_GROUP, code="InvalidParameterValue", source=_API + "API_CreateCacheSubnetGroup.html")
def a_cache_subnet_group_has_subnets_and_a_plain_name(group: Given) -> Failures:
    """1 to 255 letters, digits and hyphens; not `default`."""
    yield from group["name"].unlike("(?!default$)[0-9A-Za-z-]{1,255}", "1 to 255 letters, digits and hyphens")
    yield from group["subnetIds"].fewer_than(1, "subnets")


@refuses(CACHE_PARAMETER_GROUP, code="InvalidParameterValue", source=_API + "API_CreateCacheParameterGroup.html")
def a_cache_parameter_group_is_of_a_family(group: Given) -> Failures:
    """An engine with a version."""
    families = r"memcached1\.[456]|redis2\.6|redis2\.8|redis3\.2|redis4\.0|redis5\.0|redis6\.x|redis7|valkey\d+"
    yield from group["family"].unlike(families, "a family such as redis7 or valkey8")
    yield from group["name"].unlike(
        r"(?!.*--)[A-Za-z][0-9A-Za-z.-]{0,254}(?<!-)", "letters, digits and hyphens, a letter first"
    )
