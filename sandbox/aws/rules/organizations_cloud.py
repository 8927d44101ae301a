"""What Organizations refuses when it sees what exists."""

from collections.abc import Iterator
from typing import Final

from sandbox.aws.model import Cloud, Deployed, Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import text, texts
from sandbox.aws.rules.rule import refuses_to_create, refuses_to_delete

_DOCS: Final = "https://docs.aws.amazon.com/"
_ORGANIZATIONS: Final = _DOCS + "organizations/latest/APIReference/"
_ORGANIZATION: Final = "aws:organizations/organization:Organization"
_MEMBER: Final = "aws:organizations/account:Account"
_UNIT: Final = "aws:organizations/organizationalUnit:OrganizationalUnit"
_POLICY: Final = "aws:organizations/policy:Policy"
_ATTACHMENT: Final = "aws:organizations/policyAttachment:PolicyAttachment"
_POLICIES_ON_A_TARGET: Final = 10


@refuses_to_create(
    _ORGANIZATION,
    code="AlreadyInOrganizationException",
    source=_ORGANIZATIONS + "API_CreateOrganization.html",
)
def an_account_manages_one_organization(organization: Given, request: Request) -> Failures:
    """And a member of one founds none."""
    if request.cloud.all(_ORGANIZATION) or any(
        member.id == request.place.account for member in request.cloud.everywhere(_MEMBER)
    ):
        yield organization.refuse(
            f"The AWS account {request.place.account} is already a member of an organization; import that one"
        )


@refuses_to_create(_MEMBER, code="EMAIL_ALREADY_EXISTS", source=_ORGANIZATIONS + "API_CreateAccountStatus.html")
def accounts_have_different_addresses(account: Given, request: Request) -> Failures:
    """Among all accounts of AWS."""
    email = account["email"].text
    if email and any(text(other, "email").lower() == email.lower() for other in request.cloud.everywhere(_MEMBER)):
        yield account["email"].refuse(f"An account with the address {email} already exists; give another address")


@refuses_to_create(
    _UNIT,
    code="DuplicateOrganizationalUnitException",
    source=_ORGANIZATIONS + "API_CreateOrganizationalUnit.html",
)
def units_under_a_parent_have_different_names(unit: Given, request: Request) -> Failures:
    """Under the same parent."""
    for other in request.cloud.where(_UNIT, parentId=unit["parentId"].text):
        if text(other, "name") == unit["name"].text:
            yield unit["name"].refuse(f"A unit named {unit['name'].text} exists there already; choose another name")


@refuses_to_create(_POLICY, code="DuplicatePolicyException", source=_ORGANIZATIONS + "API_CreatePolicy.html")
def policies_of_a_kind_have_different_names(policy: Given, request: Request) -> Failures:
    """In the organization."""
    kind = policy["type"].text or "SERVICE_CONTROL_POLICY"
    for other in request.cloud.where(_POLICY, name=policy["name"].text):
        if text(other, "type") == kind:
            yield policy["name"].refuse(f"A policy named {policy['name'].text} exists already; choose another name")


@refuses_to_create(_ATTACHMENT, code="PolicyTypeNotEnabledException", source=_ORGANIZATIONS + "API_AttachPolicy.html")
def policies_of_an_enabled_kind_are_attached(attachment: Given, request: Request) -> Failures:
    """The organization enables each kind of policy by itself."""
    policy = request.cloud.find(_POLICY, attachment["policyId"].text or "")
    for organization in request.cloud.all(_ORGANIZATION):
        kind = text(policy, "type")
        if kind and kind not in texts(organization, "enabledPolicyTypes"):
            yield attachment["policyId"].refuse(
                f"{kind} isn't enabled in organization {organization.id}; add it to enabledPolicyTypes"
            )


@refuses_to_create(_ATTACHMENT, code="ConstraintViolationException", source=_ORGANIZATIONS + "API_AttachPolicy.html")
def a_target_has_a_few_policies_only(attachment: Given, request: Request) -> Failures:
    """Ten service control policies, FullAWSAccess among them."""
    target = attachment["targetId"].text
    if target and len(request.cloud.where(_ATTACHMENT, targetId=target)) + 1 >= _POLICIES_ON_A_TARGET:
        yield attachment["targetId"].refuse(
            f"{target} has {_POLICIES_ON_A_TARGET} policies with FullAWSAccess, the most there may be; merge some"
        )


@refuses_to_delete(
    _ORGANIZATION, code="OrganizationNotEmptyException", source=_ORGANIZATIONS + "API_DeleteOrganization.html"
)
def an_organization_with_members_stays(organization: Deployed, cloud: Cloud) -> Iterator[str]:
    """Its member accounts must go first."""
    for found in cloud.all(_MEMBER):
        yield f"To delete organization {organization.id}, remove {text(found, 'name') or found.id} from it first."


@refuses_to_delete(
    _UNIT, code="OrganizationalUnitNotEmptyException", source=_ORGANIZATIONS + "API_DeleteOrganizationalUnit.html"
)
def a_unit_with_accounts_stays(unit: Deployed, cloud: Cloud) -> Iterator[str]:
    """Accounts and units in it must go first."""
    for kind in (_MEMBER, _UNIT):
        for found in cloud.where(kind, parentId=unit.id):
            yield f"The unit {text(unit, 'name')} isn't empty: move {text(found, 'name')} elsewhere first."


@refuses_to_delete(_POLICY, code="PolicyInUseException", source=_ORGANIZATIONS + "API_DeletePolicy.html")
def a_policy_in_force_stays(policy: Deployed, cloud: Cloud) -> Iterator[str]:
    """Attachments must go first."""
    for attachment in cloud.where(_ATTACHMENT, policyId=policy.id):
        yield f"The policy {text(policy, 'name')} is attached to {text(attachment, 'targetId')}; detach it first."
