"""Rules for security groups."""

from policies.properties import Properties
from policies.readings.security_group_ingress import other_than, reachable_from_internet, touching
from policies.resource_types import NETWORKS, SECURITY_GROUP, SECURITY_GROUP_INGRESS, SECURITY_GROUP_RULE
from policies.rule import Context, rule_in_context
from policies.verdict import Verdict

INGRESS_FORMS = (SECURITY_GROUP, SECURITY_GROUP_RULE, SECURITY_GROUP_INGRESS)


@rule_in_context("sg-no-open-admin-ports", applies_to=INGRESS_FORMS, known_from=NETWORKS)
def opens_no_admin_port(form: Properties, context: Context) -> Verdict:
    return reachable_from_internet(form, context.resource_type, touching(context.ports("ports")))


@rule_in_context("sg-no-open-db-ports", applies_to=INGRESS_FORMS, known_from=NETWORKS)
def opens_no_data_store_port(form: Properties, context: Context) -> Verdict:
    return reachable_from_internet(form, context.resource_type, touching(context.ports("ports")))


@rule_in_context("sg-open-only-443", applies_to=INGRESS_FORMS, known_from=NETWORKS)
def opens_https_only(form: Properties, context: Context) -> Verdict:
    return reachable_from_internet(form, context.resource_type, other_than(context.ports("ports")))
