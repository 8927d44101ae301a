"""Rules about how the resources of a stack are joined."""

from policies.stack_rule import StackRule, stack_rules_of
from policies.stack_rules import (
    alarm_actions,
    bucket_encryption,
    bucket_protection,
    cluster_monitoring,
    data_store_access,
    data_store_subnets,
    database_cluster,
    hosted_zones,
    open_security_group,
    own_settings,
    table_capacity,
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
)
"""Every stack rule."""
