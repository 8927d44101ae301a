"""Weekly clean-up of an environment for tests."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import partition_of
from components.clean_up_workflow import workflow
from components.off_hours import StoppableServiceArgs, count_call
from components.policy_documents import Statement, allow, document, trust
from components.role_arns import arn_once_allowed
from components.scheduled_calls import ScheduledCallArgs, ScheduledCalls


class CleanUpArgs(TypedDict):
    account_id: str
    """Account of what is cleaned up."""
    region: str
    """Region of what is cleaned up."""
    time_zone: str
    """Time zone of the time, such as Asia/Kolkata."""
    day: str
    """Day of the week: sun."""
    time: str
    """Time of that day: 02:00."""
    services: dict[str, StoppableServiceArgs]
    """Services that get back their number of tasks, those that scale by themselves excepted."""
    task_families: list[str]
    """Families whose superseded task definitions are deregistered."""
    keep_revisions: int
    """Newest task definitions of each family that stay."""
    database_identifier: NotRequired[pulumi.Input[str]]
    """RDS instance whose manual snapshots are deleted. Default: none."""
    snapshot_days: int
    """Age in days from which they are deleted."""


class CleanUp(pulumi.ComponentResource):
    """A weekly workflow without code of its own: Step Functions calls ECS and RDS, EventBridge Scheduler starts it.

    It deletes the database's manual snapshots of some age, deregisters superseded task definitions, and undoes what
    a load test scaled up. Snapshots with a tag Keep, final snapshots and those of RDS and AWS Backup stay; tasks on a
    deregistered definition run on.
    """

    workflow_arn: pulumi.Output[str]
    """ARN of the workflow, which may be started by hand too."""

    def __init__(self, name: str, args: CleanUpArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:CleanUp", name, {}, opts)
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._arn_prefix = f"arn:{partition_of(args['region'])}"
        self._place = f"{args['region']}:{args['account_id']}"
        self.workflow_arn = self._workflow(name)
        hour, minute = (int(part) for part in args["time"].split(":"))
        cron = f"{minute} {hour} ? * {args['day'].upper()} *"
        ScheduledCalls(
            f"{name}-schedules",
            {
                "account_id": args["account_id"],
                "region": args["region"],
                "time_zone": args["time_zone"],
                "purpose": "Starts the weekly clean-up",
                "calls": {"workflow": self._start(cron), **self._counts(cron)},
            },
            self._child,
        )
        self.register_outputs({"workflow_arn": self.workflow_arn})

    def _workflow(self, name: str) -> pulumi.Output[str]:
        args = self._args
        role = aws.iam.Role(
            f"{name}-workflow",
            description="Lists and removes what the weekly clean-up removes",
            assume_role_policy=pulumi.Output.json_dumps(trust("states.amazonaws.com", args["account_id"])),
            opts=self._child,
        )
        policy = aws.iam.RolePolicy(
            f"{name}-workflow",
            role=role.name,
            policy=pulumi.Output.json_dumps(document(self._statements())),
            opts=self._child,
        )
        database = args.get("database_identifier")
        definition = workflow(args["task_families"], args["keep_revisions"], database, args["snapshot_days"])
        machine = aws.sfn.StateMachine(
            f"{name}-workflow",
            type="STANDARD",
            definition=pulumi.Output.json_dumps(definition),
            role_arn=arn_once_allowed(role.arn, [policy]),
            opts=self._child,
        )
        return pulumi.Output.from_input(machine.arn)

    def _statements(self) -> list[Statement]:
        """ECS limits neither right to a family: https://docs.aws.amazon.com/service-authorization/latest/reference/"""
        in_region = {"StringEquals": {"aws:RequestedRegion": self._args["region"]}}
        statements = [
            allow("RemoveTaskDefinitions", ["ecs:ListTaskDefinitions", "ecs:DeregisterTaskDefinition"], "*", in_region)
        ]
        if "database_identifier" in self._args:
            rds = f"{self._arn_prefix}:rds:{self._place}"
            instance = pulumi.Output.concat(f"{rds}:db:", self._args["database_identifier"])
            not_kept = {"Null": {"aws:ResourceTag/Keep": "true"}}
            statements += [
                allow("ListSnapshots", ["rds:DescribeDBSnapshots"], [instance, f"{rds}:snapshot:*"]),
                allow("DeleteSnapshots", ["rds:DeleteDBSnapshot"], [f"{rds}:snapshot:*"], not_kept),
            ]
        return statements

    def _start(self, cron: str) -> ScheduledCallArgs:
        return {
            "description": "Weekly clean-up",
            "cron": cron,
            "target": "sfn:startExecution",
            "input": pulumi.Output.json_dumps({"StateMachineArn": self.workflow_arn}),
            "action": "states:StartExecution",
            "resource": self.workflow_arn,
        }

    def _counts(self, cron: str) -> dict[str, ScheduledCallArgs]:
        ecs = f"{self._arn_prefix}:ecs:{self._place}"
        return {
            f"service-{key}": count_call(service, cron, service["tasks"], ecs)
            for key, service in self._args["services"].items()
            if "most" not in service
        }
