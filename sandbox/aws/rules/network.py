"""What EC2 refuses of VPCs, subnets, routes, gateways, endpoints, network ACLs and flow logs, by their inputs alone."""

import re
from typing import Final

from sandbox.aws.rules.addresses import network, unless_block, unless_sized
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given, unless_at_most_one, unless_exactly_one
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import (
    EIP,
    FLOW_LOG,
    NAT_GATEWAY,
    NETWORK_ACL,
    NETWORK_ACL_RULE,
    ROUTE,
    ROUTE_TABLE,
    ROUTE_TABLE_ASSOCIATION,
    SUBNET,
    VPC,
    VPC_ENDPOINT,
)

_DYNAMODB: Final = (
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-interface-endpoints.html"
)
_API: Final = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/"
_REGION: Final = r"[a-z]{2}(?:-[a-z]+)+-\d"
_ROUTE_TARGETS: Final = (
    "carrierGatewayId",
    "coreNetworkArn",
    "egressOnlyGatewayId",
    "gatewayId",
    "localGatewayId",
    "natGatewayId",
    "networkInterfaceId",
    "odbNetworkArn",
    "transitGatewayId",
    "vpcEndpointId",
    "vpcPeeringConnectionId",
)


@refuses(VPC, code="InvalidVpc.Range", source=_API + "API_CreateVpc.html")
def a_vpc_has_a_block_of_16_to_28(vpc: Given) -> Failures:
    """The primary block is canonical and between /16 and /28."""
    yield from unless_block(vpc["cidrBlock"], 4)
    yield from unless_sized(vpc["cidrBlock"], 16, 28)


@refuses(VPC, code="MissingParameter", source=_API + "API_CreateVpc.html")
def a_vpc_has_a_source_of_addresses(vpc: Given) -> Failures:
    """A block or an IPAM pool to take one from."""
    if vpc["cidrBlock"].absent and vpc["ipv4IpamPoolId"].absent:
        yield vpc["cidrBlock"].refuse("neither cidrBlock nor ipv4IpamPoolId is given; give the VPC a CIDR block")


@refuses(VPC, code="InvalidParameterValue", source=_API + "API_CreateVpc.html")
def a_vpc_has_default_or_dedicated_tenancy(vpc: Given) -> Failures:
    """`host` can't be a VPC's tenancy."""
    yield from vpc["instanceTenancy"].none_of(("default", "dedicated"))


@refuses(SUBNET, code="InvalidSubnet.Range", source=_API + "API_CreateSubnet.html")
def a_subnet_has_a_block_of_16_to_28(subnet: Given) -> Failures:
    """The block is canonical and between /16 and /28."""
    yield from unless_block(subnet["cidrBlock"], 4)
    yield from unless_sized(subnet["cidrBlock"], 16, 28)


@refuses(SUBNET, code="InvalidSubnet.Range", source=_API + "API_CreateSubnet.html")
def an_ipv6_subnet_block_is_44_to_64_in_steps_of_4(subnet: Given) -> Failures:
    """IPv6 netmasks of subnets are /44, /48 ... /64."""
    given = subnet["ipv6CidrBlock"]
    yield from unless_block(given, 6)
    block = network(given.text)
    if block is not None and block.version == 6 and block.prefixlen not in range(44, 65, 4):
        yield given.refuse(f'"{block}" has a /{block.prefixlen} netmask; AWS allows /44 to /64 in steps of 4')


@refuses(SUBNET, code="MissingParameter", source=_API + "API_CreateSubnet.html")
def a_subnet_has_a_source_of_addresses(subnet: Given) -> Failures:
    """A block or an IPAM pool of either family."""
    if all(subnet[name].absent for name in ("cidrBlock", "ipv6CidrBlock", "ipv4IpamPoolId", "ipv6IpamPoolId")):
        yield subnet["cidrBlock"].refuse("neither cidrBlock nor ipv6CidrBlock is given; give the subnet a CIDR block")


@refuses(SUBNET, code="InvalidParameterValue", source=_API + "API_CreateSubnet.html")
def a_subnet_lies_in_a_zone_of_the_region(subnet: Given) -> Failures:
    """Zone names begin with the name of their region, local and Wavelength zones included."""
    zone = subnet["availabilityZone"]
    if zone.text is not None and not re.fullmatch(rf"{subnet.place.region}(-[a-z0-9-]+)?[a-z0-9]", zone.text):
        yield zone.refuse(
            f'"{zone.text}" isn\'t a zone of {subnet.place.region}; give one such as {subnet.place.region}a'
        )


@refuses(SUBNET, code="InvalidParameterCombination", source=_API + "API_CreateSubnet.html")
def a_subnet_names_its_zone_once(subnet: Given) -> Failures:
    """By name or by id."""
    yield from unless_at_most_one(subnet, "availabilityZone", "availabilityZoneId")


@refuses(ROUTE, code="InvalidParameterCombination", source=_API + "API_CreateRoute.html")
def a_route_has_one_destination(route: Given) -> Failures:
    """A block, an IPv6 block or a prefix list."""
    yield from unless_exactly_one(route, "destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")


@refuses(ROUTE, code="InvalidParameterCombination", source=_API + "API_CreateRoute.html")
def a_route_has_one_target(route: Given) -> Failures:
    """A gateway, an interface, a peering ... exactly one of them."""
    yield from unless_exactly_one(route, *_ROUTE_TARGETS)


@refuses(ROUTE, code="InvalidParameterValue", source=_API + "API_CreateRoute.html")
def a_route_leads_to_a_block(route: Given) -> Failures:
    """Destinations are canonical blocks."""
    yield from unless_block(route["destinationCidrBlock"], 4)
    yield from unless_block(route["destinationIpv6CidrBlock"], 6)


@refuses(ROUTE_TABLE, code="InvalidParameterCombination", source=_API + "API_CreateRoute.html")
def inline_routes_have_one_destination_and_one_target(table: Given) -> Failures:
    """Each route of the table, as if it were a resource of its own."""
    for route in table["routes"].items:
        yield from unless_exactly_one(route, "cidrBlock", "ipv6CidrBlock", "destinationPrefixListId")
        yield from unless_exactly_one(route, *_ROUTE_TARGETS)
        yield from unless_block(route["cidrBlock"], 4)
        yield from unless_block(route["ipv6CidrBlock"], 6)


@refuses(ROUTE_TABLE_ASSOCIATION, code="InvalidParameterCombination", source=_API + "API_AssociateRouteTable.html")
def a_route_table_is_associated_with_a_subnet_or_a_gateway(association: Given) -> Failures:
    """Exactly one of them."""
    yield from unless_exactly_one(association, "subnetId", "gatewayId")


@refuses(NAT_GATEWAY, code="MissingParameter", source=_API + "API_CreateNatGateway.html")
def a_public_nat_gateway_has_an_elastic_ip(gateway: Given) -> Failures:
    """A zonal public NAT gateway needs an allocation; a regional one gets its addresses itself."""
    if gateway["availabilityMode"].unknown or gateway["availabilityMode"].text == "regional":
        return
    kind = gateway["connectivityType"]
    if kind.text in (None, "public") and not kind.unknown and gateway["allocationId"].absent:
        yield gateway["allocationId"].refuse(
            "a public NAT gateway needs an Elastic IP; give the allocationId of one, or connectivityType private"
        )


@refuses(NAT_GATEWAY, code="InvalidParameterCombination", source=_API + "API_CreateNatGateway.html")
def a_private_nat_gateway_has_no_elastic_ip(gateway: Given) -> Failures:
    """Elastic IPs belong to public NAT gateways only."""
    if gateway["connectivityType"].text == "private" and gateway["allocationId"].present:
        yield gateway["allocationId"].refuse("a private NAT gateway can't have an Elastic IP; leave allocationId out")


@refuses(NAT_GATEWAY, code="MissingParameter", source=_API + "API_CreateNatGateway.html")
def a_nat_gateway_has_a_home(gateway: Given) -> Failures:
    """A zonal NAT gateway lives in a subnet, a regional one in a VPC."""
    mode = gateway["availabilityMode"]
    if mode.unknown:
        return
    if mode.text == "regional" and gateway["vpcId"].absent:
        yield gateway["vpcId"].refuse("a regional NAT gateway needs the VPC that it serves; give vpcId")
    if mode.text != "regional" and gateway["subnetId"].absent:
        yield gateway["subnetId"].refuse("a zonal NAT gateway needs the subnet that it lives in; give subnetId")


@refuses(EIP, code="InvalidParameterCombination", source=_API + "API_AssociateAddress.html")
def an_elastic_ip_is_associated_once(eip: Given) -> Failures:
    """With an instance or a network interface."""
    yield from unless_at_most_one(eip, "instance", "networkInterface")


@refuses(VPC_ENDPOINT, code="InvalidParameter", source=_API + "API_CreateVpcEndpoint.html")
def a_gateway_endpoint_has_neither_subnets_nor_security_groups(endpoint: Given) -> Failures:
    """Gateway endpoints, the default type, live in route tables."""
    if endpoint["vpcEndpointType"].unknown or endpoint["vpcEndpointType"].text not in (None, "Gateway"):
        return
    for name in ("subnetIds", "securityGroupIds"):
        if not endpoint[name].empty:
            yield endpoint[name].refuse(
                f"{name} are only supported for interface endpoints; give vpcEndpointType Interface or leave them out"
            )
    if endpoint["privateDnsEnabled"].true:
        yield endpoint["privateDnsEnabled"].refuse(
            "private DNS is only supported for interface endpoints; give vpcEndpointType Interface or leave it out"
        )


@refuses(VPC_ENDPOINT, code="InvalidParameter", source=_API + "API_CreateVpcEndpoint.html")
def only_a_gateway_endpoint_has_route_tables(endpoint: Given) -> Failures:
    """Interface endpoints live in subnets."""
    kind = endpoint["vpcEndpointType"].text
    if kind in ("Interface", "GatewayLoadBalancer") and not endpoint["routeTableIds"].empty:
        yield endpoint["routeTableIds"].refuse(
            f"route tables are only supported for gateway endpoints, this one is {kind}; give subnetIds instead"
        )


@refuses(VPC_ENDPOINT, code="InvalidParameter", source=_DYNAMODB)
def an_endpoint_of_dynamodb_has_no_private_dns(endpoint: Given) -> Failures:
    """Clients name the endpoint themselves."""
    named = re.fullmatch(r"com\.amazonaws\.[^.]+\.(dynamodb|dynamodb-streams)", endpoint["serviceName"].text or "")
    if named and endpoint["vpcEndpointType"].text == "Interface" and endpoint["privateDnsEnabled"].true:
        yield endpoint["privateDnsEnabled"].refuse(
            f"private DNS can't be enabled because the service {endpoint['serviceName'].text} does not provide a "
            "private DNS name; leave it out"
        )


@refuses(VPC_ENDPOINT, code="InvalidServiceName", source=_API + "API_CreateVpcEndpoint.html")
def an_endpoint_reaches_a_service_of_its_region(endpoint: Given) -> Failures:
    """Unless a service region is given, the region in the service's name is the endpoint's own."""
    service = endpoint["serviceName"]
    match = re.match(rf"(?:cn\.)?com\.amazonaws\.({_REGION})\.", service.text or "")
    if match and endpoint["serviceRegion"].absent and match.group(1) != endpoint.place.region:
        right = (service.text or "").replace(match.group(1), endpoint.place.region)
        yield service.refuse(f'"{service.text}" doesn\'t exist in {endpoint.place.region}; did you mean "{right}"?')


@refuses(NETWORK_ACL, code="NetworkAclEntryAlreadyExists", source=_API + "API_CreateNetworkAclEntry.html")
def rule_numbers_of_a_network_acl_are_used_once(acl: Given) -> Failures:
    """In each direction."""
    for direction in ("ingress", "egress"):
        seen: set[float] = set()
        for rule in acl[direction].items:
            number = rule["ruleNo"].number
            if number is not None and number in seen:
                yield rule["ruleNo"].refuse(f"rule number {number:g} is used twice in {direction}; number them apart")
            seen |= {number} if number is not None else set()


@refuses(NETWORK_ACL, NETWORK_ACL_RULE, code="InvalidParameterValue", source=_API + "API_CreateNetworkAclEntry.html")
def rules_of_a_network_acl_are_numbered_1_to_32766(acl: Given) -> Failures:
    """32767 is the rule that denies the rest."""
    for rule in (acl, *acl["ingress"].items, *acl["egress"].items):
        yield from rule["ruleNumber"].outside(1, 32766)
        yield from rule["ruleNo"].outside(1, 32766)


@refuses(NETWORK_ACL, NETWORK_ACL_RULE, code="InvalidParameterValue", source=_API + "API_CreateNetworkAclEntry.html")
def rules_of_a_network_acl_allow_or_deny(acl: Given) -> Failures:
    """In lower or upper case."""
    for rule in (acl, *acl["ingress"].items, *acl["egress"].items):
        yield from rule["ruleAction"].unlike("(?i)allow|deny", "allow or deny")
        yield from rule["action"].unlike("(?i)allow|deny", "allow or deny")


@refuses(NETWORK_ACL_RULE, code="InvalidParameterCombination", source=_API + "API_CreateNetworkAclEntry.html")
def a_network_acl_rule_has_one_block(rule: Given) -> Failures:
    """IPv4 or IPv6."""
    yield from unless_exactly_one(rule, "cidrBlock", "ipv6CidrBlock")


@refuses(FLOW_LOG, code="InvalidParameter", source=_API + "API_CreateFlowLogs.html")
def a_flow_log_watches_one_thing(log: Given) -> Failures:
    """An interface, a subnet, a VPC, a transit gateway, its attachment or a regional NAT gateway."""
    yield from unless_exactly_one(
        log, "vpcId", "subnetId", "eniId", "transitGatewayId", "transitGatewayAttachmentId", "regionalNatGatewayId"
    )


@refuses(FLOW_LOG, code="InvalidParameter", source=_API + "API_CreateFlowLogs.html")
def a_flow_log_to_cloudwatch_has_a_role(log: Given) -> Failures:
    """Delivery to CloudWatch Logs, the default, needs a role; delivery to S3 takes none."""
    destination = log["logDestinationType"]
    if destination.text == "s3" and log["iamRoleArn"].present:
        yield log["iamRoleArn"].refuse("a flow log to S3 takes no role; leave iamRoleArn out")
    if destination.text in (None, "cloud-watch-logs") and not destination.unknown and log["iamRoleArn"].absent:
        yield log["iamRoleArn"].refuse("a flow log to CloudWatch Logs needs a role that may write; give iamRoleArn")


@refuses(FLOW_LOG, code="InvalidParameter", source=_API + "API_CreateFlowLogs.html")
def a_flow_log_aggregates_over_1_or_10_minutes(log: Given) -> Failures:
    """60 or 600 seconds."""
    yield from log["maxAggregationInterval"].no_number_of((60, 600))
    yield from log["trafficType"].none_of(("ACCEPT", "REJECT", "ALL"))
