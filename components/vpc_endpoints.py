"""VPC endpoints: ways to AWS services that don't leave the network."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.endpoint_policy import endpoint_policy
from components.route_tables import route_table_ids

_WITHOUT_PRIVATE_DNS = frozenset({"dynamodb"})
"""Services whose own host name an interface endpoint can't take over.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-interface-endpoints.html
"""


class VpcEndpointsArgs(TypedDict):
    vpc_id: pulumi.Input[str]
    """VPC of the endpoints, with DNS support and DNS host names."""
    region: str
    """Region of VPC and services."""
    account_id: str
    """Account whose identities and resources pass the endpoints."""
    resource_accounts: NotRequired[list[str]]
    """Further accounts whose resources may be reached. Default: none."""
    zone_count: int
    """Number of subnets in each tier."""
    app_subnet_ids: pulumi.Input[list[str]]
    """Subnets of containers and functions."""
    database_subnet_ids: pulumi.Input[list[str]]
    """Subnets of databases."""
    app_gateways: NotRequired[list[str]]
    """Services with an entry in the app tier's route tables: s3, dynamodb. Default: none."""
    database_gateways: NotRequired[list[str]]
    """Services with an entry in the database tier's route tables. Default: none."""
    app_interfaces: NotRequired[list[str]]
    """Services with an interface in each app subnet, such as ecr.api. Default: none."""
    database_interfaces: NotRequired[list[str]]
    """Services with an interface in each database subnet. Default: none."""
    security_group_id: NotRequired[pulumi.Input[str]]
    """Group of the interfaces; required when there are any."""


class VpcEndpoints(pulumi.ComponentResource):
    """Gateway endpoints in route tables and interface endpoints in subnets, open to the stack's own account only.

    Raises ValueError for interface endpoints without a security group, which would get the VPC's default one.
    """

    gateway_ids: pulumi.Output[dict[str, str]]
    """Ids of the gateway endpoints by service."""
    interface_ids: pulumi.Output[dict[str, str]]
    """Ids of the interface endpoints by service."""
    host_names: pulumi.Output[dict[str, str]]
    """Host names of the interface endpoints by service. For DynamoDB clients must be told: https://NAME as its URL."""

    def __init__(self, name: str, args: VpcEndpointsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:VpcEndpoints", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        gateways = self._gateways()
        interfaces = self._interfaces()
        self.gateway_ids = pulumi.Output.all(**{service: item.id for service, item in gateways.items()})
        self.interface_ids = pulumi.Output.all(**{service: item.id for service, item in interfaces.items()})
        self.host_names = pulumi.Output.all(
            **{service: item.dns_entries.apply(_first_name) for service, item in interfaces.items()}
        )
        self.register_outputs(
            {"gateway_ids": self.gateway_ids, "interface_ids": self.interface_ids, "host_names": self.host_names}
        )

    def _gateways(self) -> dict[str, aws.ec2.VpcEndpoint]:
        args = self._args
        subnets = {"app": args["app_subnet_ids"], "database": args["database_subnet_ids"]}
        services = {"app": args.get("app_gateways", []), "database": args.get("database_gateways", [])}
        tables = {
            tier: route_table_ids(subnets[tier], args["zone_count"], self) if wanted else []
            for tier, wanted in services.items()
        }
        return {
            service: aws.ec2.VpcEndpoint(
                f"{self._prefix}-gateway-{service}",
                vpc_id=args["vpc_id"],
                service_name=f"com.amazonaws.{args['region']}.{service}",
                vpc_endpoint_type="Gateway",
                route_table_ids=[table for tier in services if service in services[tier] for table in tables[tier]],
                policy=self._policy(service),
                tags={"Name": f"{self._prefix}-gateway-{service}"},
                opts=self._child,
            )
            for service in sorted({*services["app"], *services["database"]})
        }

    def _interfaces(self) -> dict[str, aws.ec2.VpcEndpoint]:
        args = self._args
        subnets = dict.fromkeys(args.get("app_interfaces", []), args["app_subnet_ids"])
        subnets |= dict.fromkeys(args.get("database_interfaces", []), args["database_subnet_ids"])
        group = args.get("security_group_id")
        if subnets and group is None:
            raise ValueError(f"VpcEndpoints {self._prefix} has interface endpoints; give it a security_group_id.")
        return {
            service: aws.ec2.VpcEndpoint(
                f"{self._prefix}-interface-{service.replace('.', '-')}",
                vpc_id=args["vpc_id"],
                service_name=f"com.amazonaws.{args['region']}.{service}",
                vpc_endpoint_type="Interface",
                subnet_ids=subnet_ids,
                security_group_ids=[group],
                private_dns_enabled=service not in _WITHOUT_PRIVATE_DNS,
                policy=self._policy(service),
                tags={"Name": f"{self._prefix}-interface-{service}"},
                opts=self._child,
            )
            for service, subnet_ids in sorted(subnets.items())
        }

    def _policy(self, service: str) -> str:
        args = self._args
        others = args.get("resource_accounts", [])
        return json.dumps(endpoint_policy(service, args["region"], args["account_id"], others))


def _first_name(entries: list[aws.ec2.outputs.VpcEndpointDnsEntry]) -> str:
    """The name that holds for all zones comes first."""
    return str(entries[0].dns_name) if entries else ""
