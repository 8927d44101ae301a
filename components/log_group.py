"""A log group that applications write to by themselves."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws


class LogGroupArgs(TypedDict):
    name: str
    """Name of the log group."""
    retention_days: int
    """Days that it is kept."""
    logs_key_arn: pulumi.Input[str]
    """Key of the log group; it must admit CloudWatch Logs."""
    deletion_protection: bool
    """Whether AWS refuses to delete the log group."""
    protect: bool
    """Whether Pulumi refuses to delete or replace it."""


class LogGroup(pulumi.ComponentResource):
    """A log group under the customer's key, such as that of an audit log."""

    log_group_name: pulumi.Output[str]
    """Name of the log group."""
    arn: pulumi.Output[str]
    """ARN of the log group, without the streams in it."""

    def __init__(self, name: str, args: LogGroupArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:LogGroup", name, {}, opts)
        group = aws.cloudwatch.LogGroup(
            f"{name}-group",
            name=args["name"],
            retention_in_days=args["retention_days"],
            kms_key_id=args["logs_key_arn"],
            deletion_protection_enabled=args["deletion_protection"],
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"], delete_before_replace=True),
        )
        self.log_group_name = group.name
        self.arn = group.arn
        self.register_outputs({"log_group_name": self.log_group_name, "arn": self.arn})
