"""Who may come into an account from outside."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.assumable_role import AssumableRole, AssumableRoleArgs
from components.ci_access import CiAccess, CiAccessArgs, CiRoleArgs
from components.deployment_rights import DeploymentRightsArgs, deployment_statements
from components.permissions_boundary import PermissionsBoundary, PermissionsBoundaryArgs
from components.policy_documents import Document, Statement, document
from components.trust_documents import TrustArgs, session_limits

_MONITORING_POLICIES = ["CloudWatchReadOnlyAccess", "CloudWatchLogsReadOnlyAccess", "AWSXrayReadOnlyAccess"]


class DeploymentRoleArgs(TypedDict):
    role_name: str
    """Name of the role."""
    rights: DeploymentRightsArgs
    """What it may do."""
    trusts: dict[str, TrustArgs]
    """Who may assume it, by name."""
    max_session_hours: int
    """Longest session, 1 to 12 hours."""
    boundary_arn: NotRequired[str]
    """Permissions boundary. Default: none."""


class MonitoringRoleArgs(TypedDict):
    role_name: str
    """Name of the role."""
    trusts: dict[str, TrustArgs]
    """Who may assume it, by name."""
    max_session_hours: int
    """Longest session, 1 to 12 hours."""
    boundary_arn: NotRequired[str]
    """Permissions boundary. Default: none."""


class MonitoringSinkArgs(TypedDict):
    sink_name: str
    """Name of the sink."""
    source_account_ids: list[str]
    """Accounts that may link to it."""
    shares: list[str]
    """What they may show, such as AWS::CloudWatch::Metric."""


class MonitoringLinkArgs(TypedDict):
    sink_arn: pulumi.Input[str]
    """Sink of the central monitoring account."""
    shares: list[str]
    """What is shown there, such as AWS::CloudWatch::Metric."""


class CrossAccountAccessArgs(TypedDict):
    account_id: str
    """Account that is opened."""
    region: str
    """Region of the stack."""
    permissions_boundary: NotRequired[PermissionsBoundaryArgs]
    """What the roles of the account may do at most. Default: no such policy."""
    deployment_role: NotRequired[DeploymentRoleArgs]
    """Role that deploys. Default: none."""
    monitoring_role: NotRequired[MonitoringRoleArgs]
    """Role that reads metrics, traces and logs. Default: none."""
    ci_roles: NotRequired[dict[str, CiRoleArgs]]
    """Roles of GitHub Actions by name. Default: none."""
    sink: NotRequired[MonitoringSinkArgs]
    """Makes the account the central monitoring account. Default: it isn't."""
    link: NotRequired[MonitoringLinkArgs]
    """Shows the account in the central monitoring account. Default: it isn't shown."""


class CrossAccountAccess(pulumi.ComponentResource):
    """Roles for other accounts and for CI, the boundary of what they deploy, and the sink or link of monitoring."""

    role_arns: pulumi.Output[dict[str, str]]
    """ARNs of the roles: deployment, monitoring, and ci-NAME for each role of CI."""
    sink_arn: pulumi.Output[str]
    """ARN of the sink; empty without one."""

    def __init__(self, name: str, args: CrossAccountAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:CrossAccountAccess", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        if "permissions_boundary" in args:
            PermissionsBoundary(f"{name}-boundary", args["permissions_boundary"], self._child)
        roles: dict[str, pulumi.Output[str]] = {}
        if "deployment_role" in args:
            roles["deployment"] = self._deployment_role(args["deployment_role"])
        if "monitoring_role" in args:
            roles["monitoring"] = self._monitoring_role(args["monitoring_role"])
        jobs = self._ci_roles(args["ci_roles"]) if "ci_roles" in args else pulumi.Output.from_input({})
        self.role_arns = pulumi.Output.all(pulumi.Output.all(**roles).apply(dict), jobs).apply(
            lambda found: {**found[0], **{f"ci-{job}": arn for job, arn in found[1].items()}}
        )
        self.sink_arn = self._sink(args["sink"]) if "sink" in args else pulumi.Output.from_input("")
        if "link" in args:
            self._link(args["link"])
        self.register_outputs({"role_arns": self.role_arns, "sink_arn": self.sink_arn})

    def _deployment_role(self, given: DeploymentRoleArgs) -> pulumi.Output[str]:
        statements = deployment_statements(given["rights"], self._args["region"], self._args["account_id"])
        args: AssumableRoleArgs = {
            "role_name": given["role_name"],
            "description": "Deploys from other accounts",
            "region": self._args["region"],
            "trusts": given["trusts"],
            "policy": json.dumps(document([*statements, *session_limits(given["trusts"])])),
            "max_session_hours": given["max_session_hours"],
        }
        if "boundary_arn" in given:
            args["boundary_arn"] = given["boundary_arn"]
        return AssumableRole(f"{self._prefix}-deployment", args, self._child).arn

    def _monitoring_role(self, given: MonitoringRoleArgs) -> pulumi.Output[str]:
        args: AssumableRoleArgs = {
            "role_name": given["role_name"],
            "description": "Reads metrics, traces and logs for the central monitoring account",
            "region": self._args["region"],
            "trusts": given["trusts"],
            "managed_policies": _MONITORING_POLICIES,
            "max_session_hours": given["max_session_hours"],
        }
        if "boundary_arn" in given:
            args["boundary_arn"] = given["boundary_arn"]
        return AssumableRole(f"{self._prefix}-monitoring", args, self._child).arn

    def _ci_roles(self, given: dict[str, CiRoleArgs]) -> pulumi.Output[dict[str, str]]:
        args: CiAccessArgs = {"account_id": self._args["account_id"], "region": self._args["region"], "roles": given}
        return CiAccess(f"{self._prefix}-ci", args, self._child).role_arns

    def _sink(self, given: MonitoringSinkArgs) -> pulumi.Output[str]:
        sink = aws.oam.Sink(
            f"{self._prefix}-sink",
            name=given["sink_name"],
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        policy = aws.oam.SinkPolicy(
            f"{self._prefix}-sink", sink_identifier=sink.arn, policy=json.dumps(_sink_policy(given)), opts=self._child
        )
        return pulumi.Output.from_input(policy.sink_identifier)

    def _link(self, given: MonitoringLinkArgs) -> None:
        aws.oam.Link(
            f"{self._prefix}-link",
            sink_identifier=given["sink_arn"],
            label_template="$AccountName",
            resource_types=given["shares"],
            opts=self._child,
        )


def _sink_policy(given: MonitoringSinkArgs) -> Document:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Unified-Cross-Account-Setup.html"""
    statement: Statement = {
        "Sid": "LinksOfSourceAccounts",
        "Effect": "Allow",
        "Principal": {"AWS": given["source_account_ids"]},
        "Action": ["oam:CreateLink", "oam:UpdateLink"],
        "Resource": "*",
        "Condition": {"ForAllValues:StringEquals": {"oam:ResourceTypes": given["shares"]}},
    }
    return document([statement])
