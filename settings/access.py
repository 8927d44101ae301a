"""Who may come into an account from outside: other accounts, CI, the central monitoring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.account import ExternalId
from settings.errors import Mistake, Path
from settings.section import Flag, FrozenMap, Rule, Section, Whole
from settings.types import AccountId, Region, RoleName, Slug, TagKey, TagValue, Text

ServiceName = Annotated[
    str, Text(r"[a-z][a-z0-9-]{1,62}", "the prefix of a service's IAM actions, such as ecs or elasticloadbalancing")
]
Action = Annotated[str, Text(r"[a-z][a-z0-9-]*:[A-Za-z*]+", "an IAM action such as ecs:UpdateService or ecs:Describe*")]
ServicePrincipal = Annotated[
    str, Text(r"[a-z0-9.-]+\.amazonaws\.com(\.cn)?", "a service principal such as ecs-tasks.amazonaws.com")
]
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


_IDENTITY_SERVICES = ("iam", "organizations", "sso", "sts")
"""Services with which a role gives itself or others any right."""


def _rights_are_not_for_taking(rights: DeploymentRights) -> Iterator[Mistake]:
    for key, services in (("services", rights.services), ("globalServices", rights.global_services)):
        for index, service in enumerate(services):
            if service in _IDENTITY_SERVICES:
                yield Mistake(
                    (key, index),
                    f'"{service}"',
                    f"no {service}: whoever has all of it gives himself every other right",
                    "Write manageRoles: true for the stack's own roles." if service == "iam" else f"Remove {service}.",
                )


class DeploymentRights(Section):
    """What a deploying role may do."""

    rules: ClassVar[tuple[Rule, ...]] = (_rights_are_not_for_taking,)

    services: Annotated[tuple[ServiceName, ...], Field(min_length=1)]
    """Services whose resources it manages, by the prefix of their actions, in the stack's region."""
    global_services: tuple[ServiceName, ...] = ()
    """Services that it manages whatever the region, such as budgets."""
    regions: tuple[Region, ...] = ()
    """Further regions, such as that of backup copies; the stack's own always counts."""
    manage_roles: Flag = False
    """Whether it manages IAM roles and policies, itself and the roles of this section excepted."""
    pass_roles_to: tuple[ServicePrincipal, ...] = ()
    """Services to which it may hand roles."""


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


class AccountAccess(Section):
    """Access to one account. What is left out doesn't exist."""

    rules: ClassVar[tuple[Rule, ...]] = (_role_names_differ,)

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

    rules: ClassVar[tuple[Rule, ...]] = (_has_parts, _role_names_differ, _sinks_exist)

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
