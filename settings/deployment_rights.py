"""What roles that deploy may do, and what the roles that they make may do at most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from settings.errors import Mistake
from settings.section import Flag, Rule, Section
from settings.types import PolicyName, Region, RoleName, Text

ServiceName = Annotated[
    str, Text(r"[a-z][a-z0-9-]{1,62}", "the prefix of a service's IAM actions, such as ecs or elasticloadbalancing")
]
Action = Annotated[str, Text(r"[a-z][a-z0-9-]*:[A-Za-z*]+", "an IAM action such as ecs:UpdateService or ecs:Describe*")]
KeyAlias = Annotated[str, Text(r"(?!aws/|alias/)[A-Za-z0-9/_-]{1,244}", "the alias of a key, without alias/ in front")]
ServicePrincipal = Annotated[
    str, Text(r"[a-z0-9.-]+\.amazonaws\.com(\.cn)?", "a service principal such as ecs-tasks.amazonaws.com")
]

_IDENTITY_SERVICES = ("iam", "organizations", "sso", "sts")
"""Services with which a role gives itself or others any right."""


def _identity_services(key: str, services: Sequence[str], remedy_for_iam: str) -> Iterator[Mistake]:
    for index, service in enumerate(services):
        if service in _IDENTITY_SERVICES:
            yield Mistake(
                (key, index),
                f'"{service}"',
                f"no {service}: whoever has all of it gives himself every other right",
                remedy_for_iam if service == "iam" else f"Remove {service}.",
            )


def _rights_are_not_for_taking(rights: DeploymentRights) -> Iterator[Mistake]:
    remedy = "Write manageRoles: true for the stack's own roles."
    yield from _identity_services("services", rights.services, remedy)
    services = [action.partition(":")[0] for action in rights.global_actions]
    yield from _identity_services("globalActions", services, remedy)


class DeploymentRights(Section):
    """What a deploying role may do."""

    rules: ClassVar[tuple[Rule, ...]] = (_rights_are_not_for_taking,)

    services: Annotated[tuple[ServiceName, ...], Field(min_length=1)]
    """Services whose resources it manages, by the prefix of their actions, in the stack's region."""
    global_actions: tuple[Action, ...] = ()
    """Actions that are allowed whatever the region: those of services with one endpoint for all regions, whose requests
    count as us-east-1's, such as account, budgets, ce, cloudfront, route53 and shield."""
    secrets_aliases: tuple[KeyAlias, ...] = ()
    """Aliases, without alias/, of the keys of secret values in state; it decrypts directly with no other key."""
    regions: tuple[Region, ...] = ()
    """Further regions, such as that of backup copies; the stack's own always counts."""
    manage_roles: Flag = False
    """Whether it manages the password policy, and roles that carry the account's permissions boundary and the system's
    tags."""
    protected_roles: tuple[RoleName, ...] = ()
    """Further roles that it can't change, such as those of people; those that are assumed from outside always count."""
    pass_roles_to: tuple[ServicePrincipal, ...] = ()
    """Services to which it may hand roles."""


def _the_boundary_holds(boundary: PermissionsBoundary) -> Iterator[Mistake]:
    yield from _identity_services("services", boundary.services, "Write passRolesTo for handing on roles.")


class PermissionsBoundary(Section):
    """A policy that says what the roles of an account may do at most, whoever writes their own policies."""

    rules: ClassVar[tuple[Rule, ...]] = (_the_boundary_holds,)

    name: PolicyName
    """Name of the policy; `platform:account.permissionsBoundary` of the account's own stack says the same."""
    services: Annotated[tuple[ServiceName, ...], Field(min_length=1)]
    """Services that roles may use at all, by the prefix of their actions, in the stack's region."""
    regions: tuple[Region, ...] = ()
    """Further regions, such as that of backup copies; the stack's own always counts."""
    pass_roles_to: tuple[ServicePrincipal, ...] = ()
    """Services to which roles may hand roles, such as a scheduler that starts tasks."""
