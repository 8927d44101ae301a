"""A task that runs to its end: started by hand, before a deployment, or by the clock."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import schedules_of_default_group, task_definitions_of
from components.cluster import CapacityArgs, capacity_strategy
from components.policy_documents import Statement, allow, document, trust
from components.role_arns import arn_once_allowed
from components.task_definition import Task, TaskArgs, task


class JobScheduleArgs(TypedDict):
    expression: str
    """cron(…) or rate(…)."""
    timezone: str
    """Time zone of the expression."""
    enabled: bool
    """Whether it runs at all."""
    flexible_minutes: int
    """Minutes within which the start may be put off; 0 for on time."""
    retries: int
    """How often the start is tried again when ECS refuses it."""
    retry_minutes: int
    """Minutes after which no further try is made."""
    dead_letter_arn: NotRequired[pulumi.Input[str]]
    """Queue that gets starts that never succeeded. Default: none does."""
    dead_letter_key_arn: NotRequired[pulumi.Input[str]]
    """Key of that queue. Default: SQS's own."""


class JobArgs(TypedDict):
    task: TaskArgs
    """What runs."""
    account_id: str
    """Account of the job."""
    cluster_arn: pulumi.Input[str]
    """ARN of the cluster."""
    tasks: int
    """Tasks that run at a time."""
    capacity: list[CapacityArgs]
    """Where they run."""
    subnet_ids: pulumi.Input[list[str]]
    """Subnets of the tasks."""
    security_group_id: pulumi.Input[str]
    """Group of the tasks."""
    schedule: NotRequired[JobScheduleArgs]
    """When it runs by itself. Default: only when somebody starts it."""


class Job(pulumi.ComponentResource):
    """A task definition with log group, roles and, when it is asked for, a schedule that starts it.

    The schedule's role may start this family in this cluster and hand on the two roles of its tasks, nothing else.
    """

    task_definition_arn: pulumi.Output[str]
    """Task definition with revision."""
    task_family: pulumi.Output[str]
    """Family of the task definition."""
    log_group_name: pulumi.Output[str]
    """Log group of the containers."""
    task_role_arn: pulumi.Output[str]
    """Role of the containers."""
    execution_role_arn: pulumi.Output[str]
    """Role with which ECS starts tasks."""
    schedule_name: pulumi.Output[str]
    """Name of the schedule; empty without one."""

    def __init__(self, name: str, args: JobArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Job", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        run = task(name, args["task"], self)
        self.task_definition_arn = run.definition.arn
        self.task_family = run.definition.family
        self.log_group_name = run.log_group.name
        self.task_role_arn = run.roles.task_role_arn
        self.execution_role_arn = run.roles.execution_role_arn
        self.schedule_name = pulumi.Output.from_input("")
        if "schedule" in args:
            self.schedule_name = self._schedule(run, args["schedule"]).name
        self.register_outputs(
            {
                "task_definition_arn": self.task_definition_arn,
                "task_family": self.task_family,
                "log_group_name": self.log_group_name,
                "task_role_arn": self.task_role_arn,
                "execution_role_arn": self.execution_role_arn,
                "schedule_name": self.schedule_name,
            }
        )

    def _schedule(self, run: Task, schedule: JobScheduleArgs) -> aws.scheduler.Schedule:
        args = self._args
        flexible = schedule["flexible_minutes"]
        window = {"mode": "FLEXIBLE", "maximum_window_in_minutes": flexible} if flexible else {"mode": "OFF"}
        dead_letters = {"arn": schedule["dead_letter_arn"]} if "dead_letter_arn" in schedule else None
        return aws.scheduler.Schedule(
            f"{self._prefix}-schedule",
            description=f"Starts {args['task']['family']}",
            schedule_expression=schedule["expression"],
            schedule_expression_timezone=schedule["timezone"],
            state="ENABLED" if schedule["enabled"] else "DISABLED",
            flexible_time_window=window,
            target={
                "arn": args["cluster_arn"],
                "role_arn": self._starter_role_arn(run, schedule),
                "retry_policy": {
                    "maximum_retry_attempts": schedule["retries"],
                    "maximum_event_age_in_seconds": schedule["retry_minutes"] * 60,
                },
                "dead_letter_config": dead_letters,
                "ecs_parameters": {
                    "task_definition_arn": run.definition.arn,
                    "task_count": args["tasks"],
                    "capacity_provider_strategies": capacity_strategy(args["capacity"]),
                    "enable_ecs_managed_tags": True,
                    "enable_execute_command": False,
                    "propagate_tags": "TASK_DEFINITION",
                    "network_configuration": {
                        "subnets": args["subnet_ids"],
                        "security_groups": [args["security_group_id"]],
                        "assign_public_ip": False,
                    },
                },
            },
            opts=self._child,
        )

    def _starter_role_arn(self, run: Task, schedule: JobScheduleArgs) -> pulumi.Output[str]:
        args = self._args
        group = schedules_of_default_group(args["task"]["region"], args["account_id"])
        role = aws.iam.Role(
            f"{self._prefix}-starter",
            description=f"Starts {args['task']['family']} on schedule",
            assume_role_policy=json.dumps(trust("scheduler.amazonaws.com", args["account_id"], group)),
            opts=self._child,
        )
        policy = aws.iam.RolePolicy(
            f"{self._prefix}-starter",
            role=role.name,
            policy=pulumi.Output.json_dumps(document(self._starter_statements(run, schedule))),
            opts=self._child,
        )
        return arn_once_allowed(role.arn, [policy])

    def _starter_statements(self, run: Task, schedule: JobScheduleArgs) -> list[Statement]:
        args = self._args
        cluster = args["cluster_arn"]
        family = task_definitions_of(args["task"]["region"], args["account_id"], args["task"]["family"])
        tasks = pulumi.Output.from_input(cluster).apply(lambda arn: f"{arn.replace(':cluster/', ':task/')}/*")
        roles = [run.roles.execution_role_arn, run.roles.task_role_arn]
        to_tasks = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
        statements = [
            allow("RunTheTask", ["ecs:RunTask"], [family], {"ArnEquals": {"ecs:cluster": cluster}}),
            allow("TagIt", ["ecs:TagResource"], [tasks], {"StringEquals": {"ecs:CreateAction": "RunTask"}}),
            allow("PassItsRoles", ["iam:PassRole"], roles, to_tasks),
        ]
        if "dead_letter_arn" in schedule:
            statements.append(allow("ReportFailedStarts", ["sqs:SendMessage"], [schedule["dead_letter_arn"]]))
        if "dead_letter_key_arn" in schedule:
            via = {"StringEquals": {"kms:ViaService": [f"sqs.{args['task']['region']}.amazonaws.com"]}}
            key = [schedule["dead_letter_key_arn"]]
            statements.append(allow("EncryptReports", ["kms:Decrypt", "kms:GenerateDataKey"], key, via))
        return statements
