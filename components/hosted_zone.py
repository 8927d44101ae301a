"""Public DNS zone."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.policy_documents import Document, Statement, document
from components.regional_key import CopiesKeyArgs, RegionalKey

QUERY_LOG_REGION = "us-east-1"
"""Where Route 53 writes the logs of all zones.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html
"""


class QueryLogArgs(TypedDict):
    account_id: str
    """Account of the zone."""
    retention_days: int
    """Days that the log is kept."""
    logs_key_arn: NotRequired[pulumi.Input[str]]
    """Key of the log group, in us-east-1. Default: one that is made there as logs_key says."""
    logs_key: CopiesKeyArgs
    """Key that is made without logs_key_arn."""


class HostedZoneArgs(TypedDict):
    domain: str
    """Domain of the zone."""
    protect: bool
    """Whether Pulumi refuses to delete the zone; a new one has other name servers."""
    query_log: NotRequired[QueryLogArgs]
    """Record of the queries that the zone answers. Default: none."""


class HostedZone(pulumi.ComponentResource):
    """A public Route 53 zone. It answers once the parent domain delegates to its name servers."""

    zone_id: pulumi.Output[str]
    """Id of the zone."""
    name_servers: pulumi.Output[list[str]]
    """Name servers to which the parent domain must delegate."""

    def __init__(self, name: str, args: HostedZoneArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:HostedZone", name, {}, opts)
        zone = aws.route53.Zone(
            f"{name}-public",
            name=args["domain"],
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"], delete_before_replace=True),
        )
        if "query_log" in args:
            self._record_queries(name, args["domain"], args["query_log"], zone, args["protect"])
        self.zone_id = zone.zone_id
        self.name_servers = zone.name_servers
        self.register_outputs({"zone_id": self.zone_id, "name_servers": self.name_servers})

    def _logs_key(self, name: str, domain: str, log: QueryLogArgs, protect: bool) -> pulumi.Input[str]:
        if "logs_key_arn" in log:
            return log["logs_key_arn"]
        key = RegionalKey(
            f"{name}-queries",
            {
                **log["logs_key"],
                "data_class": "logs",
                "description": f"DNS queries for {domain}",
                "account_id": log["account_id"],
                "region": QUERY_LOG_REGION,
                "protect": protect,
            },
            pulumi.ResourceOptions(parent=self),
        )
        return key.arn

    def _record_queries(self, name: str, domain: str, log: QueryLogArgs, zone: aws.route53.Zone, protect: bool) -> None:
        group = aws.cloudwatch.LogGroup(
            f"{name}-queries",
            region=QUERY_LOG_REGION,
            name=f"/aws/route53/{domain}",
            retention_in_days=log["retention_days"],
            kms_key_id=self._logs_key(name, domain, log, protect),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        policy = aws.cloudwatch.LogResourcePolicy(
            f"{name}-queries",
            region=QUERY_LOG_REGION,
            policy_name=f"route53-{domain.replace('.', '-')}",
            policy_document=pulumi.Output.from_input(group.arn).apply(
                lambda arn: json.dumps(_writing_by_route53(arn, log["account_id"]))
            ),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        aws.route53.QueryLog(
            f"{name}-queries",
            zone_id=zone.zone_id,
            cloudwatch_log_group_arn=group.arn,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )


def _writing_by_route53(group_arn: str, account_id: str) -> Document:
    statement: Statement = {
        "Sid": "QueriesOfThisAccount",
        "Effect": "Allow",
        "Principal": {"Service": "route53.amazonaws.com"},
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": f"{group_arn}:*",
        "Condition": {
            "StringEquals": {"aws:SourceAccount": account_id},
            "ArnLike": {"aws:SourceArn": f"arn:{group_arn.split(':')[1]}:route53:::hostedzone/*"},
        },
    }
    return document([statement])
