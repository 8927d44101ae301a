"""Rules about how the resources of a stack are joined."""

from policies.stack_rule import StackRule, stack_rules_of
from policies.stack_rules import (
    bucket_encryption,
    bucket_protection,
    data_store_access,
    data_store_subnets,
    database_cluster,
    detection,
    ecs_services,
    lambda_functions,
    load_balancer_subnets,
    network_acls,
    open_security_group,
    own_settings,
    trails,
    way_out,
    web_acl,
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
    detection,
    ecs_services,
    lambda_functions,
    load_balancer_subnets,
    network_acls,
    trails,
    web_acl,
)
"""Every stack rule."""
