"""The network and what protects it, broken."""

from policies.resource_types import (
    CACHE_SUBNET_GROUP,
    DEFAULT_SECURITY_GROUP,
    ECS_SERVICE,
    ELASTIC_IP,
    FLOW_LOG,
    INTERNET_GATEWAY,
    LOAD_BALANCER,
    NAT_GATEWAY,
    RDS_SUBNET_GROUP,
    ROUTE,
    ROUTE_TABLE,
    ROUTE_TABLE_ASSOCIATION,
    SECURITY_GROUP,
    SECURITY_GROUP_INGRESS,
    SECURITY_GROUP_RULE,
    SUBNET,
    VPC,
    VPC_ENDPOINT,
)
from tests.policies.stack_mutations.case import DEV, Case
from tests.policies.stack_mutations.changes import beside, both, given, lacking, leading, without
from tests.policies.stack_mutations.deployed import Named

_VPC = Named(VPC, "network-vpc")
_FLOW_LOG = Named(FLOW_LOG, "network-flow-logs")
_APP_2, _DATABASE_2, _PUBLIC_2 = (Named(SUBNET, f"network-vpc-{tier}-2") for tier in ("app", "database", "public"))
_APP_1 = Named(SUBNET, "network-vpc-app-1")
_DATABASE_TABLE = Named(ROUTE_TABLE, "network-vpc-database-1")
_PUBLIC_TABLE = Named(ROUTE_TABLE, "network-vpc-public-1")
_DATABASE_PLACES = (Named(RDS_SUBNET_GROUP, "database-subnets"), Named(CACHE_SUBNET_GROUP, "cache-sessions-subnets"))
_SERVICES = (Named(ECS_SERVICE, "internal-pe-service"), Named(ECS_SERVICE, "customer-portal-service"))
_BALANCER = Named(LOAD_BALANCER, "edge-alb")
_TASKS, _CACHE_GROUP = Named(SECURITY_GROUP, "groups-ecs"), Named(SECURITY_GROUP, "groups-cache")
_TASKS_FROM_BALANCER = Named(SECURITY_GROUP_INGRESS, "groups-ecs-in-8080-alb")
_LOGS_ENDPOINT = Named(VPC_ENDPOINT, "endpoints-interface-logs")
_S3_ENDPOINT = Named(VPC_ENDPOINT, "endpoints-gateway-s3")
_SECOND_VPC, _SECOND_NAT = Named(VPC, "second"), Named(NAT_GATEWAY, "second")
_SPARE_GROUP, _SPARE_ADDRESS = Named(SECURITY_GROUP, "spare"), Named(ELASTIC_IP, "spare")

_OTHER_ZONE = {"availabilityZone": "ap-south-1a", "availabilityZoneId": "aps1-az1"}
_BARE_VPC = "the second VPC has none of its own"

CASES = (
    Case("vpc-has-flow-logs", "the VPC has no flow log", without(_FLOW_LOG), (_VPC,)),
    Case(
        "vpc-has-flow-logs",
        "only refused traffic is recorded",
        given(_FLOW_LOG, trafficType="REJECT"),
        (_VPC,),
        also={"flow-log-all-traffic": "the flow log says so itself"},
    ),
    Case(
        "vpc-has-flow-logs",
        "the flow log is that of a network interface",
        both(lacking(_FLOW_LOG, "vpcId"), given(_FLOW_LOG, eniId="eni-0123456789abcdef0")),
        (_VPC,),
    ),
    Case(
        "vpc-default-sg-managed",
        "nobody empties the default group",
        without(Named(DEFAULT_SECURITY_GROUP, "network-default-group")),
        (_VPC,),
    ),
    Case(
        "cidr-no-overlap",
        "two subnets share addresses",
        given(_APP_2, cidrBlock="192.168.0.64/27"),
        (_VPC,),
    ),
    Case(
        "cidr-no-overlap",
        "a second VPC has addresses of the first",
        beside(_SECOND_VPC, {"cidrBlock": "192.168.0.128/25", "id": "vpc-2", "arn": "arn:vpc-2"}, like=_VPC),
        (_VPC, _SECOND_VPC),
        also={"vpc-has-flow-logs": _BARE_VPC, "vpc-default-sg-managed": _BARE_VPC},
    ),
    Case(
        "reserved-ranges-free",
        "a subnet lies where the stack file keeps room for growth",
        given(_APP_2, cidrBlock="192.168.0.192/27"),
        (_APP_2,),
    ),
    Case("vpc-endpoints-required", "logs leave through the internet", without(_LOGS_ENDPOINT), (_VPC,)),
    Case(
        "vpc-endpoints-required",
        "an endpoint takes the default group of the VPC",
        lacking(_LOGS_ENDPOINT, "securityGroupIds"),
        (_VPC,),
    ),
    Case(
        "vpc-endpoints-required",
        "an endpoint is given an empty list of groups",
        given(_LOGS_ENDPOINT, securityGroupIds=[]),
        (_VPC,),
    ),
    Case(
        "nat-per-az",
        "both zones leave through one of them",
        leading(Named(ROUTE, "network-vpc-app-2"), "natGatewayId", Named(NAT_GATEWAY, "network-vpc-1")),
        (_APP_2,),
    ),
    Case(
        "nat-per-az",
        "dev pays for a second NAT gateway",
        beside(_SECOND_NAT, like=Named(NAT_GATEWAY, "network-vpc-1")),
        (_SECOND_NAT,),
        of=DEV,
    ),
    Case(
        "db-subnets-private",
        "a database subnet uses the public route table",
        leading(Named(ROUTE_TABLE_ASSOCIATION, "network-vpc-database-1"), "routeTableId", _PUBLIC_TABLE),
        _DATABASE_PLACES,
    ),
    Case(
        "db-subnets-private",
        "the databases' own route table gets a route to the internet gateway",
        beside(
            Named(ROUTE, "way-out"),
            {"destinationCidrBlock": "0.0.0.0/0"},
            links={"routeTableId": (_DATABASE_TABLE,), "gatewayId": (Named(INTERNET_GATEWAY, "network-vpc"),)},
        ),
        _DATABASE_PLACES,
    ),
    Case(
        "db-subnets-private",
        "the databases' own route table has an inline route to the internet gateway",
        given(_DATABASE_TABLE, routes=[{"cidrBlock": "0.0.0.0/0", "gatewayId": "igw-0123456789abcdef0"}]),
        _DATABASE_PLACES,
    ),
    Case(
        "ecs-subnets-private",
        "a subnet of the tasks uses the public route table",
        leading(Named(ROUTE_TABLE_ASSOCIATION, "network-vpc-app-1"), "routeTableId", _PUBLIC_TABLE),
        _SERVICES,
    ),
    Case(
        "multi-az-subnets-real",
        "both database subnets lie in one zone",
        given(_DATABASE_2, _OTHER_ZONE),
        _DATABASE_PLACES,
    ),
    Case(
        "multi-az-subnets-real",
        "both subnets of the tasks lie in one zone",
        given(_APP_2, _OTHER_ZONE),
        _SERVICES,
        also={"nat-per-az": "its NAT gateway stayed in the other zone"},
    ),
    Case(
        "multi-az-subnets-real",
        "both public subnets lie in one zone",
        given(_PUBLIC_2, _OTHER_ZONE),
        (_BALANCER,),
        also={"nat-per-az": "the second NAT gateway moved with the subnet"},
    ),
    Case(
        "sg-open-only-at-load-balancer",
        "the internet may enter the tasks",
        both(
            lacking(_TASKS_FROM_BALANCER, "referencedSecurityGroupId"),
            given(_TASKS_FROM_BALANCER, cidrIpv4="0.0.0.0/0"),
        ),
        (_TASKS,),
        also={
            "sg-open-only-443": "the port is none that the internet may enter",
            "alb-sg-to-service-sg": "the tasks are then entered past the load balancer",
        },
    ),
    Case(
        "sg-open-only-at-load-balancer",
        "an older kind of rule lets the internet into the cache",
        beside(
            Named(SECURITY_GROUP_RULE, "anybody"),
            {
                "type": "ingress",
                "protocol": "tcp",
                "fromPort": 6379,
                "toPort": 6379,
                "ipv6CidrBlocks": ["::/0"],
                "description": "Anybody",
            },
            links={"securityGroupId": (_CACHE_GROUP,)},
        ),
        (_CACHE_GROUP,),
        also={
            "sg-no-open-db-ports": "the rule says so itself",
            "sg-open-only-443": "the rule says so itself",
            "db-sg-only-from-app": "the cache is a data store",
            "no-rule-management-conflict": "the group has rules of the newer kind",
        },
    ),
    Case(
        "no-rule-management-conflict",
        "a group has a rule of its own beside separate ones",
        given(
            _TASKS,
            ingress=[
                {
                    "protocol": "tcp",
                    "fromPort": 9000,
                    "toPort": 9000,
                    "cidrBlocks": ["192.168.0.64/27"],
                    "description": "Tasks",
                }
            ],
        ),
        (_TASKS,),
    ),
    Case(
        "no-rule-management-conflict",
        "a group has separate rules of both kinds",
        beside(
            Named(SECURITY_GROUP_RULE, "older"),
            {"type": "ingress", "protocol": "tcp", "fromPort": 8080, "toPort": 8080, "description": "Web"},
            links={"securityGroupId": (_TASKS,), "sourceSecurityGroupId": (Named(SECURITY_GROUP, "groups-alb"),)},
        ),
        (_TASKS,),
    ),
    Case(
        "no-orphans",
        "a security group is on nothing",
        beside(_SPARE_GROUP, {"id": "sg-9", "arn": "arn:sg-9"}, like=_TASKS),
        (_SPARE_GROUP,),
    ),
    Case(
        "no-orphans",
        "an address is paid for and used by nothing",
        beside(_SPARE_ADDRESS, {"id": "eipalloc-9", "arn": "arn:eip-9"}, like=Named(ELASTIC_IP, "network-vpc-1")),
        (_SPARE_ADDRESS,),
    ),
    Case(
        "vpc-endpoint-policy", "everything passes through an endpoint", lacking(_S3_ENDPOINT, "policy"), (_S3_ENDPOINT,)
    ),
)
