"""The AWS organization: its accounts, units and the guardrails of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from settings.deployment_rights import ServicePrincipal
from settings.errors import Mistake
from settings.section import Flag, FrozenMap, Rule, Section
from settings.types import AccountId, Region, RoleName, Slug, Text
from settings.wording import did_you_mean, listing

Email = Annotated[str, Text(r"[\w.+-]{1,64}@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}", "an e-mail address")]
AccountName = Annotated[str, Text(r"[\w .&()+-]{1,50}", "the name of an account, 1 to 50 letters, digits and spaces")]
UnitName = Annotated[str, Text(r"[\w .&()+-]{1,128}", "the name of an organizational unit")]
PrincipalPattern = Annotated[
    str,
    Text(r"arn:aws[a-z-]*:iam::(\*|\d{12}):(role|user)/[\w+=,.@/*-]+", "an IAM ARN such as arn:aws:iam::*:user/mail"),
]


class OrganizationalUnit(Section):
    """A group of accounts under the organization's root."""

    name: UnitName
    """Name of the unit."""


def _existing_accounts_have_an_id(account: OrganizationAccount) -> Iterator[Mistake]:
    if account.exists and account.id is None:
        yield Mistake(("id",), "nothing", "the id of an account that exists", "Add id, or remove exists.")


class OrganizationAccount(Section):
    """A member account."""

    rules: ClassVar[tuple[Rule, ...]] = (_existing_accounts_have_an_id,)

    name: AccountName
    """Name of the account."""
    email: Email
    """Address of its root user; no other AWS account has it."""
    id: AccountId | None = None
    """Twelve digits that AWS gave it; stack files of the account name it too. Unknown until the account exists."""
    exists: Flag = False
    """Whether the account is a member already, so that it is taken over (imported) and not created."""
    unit: Slug | None = None
    """Unit that it belongs to, by its key; the root by default."""


class MfaGuardrail(Section):
    """Denies everything to users, the root user included, who signed in without MFA. Roles aren't users."""

    units: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Units that it holds in, by their keys."""
    exempt: tuple[PrincipalPattern, ...] = ()
    """Users that are machines, by ARN; prefer roles."""


class Guardrails(Section):
    """Service control policies: what no administrator of a member account can do."""

    deny_leaving: Flag = True
    """Whether accounts can't leave the organization."""
    protect_audit: Flag = True
    """Whether CloudTrail, Config, GuardDuty, Security Hub and Access Analyzer can't be turned off."""
    regions: tuple[Region, ...] = ()
    """The only regions that may be used, global services aside; every region by default."""
    mfa: MfaGuardrail | None = None
    """MFA for users."""
    automation_roles: tuple[RoleName, ...] = ()
    """Roles that protectAudit and regions don't bind: those that manage these very services."""


def _units_exist(organization: Organization) -> Iterator[Mistake]:
    named: list[tuple[tuple[str | int, ...], str]] = [
        (("accounts", name, "unit"), account.unit)
        for name, account in organization.accounts.items()
        if account.unit is not None
    ]
    if organization.guardrails.mfa is not None:
        units = organization.guardrails.mfa.units
        named += [(("guardrails", "mfa", "units", index), unit) for index, unit in enumerate(units)]
    for path, unit in named:
        if unit not in organization.units:
            allowed = f"a unit of this organization: {listing(organization.units)}"
            yield Mistake(path, f'"{unit}"', allowed, did_you_mean(unit, organization.units))


def _emails_and_names_differ(organization: Organization) -> Iterator[Mistake]:
    for field in ("email", "name", "id"):
        taken: dict[str, str] = {}
        for key, account in organization.accounts.items():
            value: str | None = getattr(account, field)
            if value is not None and value in taken:
                allowed = f"one of its own: {taken[value]} has this one"
                yield Mistake(("accounts", key, field), f'"{value}"', allowed, f"Give the account another {field}.")
            elif value is not None:
                taken[value] = key


def _administrators_are_members(organization: Organization) -> Iterator[Mistake]:
    for service, account in organization.delegated_administrators.items():
        if account not in organization.accounts:
            allowed = f"an account of this organization: {listing(organization.accounts)}"
            remedy = did_you_mean(account, organization.accounts)
            yield Mistake(("delegatedAdministrators", service), f'"{account}"', allowed, remedy)


class Organization(Section):
    """The organization that this account manages."""

    rules: ClassVar[tuple[Rule, ...]] = (_units_exist, _emails_and_names_differ, _administrators_are_members)

    trusted_services: tuple[ServicePrincipal, ...] = ()
    """AWS services that may work across the organization."""
    units: FrozenMap[Slug, OrganizationalUnit] = Field(default_factory=dict, validate_default=True)
    """Organizational units by key."""
    accounts: FrozenMap[Slug, OrganizationAccount] = Field(default_factory=dict, validate_default=True)
    """Member accounts by key."""
    guardrails: Guardrails = Guardrails()
    """Service control policies."""
    delegated_administrators: FrozenMap[ServicePrincipal, Slug] = Field(default_factory=dict, validate_default=True)
    """Account, by its key, that administers a service for the organization."""
