"""What a public DNS zone was asked."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import partition_of
from components.policy_documents import document
from components.regional_key import CopiesKeyArgs, RegionalKey

QUERY_LOG_REGION = "us-east-1"
"""Route 53 writes to log groups of this region only.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html
"""


class QueryLogArgs(TypedDict):
    domain: str
    """Domain of the zone, part of the log group's name: /aws/route53/DOMAIN."""
    zone_id: pulumi.Input[str]
    """Zone whose queries are logged."""
    retention_days: int
    """Days that queries are kept."""
    account_id: str
    """Account of the zone and of the log group."""
    protect: bool
    """Whether Pulumi refuses to delete the key, where `key` makes one."""
    key_arn: NotRequired[pulumi.Input[str]]
    """Key in us-east-1 that encrypts the log group; required without key."""
    key: NotRequired[CopiesKeyArgs]
    """Key to make in us-east-1, for a stack of another region; required without key_arn."""


class QueryLog(pulumi.ComponentResource):
    """Query log of a public zone, in a log group of us-east-1 that only Route 53 writes to on behalf of this zone.

    Raises ValueError unless exactly one of key_arn and key is given.
    """

    log_group_name: pulumi.Output[str]
    """Log group in us-east-1."""

    def __init__(self, name: str, args: QueryLogArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:QueryLog", name, {}, opts)
        if ("key_arn" in args) == ("key" in args):
            raise ValueError(f"QueryLog {name} takes key_arn or key: exactly one of them.")
        self._prefix = name
        self._args = args
        group = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            region=QUERY_LOG_REGION,
            name=self._group_name,
            retention_in_days=args["retention_days"],
            kms_key_id=self._key_arn(),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        aws.route53.QueryLog(
            f"{name}-queries",
            zone_id=args["zone_id"],
            cloudwatch_log_group_arn=group.arn,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self._delivery()]),
        )
        self.log_group_name = pulumi.Output.from_input(group.name)
        self.register_outputs({"log_group_name": self.log_group_name})

    @property
    def _group_name(self) -> str:
        return f"/aws/route53/{self._args['domain']}"

    def _key_arn(self) -> pulumi.Input[str]:
        if "key" not in self._args:
            return self._args["key_arn"]
        key = RegionalKey(
            f"{self._prefix}-log",
            {
                **self._args["key"],
                "data_class": "logs",
                "description": f"Queries to {self._args['domain']}",
                "account_id": self._args["account_id"],
                "region": QUERY_LOG_REGION,
                "protect": self._args["protect"],
            },
            pulumi.ResourceOptions(parent=self),
        )
        return key.arn

    def _delivery(self) -> aws.cloudwatch.LogResourcePolicy:
        """Route 53 may write for this zone; it refuses to begin without this right."""
        args, partition = self._args, partition_of(QUERY_LOG_REGION)
        group = f"arn:{partition}:logs:{QUERY_LOG_REGION}:{args['account_id']}:log-group:{self._group_name}:*"
        zone = pulumi.Output.concat(f"arn:{partition}:route53:::hostedzone/", args["zone_id"])
        policy = document(
            [
                {
                    "Sid": "QueriesOfThisZone",
                    "Effect": "Allow",
                    "Principal": {"Service": "route53.amazonaws.com"},
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                    "Resource": group,
                    "Condition": {
                        "StringEquals": {"aws:SourceAccount": args["account_id"]},
                        "ArnLike": {"aws:SourceArn": zone},
                    },
                }
            ]
        )
        return aws.cloudwatch.LogResourcePolicy(
            f"{self._prefix}-log-delivery",
            region=QUERY_LOG_REGION,
            policy_name=f"route53-{args['domain']}",
            policy_document=pulumi.Output.json_dumps(policy),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
