"""An AWS organization: accounts, units and the guardrails of all of them."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components import guardrails
from components.policy_documents import Document


class OrganizationAccountArgs(TypedDict):
    account_name: str
    """Name of the account."""
    email: str
    """Address of its root user."""
    unit: NotRequired[str]
    """Unit that it belongs to, by key. Default: the root."""
    existing_id: NotRequired[str]
    """Id of a member that exists and is taken over. Default: the account is created."""


class GuardrailsArgs(TypedDict):
    deny_leaving: bool
    """Whether accounts can't leave."""
    protect_audit: bool
    """Whether CloudTrail, Config, GuardDuty, Security Hub and Access Analyzer can't be turned off."""
    regions: list[str]
    """The only regions that may be used; none for every region."""
    mfa_units: list[str]
    """Units, by key, whose users need MFA."""
    mfa_exempt: list[str]
    """ARNs of users that are machines."""
    automation_roles: list[str]
    """Names of roles that protect_audit and regions don't bind."""


class OrganizationArgs(TypedDict):
    region: str
    """Region of the stack, which says the partition of ARNs."""
    trusted_services: list[str]
    """AWS services that may work across the organization."""
    units: dict[str, str]
    """Names of organizational units by key."""
    accounts: dict[str, OrganizationAccountArgs]
    """Member accounts by key."""
    guardrails: GuardrailsArgs
    """Service control policies."""
    delegated_administrators: dict[str, str]
    """Account, by key, that administers a service (service principal)."""
    protect: bool
    """Whether Pulumi refuses to delete organization and accounts."""


class Organization(pulumi.ComponentResource):
    """The organization of this account, with all features.

    An account that is removed from the program stays an account of its own; AWS closes none by this.
    """

    organization_id: pulumi.Output[str]
    """Id of the organization."""
    account_ids: pulumi.Output[dict[str, str]]
    """Ids of the member accounts by key, as AWS gave them."""

    def __init__(self, name: str, args: OrganizationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Organization", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        organization = aws.organizations.Organization(
            f"{name}-organization",
            feature_set="ALL",
            aws_service_access_principals=args["trusted_services"],
            enabled_policy_types=["SERVICE_CONTROL_POLICY"],
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"]),
        )
        self._organization = organization
        self._root_id = organization.roots.apply(lambda roots: roots[0].id)
        self._units = {key: self._unit(key, called) for key, called in args["units"].items()}
        accounts = {key: self._account(key, account) for key, account in args["accounts"].items()}
        self._guard()
        for service, key in args["delegated_administrators"].items():
            aws.organizations.DelegatedAdministrator(
                f"{name}-{service.split('.')[0]}-administrator",
                account_id=accounts[key].id,
                service_principal=service,
                opts=self._child,
            )
        self.organization_id = organization.id
        self.account_ids = pulumi.Output.all(**{key: account.id for key, account in accounts.items()}).apply(dict)
        self.register_outputs({"organization_id": self.organization_id, "account_ids": self.account_ids})

    def _unit(self, key: str, called: str) -> aws.organizations.OrganizationalUnit:
        return aws.organizations.OrganizationalUnit(
            f"{self._prefix}-{key}-unit", name=called, parent_id=self._root_id, opts=self._child
        )

    def _account(self, key: str, account: OrganizationAccountArgs) -> aws.organizations.Account:
        parent = self._units[account["unit"]].id if "unit" in account else self._root_id
        return aws.organizations.Account(
            f"{self._prefix}-{key}-account",
            name=account["account_name"],
            email=account["email"],
            parent_id=parent,
            close_on_deletion=False,
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=self._args["protect"],
                import_=account.get("existing_id"),
                ignore_changes=["roleName", "iamUserAccessToBilling"],
            ),
        )

    def _guard(self) -> None:
        given, region = self._args["guardrails"], self._args["region"]
        automation = given["automation_roles"]
        if given["deny_leaving"]:
            self._everywhere("leaving-denied", "Accounts stay", guardrails.leaving_denied())
        if given["protect_audit"]:
            self._everywhere("audit-protected", "Audit stays on", guardrails.audit_protected(region, automation))
        if given["regions"]:
            limited = guardrails.regions_limited(region, given["regions"], automation)
            self._everywhere("regions-limited", "Only permitted regions", limited)
        if given["mfa_units"]:
            policy = self._policy(
                "mfa-required", "Users have MFA", guardrails.mfa_required(region, given["mfa_exempt"])
            )
            for unit in given["mfa_units"]:
                self._attach(f"mfa-required-{unit}", policy, self._units[unit].id)

    def _everywhere(self, key: str, description: str, content: Document) -> None:
        self._attach(key, self._policy(key, description, content), self._root_id)

    def _policy(self, key: str, description: str, content: Document) -> aws.organizations.Policy:
        return aws.organizations.Policy(
            f"{self._prefix}-{key}",
            name=key,
            description=description,
            type="SERVICE_CONTROL_POLICY",
            content=json.dumps(content, separators=(",", ":")),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self._organization], delete_before_replace=True),
        )

    def _attach(self, key: str, policy: aws.organizations.Policy, target: pulumi.Input[str]) -> None:
        aws.organizations.PolicyAttachment(
            f"{self._prefix}-{key}", policy_id=policy.id, target_id=target, opts=self._child
        )
