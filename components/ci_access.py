"""Jobs of GitHub Actions that come in without stored keys."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import managed_policy_arn, oidc_provider_arn
from components.deployment_rights import DeploymentRightsArgs, deployment_statements
from components.policy_documents import Statement, allow, document
from components.trust_documents import oidc_trust

ISSUER = "token.actions.githubusercontent.com"
AUDIENCE = "sts.amazonaws.com"

_READ_DATA = [
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:PartiQLSelect",
    "dynamodb:Query",
    "dynamodb:Scan",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
    "kms:Decrypt",
    "lambda:GetFunction",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:GetLogObject",
    "logs:GetLogRecord",
    "logs:GetQueryResults",
    "logs:StartLiveTail",
    "logs:StartQuery",
    "logs:Unmask",
    "rds:DownloadCompleteDBLogFile",
    "rds:DownloadDBLogFilePortion",
    "s3:GetObject*",
    "secretsmanager:BatchGetSecretValue",
    "secretsmanager:GetSecretValue",
    "sqs:ReceiveMessage",
    "ssm:GetParameter*",
    "states:DescribeExecution",
    "states:GetExecutionHistory",
    "xray:BatchGetTraces",
]
"""Actions of AWS's ReadOnlyAccess, and some that may come to it, that show what the system holds, not how it is built.
"""


class CiRoleArgs(TypedDict):
    role_name: str
    """Name of the role."""
    subjects: list[str]
    """Subjects of the tokens that may assume it, such as repo:1cloudhub/payments:environment:staging."""
    deploys: NotRequired[DeploymentRightsArgs]
    """What it may change. Default: it reads the account's configuration, but no data."""
    assumes: NotRequired[list[str]]
    """ARNs of roles of other accounts that it may assume. Default: none."""
    max_session_hours: int
    """Longest session, 1 to 12 hours."""


class CiAccessArgs(TypedDict):
    account_id: str
    """Account of the roles."""
    region: str
    """Region of the stack."""
    roles: dict[str, CiRoleArgs]
    """Roles by name."""


class CiAccess(pulumi.ComponentResource):
    """GitHub as an identity provider, and a role for each kind of job."""

    role_arns: pulumi.Output[dict[str, str]]
    """ARNs of the roles by name."""

    def __init__(self, name: str, args: CiAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:CiAccess", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        provider = aws.iam.OpenIdConnectProvider(
            f"{name}-github", url=f"https://{ISSUER}", client_id_lists=[AUDIENCE], opts=self._child
        )
        self.role_arns = pulumi.Output.all(
            **{role: self._role(role, given, provider) for role, given in args["roles"].items()}
        ).apply(dict)
        self.register_outputs({"role_arns": self.role_arns})

    def _role(self, key: str, given: CiRoleArgs, provider: aws.iam.OpenIdConnectProvider) -> pulumi.Output[str]:
        provider_arn = oidc_provider_arn(self._args["region"], self._args["account_id"], ISSUER)
        role = aws.iam.Role(
            f"{self._prefix}-{key}",
            name=given["role_name"],
            description=f"Jobs of GitHub Actions: {key}",
            assume_role_policy=json.dumps(oidc_trust(provider_arn, ISSUER, AUDIENCE, given["subjects"])),
            max_session_duration=given["max_session_hours"] * 3600,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[provider], delete_before_replace=True),
        )
        if "deploys" not in given:
            aws.iam.RolePolicyAttachment(
                f"{self._prefix}-{key}-read",
                role=role.name,
                policy_arn=managed_policy_arn(self._args["region"], "ReadOnlyAccess"),
                opts=self._child,
            )
        aws.iam.RolePolicy(
            f"{self._prefix}-{key}", role=role.name, policy=json.dumps(document(self._rights(given))), opts=self._child
        )
        return pulumi.Output.from_input(role.arn)

    def _rights(self, given: CiRoleArgs) -> list[Statement]:
        place = (self._args["region"], self._args["account_id"])
        statements: list[Statement]
        if "deploys" in given:
            statements = deployment_statements(given["deploys"], *place)
        else:
            statements = [{"Sid": "LeaveDataAlone", "Effect": "Deny", "Action": _READ_DATA, "Resource": "*"}]
        if assumes := given.get("assumes"):
            statements.append(allow("AssumeRolesElsewhere", ["sts:AssumeRole"], assumes))
        return statements
