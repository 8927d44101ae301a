"""What a role that deploys may do."""

from typing import NotRequired, TypedDict

from components.arns import partition_of, role_arn
from components.policy_documents import Statement, allow

_READ_IDENTITIES = ["iam:Get*", "iam:List*"]
_TAKE_RIGHTS_AWAY = ["iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy"]
_LINK_ROLES = ["iam:CreateServiceLinkedRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateRoleDescription"]
"""What is done to a service-linked role, which gets its tags after it is made. AWS lets nobody change its trust."""
_CHANGE_ROLES = [
    *_TAKE_RIGHTS_AWAY,
    "iam:TagRole",
    "iam:UntagRole",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
    "iam:UpdateRoleDescription",
]
_MAKE_ROLES = ["iam:CreateRole"]
_GIVE_RIGHTS = ["iam:AttachRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
"""Actions that know the boundary of the role that they change, or that they are to give it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
"""
_CHANGE_PASSWORD_POLICY = ["iam:DeleteAccountPasswordPolicy", "iam:UpdateAccountPasswordPolicy"]
_LOOSEN_BOUNDARIES = ["iam:DeleteRolePermissionsBoundary"]
_REACH_POLICIES = [
    "iam:CreatePolicy",
    "iam:CreatePolicyVersion",
    "iam:DeletePolicy",
    "iam:DeletePolicyVersion",
    "iam:SetDefaultPolicyVersion",
    "iam:TagPolicy",
    "iam:UntagPolicy",
]
_REACH_ROLES = [*_CHANGE_ROLES, *_MAKE_ROLES, *_GIVE_RIGHTS, *_LOOSEN_BOUNDARIES]


_KEYS = "kms"
_ADMINISTER_KEYS = [
    "kms:CancelKeyDeletion",
    "kms:Create*",
    "kms:Delete*",
    "kms:Describe*",
    "kms:Disable*",
    "kms:Enable*",
    "kms:Get*",
    "kms:List*",
    "kms:PutKeyPolicy",
    "kms:ReplicateKey",
    "kms:RetireGrant",
    "kms:RevokeGrant",
    "kms:RotateKeyOnDemand",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:Update*",
]
_USE_KEYS = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]


class DeploymentRightsArgs(TypedDict):
    services: list[str]
    """Services whose resources are managed, by the prefix of their actions, in the regions given."""
    regions: list[str]
    """Regions in which they are managed."""
    global_actions: NotRequired[list[str]]
    """Actions that are allowed whatever the region. Default: none."""
    secrets_aliases: NotRequired[list[str]]
    """Aliases, without alias/, of keys that are used directly: those of secret values in state. Default: none."""
    manage_roles: NotRequired[bool]
    """Whether roles and the password policy are managed, protected roles excepted; needs boundary_arn and role_tags.

    Default: false.
    """
    boundary_arn: NotRequired[str]
    """Permissions boundary without which no role is made, and no role given a right. Default: none."""
    role_tags: NotRequired[dict[str, str]]
    """Tags of the roles that are managed: all of them are on each. Default: none."""
    pass_roles_to: NotRequired[list[str]]
    """Service principals that roles may be handed to. Default: none."""
    protected_roles: list[str]
    """Names of roles that stay out of reach: those that come in from outside."""
    protected_policies: NotRequired[list[str]]
    """ARNs of further policies that stay out of reach beside the boundary, such as its own. Default: none."""


def deployment_statements(rights: DeploymentRightsArgs, region: str, account_id: str) -> list[Statement]:
    """Statements of a deploying role's policy.

    Raises ValueError when roles are managed without a boundary or without tags.
    """
    in_regions = {"StringEquals": {"aws:RequestedRegion": rights["regions"]}}
    services = [f"{service}:*" for service in rights["services"] if service != _KEYS]
    statements = [allow("DeployServices", services, "*", in_regions)] if services else []
    if _KEYS in rights["services"]:
        statements += _key_management(rights, region, account_id)
    if anywhere := rights.get("global_actions"):
        statements.append(allow("DeployGlobalServices", anywhere, "*"))
    if receivers := rights.get("pass_roles_to"):
        to_services = {"StringEquals": {"iam:PassedToService": receivers}}
        statements.append(allow("HandRolesToServices", ["iam:PassRole"], _all_roles(region, account_id), to_services))
    if rights.get("manage_roles", False):
        statements += _role_management(rights, region, account_id)
    return statements


def _key_management(rights: DeploymentRightsArgs, region: str, account_id: str) -> list[Statement]:
    """Keys are administered, used by way of AWS services, and used directly for secret values in state only.

    https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html
    """
    regions = rights["regions"]
    keys = [f"arn:{partition_of(region)}:kms:{found}:{account_id}:key/*" for found in regions]
    in_regions = {"StringEquals": {"aws:RequestedRegion": regions}}
    through_services = {"StringLike": {"kms:ViaService": [f"*.{found}.amazonaws.com" for found in regions]}}
    statements = [
        allow("AdministerKeys", _ADMINISTER_KEYS, "*", in_regions),
        allow("UseKeysThroughServices", _USE_KEYS, keys, through_services),
    ]
    if aliases := [f"alias/{alias}" for alias in rights.get("secrets_aliases", [])]:
        of_state = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": aliases}}
        statements.append(allow("HandleSecretValuesOfState", ["kms:Decrypt", "kms:Encrypt"], keys, of_state))
    return statements


def _role_management(rights: DeploymentRightsArgs, region: str, account_id: str) -> list[Statement]:
    """Own roles within the boundary only.

    Roles without the boundary would have, and hand on, every right that they are given. Whoever changes the trust of a
    role takes it over, and so would who first gives a role the tags by which own roles are known: tags are changed on
    roles that have them already. A role that is being made counts as having the tags that it is made with.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourcetag
    """
    if "boundary_arn" not in rights:
        raise ValueError("whoever manages roles without a permissions boundary has every right; give boundary_arn")
    if not (tags := rights.get("role_tags")):
        raise ValueError("whoever manages roles that nothing marks takes over those of others; give role_tags")
    boundary = rights["boundary_arn"]
    roles, linked = _all_roles(region, account_id), role_arn(region, account_id, "aws-service-role/*")
    protected = [role_arn(region, account_id, name) for name in rights["protected_roles"]]
    policies = [boundary, *rights.get("protected_policies", [])]
    own = {f"aws:ResourceTag/{name}": value for name, value in tags.items()}
    asked = {f"aws:RequestTag/{name}": value for name, value in tags.items()}
    bounded = {"iam:PermissionsBoundary": boundary}
    statements = [
        allow("ReadIdentities", _READ_IDENTITIES, "*"),
        allow("ManagePasswordPolicy", _CHANGE_PASSWORD_POLICY, "*"),
        allow("LinkRolesToServices", _LINK_ROLES, linked),
        allow("MakeRolesWithinTheBoundary", _MAKE_ROLES, roles, {"StringEquals": {**bounded, **asked}}),
        allow("ManageOwnRoles", _CHANGE_ROLES, roles, {"StringEquals": own}),
        allow("GiveRightsWithinTheBoundary", _GIVE_RIGHTS, roles, {"StringEquals": {**bounded, **own}}),
        _deny("KeepBoundaries", _LOOSEN_BOUNDARIES, roles),
        _deny("KeepBoundaryPolicies", _REACH_POLICIES, policies),
    ]
    return [*statements, _deny("KeepOwnLimits", _REACH_ROLES, protected)] if protected else statements


def _all_roles(region: str, account_id: str) -> str:
    return role_arn(region, account_id, "*")


def _deny(sid: str, actions: list[str], resources: object) -> Statement:
    return {"Sid": sid, "Effect": "Deny", "Action": actions, "Resource": resources}
