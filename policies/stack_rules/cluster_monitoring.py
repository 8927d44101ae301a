"""Stack rules for what an Aurora instance may take from its cluster: monitoring and Performance Insights."""

from collections.abc import Callable

from policies.properties import Properties
from policies.resource_types import IAM_ROLE, KMS_KEYS, RDS_CLUSTER, RDS_CLUSTER_INSTANCE
from policies.rules.rds_operation import keeps_load_under_own_key, measures_from_within, shows_load
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation

_Judge = Callable[[Properties], Verdict]


@stack_rule("rds-enhanced-monitoring", about=(RDS_CLUSTER_INSTANCE,))
def member_is_measured_from_within(member: StackResource, stack: Stack) -> Verdict:
    return _by_itself_or_its_cluster(member, stack, measures_from_within, (IAM_ROLE,))


@stack_rule("rds-performance-insights", about=(RDS_CLUSTER_INSTANCE,))
def member_shows_its_load(member: StackResource, stack: Stack) -> Verdict:
    return _by_itself_or_its_cluster(member, stack, shows_load, ())


@stack_rule("rds-performance-insights-cmk", about=(RDS_CLUSTER_INSTANCE,))
def member_keeps_its_load_under_own_key(member: StackResource, stack: Stack) -> Verdict:
    return _by_itself_or_its_cluster(member, stack, keeps_load_under_own_key, KMS_KEYS)


def _by_itself_or_its_cluster(
    member: StackResource, stack: Stack, judge: _Judge, satisfying: tuple[str, ...]
) -> Verdict:
    own = _settled(member, stack, judge(member.properties), satisfying)
    if isinstance(own, NotApplicable) or own == COMPLIANT:
        return own
    clusters = stack.linked(member, "clusterIdentifier", RDS_CLUSTER)
    for cluster in clusters.targets:
        if _settled(cluster, stack, judge(cluster.properties), satisfying) == COMPLIANT:
            return COMPLIANT
    return Undetermined("clusterIdentifier") if isinstance(own, Violation) and clusters.undetermined else own


def _settled(resource: StackResource, stack: Stack, verdict: Verdict, satisfying: tuple[str, ...]) -> Verdict:
    """A value that is not known yet needs none when it comes from a resource whose output satisfies by itself."""
    if not isinstance(verdict, Undetermined):
        return verdict
    origins = map(stack.at, resource.property_dependencies.get(verdict.path, ()))
    return COMPLIANT if any(found is not None and found.type in satisfying for found in origins) else verdict
