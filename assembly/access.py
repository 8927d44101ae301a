"""Who may come into the stack's account, and into the member accounts that it builds in."""

from collections.abc import Mapping

import pulumi

from assembly.outputs import StackOutputs
from components.ci_access import CiRoleArgs
from components.cross_account_access import CrossAccountAccess as CrossAccountAccessComponent
from components.cross_account_access import (
    CrossAccountAccessArgs,
    DeploymentRoleArgs,
    MonitoringLinkArgs,
    MonitoringRoleArgs,
)
from components.deployment_rights import DeploymentRightsArgs
from components.trust_documents import TrustArgs
from settings import Settings
from settings.access import (
    AccountAccess,
    CiRole,
    ContinuousIntegration,
    CrossAccountAccess,
    DeploymentRights,
    DeploymentRole,
    MonitoringLink,
    MonitoringRole,
    Trust,
)


def access_args(settings: Settings, access: CrossAccountAccess) -> CrossAccountAccessArgs:
    """Access to the stack's own account."""
    args = _account_args(settings, settings.account.id, access, None)
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
    return _account_args(settings, settings.account.members[name].id, access, sink_arn)


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
    sink_arn: pulumi.Output[str] | None,
) -> CrossAccountAccessArgs:
    args: CrossAccountAccessArgs = {"account_id": account_id, "region": settings.region}
    protected = _names_of_roles(access)
    if access.deployment_role is not None:
        args["deployment_role"] = _deployment_role_args(settings, access.deployment_role, protected)
    if access.monitoring_role is not None:
        args["monitoring_role"] = _monitoring_role_args(access.monitoring_role)
    if access.ci is not None:
        args["ci_roles"] = {
            name: _ci_role_args(settings, access.ci, role, protected) for name, role in access.ci.roles.items()
        }
    if access.link is not None:
        args["link"] = _link_args(access.link, sink_arn)
    return args


def _names_of_roles(access: AccountAccess | CrossAccountAccess) -> list[str]:
    """The roles of the account that are assumed from outside, and so out of reach for those that deploy."""
    named = [role.name for role in (access.deployment_role, access.monitoring_role) if role is not None]
    return named + ([role.name for role in access.ci.roles.values()] if access.ci is not None else [])


def _deployment_role_args(settings: Settings, role: DeploymentRole, protected: list[str]) -> DeploymentRoleArgs:
    args: DeploymentRoleArgs = {
        "role_name": role.name,
        "rights": _rights_args(settings, role.rights, protected),
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


def _rights_args(settings: Settings, rights: DeploymentRights, protected: list[str]) -> DeploymentRightsArgs:
    return {
        "services": list(rights.services),
        "regions": [settings.region, *rights.regions],
        "global_services": list(rights.global_services),
        "manage_roles": rights.manage_roles,
        "pass_roles_to": list(rights.pass_roles_to),
        "protected_roles": protected,
    }


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


def _ci_role_args(settings: Settings, ci: ContinuousIntegration, role: CiRole, protected: list[str]) -> CiRoleArgs:
    args: CiRoleArgs = {
        "role_name": role.name,
        "subjects": _subjects(ci.repository, role),
        "assumes": list(role.assumes),
        "max_session_hours": role.max_session_hours,
    }
    if role.deploys is not None:
        args["deploys"] = _rights_args(settings, role.deploys, protected)
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
