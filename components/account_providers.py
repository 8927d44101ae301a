"""One AWS provider for each account."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.permissions_boundary import within_boundary


class AccountArgs(TypedDict):
    account_id: str
    """Twelve digits; deploying with credentials of another account fails."""
    region: str
    """Region of everything in the account."""
    deploy_role_arn: NotRequired[str]
    """Role to assume for deploying. Default: the caller's own credentials."""
    external_id: NotRequired[str]
    """External id that the role's trust asks for. Default: none."""
    session_name: NotRequired[str]
    """Name of the session in which the role is assumed, as CloudTrail shows it. Default: pulumi."""
    default_tags: dict[str, str]
    """Tags of every resource in the account."""
    boundary_arn: NotRequired[str]
    """Permissions boundary of every role in the account. Default: none."""


class AccountProvidersArgs(TypedDict):
    accounts: dict[str, AccountArgs]
    """Accounts by the name under which the program speaks of them."""


class AccountProviders(pulumi.ComponentResource):
    """A provider an account, so that no resource can end up in the wrong one or without its tags."""

    account_ids: pulumi.Output[dict[str, str]]
    """Account ids by name."""

    def __init__(self, name: str, args: AccountProvidersArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:AccountProviders", name, {}, opts)
        self._by_account = {
            account: self._make_provider(f"{name}-{account}", given) for account, given in args["accounts"].items()
        }
        self._boundaries = {
            account: given["boundary_arn"] for account, given in args["accounts"].items() if "boundary_arn" in given
        }
        self.account_ids = pulumi.Output.from_input(
            {account: given["account_id"] for account, given in args["accounts"].items()}
        )
        self.register_outputs({"account_ids": self.account_ids})

    def options(self, account: str) -> pulumi.ResourceOptions:
        """Options of a component that lives in this account, with the boundary of its roles."""
        boundary = self._boundaries.get(account)
        return pulumi.ResourceOptions(
            providers={"aws": self._by_account[account]},
            transforms=[within_boundary(boundary)] if boundary is not None else None,
        )

    def options_after(self, account: str, first: pulumi.Resource | None) -> pulumi.ResourceOptions:
        """Options of a component that lives in this account and waits for another one, such as the organization's."""
        waiting = pulumi.ResourceOptions(depends_on=[first] if first is not None else None)
        return pulumi.ResourceOptions.merge(self.options(account), waiting)

    def _make_provider(self, name: str, account: AccountArgs) -> aws.Provider:
        return aws.Provider(
            name,
            region=account["region"],
            allowed_account_ids=[account["account_id"]],
            assume_roles=_assumed_roles(account),
            default_tags={"tags": account["default_tags"]},
            opts=pulumi.ResourceOptions(parent=self),
        )


def _assumed_roles(account: AccountArgs) -> list[aws.ProviderAssumeRoleArgs] | None:
    """A provider's settings travel as JSON, in which the SDK spells the keys of its own classes only as AWS does."""
    if "deploy_role_arn" not in account:
        return None
    return [
        aws.ProviderAssumeRoleArgs(
            role_arn=account["deploy_role_arn"],
            session_name=account.get("session_name", "pulumi"),
            external_id=account.get("external_id"),
        )
    ]
