"""Whose AWS accounts a stack deploys to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from settings.errors import Mistake
from settings.section import FrozenMap, Rule, Section, Whole
from settings.types import AccountId, PolicyName, Region, RoleName, Slug, Text

ExternalId = Annotated[
    str, Text(r"[\w+=,.@:/-]{2,1224}", "an external id of 2 to 1224 letters, digits and _+=,.@:/-, which isn't secret")
]

SessionName = Annotated[
    str, Text(r"[\w+=,.@-]{2,64}", "the name of a session: 2 to 64 letters, digits and _+=,.@-, as CloudTrail shows it")
]

OWN_ACCOUNT = "workload"
"""The name under which the program speaks of the stack's own account."""


def _an_external_id_goes_with_a_role(account: Account) -> Iterator[Mistake]:
    if account.external_id is not None and account.deploy_role is None:
        yield Mistake(
            ("externalId",),
            "an external id",
            "no external id without deployRole: only a role that is assumed asks for one",
            "Add deployRole, or remove externalId.",
        )


def _accounts_differ(account: Account) -> Iterator[Mistake]:
    taken = {account.id: "platform:account.id"}
    for name, member in account.members.items():
        if member.id in taken:
            yield Mistake(
                ("members", name, "id"),
                f'"{member.id}"',
                f"the id of another account: {taken[member.id]} has this one",
                "Write the id of this account.",
            )
        taken.setdefault(member.id, f"platform:account.members.{name}.id")


def _own_account_keeps_its_name(account: Account) -> Iterator[Mistake]:
    if OWN_ACCOUNT in account.members:
        yield Mistake(
            ("members", OWN_ACCOUNT),
            "a section",
            f"another name: {OWN_ACCOUNT} is the stack's own account",
            "Name it after its environment, such as prod.",
        )


class MemberAccount(Section):
    """Another account of the organization that the stack builds in too."""

    id: AccountId
    """Twelve digits, in quotes."""
    role: RoleName = "OrganizationAccountAccessRole"
    """Role in that account to assume; Organizations makes the default one in every account that it creates."""
    external_id: ExternalId | None = None
    """External id that the role's trust asks for; none by default."""


class AccountLimits(Section):
    """What may run in the account. AWS raises quotas on request and lowers none, so the program counts for itself."""

    ec2_instances: Annotated[Whole, Field(ge=0, le=100000)] | None = None
    """EC2 instances; not limited by default."""
    rds_instances: Annotated[Whole, Field(ge=0, le=100000)] | None = None
    """RDS instances, replicas included; not limited by default."""
    lambda_concurrency: Annotated[Whole, Field(ge=0, le=100000)] | None = None
    """Lambda executions at once, the sum of what functions reserve; not limited by default."""


class Account(Section):
    """The AWS account of the stack. Deploying to any other one fails."""

    rules: ClassVar[tuple[Rule, ...]] = (
        _an_external_id_goes_with_a_role,
        _accounts_differ,
        _own_account_keeps_its_name,
    )

    id: AccountId
    """Twelve digits, in quotes."""
    deploy_role: RoleName | None = None
    """Role in that account to assume for deploying; by default the caller's own credentials are used."""
    permitted_regions: tuple[Region, ...] = ()
    """Regions that data may be kept in, copies included; by default all."""
    external_id: ExternalId | None = None
    """External id that the role's trust asks for; none by default."""
    session_name: SessionName = "pulumi"
    """Name of the session in which a role is assumed."""
    permissions_boundary: PolicyName | None = None
    """Policy that every role of the stack carries as its permissions boundary; the management stack makes it."""
    limits: AccountLimits = AccountLimits()
    """Limits on what the stack may hold."""
    members: FrozenMap[Slug, MemberAccount] = Field(default_factory=dict, validate_default=True)
    """Further accounts that the stack builds in, by name; only the management stack needs them."""
