"""What a role that deploys may do."""

from typing import NotRequired, TypedDict

from components.arns import partition_of, role_arn
from components.policy_documents import Statement, allow

_MANAGE_ROLES = [
    "iam:AttachRolePolicy",
    "iam:CreatePolicy",
    "iam:CreatePolicyVersion",
    "iam:CreateRole",
    "iam:CreateServiceLinkedRole",
    "iam:DeletePolicy",
    "iam:DeletePolicyVersion",
    "iam:DeleteRole",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:Get*",
    "iam:List*",
    "iam:PutRolePolicy",
    "iam:TagPolicy",
    "iam:TagRole",
    "iam:UntagPolicy",
    "iam:UntagRole",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
    "iam:UpdateRoleDescription",
]
_CHANGE_ROLES = [action for action in _MANAGE_ROLES if not action.endswith("*")]


class DeploymentRightsArgs(TypedDict):
    services: list[str]
    """Services whose resources are managed, by the prefix of their actions, in the regions given."""
    regions: list[str]
    """Regions in which they are managed."""
    global_services: NotRequired[list[str]]
    """Services that are managed whatever the region. Default: none."""
    manage_roles: NotRequired[bool]
    """Whether IAM roles and policies are managed, the protected ones excepted. Default: false."""
    pass_roles_to: NotRequired[list[str]]
    """Service principals that roles may be handed to. Default: none."""
    protected_roles: list[str]
    """Names of roles that stay out of reach: those that come in from outside."""


def deployment_statements(rights: DeploymentRightsArgs, region: str, account_id: str) -> list[Statement]:
    """Statements of a deploying role's policy."""
    roles = f"arn:{partition_of(region)}:iam::{account_id}:role/*"
    in_regions = {"StringEquals": {"aws:RequestedRegion": rights["regions"]}}
    statements = [allow("DeployServices", [f"{service}:*" for service in rights["services"]], "*", in_regions)]
    if anywhere := rights.get("global_services"):
        statements.append(allow("DeployGlobalServices", [f"{service}:*" for service in anywhere], "*"))
    if rights.get("manage_roles", False):
        statements.append(allow("ManageRoles", _MANAGE_ROLES, "*"))
    if receivers := rights.get("pass_roles_to"):
        statements.append(
            allow("HandRolesToServices", ["iam:PassRole"], roles, {"StringEquals": {"iam:PassedToService": receivers}})
        )
    return [*statements, *_self_protection(rights, region, account_id)]


def _self_protection(rights: DeploymentRightsArgs, region: str, account_id: str) -> list[Statement]:
    """A role that manages roles could otherwise give itself every right."""
    protected = [role_arn(region, account_id, name) for name in rights["protected_roles"]]
    if not protected or not rights.get("manage_roles", False):
        return []
    return [{"Sid": "KeepOwnLimits", "Effect": "Deny", "Action": _CHANGE_ROLES, "Resource": protected}]
