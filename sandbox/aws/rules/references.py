"""What exists, as the request of a rule sees it: the cloud, what an account has from the start, and what is shared."""

from collections.abc import Iterable

from sandbox.aws import account
from sandbox.aws.model import Cloud, Deployed, Place, Request
from sandbox.aws.rules.failure import Failure
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.types import (
    DEFAULT_ROUTE_TABLE,
    DEFAULT_SECURITY_GROUP,
    DEFAULT_SUBNET,
    DEFAULT_VPC,
    POLICY,
    ROUTE_TABLE,
    SECURITY_GROUP,
    SUBNET,
    VPC,
)

VPCS = (VPC, DEFAULT_VPC)
SUBNETS = (SUBNET, DEFAULT_SUBNET)
GROUPS = (SECURITY_GROUP, DEFAULT_SECURITY_GROUP)
ROUTE_TABLES = (ROUTE_TABLE, DEFAULT_ROUTE_TABLE)


def existing(cloud: Cloud, place: Place, *types: str) -> list[Deployed]:
    """What exists of these types in the account and region, what the account has from the start included."""
    deployed = cloud.all(*types)
    ids = {found.id for found in deployed}
    return deployed + [found for found in account.existing(place, *types) if found.id not in ids]


def lookup(request: Request, value: str, *types: str) -> Deployed | None:
    """The resource with this id, ARN or name; one of another account in the region counts, it can be shared."""
    own = existing(request.cloud, request.place, *types)
    found = next((resource for resource in own if _is_called(resource, value)), None)
    if found is not None:
        return found
    others = request.cloud.everywhere(*types)
    shared = (resource for resource in others if resource.place.region == request.place.region)
    return next((resource for resource in shared if value in (resource.id, resource.get("arn"))), None)


def missing(given: Given, request: Request, types: Iterable[str], what: str, remedy: str = "") -> list[Failure]:
    """A failure for every known reference in a text or list that nothing is called by. `what` precedes the value."""
    remedy = remedy or "create it first, or correct the reference"
    return [
        item.refuse(f"{what} '{item.text}' does not exist; {remedy}")
        for item in given.items
        if item.text is not None
        and not is_elsewhere(item.text, request.place)
        and not lookup(request, item.text, *types)
    ]


def is_elsewhere(value: str, place: Place) -> bool:
    """Whether a text is an ARN of another account or region, which a request here can't look into."""
    fields = value.split(":")
    if len(fields) < 6 or fields[0] != "arn":
        return False
    return (fields[4] not in ("", place.account)) or (fields[3] not in ("", place.region))


def same_named(request: Request, property: str, *types: str) -> Deployed | None:
    """Another resource of the account and region whose property has the value that is asked for, in any case."""
    wanted = request.inputs.get(property)
    if not isinstance(wanted, str) or not wanted:
        return None
    # A policy may have the name of one that AWS manages: their ARNs differ.
    named = request.cloud.all(POLICY) if POLICY in types else existing(request.cloud, request.place, *types)
    for resource in named:
        name = resource.get(property)
        is_itself = request.current is not None and resource.id == request.current.id
        if isinstance(name, str) and name.lower() == wanted.lower() and not is_itself:
            return resource
    return None


def texts(deployed: Deployed, *path: str) -> list[str]:
    """The texts in a list (or a single text) of a deployed resource."""
    value = deployed.get(*path)
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str) and item]


def text(deployed: Deployed | None, *path: str) -> str:
    """A text of a deployed resource, empty when there is none."""
    value = deployed.get(*path) if deployed is not None else None
    return value if isinstance(value, str) else ""


def vpc_of(request: Request, subnet_id: str) -> str:
    """The VPC of a subnet, empty when the subnet doesn't exist."""
    return text(lookup(request, subnet_id, *SUBNETS), "vpcId")


def zone_of(request: Request, subnet_id: str) -> str:
    """The availability zone of a subnet, empty when it isn't known."""
    return text(lookup(request, subnet_id, *SUBNETS), "availabilityZone")


def _is_called(resource: Deployed, value: str) -> bool:
    return value in (resource.id, resource.get("arn"), resource.get("name"))
