"""What belongs to the account itself: audit, budgets and protections, and who may come in from outside."""

import pulumi

from assembly.access import access_args, access_outputs, member_access_args
from assembly.governance import governance_args, governance_outputs
from assembly.outputs import export
from components import AccountProviders, CrossAccountAccess, EncryptionKeys, Governance
from settings import Settings


def build_governance(settings: Settings, keys: EncryptionKeys, opts: pulumi.ResourceOptions) -> Governance | None:
    """Organization, audit, threat detection, budgets and the account's protections."""
    if settings.governance is None:
        return None
    governance = Governance("governance", governance_args(settings, settings.governance, keys), opts)
    export(governance_outputs(governance, settings.governance))
    return governance


def build_access(
    settings: Settings, accounts: AccountProviders, governance: Governance | None, opts: pulumi.ResourceOptions
) -> None:
    """Roles that other accounts and CI assume, here and in member accounts, and the shared monitoring."""
    if settings.access is None:
        return
    access = CrossAccountAccess("access", access_args(settings, settings.access), opts)
    members = {
        name: CrossAccountAccess(
            f"access-{name}",
            member_access_args(settings, name, member, access.sink_arn),
            accounts.options_after(name, governance),
        )
        for name, member in settings.access.members.items()
    }
    export(access_outputs(settings.access, access, members))
