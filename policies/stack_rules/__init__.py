"""Rules about how the resources of a stack are joined."""

from policies.stack_rule import StackRule, stack_rules_of
from policies.stack_rules import (
    alarm_actions,
    bucket_administration,
    bucket_encryption,
    bucket_protection,
    cluster_monitoring,
    data_store_access,
    data_store_subnets,
    database_cluster,
    default_policies,
    hosted_zones,
    key_separation,
    managed_policies,
    open_security_group,
    own_settings,
    rule_management,
    table_capacity,
    task_roles,
    trail_bucket,
    way_out,
)

STACK_RULES: tuple[StackRule, ...] = stack_rules_of(
    database_cluster,
    data_store_access,
    data_store_subnets,
    open_security_group,
    bucket_protection,
    bucket_encryption,
    own_settings,
    way_out,
    alarm_actions,
    cluster_monitoring,
    hosted_zones,
    table_capacity,
    bucket_administration,
    default_policies,
    key_separation,
    managed_policies,
    rule_management,
    task_roles,
    trail_bucket,
)
"""Every stack rule."""
