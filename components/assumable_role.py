"""A role that other accounts assume."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import managed_policy_arn
from components.trust_documents import TrustArgs, account_trust


class AssumableRoleArgs(TypedDict):
    role_name: str
    """Name of the role."""
    description: str
    """What it is for."""
    region: str
    """Region of the stack, which says the partition of ARNs."""
    trusts: dict[str, TrustArgs]
    """Who may assume it, by name."""
    managed_policies: NotRequired[list[str]]
    """Names of AWS managed policies, such as CloudWatchReadOnlyAccess. Default: none."""
    policy: NotRequired[str]
    """Policy document (JSON) of its own rights. Default: none."""
    max_session_hours: int
    """Longest session, 1 to 12 hours."""
    boundary_arn: NotRequired[str]
    """Permissions boundary. Default: none."""


class AssumableRole(pulumi.ComponentResource):
    """A named role with trust in named accounts, each on its conditions.

    Raises ValueError when it trusts nobody.
    """

    role_name: pulumi.Output[str]
    """Name of the role."""
    arn: pulumi.Output[str]
    """ARN of the role."""

    def __init__(self, name: str, args: AssumableRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:AssumableRole", name, {}, opts)
        if not args["trusts"]:
            raise ValueError(f"{name}: a role that trusts nobody can't be assumed; give trusts")
        child = pulumi.ResourceOptions(parent=self)
        role = aws.iam.Role(
            f"{name}-role",
            name=args["role_name"],
            description=args["description"],
            assume_role_policy=json.dumps(account_trust(args["trusts"], args["region"])),
            max_session_duration=args["max_session_hours"] * 3600,
            permissions_boundary=args.get("boundary_arn"),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        for policy in args.get("managed_policies", []):
            aws.iam.RolePolicyAttachment(
                f"{name}-{policy}",
                role=role.name,
                policy_arn=managed_policy_arn(args["region"], policy),
                opts=child,
            )
        if "policy" in args:
            aws.iam.RolePolicy(f"{name}-rights", role=role.name, policy=args["policy"], opts=child)
        self.role_name = role.name
        self.arn = role.arn
        self.register_outputs({"role_name": self.role_name, "arn": self.arn})
