"""The two roles of a task: ECS starts it with one, its containers work with the other."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import managed_policy_arn, parameters_below, secrets_below, table_arns
from components.policy_documents import Statement, allow, document, trust
from components.role_arns import arn_once_allowed


class TaskRolesArgs(TypedDict):
    account_id: str
    """Account of the tasks."""
    region: str
    """Region of the tasks."""
    secret_arns: NotRequired[list[pulumi.Input[str]]]
    """Secrets and parameters that become environment variables. Default: none."""
    secrets_key_arn: pulumi.Input[str]
    """Key that encrypts them."""
    tables: NotRequired[list[str]]
    """Names of DynamoDB tables whose items containers read and write. Default: none."""
    secrets_path: NotRequired[str]
    """Path whose secrets may be read, such as fivestar/payments/dev. Default: none."""
    parameters_path: NotRequired[str]
    """Path whose SSM parameters containers may read, such as /fivestar/payments/dev. Default: none."""


class TaskRoles(pulumi.ComponentResource):
    """Execution role and task role, each allowed what is named and nothing else."""

    execution_role_arn: pulumi.Output[str]
    """Role with which ECS pulls the image, reads secrets and writes logs. Known once it has its rights."""
    task_role_arn: pulumi.Output[str]
    """Role of the containers. Known once it has its rights."""

    def __init__(self, name: str, args: TaskRolesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:TaskRoles", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        execution = self._role("execution", "Starts tasks: pulls images, reads secrets, writes logs")
        managed = aws.iam.RolePolicyAttachment(
            f"{name}-execution",
            role=execution.name,
            policy_arn=managed_policy_arn(args["region"], "service-role/AmazonECSTaskExecutionRolePolicy"),
            opts=self._child,
        )
        execution_policies = [managed, *self._policy("execution", execution, self._execution_statements())]
        task = self._role("task", "What the containers may do")
        task_policies = self._policy("task", task, self._task_statements())
        self.execution_role_arn = arn_once_allowed(execution.arn, execution_policies)
        self.task_role_arn = arn_once_allowed(task.arn, task_policies)
        self.register_outputs({"execution_role_arn": self.execution_role_arn, "task_role_arn": self.task_role_arn})

    def _role(self, purpose: str, description: str) -> aws.iam.Role:
        return aws.iam.Role(
            f"{self._prefix}-{purpose}",
            description=description,
            assume_role_policy=json.dumps(trust("ecs-tasks.amazonaws.com", self._args["account_id"])),
            opts=self._child,
        )

    def _policy(self, purpose: str, role: aws.iam.Role, statements: list[Statement]) -> list[aws.iam.RolePolicy]:
        if not statements:
            return []
        policy = pulumi.Output.json_dumps(document(statements))
        return [aws.iam.RolePolicy(f"{self._prefix}-{purpose}", role=role.name, policy=policy, opts=self._child)]

    def _execution_statements(self) -> list[Statement]:
        named = self._args.get("secret_arns", [])
        parameters = [arn for arn in named if isinstance(arn, str) and ":ssm:" in arn]
        secrets = [*self._secrets_below_path(), *(arn for arn in named if arn not in parameters)]
        statements = []
        if secrets:
            statements.append(allow("ReadSecrets", ["secretsmanager:GetSecretValue"], secrets))
        if parameters:
            statements.append(allow("ReadParameters", ["ssm:GetParameters"], parameters))
        return [*statements, self._decrypt()] if statements else []

    def _task_statements(self) -> list[Statement]:
        args = self._args
        place = (args["region"], args["account_id"])
        statements = []
        if tables := args.get("tables"):
            actions = [f"dynamodb:{verb}Item" for verb in ("Get", "Put", "Update", "Delete")]
            arns = [arn for table in tables for arn in table_arns(*place, table)]
            statements.append(allow("UseTables", [*actions, "dynamodb:Query", "dynamodb:Scan"], arns))
        if secrets := self._secrets_below_path():
            statements.append(allow("ReadSecrets", ["secretsmanager:GetSecretValue"], secrets))
        if "parameters_path" in args:
            actions = ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"]
            statements.append(allow("ReadParameters", actions, [parameters_below(*place, args["parameters_path"])]))
        return [*statements, self._decrypt()] if secrets or "parameters_path" in args else statements

    def _secrets_below_path(self) -> list[str]:
        args = self._args
        return (
            [secrets_below(args["region"], args["account_id"], args["secrets_path"])] if "secrets_path" in args else []
        )

    def _decrypt(self) -> Statement:
        services = [f"{service}.{self._args['region']}.amazonaws.com" for service in ("secretsmanager", "ssm")]
        condition = {"StringEquals": {"kms:ViaService": services}}
        return allow("DecryptThem", ["kms:Decrypt"], [self._args["secrets_key_arn"]], condition)
