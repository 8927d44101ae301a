"""VPC, subnets and the way out."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

from components.policy_documents import allow, document, trust
from components.route_tables import route_table_ids


class NetworkArgs(TypedDict):
    cidr: str
    """Block of the VPC."""
    zones: list[str]
    """Availability zones, in the order of the blocks."""
    public_blocks: list[str]
    """One block a zone for load balancers and NAT gateways."""
    app_blocks: list[str]
    """One block a zone for containers and functions."""
    database_blocks: list[str]
    """One block a zone for databases; no route leads out."""
    nat_gateways: str
    """none, single, perZone or regional."""
    account_id: str
    """Account of the VPC."""
    flow_log_retention_days: NotRequired[int]
    """Days that records of all traffic are kept. Default: none are made."""
    logs_key_arn: NotRequired[pulumi.Input[str]]
    """Key that encrypts the flow logs."""


# awsx knows no regional NAT gateway: the component adds it, with its routes.
_NAT_STRATEGIES = {"none": "None", "single": "Single", "perZone": "OnePerAz", "regional": "None"}

_FLOW_LOG_FIELDS = (
    *("version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets"),
    *("bytes", "start", "end", "action", "log-status", "vpc-id", "subnet-id", "az-id", "tcp-flags", "type"),
    *("pkt-srcaddr", "pkt-dstaddr", "pkt-src-aws-service", "pkt-dst-aws-service", "flow-direction", "traffic-path"),
    "reject-reason",
)
"""Fields of a record: those of the default format first, then who really talked to whom through NAT and endpoints.

https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
"""


class Network(pulumi.ComponentResource):
    """A VPC with a public, an app and a database tier, its default security group emptied, its traffic recorded.

    Blocks are taken as given: that they lie inside the VPC and apart is for the caller to see to.
    """

    vpc_id: pulumi.Output[str]
    """Id of the VPC."""
    public_subnet_ids: pulumi.Output[list[str]]
    """Subnets of load balancer and NAT gateways, one a zone."""
    app_subnet_ids: pulumi.Output[list[str]]
    """Subnets of containers and functions, one a zone."""
    database_subnet_ids: pulumi.Output[list[str]]
    """Subnets of databases, one a zone."""
    nat_gateway_ids: pulumi.Output[list[str]]
    """Ids of the NAT gateways: none, one, or one a zone in their order."""

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Network", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        vpc = self._vpc(name, args)
        self.vpc_id = vpc.vpc_id
        self.public_subnet_ids = vpc.public_subnet_ids
        self.app_subnet_ids = vpc.private_subnet_ids
        self.database_subnet_ids = vpc.isolated_subnet_ids
        if args["nat_gateways"] == "regional":
            self.nat_gateway_ids = self._regional_nat_gateway(name, args["zones"]).id.apply(lambda id: [id])
        else:
            self.nat_gateway_ids = vpc.nat_gateways.apply(_ids)
        aws.ec2.DefaultSecurityGroup(f"{name}-default-group", vpc_id=self.vpc_id, opts=self._child)
        if "flow_log_retention_days" in args:
            self._flow_logs(name, args, args["flow_log_retention_days"])
        self.register_outputs(
            {
                "vpc_id": self.vpc_id,
                "public_subnet_ids": self.public_subnet_ids,
                "app_subnet_ids": self.app_subnet_ids,
                "database_subnet_ids": self.database_subnet_ids,
                "nat_gateway_ids": self.nat_gateway_ids,
            }
        )

    def _vpc(self, name: str, args: NetworkArgs) -> awsx.ec2.Vpc:
        return awsx.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=args["cidr"],
            availability_zone_names=args["zones"],
            enable_dns_hostnames=True,
            enable_dns_support=True,
            nat_gateways={"strategy": awsx.ec2.NatGatewayStrategy(_NAT_STRATEGIES[args["nat_gateways"]])},
            # Exact wants the tiers side by side in every zone; Auto takes blocks that are written out as they are.
            subnet_strategy=awsx.ec2.SubnetAllocationStrategy.AUTO,
            subnet_specs=[
                {"type": awsx.ec2.SubnetType.PUBLIC, "name": "public", "cidr_blocks": args["public_blocks"]},
                {"type": awsx.ec2.SubnetType.PRIVATE, "name": "app", "cidr_blocks": args["app_blocks"]},
                {"type": awsx.ec2.SubnetType.ISOLATED, "name": "database", "cidr_blocks": args["database_blocks"]},
            ],
            opts=pulumi.ResourceOptions.merge(
                self._child, pulumi.ResourceOptions(transforms=[_without_public_addresses])
            ),
        )

    def _regional_nat_gateway(self, name: str, zones: list[str]) -> aws.ec2.NatGateway:
        """One gateway that AWS spreads over the zones in use, with addresses that AWS adds as they are needed.

        https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
        """
        gateway = aws.ec2.NatGateway(
            f"{name}-nat",
            vpc_id=self.vpc_id,
            availability_mode="regional",
            connectivity_type="public",
            tags={"Name": f"{name}-nat"},
            opts=self._child,
        )
        tables = route_table_ids(self.app_subnet_ids, len(zones), self)
        for position, table in enumerate(tables, start=1):
            aws.ec2.Route(
                f"{name}-app-{position}-out",
                route_table_id=table,
                destination_cidr_block="0.0.0.0/0",
                nat_gateway_id=gateway.id,
                opts=self._child,
            )
        return gateway

    def _flow_logs(self, name: str, args: NetworkArgs, retention_days: int) -> None:
        group = aws.cloudwatch.LogGroup(
            f"{name}-flow-logs",
            retention_in_days=retention_days,
            kms_key_id=args.get("logs_key_arn"),
            opts=self._child,
        )
        role = aws.iam.Role(
            f"{name}-flow-logs",
            description="Writes the flow logs of the VPC",
            assume_role_policy=pulumi.Output.json_dumps(trust("vpc-flow-logs.amazonaws.com", args["account_id"])),
            opts=self._child,
        )
        write = allow(
            "WriteFlowLogs",
            ["logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            [group.arn, pulumi.Output.concat(group.arn, ":*")],
        )
        policy = aws.iam.RolePolicy(
            f"{name}-flow-logs",
            role=role.name,
            policy=pulumi.Output.json_dumps(document([write])),
            opts=self._child,
        )
        aws.ec2.FlowLog(
            f"{name}-flow-logs",
            vpc_id=self.vpc_id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=group.arn,
            iam_role_arn=role.arn,
            max_aggregation_interval=60,
            log_format=" ".join(f"${{{field}}}" for field in _FLOW_LOG_FIELDS),
            opts=pulumi.ResourceOptions.merge(self._child, pulumi.ResourceOptions(depends_on=[policy])),
        )


def _ids(gateways: Sequence[aws.ec2.NatGateway] | None) -> pulumi.Output[list[str]]:
    return pulumi.Output.all(*(gateway.id for gateway in gateways or ())).apply(list)


def _without_public_addresses(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
    """awsx's public subnets would give addresses by themselves; load balancers and NAT gateways bring their own."""
    if args.type_ != "aws:ec2/subnet:Subnet":
        return None
    return pulumi.ResourceTransformResult({**args.props, "mapPublicIpOnLaunch": False}, args.opts)
