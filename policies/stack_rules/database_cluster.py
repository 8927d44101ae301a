"""Stack rules for database clusters."""

from policies.resource_types import RDS_CLUSTER, RDS_CLUSTER_INSTANCE
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation

_FEWEST_INSTANCES = 2


@stack_rule("rds-cluster-multi-az", about=(RDS_CLUSTER,))
def has_an_instance_to_spare(cluster: StackResource, stack: Stack) -> Verdict:
    """Aurora stores in three zones by itself; its instances decide. A Multi-AZ DB cluster brings its own three."""
    properties = cluster.properties
    if properties.get("dbClusterInstanceClass") is not None:
        return COMPLIANT
    if properties.get("engineMode") == "serverless":
        return NotApplicable("Aurora Serverless v1 moves to another zone by itself")
    instances = stack.leading_to(cluster, RDS_CLUSTER_INSTANCE, "clusterIdentifier")
    if len(instances.targets) >= _FEWEST_INSTANCES:
        return COMPLIANT
    if instances.undetermined:
        return Undetermined("clusterIdentifier of its instances")
    count = len(instances.targets)
    return Violation(f"the cluster has {count} instance{'' if count == 1 else 's'}, the minimum is two")
