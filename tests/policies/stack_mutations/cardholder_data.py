"""A network that is marked as holding cardholder data, which no shipped stack has, broken."""

from policies.resource_types import (
    CACHE_REPLICATION_GROUP,
    CACHE_SUBNET_GROUP,
    ECS_SERVICE,
    RDS_INSTANCE,
    RDS_SUBNET_GROUP,
    ROUTE,
    ROUTE_TABLE,
    ROUTE_TABLE_ASSOCIATION,
    SUBNET,
    VPC,
)
from tests.policies.harness import Json, Resource
from tests.policies.stack_mutations.case import Case
from tests.policies.stack_mutations.changes import beside, given, leading
from tests.policies.stack_mutations.deployed import Named, small_stack

_CDE: Json = {"DataClassification": "cde"}
_PLAIN: Json = {"Name": "plain"}

_NETWORK = Resource(VPC, "network", {"id": "vpc-1", "tagsAll": _PLAIN})
_INSIDE = Resource(SUBNET, "inside", {"id": "subnet-1", "vpcId": "vpc-1", "tagsAll": _CDE}, {"vpcId": [_NETWORK]})
_OUTSIDE = Resource(SUBNET, "outside", {"id": "subnet-2", "vpcId": "vpc-1", "tagsAll": _PLAIN}, {"vpcId": [_NETWORK]})
_SERVICE = Resource(
    ECS_SERVICE,
    "payments",
    {"tagsAll": _CDE, "networkConfiguration": {"subnets": ["subnet-1"]}},
    {"networkConfiguration": [_INSIDE]},
)
_PLACES = Resource(RDS_SUBNET_GROUP, "places", {"name": "places", "subnetIds": ["subnet-1"]}, {"subnetIds": [_INSIDE]})
_DATABASE = Resource(
    RDS_INSTANCE, "database", {"tagsAll": _CDE, "dbSubnetGroupName": "places"}, {"dbSubnetGroupName": [_PLACES]}
)
_CACHE_PLACES = Resource(
    CACHE_SUBNET_GROUP, "cache-places", {"name": "cache-places", "subnetIds": ["subnet-1"]}, {"subnetIds": [_INSIDE]}
)
_CACHE = Resource(
    CACHE_REPLICATION_GROUP,
    "cache",
    {"tagsAll": _CDE, "subnetGroupName": "cache-places"},
    {"subnetGroupName": [_CACHE_PLACES]},
)
_TABLE = Resource(ROUTE_TABLE, "table", {"id": "rtb-1", "vpcId": "vpc-1", "routes": []}, {"vpcId": [_NETWORK]})
_USE = Resource(
    ROUTE_TABLE_ASSOCIATION,
    "use",
    {"subnetId": "subnet-1", "routeTableId": "rtb-1"},
    {"subnetId": [_INSIDE], "routeTableId": [_TABLE]},
)

_SEGMENT = small_stack(_NETWORK, _INSIDE, _OUTSIDE, _SERVICE, _PLACES, _DATABASE, _CACHE_PLACES, _CACHE, _TABLE, _USE)
_EVERYTHING: Json = {"cidrBlock": "0.0.0.0/0", "transitGatewayId": "tgw-1"}
_WAY_OUT, _OUTSIDE_NAMED = Named(ROUTE, "way-out"), Named(SUBNET, "outside")


def _named(resource: Resource) -> Named:
    return Named(resource.type, resource.name)


CASES = (
    Case(
        "cde-segmentation",
        "tasks with cardholder data run beside their network",
        leading(_named(_SERVICE), "networkConfiguration.subnets", _OUTSIDE_NAMED),
        (_named(_SERVICE),),
        of=_SEGMENT,
    ),
    Case(
        "cde-segmentation",
        "databases with cardholder data lie beside their network",
        leading(_named(_PLACES), "subnetIds", _OUTSIDE_NAMED),
        (_named(_DATABASE),),
        of=_SEGMENT,
    ),
    Case(
        "cde-segmentation",
        "the network is not marked any more",
        given(_named(_INSIDE), tagsAll=_PLAIN),
        (_named(_SERVICE), _named(_DATABASE), _named(_CACHE)),
        of=_SEGMENT,
    ),
    Case(
        "cde-segmentation",
        "everything leaves through a transit gateway",
        beside(
            _WAY_OUT,
            {"destinationCidrBlock": "0.0.0.0/0", "transitGatewayId": "tgw-1"},
            links={"routeTableId": (_named(_TABLE),)},
        ),
        (_WAY_OUT,),
        of=_SEGMENT,
        was_silent=True,
    ),
    Case(
        "cde-segmentation",
        "an inline route leads everything through a transit gateway",
        given(_named(_TABLE), routes=[_EVERYTHING]),
        (_named(_TABLE),),
        of=_SEGMENT,
        was_silent=True,
    ),
)
