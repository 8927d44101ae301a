"""Rules that span account, access and governance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from settings.errors import Mistake
from settings.wording import did_you_mean, listing

if TYPE_CHECKING:
    from settings.stack import Settings

MANAGEMENT = "management"


def _organizations_live_in_the_management_account(settings: Settings) -> Iterator[Mistake]:
    governance, environment = settings.governance, settings.system.environment
    if governance is None or environment == MANAGEMENT:
        return
    if governance.organization is not None:
        yield Mistake(
            ("governance", "organization"),
            "a section",
            f"none in {environment}: the organization belongs to the management account",
            "Move it to the management stack.",
        )
    if governance.trail is not None and governance.trail.organization:
        yield Mistake(
            ("governance", "trail", "organization"),
            "true",
            f"false in {environment}: only the management account records all accounts",
            "Write false, or move the trail to the management stack.",
        )


def _an_organization_trail_needs_an_organization(settings: Settings) -> Iterator[Mistake]:
    governance = settings.governance
    if governance is None or governance.trail is None or settings.system.environment != MANAGEMENT:
        return
    if governance.trail.organization and governance.organization is None:
        yield Mistake(
            ("governance", "trail", "organization"), "true", "false without an organization", "Add organization."
        )


def _access_is_to_known_accounts(settings: Settings) -> Iterator[Mistake]:
    if settings.access is None:
        return
    members = settings.account.members
    for name in settings.access.members:
        if name not in members:
            yield Mistake(
                ("access", "members", name),
                "a section",
                f"an account of platform:account.members: {listing(members)}",
                did_you_mean(name, members) or "Add the account there.",
            )


def _boundaries_come_first(settings: Settings) -> Iterator[Mistake]:
    """Roles are made only when the policy that bounds them exists, and whoever deploys them can't loosen it."""
    own = settings.access.permissions_boundary if settings.access is not None else None
    if own is not None and own.name == settings.account.permissions_boundary:
        yield Mistake(
            ("account", "permissionsBoundary"),
            f'"{own.name}"',
            "a policy that another stack makes: this one's roles would be made before it",
            "Remove it here, or move platform:access.permissionsBoundary to the management stack.",
        )


def _ids_agree(settings: Settings) -> Iterator[Mistake]:
    governance = settings.governance
    if governance is None or governance.organization is None:
        return
    for name, account in governance.organization.accounts.items():
        member = settings.account.members.get(name)
        if member is not None and account.id is not None and account.id != member.id:
            yield Mistake(
                ("governance", "organization", "accounts", name, "id"),
                f'"{account.id}"',
                f"{member.id}, as platform:account.members.{name}.id says",
                "Write the same id in both places.",
            )


def _the_stacks_region_stays_open(settings: Settings) -> Iterator[Mistake]:
    """A guardrail that closes it would lock out the stacks that are deployed there."""
    governance = settings.governance
    if governance is None or governance.organization is None:
        return
    regions = governance.organization.guardrails.regions
    if regions and settings.region not in regions:
        yield Mistake(
            ("governance", "organization", "guardrails", "regions"),
            listing(regions),
            f"regions with {settings.region} among them, the region in aws:region",
            f"Add {settings.region}.",
        )


def _own_roles_pass_the_guardrails(settings: Settings) -> Iterator[Mistake]:
    """The stack builds in member accounts with these roles, what guardrails protect among it."""
    governance = settings.governance
    if governance is None or governance.organization is None:
        return
    automation = governance.organization.guardrails.automation_roles
    for role in sorted({member.role for member in settings.account.members.values()}):
        if automation and role not in automation:
            yield Mistake(
                ("governance", "organization", "guardrails", "automationRoles"),
                listing(automation),
                f"roles with {role} among them, with which this stack builds in platform:account.members",
                f"Add {role}.",
            )


def _trail_alarms_have_runbooks(settings: Settings) -> Iterator[Mistake]:
    governance = settings.governance
    trail = governance.trail if governance is not None else None
    if trail is not None and trail.alarms is not None and settings.observability.runbooks is None:
        yield Mistake(
            ("observability", "runbooks"),
            "nothing",
            "the address below which the runbooks lie: every alarm of platform:governance.trail carries the link of "
            "its own",
            "Add runbooks: https://…",
        )


GOVERNANCE_RULES = (
    _organizations_live_in_the_management_account,
    _an_organization_trail_needs_an_organization,
    _access_is_to_known_accounts,
    _boundaries_come_first,
    _ids_agree,
    _the_stacks_region_stays_open,
    _own_roles_pass_the_guardrails,
    _trail_alarms_have_runbooks,
)
