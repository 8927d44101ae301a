"""VPC endpoints: ways to AWS services that don't leave the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from settings.errors import Mistake
from settings.section import Rule, Section
from settings.types import AccountId

GatewayService = Literal["s3", "dynamodb"]
InterfaceService = Literal[
    "aps-workspaces",
    "dynamodb",
    "ecr.api",
    "ecr.dkr",
    "events",
    "kms",
    "lambda",
    "logs",
    "monitoring",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "ssmmessages",
    "states",
    "sts",
    "xray",
]
"""Services that take an endpoint policy.

https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
"""


def _no_service_twice(endpoints: GatewayEndpoints | InterfaceEndpoints) -> Iterator[Mistake]:
    for tier, services in endpoints.by_tier.items():
        for index, service in enumerate(services):
            if service in services[:index]:
                yield Mistake((tier, index), f'"{service}"', "each service once", f"Remove the second {service}.")


def _a_service_has_one_tier(endpoints: InterfaceEndpoints) -> Iterator[Mistake]:
    for index, service in enumerate(endpoints.database):
        if service in endpoints.app:
            yield Mistake(
                ("database", index),
                f'"{service}"',
                "a service that app doesn't have: the endpoint of one tier serves the whole VPC",
                f"Remove {service} from one of the two.",
            )


class GatewayEndpoints(Section):
    """Gateway endpoints, which cost nothing: entries in the route tables of a tier."""

    rules: ClassVar[tuple[Rule, ...]] = (_no_service_twice,)

    app: tuple[GatewayService, ...] = ()
    """Services that containers and functions reach this way."""
    database: tuple[GatewayService, ...] = ()
    """Services that the database tier reaches this way."""

    @property
    def by_tier(self) -> Mapping[str, tuple[str, ...]]:
        """Services by the key of the tier."""
        return {"app": self.app, "database": self.database}


class InterfaceEndpoints(Section):
    """Interface endpoints: an address a zone in the subnets of a tier, from $0.01 an hour each.

    The price is that of us-east-1: https://aws.amazon.com/privatelink/pricing/

    The service's own host name leads to the endpoint, except that of DynamoDB: there containers name the endpoint.
    """

    rules: ClassVar[tuple[Rule, ...]] = (_no_service_twice, _a_service_has_one_tier)

    app: tuple[InterfaceService, ...] = ()
    """Services whose endpoints stand in the app tier."""
    database: tuple[InterfaceService, ...] = ()
    """Services whose endpoints stand in the database tier; the app tier reaches them there."""

    @property
    def by_tier(self) -> Mapping[str, tuple[str, ...]]:
        """Services by the key of the tier."""
        return {"app": self.app, "database": self.database}

    @property
    def services(self) -> frozenset[str]:
        """The services of both tiers."""
        return frozenset((*self.app, *self.database))


class Endpoints(Section):
    """VPC endpoints. Their policies admit identities and resources of the stack's own account only."""

    gateways: GatewayEndpoints = GatewayEndpoints()
    """Endpoints in route tables."""
    interfaces: InterfaceEndpoints = InterfaceEndpoints()
    """Endpoints in subnets."""
    resource_accounts: tuple[AccountId, ...] = ()
    """Further accounts whose resources may be reached, such as one that holds container images."""
