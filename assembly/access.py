"""Who may come into the stack's account, and into the member accounts that it builds in."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from assembly.outputs import StackOutputs
from components.arns import policy_arn
from components.ci_access import CiRoleArgs
from components.cross_account_access import CrossAccountAccess as CrossAccountAccessComponent
from components.cross_account_access import (
    CrossAccountAccessArgs,
    DeploymentRoleArgs,
    MonitoringLinkArgs,
    MonitoringRoleArgs,
)
from components.deployment_rights import DeploymentRightsArgs
from components.permissions_boundary import PermissionsBoundaryArgs
from components.trust_documents import TrustArgs
from settings import Settings
from settings.access import (
    AccountAccess,
    CiRole,
    ContinuousIntegration,
    CrossAccountAccess,
    DeploymentRole,
    MonitoringLink,
    MonitoringRole,
    Trust,
)
from settings.deployment_rights import DeploymentRights, PermissionsBoundary


@dataclass(frozen=True)
class _Limits:
    """What those that deploy to an account are kept within, and from."""

    boundary: str | None
    account_id: str
    protected_roles: list[str]
    protected_policies: list[str]


def access_args(settings: Settings, access: CrossAccountAccess) -> CrossAccountAccessArgs:
    """Access to the stack's own account."""
    args = _account_args(settings, settings.account.id, access, settings.account.deploy_role, None)
    if access.sink is not None:
        linking = {settings.account.members[name].id: member.link for name, member in access.members.items()}
        linked = {account: link for account, link in linking.items() if link is not None}
        args["sink"] = {
            "sink_name": access.sink.name,
            "source_account_ids": sorted(linked),
            "shares": sorted({kind for link in linked.values() for kind in link.shares}),
        }
    return args


def member_access_args(
    settings: Settings, name: str, access: AccountAccess, sink_arn: pulumi.Output[str] | None
) -> CrossAccountAccessArgs:
    """Access to a member account; links lead to the stack's sink unless they name another one."""
    member = settings.account.members[name]
    return _account_args(settings, member.id, access, member.role, sink_arn)


def access_outputs(
    access: CrossAccountAccess, own: CrossAccountAccessComponent, members: Mapping[str, CrossAccountAccessComponent]
) -> StackOutputs:
    """Roles to assume, and the sink to link to."""
    outputs: StackOutputs = {"roleArns": own.role_arns}
    if members:
        outputs["memberRoleArns"] = {name: member.role_arns for name, member in members.items()}
    if access.sink is not None:
        outputs["monitoringSinkArn"] = own.sink_arn
    return outputs


def _account_args(
    settings: Settings,
    account_id: str,
    access: AccountAccess | CrossAccountAccess,
    entered_by: str | None,
    sink_arn: pulumi.Output[str] | None,
) -> CrossAccountAccessArgs:
    """entered_by: the role by which this stack itself comes into the account."""
    args: CrossAccountAccessArgs = {"account_id": account_id, "region": settings.region}
    limits = _Limits(
        None if access.permissions_boundary is None else access.permissions_boundary.name,
        account_id,
        [*_names_of_roles(access), *([entered_by] if entered_by is not None else [])],
        _own_boundaries(access),
    )
    if access.permissions_boundary is not None:
        args["permissions_boundary"] = _boundary_args(settings, account_id, access.permissions_boundary)
    if access.deployment_role is not None:
        args["deployment_role"] = _deployment_role_args(settings, access.deployment_role, limits)
    if access.monitoring_role is not None:
        args["monitoring_role"] = _monitoring_role_args(access.monitoring_role)
    if access.ci is not None:
        args["ci_roles"] = {
            name: _ci_role_args(settings, access.ci, role, limits) for name, role in access.ci.roles.items()
        }
    if access.link is not None:
        args["link"] = _link_args(access.link, sink_arn)
    return args


def _names_of_roles(access: AccountAccess | CrossAccountAccess) -> list[str]:
    """The roles of the account that are assumed from outside, and so out of reach for those that deploy."""
    named = [role.name for role in (access.deployment_role, access.monitoring_role) if role is not None]
    return named + ([role.name for role in access.ci.roles.values()] if access.ci is not None else [])


def _own_boundaries(access: AccountAccess | CrossAccountAccess) -> list[str]:
    """Policies that bound the roles that are assumed from outside."""
    roles = (access.deployment_role, access.monitoring_role)
    return [role.boundary for role in roles if role is not None and role.boundary is not None]


def _boundary_args(settings: Settings, account_id: str, boundary: PermissionsBoundary) -> PermissionsBoundaryArgs:
    return {
        "account_id": account_id,
        "region": settings.region,
        "policy_name": boundary.name,
        "services": list(boundary.services),
        "regions": [settings.region, *boundary.regions],
        "pass_roles_to": list(boundary.pass_roles_to),
    }


def _deployment_role_args(settings: Settings, role: DeploymentRole, limits: _Limits) -> DeploymentRoleArgs:
    args: DeploymentRoleArgs = {
        "role_name": role.name,
        "rights": _rights_args(settings, role.rights, limits),
        "trusts": _trusts_args(role.trusts),
        "max_session_hours": role.max_session_hours,
    }
    if role.boundary is not None:
        args["boundary_arn"] = role.boundary
    return args


def _monitoring_role_args(role: MonitoringRole) -> MonitoringRoleArgs:
    args: MonitoringRoleArgs = {
        "role_name": role.name,
        "trusts": _trusts_args(role.trusts),
        "max_session_hours": role.max_session_hours,
    }
    if role.boundary is not None:
        args["boundary_arn"] = role.boundary
    return args


def _rights_args(settings: Settings, rights: DeploymentRights, limits: _Limits) -> DeploymentRightsArgs:
    args: DeploymentRightsArgs = {
        "services": list(rights.services),
        "regions": [settings.region, *rights.regions],
        "global_actions": list(rights.global_actions),
        "secrets_aliases": list(rights.secrets_aliases),
        "manage_roles": rights.manage_roles,
        "role_tags": dict(settings.system.tags_of_every_stack),
        "pass_roles_to": list(rights.pass_roles_to),
        "protected_roles": [*limits.protected_roles, *rights.protected_roles],
        "protected_policies": limits.protected_policies,
    }
    if limits.boundary is not None:
        args["boundary_arn"] = policy_arn(settings.region, limits.account_id, limits.boundary)
    return args


def _trusts_args(trusts: Mapping[str, Trust]) -> dict[str, TrustArgs]:
    return {name: _trust_args(trust) for name, trust in trusts.items()}


def _trust_args(trust: Trust) -> TrustArgs:
    args: TrustArgs = {
        "account_id": trust.account,
        "mfa": trust.mfa,
        "session_tags": dict(trust.session_tags),
        "actions": list(trust.actions),
    }
    if trust.role is not None:
        args["role_name"] = trust.role
    if trust.external_id is not None:
        args["external_id"] = trust.external_id
    return args


def _ci_role_args(settings: Settings, ci: ContinuousIntegration, role: CiRole, limits: _Limits) -> CiRoleArgs:
    args: CiRoleArgs = {
        "role_name": role.name,
        "subjects": _subjects(ci.repository, role),
        "assumes": list(role.assumes),
        "max_session_hours": role.max_session_hours,
    }
    if role.deploys is not None:
        args["deploys"] = _rights_args(settings, role.deploys, limits)
    return args


def _subjects(repository: str, role: CiRole) -> list[str]:
    """https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims"""
    contexts = ["pull_request"] if role.pull_requests else []
    contexts += [f"ref:refs/heads/{branch}" for branch in role.branches]
    contexts += [f"environment:{environment}" for environment in role.environments]
    return [f"repo:{repository}:{context}" for context in contexts]


def _link_args(link: MonitoringLink, sink_arn: pulumi.Output[str] | None) -> MonitoringLinkArgs:
    sink = link.sink if link.sink is not None else sink_arn
    if sink is None:
        raise ValueError("a link needs the ARN of a sink")
    return {"sink_arn": sink, "shares": list(link.shares)}
