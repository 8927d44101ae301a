"""What a role that deploys may do."""

from typing import NotRequired, TypedDict

from components.arns import policy_arn, role_arn
from components.policy_documents import Statement, allow

_READ_IDENTITIES = ["iam:Get*", "iam:List*"]
_TAKE_RIGHTS_AWAY = ["iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy"]
_CHANGE_ROLES = [
    *_TAKE_RIGHTS_AWAY,
    "iam:CreateServiceLinkedRole",
    "iam:TagRole",
    "iam:UntagRole",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
    "iam:UpdateRoleDescription",
]
_GIVE_RIGHTS = ["iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
"""Actions that know the boundary of the role that they change, or that they are to give it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
"""
_CHANGE_POLICIES = [
    "iam:CreatePolicy",
    "iam:CreatePolicyVersion",
    "iam:DeletePolicy",
    "iam:DeletePolicyVersion",
    "iam:TagPolicy",
    "iam:UntagPolicy",
]
_CHANGE_PASSWORD_POLICY = ["iam:DeleteAccountPasswordPolicy", "iam:UpdateAccountPasswordPolicy"]
_LOOSEN_BOUNDARIES = ["iam:DeleteRolePermissionsBoundary"]
_REACH_POLICIES = [*_CHANGE_POLICIES, "iam:SetDefaultPolicyVersion"]
_REACH_ROLES = [*_CHANGE_ROLES, *_GIVE_RIGHTS, *_LOOSEN_BOUNDARIES]


class DeploymentRightsArgs(TypedDict):
    services: list[str]
    """Services whose resources are managed, by the prefix of their actions, in the regions given."""
    regions: list[str]
    """Regions in which they are managed."""
    global_services: NotRequired[list[str]]
    """Services that are managed whatever the region. Default: none."""
    manage_roles: NotRequired[bool]
    """Whether roles, policies and the password policy are managed, protected ones excepted; needs boundary_arn.

    Default: false.
    """
    boundary_arn: NotRequired[str]
    """Permissions boundary without which no role is made, and no role given a right. Default: none."""
    pass_roles_to: NotRequired[list[str]]
    """Service principals that roles may be handed to. Default: none."""
    protected_roles: list[str]
    """Names of roles that stay out of reach: those that come in from outside."""
    protected_policies: NotRequired[list[str]]
    """ARNs of further policies that stay out of reach beside the boundary, such as its own. Default: none."""


def deployment_statements(rights: DeploymentRightsArgs, region: str, account_id: str) -> list[Statement]:
    """Statements of a deploying role's policy.

    Raises ValueError when roles are managed without a boundary.
    """
    in_regions = {"StringEquals": {"aws:RequestedRegion": rights["regions"]}}
    statements = [allow("DeployServices", [f"{service}:*" for service in rights["services"]], "*", in_regions)]
    if anywhere := rights.get("global_services"):
        statements.append(allow("DeployGlobalServices", [f"{service}:*" for service in anywhere], "*"))
    if receivers := rights.get("pass_roles_to"):
        to_services = {"StringEquals": {"iam:PassedToService": receivers}}
        statements.append(allow("HandRolesToServices", ["iam:PassRole"], _all_roles(region, account_id), to_services))
    if rights.get("manage_roles", False):
        statements += _role_management(rights, region, account_id)
    return statements


def _role_management(rights: DeploymentRightsArgs, region: str, account_id: str) -> list[Statement]:
    """Roles within the boundary only: others would have, and hand on, every right that they are given.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
    """
    if "boundary_arn" not in rights:
        raise ValueError("whoever manages roles without a permissions boundary has every right; give boundary_arn")
    boundary = rights["boundary_arn"]
    roles = _all_roles(region, account_id)
    protected = [role_arn(region, account_id, name) for name in rights["protected_roles"]]
    policies = [boundary, *rights.get("protected_policies", [])]
    statements = [
        allow("ReadIdentities", _READ_IDENTITIES, "*"),
        allow("ManagePasswordPolicy", _CHANGE_PASSWORD_POLICY, "*"),
        allow("ManageRoles", _CHANGE_ROLES, roles),
        allow(
            "GiveRightsWithinTheBoundary", _GIVE_RIGHTS, roles, {"StringEquals": {"iam:PermissionsBoundary": boundary}}
        ),
        allow("ManagePolicies", _CHANGE_POLICIES, policy_arn(region, account_id, "*")),
        _deny("KeepBoundaries", _LOOSEN_BOUNDARIES, roles),
        _deny("KeepBoundaryPolicies", _REACH_POLICIES, policies),
    ]
    return [*statements, _deny("KeepOwnLimits", _REACH_ROLES, protected)] if protected else statements


def _all_roles(region: str, account_id: str) -> str:
    return role_arn(region, account_id, "*")


def _deny(sid: str, actions: list[str], resources: object) -> Statement:
    return {"Sid": sid, "Effect": "Deny", "Action": actions, "Resource": resources}
