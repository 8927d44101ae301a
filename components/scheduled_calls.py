"""Calls of AWS operations at fixed times, without any code of one's own."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import partition_of
from components.policy_documents import Statement, allow, document
from components.role_arns import arn_once_allowed


class ScheduledCallArgs(TypedDict):
    description: str
    """What the call does."""
    cron: str
    """When, without the word cron: `0 20 ? * MON-FRI *`."""
    target: str
    """Service and operation as EventBridge Scheduler names them: `ecs:updateService`."""
    input: pulumi.Input[str]
    """JSON input of the operation, keys with a capital first letter."""
    action: str
    """The right that the call needs: `ecs:UpdateService`."""
    resource: pulumi.Input[str]
    """ARN that the right is limited to."""
    conditions: NotRequired[dict[str, str]]
    """Condition keys that must have these values. Default: none."""


class ScheduledCallsArgs(TypedDict):
    account_id: str
    """Account of the schedules."""
    region: str
    """Region of the schedules."""
    time_zone: str
    """Time zone of all times, such as Asia/Kolkata."""
    purpose: str
    """What the schedules are for, in a few words: the role's description."""
    calls: dict[str, ScheduledCallArgs]
    """Calls by a short name."""
    dead_letter_arn: NotRequired[pulumi.Input[str]]
    """Queue for calls that failed for good. Default: none."""


# The first failures are often a database that is being modified or backed up.
_RETRY_SECONDS = 3600
_RETRIES = 30


class ScheduledCalls(pulumi.ComponentResource):
    """A group of EventBridge schedules with a role that may do what they do and nothing else.

    The role trusts the schedules of this group only:
    https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    """

    group_name: pulumi.Output[str]
    """Name of the schedule group."""

    def __init__(self, name: str, args: ScheduledCallsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:ScheduledCalls", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        group = aws.scheduler.ScheduleGroup(f"{name}-group", opts=self._child)
        role_arn = self._role(group)
        for key, call in args["calls"].items():
            self._schedule(key, call, group, role_arn)
        self.group_name = group.name
        self.register_outputs({"group_name": self.group_name})

    def _role(self, group: aws.scheduler.ScheduleGroup) -> pulumi.Output[str]:
        group_arn = group.name.apply(self._group_arn)
        role = aws.iam.Role(
            f"{self._prefix}-role",
            description=self._args["purpose"],
            assume_role_policy=pulumi.Output.json_dumps(_trust(self._args["account_id"], group_arn)),
            opts=self._child,
        )
        policy = aws.iam.RolePolicy(
            f"{self._prefix}-role",
            role=role.name,
            policy=pulumi.Output.json_dumps(document(self._statements())),
            opts=self._child,
        )
        return arn_once_allowed(role.arn, [policy])

    def _group_arn(self, group_name: str) -> str:
        """Known before the group is made, so that the role's trust can be judged at preview."""
        region = self._args["region"]
        account_id = self._args["account_id"]
        return f"arn:{partition_of(region)}:scheduler:{region}:{account_id}:schedule-group/{group_name}"

    def _statements(self) -> list[Statement]:
        """One for each action, on the resources of its calls."""
        calls = list(self._args["calls"].values())
        statements = []
        for action in sorted({call["action"] for call in calls}):
            same = [call for call in calls if call["action"] == action]
            conditions = same[0].get("conditions")
            statements.append(
                allow(
                    action.partition(":")[2],
                    [action],
                    pulumi.Output.all(*(call["resource"] for call in same)).apply(lambda arns: sorted(set(arns))),
                    {"StringEquals": conditions} if conditions else None,
                )
            )
        if "dead_letter_arn" in self._args:
            statements.append(allow("SendFailures", ["sqs:SendMessage"], [self._args["dead_letter_arn"]]))
        return statements

    def _schedule(
        self, key: str, call: ScheduledCallArgs, group: aws.scheduler.ScheduleGroup, role_arn: pulumi.Output[str]
    ) -> None:
        queue = self._args.get("dead_letter_arn")
        aws.scheduler.Schedule(
            f"{self._prefix}-{key}",
            group_name=group.name,
            description=call["description"],
            schedule_expression=f"cron({call['cron']})",
            schedule_expression_timezone=self._args["time_zone"],
            flexible_time_window={"mode": "OFF"},
            target={
                "arn": f"arn:{partition_of(self._args['region'])}:scheduler:::aws-sdk:{call['target']}",
                "role_arn": role_arn,
                "input": call["input"],
                "retry_policy": {"maximum_event_age_in_seconds": _RETRY_SECONDS, "maximum_retry_attempts": _RETRIES},
                "dead_letter_config": {"arn": queue} if queue is not None else None,
            },
            opts=self._child,
        )


def _trust(account_id: str, group_arn: pulumi.Output[str]) -> dict[str, object]:
    statement: Statement = {
        "Sid": "SchedulesOfThisGroup",
        "Effect": "Allow",
        "Principal": {"Service": "scheduler.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": account_id, "aws:SourceArn": group_arn}},
    }
    return document([statement])
