"""Stack rules about managed policies, which may be permissions boundaries: those give nothing, however wide they are.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from policies.document_conditions import Offence, no_statement
from policies.identity_permissions import (
    administers_everything,
    decrypts_with_every_key,
    leads_to_administration,
    owns_a_service,
)
from policies.resource_types import IAM_POLICY, IAM_ROLE, IAM_USER
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import NotApplicable, Undetermined, Verdict, scoped


@stack_rule("iam-no-admin-policy", about=(IAM_POLICY,))
def makes_no_administrator(policy: StackResource, stack: Stack) -> Verdict:
    return _permissions(policy, stack, administers_everything)


@stack_rule("iam-no-service-wildcard", about=(IAM_POLICY,))
def names_actions_or_resources(policy: StackResource, stack: Stack) -> Verdict:
    return _permissions(policy, stack, owns_a_service)


@stack_rule("iam-no-kms-decrypt-all", about=(IAM_POLICY,))
def names_the_keys_it_decrypts_with(policy: StackResource, stack: Stack) -> Verdict:
    return _permissions(policy, stack, decrypts_with_every_key)


@stack_rule("iam-no-privilege-escalation", about=(IAM_POLICY,))
def gives_nobody_more_rights(policy: StackResource, stack: Stack) -> Verdict:
    return _permissions(policy, stack, leads_to_administration)


def _permissions(policy: StackResource, stack: Stack, offence: Offence) -> Verdict:
    return scoped(no_statement(policy.properties, "policy", offence), _is_a_boundary(policy, stack))


def _is_a_boundary(policy: StackResource, stack: Stack) -> NotApplicable | Undetermined | None:
    hidden = False
    for kind in (IAM_ROLE, IAM_USER):
        limited = stack.leading_to(policy, kind, "permissionsBoundary")
        if limited.targets:
            return NotApplicable("it is a permissions boundary, which limits and gives nothing")
        hidden = hidden or limited.undetermined
    return Undetermined("permissionsBoundary of the roles and users") if hidden else None
