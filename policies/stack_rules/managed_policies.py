"""Stack rules about managed policies, which may be permissions boundaries: those give nothing, however wide they are.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from policies.documents.conditions import Offence, no_statement
from policies.documents.document import Document, document_of
from policies.documents.identity_permissions import (
    administers_everything,
    decrypts_with_every_key,
    leads_to_administration,
    owns_a_service,
)
from policies.properties import UNKNOWN
from policies.resource_types import IAM_GROUP_POLICY, IAM_POLICY, IAM_ROLE, IAM_ROLE_POLICY, IAM_USER, IAM_USER_POLICY
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import NotApplicable, Undetermined, Verdict, Violation, scoped

_BOUNDED = (IAM_ROLE, IAM_USER)
_POLICIES = (IAM_POLICY, IAM_ROLE_POLICY, IAM_USER_POLICY, IAM_GROUP_POLICY)
_BOUNDARY = NotApplicable("it is a permissions boundary, which limits and gives nothing")


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
    verdict = no_statement(policy.properties, "policy", offence)
    return scoped(verdict, _is_a_boundary(policy, stack)) if isinstance(verdict, Violation) else verdict


def _is_a_boundary(policy: StackResource, stack: Stack) -> NotApplicable | Undetermined | None:
    """Whether roles or users carry it as a boundary, or are only made by others if they do."""
    hidden = False
    name = policy.properties.text("name")
    if name in _boundaries_by_name(stack):
        return _BOUNDARY
    for kind in _BOUNDED:
        limited = stack.leading_to(policy, kind, "permissionsBoundary")
        if limited.targets:
            return _BOUNDARY
        hidden = hidden or limited.undetermined
    return Undetermined("permissionsBoundary of the roles and users") if hidden else None


def _boundaries_by_name(stack: Stack) -> frozenset[str]:
    """Names at the end of known ARNs: of boundaries carried, and of those that conditions of policies demand."""
    carried = (limited.properties.text("permissionsBoundary") for limited in stack.of_type(*_BOUNDED))
    documents = (document_of(carrier.properties, "policy") for carrier in stack.of_type(*_POLICIES))
    demanded = (
        value
        for document in documents
        if isinstance(document, Document)
        for statement in document.known
        for condition in (() if statement.conditions is UNKNOWN else statement.conditions)
        if condition.key == "iam:permissionsboundary"
        for value in condition.values
    )
    return frozenset(arn.rpartition("/")[2] for arn in (*carried, *demanded) if isinstance(arn, str))
