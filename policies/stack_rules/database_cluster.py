"""Stack rules for database clusters."""

from policies.conditions import is_given
from policies.properties import UNKNOWN
from policies.resource_types import RDS_CLUSTER, RDS_CLUSTER_INSTANCE
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation

_FEWEST = 2
"""Instances, and zones."""


@stack_rule("aurora-has-two-instances", about=(RDS_CLUSTER,))
def has_an_instance_to_spare(cluster: StackResource, stack: Stack) -> Verdict:
    """Aurora stores in three zones by itself; its instances decide. A Multi-AZ DB cluster brings its own three."""
    outside = _has_no_instances_of_its_own(cluster)
    if outside is not None:
        return outside
    instances = stack.leading_to(cluster, RDS_CLUSTER_INSTANCE, "clusterIdentifier")
    if len(instances.targets) >= _FEWEST:
        return COMPLIANT
    if instances.undetermined:
        return Undetermined("clusterIdentifier of its instances")
    count = len(instances.targets)
    return Violation(f"the cluster has {count} instance{'' if count == 1 else 's'}, the minimum is two")


@stack_rule("rds-cluster-multi-az", about=(RDS_CLUSTER,))
def runs_in_several_zones(cluster: StackResource, stack: Stack) -> Verdict:
    """AWS spreads the cluster, and instances that name no zone, over the zones of the subnet group."""
    zones = cluster.properties.texts("availabilityZones")
    if zones is UNKNOWN or UNKNOWN in zones:
        return Undetermined("availabilityZones")
    if zones and len(set(zones)) < _FEWEST:
        return Violation(f"availabilityZones names {', '.join(map(str, zones))} only")
    outside = _has_no_instances_of_its_own(cluster)
    if outside is not None:
        return outside
    link = stack.leading_to(cluster, RDS_CLUSTER_INSTANCE, "clusterIdentifier")
    if link.undetermined:
        return Undetermined("clusterIdentifier of its instances")
    instances = link.targets
    if len(instances) < _FEWEST:
        return NotApplicable("aurora-has-two-instances counts its instances")
    places = [instance.properties.text("availabilityZone") for instance in instances]
    if len(set(places)) < _FEWEST and isinstance(places[0], str):
        return Violation(f"all its {len(places)} instances are in {places[0]}")
    return COMPLIANT


def _has_no_instances_of_its_own(cluster: StackResource) -> Verdict | None:
    """A verdict for clusters whose instances AWS keeps, None for the others."""
    properties = cluster.properties
    if is_given(properties, "dbClusterInstanceClass"):
        return COMPLIANT
    if properties.get("engineMode") == "serverless":
        return NotApplicable("Aurora Serverless v1 moves to another zone by itself")
    return None
