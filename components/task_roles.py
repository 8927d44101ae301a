"""The two roles of a task: ECS starts it with one, its containers work with the other."""

import json

import pulumi
import pulumi_aws as aws

from components.arns import managed_policy_arn
from components.policy_documents import Statement, document, trust
from components.role_arns import arn_once_allowed
from components.task_permissions import TaskRolesArgs, execution_statements, task_statements


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
        execution = self._role(
            "execution", "Starts tasks: pulls images, reads secrets, writes logs", args.get("execution_role_name")
        )
        managed = aws.iam.RolePolicyAttachment(
            f"{name}-execution",
            role=execution.name,
            policy_arn=managed_policy_arn(args["region"], "service-role/AmazonECSTaskExecutionRolePolicy"),
            opts=self._child,
        )
        execution_policies = [managed, *self._policy("execution", execution, execution_statements(args))]
        task = self._role("task", "What the containers may do", args.get("task_role_name"))
        task_policies = self._policy("task", task, task_statements(args))
        self.execution_role_arn = arn_once_allowed(execution.arn, execution_policies)
        self.task_role_arn = arn_once_allowed(task.arn, task_policies)
        self.register_outputs({"execution_role_arn": self.execution_role_arn, "task_role_arn": self.task_role_arn})

    def _role(self, purpose: str, description: str, role_name: str | None) -> aws.iam.Role:
        return aws.iam.Role(
            f"{self._prefix}-{purpose}",
            name=role_name,
            description=description,
            assume_role_policy=json.dumps(trust("ecs-tasks.amazonaws.com", self._args["account_id"])),
            opts=self._child,
        )

    def _policy(self, purpose: str, role: aws.iam.Role, statements: list[Statement]) -> list[aws.iam.RolePolicy]:
        if not statements:
            return []
        policy = pulumi.Output.json_dumps(document(statements))
        return [aws.iam.RolePolicy(f"{self._prefix}-{purpose}", role=role.name, policy=policy, opts=self._child)]
