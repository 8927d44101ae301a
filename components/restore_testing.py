"""Restores of backups, made and removed again by AWS Backup, to see that they work."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws


class RestoreTestingScheduleArgs(TypedDict):
    schedule: str
    """When a test starts, UTC: cron(0 22 ? * SUN *)."""
    window_days: int
    """Age in days of the oldest backup that is restored, 1 to 365."""
    keep_hours: int
    """Hours that what was restored stays for a look at it, 1 to 168."""
    resource_types: list[str]
    """What is restored: RDS, DynamoDB, S3."""


class RestoreTestingArgs(TypedDict):
    plan_name: str
    """Name: letters, digits and underscores."""
    schedule: RestoreTestingScheduleArgs
    """When, and of what."""
    vault_arn: pulumi.Input[str]
    """Vault of the backups."""
    role_arn: pulumi.Input[str]
    """Role that restores."""
    metadata: NotRequired[dict[str, dict[str, pulumi.Input[str]]]]
    """What a restore needs beside the backup, by type, such as dbSubnetGroupName. Default: what AWS Backup infers.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html
    """


class RestoreTesting(pulumi.ComponentResource):
    """A plan that restores the latest backup of each type and deletes what came of it after a while."""

    plan_name: pulumi.Output[str]
    """Name of the plan."""

    def __init__(self, name: str, args: RestoreTestingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:RestoreTesting", name, {}, opts)
        schedule = args["schedule"]
        plan = aws.backup.RestoreTestingPlan(
            f"{name}-plan",
            name=args["plan_name"],
            schedule_expression=schedule["schedule"],
            recovery_point_selection={
                "algorithm": "LATEST_WITHIN_WINDOW",
                "include_vaults": [args["vault_arn"]],
                "recovery_point_types": ["SNAPSHOT", "CONTINUOUS"],
                "selection_window_days": schedule["window_days"],
            },
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        for resource_type in schedule["resource_types"]:
            aws.backup.RestoreTestingSelection(
                f"{name}-{resource_type}",
                name=f"latest_{resource_type}",
                restore_testing_plan_name=plan.name,
                iam_role_arn=args["role_arn"],
                protected_resource_type=resource_type,
                protected_resource_arns=["*"],
                restore_metadata_overrides=args.get("metadata", {}).get(resource_type),
                validation_window_hours=schedule["keep_hours"],
                opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
            )
        self.plan_name = plan.name
        self.register_outputs({"plan_name": self.plan_name})
