"""Rules for what identities may do. Managed policies are judged in `policies.stack_rules.managed_policies`."""

from policies.documents.conditions import NO_DOCUMENT, Offence, no_statement
from policies.documents.identity_permissions import (
    administers_everything,
    decrypts_with_every_key,
    leads_to_administration,
    owns_a_service,
)
from policies.properties import UNKNOWN, Properties, Unknown
from policies.resource_types import (
    IAM_GROUP_POLICY,
    IAM_ROLE,
    IAM_ROLE_POLICY,
    IAM_USER_POLICY,
    PERMISSION_SET_POLICY,
)
from policies.rule import Context, rule_in_context
from policies.verdict import Undetermined, Verdict, combined

CARRIERS = (IAM_ROLE_POLICY, IAM_USER_POLICY, IAM_GROUP_POLICY, IAM_ROLE, PERMISSION_SET_POLICY)


@rule_in_context("iam-no-admin-policy", applies_to=CARRIERS)
def makes_no_administrator(carrier: Properties, context: Context) -> Verdict:
    return _permissions(carrier, context, administers_everything)


@rule_in_context("iam-no-service-wildcard", applies_to=CARRIERS)
def names_actions_or_resources(carrier: Properties, context: Context) -> Verdict:
    return _permissions(carrier, context, owns_a_service)


@rule_in_context("iam-no-kms-decrypt-all", applies_to=CARRIERS)
def names_the_keys_it_decrypts_with(carrier: Properties, context: Context) -> Verdict:
    return _permissions(carrier, context, decrypts_with_every_key)


@rule_in_context("iam-no-privilege-escalation", applies_to=CARRIERS)
def gives_itself_no_more_rights(carrier: Properties, context: Context) -> Verdict:
    return _permissions(carrier, context, leads_to_administration)


def _permissions(carrier: Properties, context: Context, offence: Offence) -> Verdict:
    """The documents that a resource carries: one, or those inside a role."""
    if context.resource_type == PERMISSION_SET_POLICY:
        return no_statement(carrier, "inlinePolicy", offence)
    if context.resource_type != IAM_ROLE:
        return no_statement(carrier, "policy", offence)
    inline = carrier.items("inlinePolicies")
    if inline is UNKNOWN:
        return Undetermined(carrier.where("inlinePolicies"))
    return combined((_inline(carrier, policy, offence) for policy in inline), otherwise=NO_DOCUMENT)


def _inline(role: Properties, policy: Properties | Unknown, offence: Offence) -> Verdict:
    return Undetermined(role.where("inlinePolicies")) if policy is UNKNOWN else no_statement(policy, "policy", offence)
