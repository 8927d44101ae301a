"""What RDS and ElastiCache refuse of subnet groups when they see the subnets."""

from typing import Final

from sandbox.aws.model import Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import SUBNETS, missing, vpc_of, zone_of
from sandbox.aws.rules.rule import refuses_to_deploy
from sandbox.aws.rules.types import CACHE_SUBNET_GROUP, DB_SUBNET_GROUP

_GROUP: Final = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html"


@refuses_to_deploy(DB_SUBNET_GROUP, CACHE_SUBNET_GROUP, code="InvalidSubnet", source=_GROUP)
def subnets_of_a_group_exist(group: Given, request: Request) -> Failures:
    """In the account and region, or shared with it."""
    yield from missing(group["subnetIds"], request, SUBNETS, "The subnet ID")


@refuses_to_deploy(DB_SUBNET_GROUP, CACHE_SUBNET_GROUP, code="InvalidSubnet", source=_GROUP)
def subnets_of_a_group_share_a_vpc(group: Given, request: Request) -> Failures:
    """A group is of one VPC."""
    vpcs = {vpc for subnet in group["subnetIds"].texts if (vpc := vpc_of(request, subnet))}
    if len(vpcs) > 1:
        yield group["subnetIds"].refuse(f"Subnets IDs are not in the same VPC: {', '.join(sorted(vpcs))}; use one VPC")


@refuses_to_deploy(DB_SUBNET_GROUP, code="DBSubnetGroupDoesNotCoverEnoughAZs", source=_GROUP)
def a_db_subnet_group_covers_two_zones(group: Given, request: Request) -> Failures:
    """Two subnets of one zone aren't enough; ElastiCache takes them."""
    zones = [zone_of(request, subnet) for subnet in group["subnetIds"].texts]
    if zones and all(zones) and len(set(zones)) < 2:
        yield group["subnetIds"].refuse(
            "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: "
            f"{zones[0]}; add a subnet of another zone"
        )
