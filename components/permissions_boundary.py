"""What every role of an account may do at most, whoever writes its own policies."""

import json
from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import role_arn
from components.policy_documents import Document, allow, document

_ROLE = "aws:iam/role:Role"


class PermissionsBoundaryArgs(TypedDict):
    account_id: str
    """Account of the roles."""
    region: str
    """Region of the stack, which says the partition of ARNs."""
    policy_name: str
    """Name of the policy."""
    services: list[str]
    """Services that roles may use at all, by the prefix of their actions."""
    regions: list[str]
    """Regions in which they may."""
    pass_roles_to: list[str]
    """Service principals that roles may hand roles to; none may be."""


class PermissionsBoundary(pulumi.ComponentResource):
    """The policy that bounds roles. By itself it gives no right to anybody.

    A role within it can't make or change roles, users and policies, and so can't leave it either.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    """

    arn: pulumi.Output[str]
    """ARN of the policy."""

    def __init__(self, name: str, args: PermissionsBoundaryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:PermissionsBoundary", name, {}, opts)
        policy = aws.iam.Policy(
            f"{name}-policy",
            name=args["policy_name"],
            description="What the roles of this account may do at most",
            policy=json.dumps(_boundary(args)),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        self.arn = policy.arn
        self.register_outputs({"arn": self.arn})


def within_boundary(arn: str) -> pulumi.ResourceTransform:
    """Gives each role the boundary, unless it has one already.

    It works on whatever is told so: a component by `ResourceOptions(transforms=[within_boundary(arn)])`, everything
    in a program by `pulumi.runtime.register_resource_transform`.
    """

    def bound(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        if args.type_ != _ROLE or args.props.get("permissionsBoundary") is not None:
            return None
        return pulumi.ResourceTransformResult({**args.props, "permissionsBoundary": arn}, args.opts)

    return bound


def _boundary(args: PermissionsBoundaryArgs) -> Document:
    in_regions = {"StringEquals": {"aws:RequestedRegion": args["regions"]}}
    statements = [allow("UseServices", [f"{service}:*" for service in args["services"]], "*", in_regions)]
    if receivers := args["pass_roles_to"]:
        roles = role_arn(args["region"], args["account_id"], "*")
        to_services = {"StringEquals": {"iam:PassedToService": receivers}}
        statements.append(allow("HandRolesToServices", ["iam:PassRole"], roles, to_services))
    return document(statements)
