"""CloudTrail: who did what in the account."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import log_group_arn
from components.policy_documents import allow, document, trust
from components.role_arns import arn_once_allowed


class TrailOptions(TypedDict):
    trail_name: str
    """Name of the trail."""
    account_id: str
    """Account of the trail."""
    region: str
    """Region of the trail."""
    organization: bool
    """Whether it records every account of the organization."""
    insights: bool
    """Whether unusual call and error rates are reported."""
    object_events: NotRequired[bool]
    """Whether it records who reads and writes objects in S3. Default: false."""
    log_retention_days: int
    """Days that its log group keeps events."""


class TrailArgs(TypedDict):
    options: TrailOptions
    """What it records."""
    bucket_name: pulumi.Input[str]
    """Bucket that lets the trail write."""
    bucket_arn: pulumi.Input[str]
    """ARN of the bucket."""
    key_arn: pulumi.Input[str]
    """Key of the files."""
    logs_key_arn: pulumi.Input[str]
    """Key of the log group."""


class Trail(pulumi.ComponentResource):
    """A trail of all regions with log file validation, into a bucket and into a log group."""

    arn: pulumi.Output[str]
    """ARN of the trail."""
    log_group_name: pulumi.Output[str]
    """Log group of its events, for metric filters and alarms."""

    def __init__(self, name: str, args: TrailArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Trail", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        group = aws.cloudwatch.LogGroup(
            f"{name}-events",
            name=f"/aws/cloudtrail/{args['options']['trail_name']}",
            retention_in_days=args["options"]["log_retention_days"],
            kms_key_id=args["logs_key_arn"],
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        insights = ["ApiCallRateInsight", "ApiErrorRateInsight"] if args["options"]["insights"] else []
        trail = aws.cloudtrail.Trail(
            f"{name}-trail",
            name=args["options"]["trail_name"],
            s3_bucket_name=args["bucket_name"],
            kms_key_id=args["key_arn"],
            enable_log_file_validation=True,
            is_multi_region_trail=True,
            include_global_service_events=True,
            is_organization_trail=args["options"]["organization"],
            cloud_watch_logs_group_arn=group.arn.apply(lambda arn: f"{arn}:*"),
            cloud_watch_logs_role_arn=self._role_arn(group),
            insight_selectors=[{"insight_type": kind} for kind in insights],
            advanced_event_selectors=self._selectors() if args["options"].get("object_events", False) else None,
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        self.arn = trail.arn
        self.log_group_name = group.name
        self.register_outputs({"arn": self.arn, "log_group_name": self.log_group_name})

    def _selectors(self) -> list[dict[str, object]]:
        """Management events, and those of all objects but the trail's own files, whose delivery would be recorded too.

        https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
        """
        own_files = pulumi.Output.concat(self._args["bucket_arn"], "/")
        return [
            {
                "name": "Management events",
                "field_selectors": [{"field": "eventCategory", "equals": ["Management"]}],
            },
            {
                "name": "Objects",
                "field_selectors": [
                    {"field": "eventCategory", "equals": ["Data"]},
                    {"field": "resources.type", "equals": ["AWS::S3::Object"]},
                    {"field": "resources.ARN", "not_starts_withs": [own_files]},
                ],
            },
        ]

    def _role_arn(self, group: aws.cloudwatch.LogGroup) -> pulumi.Output[str]:
        role = aws.iam.Role(
            f"{self._prefix}-events",
            description=f"Writes the events of {self._args['options']['trail_name']} to CloudWatch Logs",
            assume_role_policy=json.dumps(trust("cloudtrail.amazonaws.com", self._args["options"]["account_id"])),
            opts=self._child,
        )
        options = self._args["options"]
        group_arn = group.name.apply(lambda name: log_group_arn(options["region"], options["account_id"], name))
        streams = group_arn.apply(lambda arn: f"{arn}:log-stream:*")
        write = allow("WriteEvents", ["logs:CreateLogStream", "logs:PutLogEvents"], streams)
        policy = aws.iam.RolePolicy(
            f"{self._prefix}-events",
            role=role.name,
            policy=pulumi.Output.json_dumps(document([write])),
            opts=self._child,
        )
        return arn_once_allowed(role.arn, [policy])
