"""Rules for who gets into ElastiCache caches, and how they are backed up, upgraded, placed and logged."""

from policies.conditions import must_be_at_least, must_be_true
from policies.properties import UNKNOWN, Properties
from policies.resource_types import (
    CACHE_CLUSTER,
    CACHE_REPLICATION_GROUP,
    CACHE_SUBNET_GROUP,
    CACHE_USER_GROUP,
    SECRET_VERSION,
)
from policies.rule import Context, rule, rule_in_context
from policies.rules.elasticache import follows_a_primary, is_node_of_a_group
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined, scoped

_CREDENTIALS = ("userGroupIds", "authToken", "authTokenWo", "authTokenWoVersion")
_CACHES = (CACHE_REPLICATION_GROUP, CACHE_CLUSTER)


@rule(
    "elasticache-auth",
    applies_to=(CACHE_REPLICATION_GROUP,),
    known_from=(CACHE_USER_GROUP, SECRET_VERSION, "random:index/randomPassword:RandomPassword"),
)
def asks_who_it_is(group: Properties) -> Verdict:
    """A token or a user group; either works with encryption in transit only."""
    return scoped(combined((_has_credentials(group), _has_tls(group))), follows_a_primary(group))


def _has_credentials(group: Properties) -> Verdict:
    """The state keeps only the version of a write-only token."""
    unknown = None
    for path in _CREDENTIALS:
        given = group.get(f"{path}[0]" if path == "userGroupIds" else path)
        if given is UNKNOWN:
            unknown = unknown or Undetermined(group.where(path))
        elif given is not None and given != "":
            return COMPLIANT
    return unknown or Violation("neither userGroupIds nor authToken is set")


def _has_tls(group: Properties) -> Verdict:
    return must_be_true(group, "transitEncryptionEnabled")


def is_memcached(cluster: Properties) -> NotApplicable | Undetermined | None:
    """Scope: Memcached, which keeps nothing."""
    engine = cluster.text("engine")
    if engine is UNKNOWN:
        return Undetermined(cluster.where("engine"))
    return NotApplicable("Memcached has no such thing") if engine == "memcached" else None


@rule_in_context("elasticache-backup", applies_to=_CACHES)
def is_backed_up(cache: Properties, context: Context) -> Verdict:
    """AWS takes no snapshots when nothing is said."""
    kept = must_be_at_least(cache, "snapshotRetentionLimit", context.number("minimumDays"))
    return scoped(kept, *_scopes(cache, context))


@rule_in_context("elasticache-auto-minor-upgrade", applies_to=_CACHES)
def takes_minor_versions_by_itself(cache: Properties, context: Context) -> Verdict:
    return scoped(must_be_true(cache, "autoMinorVersionUpgrade", absent=True), *_scopes(cache, context))


def _scopes(cache: Properties, context: Context) -> tuple[NotApplicable | Undetermined | None, ...]:
    if context.resource_type == CACHE_REPLICATION_GROUP:
        return (follows_a_primary(cache),)
    return (is_node_of_a_group(cache), is_memcached(cache))


@rule("elasticache-custom-subnet-group", applies_to=(CACHE_REPLICATION_GROUP,), known_from=(CACHE_SUBNET_GROUP,))
def group_is_in_chosen_subnets(group: Properties) -> Verdict:
    return _has_chosen_subnets(group)


@rule("elasticache-custom-subnet-group", applies_to=(CACHE_CLUSTER,), known_from=(CACHE_SUBNET_GROUP,))
def cluster_is_in_chosen_subnets(cluster: Properties) -> Verdict:
    return scoped(_has_chosen_subnets(cluster), is_node_of_a_group(cluster))


def _has_chosen_subnets(cache: Properties) -> Verdict:
    group = cache.text("subnetGroupName")
    if group is UNKNOWN:
        return Undetermined(cache.where("subnetGroupName"))
    if group in (None, "default"):
        return Violation(cache.describe("subnetGroupName", absent="default"))
    return COMPLIANT


@rule("elasticache-logs", applies_to=(CACHE_REPLICATION_GROUP,))
def hands_over_its_slow_log(group: Properties) -> Verdict:
    logs = group.items("logDeliveryConfigurations")
    if logs is UNKNOWN:
        return Undetermined(group.where("logDeliveryConfigurations"))
    kinds = [UNKNOWN if log is UNKNOWN else log.text("logType") for log in logs]
    if "slow-log" in kinds:
        return COMPLIANT
    if UNKNOWN in kinds:
        return Undetermined(group.where("logDeliveryConfigurations"))
    return Violation("logDeliveryConfigurations has no slow-log")
