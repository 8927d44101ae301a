"""Service control policies: what no administrator of a member account can do.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
"""

from collections.abc import Sequence

from components.arns import partition_of
from components.policy_documents import Document, Statement, document

_TURN_AUDIT_OFF = [
    "access-analyzer:DeleteAnalyzer",
    "cloudtrail:DeleteEventDataStore",
    "cloudtrail:DeleteTrail",
    "cloudtrail:PutEventSelectors",
    "cloudtrail:PutInsightSelectors",
    "cloudtrail:StopLogging",
    "cloudtrail:UpdateTrail",
    "config:DeleteConfigRule",
    "config:DeleteConfigurationRecorder",
    "config:DeleteDeliveryChannel",
    "config:DeleteRetentionConfiguration",
    "config:PutConfigurationRecorder",
    "config:PutDeliveryChannel",
    "config:StopConfigurationRecorder",
    "guardduty:CreateFilter",
    "guardduty:CreateIPSet",
    "guardduty:DeleteDetector",
    "guardduty:DeletePublishingDestination",
    "guardduty:DisassociateFromAdministratorAccount",
    "guardduty:UpdateDetector",
    "guardduty:UpdateFilter",
    "guardduty:UpdateIPSet",
    "securityhub:BatchDisableStandards",
    "securityhub:CreateAutomationRule",
    "securityhub:DisableSecurityHub",
    "securityhub:DisassociateFromAdministratorAccount",
    "securityhub:UpdateStandardsControl",
]

_CHANGE_A_ROLE = [
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:DeleteRole",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
]

_GLOBAL_SERVICES = [
    "account:*",
    "artifact:*",
    "aws-portal:*",
    "billing:*",
    "budgets:*",
    "ce:*",
    "cloudfront:*",
    "consolidatedbilling:*",
    "cur:*",
    "globalaccelerator:*",
    "health:*",
    "iam:*",
    "invoicing:*",
    "networkmanager:*",
    "organizations:*",
    "payments:*",
    "route53:*",
    "route53domains:*",
    "s3:GetAccountPublicAccessBlock",
    "s3:GetBucketLocation",
    "s3:ListAllMyBuckets",
    "s3:PutAccountPublicAccessBlock",
    "shield:*",
    "sso:*",
    "sts:*",
    "support:*",
    "tax:*",
    "trustedadvisor:*",
    "waf:*",
    "wafv2:*",
]
"""Services without a region, or whose requests go to us-east-1."""

_SET_UP_MFA = [
    "iam:ChangePassword",
    "iam:CreateVirtualMFADevice",
    "iam:EnableMFADevice",
    "iam:GetAccountPasswordPolicy",
    "iam:GetMFADevice",
    "iam:GetUser",
    "iam:ListMFADevices",
    "iam:ListUsers",
    "iam:ListVirtualMFADevices",
    "iam:ResyncMFADevice",
    "sts:GetSessionToken",
]
"""What a user needs to set up MFA and to sign in with it."""


def leaving_denied() -> Document:
    """No account leaves the organization."""
    return document([_deny("NobodyLeaves", "Action", ["organizations:LeaveOrganization"], {})])


def audit_protected(region: str, automation_roles: Sequence[str]) -> Document:
    """Nobody turns off what records and watches, but for the roles that manage it.

    Nobody but these roles makes or changes one of them either: whoever could would be one of them.
    """
    exempt = _not_by(region, automation_roles)
    statements = [_deny("AuditStaysOn", "Action", _TURN_AUDIT_OFF, exempt)]
    if automation_roles:
        roles = _deny("AutomationRolesStay", "Action", _CHANGE_A_ROLE, exempt)
        statements.append({**roles, "Resource": _roles(region, automation_roles)})
    return document(statements)


def regions_limited(region: str, regions: Sequence[str], automation_roles: Sequence[str]) -> Document:
    """Nothing is done in another region, but for services without one."""
    elsewhere: dict[str, object] = {"aws:RequestedRegion": list(regions)}
    condition = {"StringNotEquals": elsewhere, **_not_by(region, automation_roles)}
    return document([_deny("OnlyTheseRegions", "NotAction", _GLOBAL_SERVICES, condition)])


def mfa_required(region: str, exempt: Sequence[str]) -> Document:
    """Users and the root user do nothing without MFA but set it up.

    A call with long-term keys carries no word on MFA at all, hence IfExists. Roles are no users: those that people
    assume ask for MFA in their trust, those of automation can't have it.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage-mfa-only.html
    """
    iam = f"arn:{partition_of(region)}:iam::*"
    condition: dict[str, dict[str, object]] = {
        "BoolIfExists": {"aws:MultiFactorAuthPresent": "false"},
        "ArnLike": {"aws:PrincipalArn": [f"{iam}:user/*", f"{iam}:root"]},
    }
    if exempt:
        condition["ArnNotLike"] = {"aws:PrincipalArn": list(exempt)}
    return document([_deny("UsersHaveMfa", "NotAction", _SET_UP_MFA, condition)])


def _not_by(region: str, roles: Sequence[str]) -> dict[str, dict[str, object]]:
    if not roles:
        return {}
    return {"ArnNotLike": {"aws:PrincipalArn": _roles(region, roles)}}


def _roles(region: str, names: Sequence[str]) -> list[str]:
    return [f"arn:{partition_of(region)}:iam::*:role/{name}" for name in names]


def _deny(sid: str, element: str, actions: Sequence[str], condition: dict[str, dict[str, object]]) -> Statement:
    statement: Statement = {"Sid": sid, "Effect": "Deny", element: list(actions), "Resource": "*"}
    return {**statement, "Condition": condition} if condition else statement
