"""Who may come into an account from outside: other accounts, CI, the central monitoring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.account import ExternalId
from settings.deployment_rights import Action, DeploymentRights, PermissionsBoundary
from settings.errors import Mistake, Path
from settings.section import Flag, FrozenMap, Rule, Section, Whole
from settings.types import AccountId, RoleName, Slug, TagKey, TagValue, Text

PolicyArn = Annotated[
    str, Text(r"arn:aws[a-z-]*:iam::(\d{12}|aws):policy/[\w+=,.@/-]+", "the ARN of an IAM policy (arn:aws:iam::…)")
]
RoleArn = Annotated[str, Text(r"arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]+", "the ARN of an IAM role")]
SinkArn = Annotated[
    str,
    Text(r"arn:aws[a-z-]*:oam:[a-z0-9-]+:\d{12}:sink/[\w-]+", "the ARN of a sink (arn:aws:oam:REGION:ACCOUNT:sink/ID)"),
]
Repository = Annotated[
    str, Text(r"[\w.-]{1,39}/[\w.-]{1,100}", "a GitHub repository such as 1cloudhub/fivestar-payments")
]
Branch = Annotated[str, Text(r"[\w./-]{1,200}", "the name of a branch, without wildcards")]
GithubEnvironment = Annotated[str, Text(r"[\w .-]{1,200}", "the name of a GitHub environment, without wildcards")]

Hours = Annotated[Whole, Field(ge=1, le=12)]

SharedData = Literal[
    "AWS::CloudWatch::Metric", "AWS::Logs::LogGroup", "AWS::XRay::Trace", "AWS::ApplicationInsights::Application"
]


class Trust(Section):
    """Who may assume a role, and on which conditions."""

    account: AccountId
    """Account whose principals may assume the role, as far as their own policies allow them."""
    role: RoleName | None = None
    """The only role of that account that may; every principal of it by default."""
    external_id: ExternalId | None = None
    """External id that must be given; none by default."""
    mfa: Flag = False
    """Whether the session must come from a sign-in with MFA."""
    session_tags: FrozenMap[TagKey, TagValue] = Field(default_factory=dict, validate_default=True)
    """Tags that the session must carry."""
    actions: tuple[Action, ...] = ()
    """Limits the session to these actions of the role's; by default it has all of them."""


def _trusts_somebody(role: DeploymentRole | MonitoringRole) -> Iterator[Mistake]:
    if not role.trusts:
        yield Mistake(("trusts",), "nothing", "at least one trusted account", "Add one, or leave the role out.")


class DeploymentRole(Section):
    """The role with which other accounts deploy here."""

    rules: ClassVar[tuple[Rule, ...]] = (_trusts_somebody,)

    name: RoleName = "DeploymentRole"
    """Name of the role."""
    rights: DeploymentRights
    """What it may do."""
    trusts: FrozenMap[Slug, Trust]
    """Who may assume it, by a name of your choice."""
    max_session_hours: Hours = 1
    """Longest session, 1 to 12 hours; a session that was begun with another role lasts one at most."""
    boundary: PolicyArn | None = None
    """Permissions boundary; none by default."""


class MonitoringRole(Section):
    """The role with which the central monitoring account reads metrics, traces and logs."""

    rules: ClassVar[tuple[Rule, ...]] = (_trusts_somebody,)

    name: RoleName = "MonitoringRole"
    """Name of the role."""
    trusts: FrozenMap[Slug, Trust]
    """Who may assume it, by a name of your choice."""
    max_session_hours: Hours = 1
    """Longest session, 1 to 12 hours."""
    boundary: PolicyArn | None = None
    """Permissions boundary; none by default."""


def _is_bound_to_something(role: CiRole) -> Iterator[Mistake]:
    if not (role.pull_requests or role.branches or role.environments):
        yield Mistake(
            ("environments",),
            "nothing",
            "an environment, a branch or pullRequests: true",
            "Say which jobs may assume it.",
        )


def _pull_requests_only_read(role: CiRole) -> Iterator[Mistake]:
    if role.pull_requests and (role.deploys is not None or role.assumes):
        yield Mistake(
            ("pullRequests",),
            "true",
            "false for a role that deploys: whoever opens a pull request would deploy",
            "Bind the role to an environment with reviewers.",
        )


class CiRole(Section):
    """A role that jobs of the repository assume, without any stored key."""

    rules: ClassVar[tuple[Rule, ...]] = (_is_bound_to_something, _pull_requests_only_read)

    name: RoleName
    """Name of the role."""
    pull_requests: Flag = False
    """Whether jobs of pull requests may assume it."""
    branches: tuple[Branch, ...] = ()
    """Branches whose jobs may assume it."""
    environments: tuple[GithubEnvironment, ...] = ()
    """GitHub environments whose jobs may assume it."""
    deploys: DeploymentRights | None = None
    """What it may change; nothing by default: it reads the account's configuration, no data."""
    assumes: tuple[RoleArn, ...] = ()
    """Roles of other accounts that it may assume."""
    max_session_hours: Hours = 1
    """Longest session, 1 to 12 hours."""


def _has_a_role(ci: ContinuousIntegration) -> Iterator[Mistake]:
    if not ci.roles:
        yield Mistake(("roles",), "nothing", "at least one role", "Add one, such as preview, or leave ci out.")


class ContinuousIntegration(Section):
    """GitHub Actions as an identity provider, with roles for its jobs."""

    rules: ClassVar[tuple[Rule, ...]] = (_has_a_role,)

    repository: Repository
    """The one repository whose jobs are let in."""
    roles: FrozenMap[Slug, CiRole]
    """Roles by a name of your choice, such as preview and deploy."""


class MonitoringSink(Section):
    """Where other accounts' metrics, logs and traces can be seen: this account is the central monitoring account."""

    name: Slug
    """Name of the sink."""


class MonitoringLink(Section):
    """Shows this account's metrics, logs and traces in the central monitoring account."""

    sink: SinkArn | None = None
    """ARN of the sink; by default the one that this stack makes."""
    shares: Annotated[tuple[SharedData, ...], Field(min_length=1)] = (
        "AWS::CloudWatch::Metric",
        "AWS::Logs::LogGroup",
        "AWS::XRay::Trace",
    )
    """What is shown."""


def _role_names_differ(access: AccountAccess | CrossAccountAccess) -> Iterator[Mistake]:
    """IAM has each name once in an account."""
    named: list[tuple[Path, str]] = []
    if access.deployment_role is not None:
        named.append((("deploymentRole", "name"), access.deployment_role.name))
    if access.monitoring_role is not None:
        named.append((("monitoringRole", "name"), access.monitoring_role.name))
    if access.ci is not None:
        named += [(("ci", "roles", key, "name"), role.name) for key, role in access.ci.roles.items()]
    for index, (path, name) in enumerate(named):
        if name in [other for _, other in named[:index]]:
            yield Mistake(path, f'"{name}"', "a name that no other role of the account has", "Rename one of the two.")


def _who_manages_roles_is_bounded(access: AccountAccess | CrossAccountAccess) -> Iterator[Mistake]:
    """A role without bounds could be made, given every right, and used."""
    if access.permissions_boundary is not None:
        return
    deployers: list[tuple[Path, DeploymentRights | None]] = []
    if access.deployment_role is not None:
        deployers.append((("deploymentRole", "rights"), access.deployment_role.rights))
    if access.ci is not None:
        deployers += [(("ci", "roles", key, "deploys"), role.deploys) for key, role in access.ci.roles.items()]
    for path, rights in deployers:
        if rights is not None and rights.manage_roles:
            allowed = "false without a permissions boundary: who manages roles would make one with every right"
            yield Mistake((*path, "manageRoles"), "true", allowed, f"Add permissionsBoundary beside {path[0]}.")


class AccountAccess(Section):
    """Access to one account. What is left out doesn't exist."""

    rules: ClassVar[tuple[Rule, ...]] = (_role_names_differ, _who_manages_roles_is_bounded)

    permissions_boundary: PermissionsBoundary | None = None
    """What the roles of the account may do at most; needed by whoever manages roles there."""

    deployment_role: DeploymentRole | None = None
    """Role that deploys from other accounts."""
    monitoring_role: MonitoringRole | None = None
    """Role that reads metrics, traces and logs."""
    ci: ContinuousIntegration | None = None
    """Roles of GitHub Actions."""
    link: MonitoringLink | None = None
    """Link to the central monitoring account."""


def _sinks_exist(access: CrossAccountAccess) -> Iterator[Mistake]:
    linking: list[tuple[Path, MonitoringLink | None]] = [(("link",), access.link)]
    linking += [(("members", name, "link"), member.link) for name, member in access.members.items()]
    for path, link in linking:
        if link is not None and link.sink is None and access.sink is None:
            yield Mistake(
                (*path, "sink"), "nothing", "the ARN of a sink: this stack makes none", "Add it, or add sink."
            )


def _has_parts(access: CrossAccountAccess) -> Iterator[Mistake]:
    if not any(getattr(access, name) for name in CrossAccountAccess.model_fields):
        yield Mistake((), "no part", "at least one part, such as monitoringRole", "Add one, or remove the section.")


class CrossAccountAccess(Section):
    """Access to the stack's account, and to the member accounts that it builds in."""

    rules: ClassVar[tuple[Rule, ...]] = (_has_parts, _role_names_differ, _who_manages_roles_is_bounded, _sinks_exist)

    permissions_boundary: PermissionsBoundary | None = None
    """What the roles of the account may do at most; needed by whoever manages roles there."""

    deployment_role: DeploymentRole | None = None
    """Role that deploys from other accounts."""
    monitoring_role: MonitoringRole | None = None
    """Role that reads metrics, traces and logs."""
    ci: ContinuousIntegration | None = None
    """Roles of GitHub Actions."""
    link: MonitoringLink | None = None
    """Link to the central monitoring account."""
    sink: MonitoringSink | None = None
    """Makes this account the central monitoring account."""
    members: FrozenMap[Slug, AccountAccess] = Field(default_factory=dict, validate_default=True)
    """Access to accounts of platform:account.members, by their names."""
