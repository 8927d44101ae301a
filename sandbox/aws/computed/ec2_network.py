"""EC2: VPCs, subnets, route tables, network ACLs and gateways."""

import zlib
from typing import Final

from sandbox.aws.computed.addresses import address_in, default_vpc, elastic_address, subnet_value
from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.aws.regions import zone_id_of, zone_named_by_id
from sandbox.values import Properties, Value

_EC2_IDS: Final[dict[str, tuple[str, str]]] = {
    "aws:ec2/routeTable:RouteTable": ("rtb", "route-table"),
    "aws:ec2/vpcDhcpOptions:VpcDhcpOptions": ("dopt", "dhcp-options"),
    "aws:ec2/networkAcl:NetworkAcl": ("acl", "network-acl"),
    "aws:ec2/internetGateway:InternetGateway": ("igw", "internet-gateway"),
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": ("eigw", "egress-only-internet-gateway"),
    "aws:ec2/carrierGateway:CarrierGateway": ("cagw", "carrier-gateway"),
    "aws:ec2/customerGateway:CustomerGateway": ("cgw", "customer-gateway"),
    "aws:ec2/vpnGateway:VpnGateway": ("vgw", "vpn-gateway"),
    "aws:ec2/managedPrefixList:ManagedPrefixList": ("pl", "prefix-list"),
    "aws:ec2/flowLog:FlowLog": ("fl", "vpc-flow-log"),
    "aws:ec2/vpcIpam:VpcIpam": ("ipam", "ipam"),
    "aws:ec2/vpcIpamPool:VpcIpamPool": ("ipam-pool", "ipam-pool"),
    "aws:ec2/vpcIpamScope:VpcIpamScope": ("ipam-scope", "ipam-scope"),
    "aws:ec2/trafficMirrorFilter:TrafficMirrorFilter": ("tmf", "traffic-mirror-filter"),
    "aws:ec2/trafficMirrorSession:TrafficMirrorSession": ("tms", "traffic-mirror-session"),
    "aws:ec2/trafficMirrorTarget:TrafficMirrorTarget": ("tmt", "traffic-mirror-target"),
    "aws:ec2/capacityReservation:CapacityReservation": ("cr", "capacity-reservation"),
    "aws:ec2transitgateway/routeTable:RouteTable": ("tgw-rtb", "transit-gateway-route-table"),
    "aws:ec2transitgateway/connect:Connect": ("tgw-attach", "transit-gateway-attachment"),
    "aws:ec2transitgateway/peeringAttachment:PeeringAttachment": ("tgw-attach", "transit-gateway-attachment"),
    "aws:ec2transitgateway/policyTable:PolicyTable": ("tgw-ptb", "transit-gateway-policy-table"),
    "aws:ec2transitgateway/multicastDomain:MulticastDomain": ("tgw-mcast-domain", "transit-gateway-multicast-domain"),
}


@computes(*_EC2_IDS)
def plain(creation: Creation) -> Computed:
    """Types of which EC2 computes little more than the id and the ARN."""
    prefix, kind = _EC2_IDS[creation.resource.token]
    id = creation.prefixed(prefix)
    properties: Properties = {}
    if "arn" in creation.resource.outputs:
        properties["arn"] = creation.arn("ec2", f"{kind}/{id}")
    match creation.resource.class_name:
        case "ManagedPrefixList":
            properties["version"] = creation.count("version", "entries", "maxEntries", "name")
        case "VpnGateway":
            properties["amazonSideAsn"] = creation.text("amazonSideAsn", "64512")
        case "FlowLog":
            properties["logFormat"] = creation.text("logFormat", _FLOW_LOG_FORMAT)
    return Computed(id, properties)


_FLOW_LOG_FORMAT: Final = (
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} "
    "${bytes} ${start} ${end} ${action} ${log-status}"
)


@computes("aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc")
def vpc(creation: Creation) -> Computed:
    """A VPC with its defaults: security group, network ACL, main route table and DHCP options."""
    standard = creation.resource.class_name == "DefaultVpc"
    id = (default_vpc(creation) if standard else "") or creation.prefixed("vpc")
    table = creation.prefixed("rtb", "main")
    block = "172.31.0.0/16" if standard else "10.0.0.0/16"
    properties: Properties = {
        "arn": creation.arn("ec2", f"vpc/{id}"),
        "cidrBlock": creation.text("cidrBlock", block),
        "instanceTenancy": creation.text("instanceTenancy", "default"),
        "enableDnsSupport": creation.flag("enableDnsSupport", True),
        "enableDnsHostnames": creation.flag("enableDnsHostnames", standard),
        "defaultNetworkAclId": creation.prefixed("acl", "default"),
        "defaultRouteTableId": table,
        "mainRouteTableId": table,
        "defaultSecurityGroupId": creation.prefixed("sg", "default"),
        "dhcpOptionsId": f"dopt-0{creation.shared('dopt').hex(16)}",
        "ipv6AssociationId": "",
        "ipv6CidrBlockNetworkBorderGroup": "",
        "ownerId": creation.account,
    }
    if creation.flag("assignGeneratedIpv6CidrBlock") or creation.text("ipv6IpamPoolId"):
        properties["ipv6CidrBlock"] = creation.text("ipv6CidrBlock", _ipv6_block(creation))
        properties["ipv6AssociationId"] = creation.prefixed("vpc-cidr-assoc", "ipv6")
        properties["ipv6CidrBlockNetworkBorderGroup"] = creation.text(
            "ipv6CidrBlockNetworkBorderGroup", creation.region
        )
    if standard:
        properties["existingDefaultVpc"] = True
    return Computed(id, properties)


def _ipv6_block(creation: Creation) -> str:
    digits = creation.random.hex(5, "ipv6")
    return f"2406:da1a:{digits[:3]}:{digits[3:]}00::/56"


@computes("aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet")
def subnet(creation: Creation) -> Computed:
    """A subnet; without a zone AWS picks one."""
    id = creation.prefixed("subnet")
    zone = creation.text("availabilityZone") or zone_named_by_id(creation.region, creation.text("availabilityZoneId"))
    zones = creation.facts.zones
    zone = zone or zones[int(creation.random.digits(3, "zone")) % len(zones)].name
    ipv6 = creation.text("ipv6CidrBlock")
    properties: Properties = {
        "arn": creation.arn("ec2", f"subnet/{id}"),
        "availabilityZone": zone,
        "availabilityZoneId": zone_id_of(zone) or creation.text("availabilityZoneId"),
        "ipv6CidrBlock": ipv6,
        "ipv6CidrBlockAssociationId": creation.prefixed("subnet-cidr-assoc", "ipv6") if ipv6 else "",
        "privateDnsHostnameTypeOnLaunch": creation.text("privateDnsHostnameTypeOnLaunch", "ip-name"),
        "ownerId": creation.account,
    }
    if creation.resource.class_name == "DefaultSubnet":
        place = next((number for number, known in enumerate(zones) if known.name == zone), 0)
        properties |= {
            "cidrBlock": f"172.31.{16 * place}.0/20",
            "vpcId": default_vpc(creation) or creation.prefixed("vpc", "default"),
            "existingDefaultSubnet": True,
            "mapPublicIpOnLaunch": creation.flag("mapPublicIpOnLaunch", True),
        }
    return Computed(id, properties)


@computes("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation")
def vpc_ipv4_block(creation: Creation) -> Computed:
    """A further IPv4 block of a VPC."""
    return Computed(creation.prefixed("vpc-cidr-assoc"))


@computes("aws:ec2/route:Route")
def route(creation: Creation) -> Computed:
    """A route; its id is made of the table and a checksum of the destination."""
    destination = next(
        (
            creation.text(name)
            for name in ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")
            if creation.text(name)
        ),
        "",
    )
    properties: Properties = {
        "origin": "CreateRoute",
        "state": "active",
        "instanceId": "",
        "instanceOwnerId": "",
    }
    return Computed(f"r-{creation.text('routeTableId')}{zlib.crc32(destination.encode())}", properties)


@computes("aws:ec2/routeTableAssociation:RouteTableAssociation")
def route_table_association(creation: Creation) -> Computed:
    """The association of a subnet or gateway with a route table."""
    return Computed(creation.prefixed("rtbassoc"))


@computes("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation")
def main_route_table_association(creation: Creation) -> Computed:
    """Another main route table of a VPC."""
    vpc = creation.find("aws:ec2/vpc:Vpc", creation.text("vpcId"))
    original = vpc.get("defaultRouteTableId") if vpc is not None else creation.prefixed("rtb", "original")
    return Computed(creation.prefixed("rtbassoc"), {"originalRouteTableId": original})


@computes("aws:ec2/defaultRouteTable:DefaultRouteTable", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl")
def adopted_default(creation: Creation) -> Computed:
    """The adoption of a VPC's own route table or network ACL."""
    table = creation.resource.class_name == "DefaultRouteTable"
    id = creation.text("defaultRouteTableId" if table else "defaultNetworkAclId")
    key = "defaultRouteTableId" if table else "defaultNetworkAclId"
    owner = next((vpc.id for vpc in creation.request.cloud.where("aws:ec2/vpc:Vpc", **{key: id})), "")
    kind = "route-table" if table else "network-acl"
    return Computed(id, {"arn": creation.arn("ec2", f"{kind}/{id}"), "ownerId": creation.account, "vpcId": owner})


@computes("aws:ec2/networkAclRule:NetworkAclRule")
def network_acl_rule(creation: Creation) -> Computed:
    """A rule of a network ACL; its id is a checksum, as the provider makes it."""
    parts = ("networkAclId", "ruleNumber", "egress", "protocol")
    text = "-".join(str(creation.state.get(part)) for part in parts)
    return Computed(f"nacl-{zlib.crc32(text.encode())}")


@computes("aws:ec2/networkAclAssociation:NetworkAclAssociation")
def network_acl_association(creation: Creation) -> Computed:
    """The association of a subnet with a network ACL."""
    return Computed(creation.prefixed("aclassoc"))


@computes("aws:ec2/internetGatewayAttachment:InternetGatewayAttachment")
def internet_gateway_attachment(creation: Creation) -> Computed:
    """The attachment of an internet gateway to a VPC."""
    return Computed(f"{creation.text('internetGatewayId')}:{creation.text('vpcId')}")


@computes("aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation")
def dhcp_options_association(creation: Creation) -> Computed:
    """The association of DHCP options with a VPC."""
    return Computed(f"{creation.text('dhcpOptionsId')}-{creation.text('vpcId')}")


@computes("aws:ec2/eip:Eip")
def elastic_ip(creation: Creation) -> Computed:
    """An elastic IP address."""
    id = creation.prefixed("eipalloc")
    address = creation.text("address") or elastic_address(creation, "", "eip")
    interface, instance = creation.text("networkInterface"), creation.text("instance")
    attached = bool(interface or instance)
    private = creation.text("associateWithPrivateIp")
    if attached and not private:
        private = _attached_address(creation, interface, instance)
    suffix = "compute-1" if creation.region == "us-east-1" else f"{creation.region}.compute"
    host = address.replace(".", "-")
    return Computed(
        id,
        {
            "allocationId": id,
            "arn": creation.arn("ec2", f"elastic-ip/{id}"),
            "associationId": creation.prefixed("eipassoc") if attached else "",
            "carrierIp": "",
            "customerOwnedIp": "",
            "domain": "vpc",
            "instance": instance,
            "networkInterface": interface or (creation.prefixed("eni", "instance") if instance else ""),
            "networkBorderGroup": creation.text("networkBorderGroup", creation.region),
            "privateIp": private,
            "privateDns": f"ip-{private.replace('.', '-')}.{creation.region}.compute.internal" if private else "",
            "ptrRecord": "",
            "publicDns": f"ec2-{host}.{suffix}.{creation.place.dns_suffix}",
            "publicIp": address,
            "publicIpv4Pool": creation.text("publicIpv4Pool", "amazon"),
            "ipamPoolId": creation.text("ipamPoolId"),
        },
    )


def _attached_address(creation: Creation, interface: str, instance: str) -> str:
    for type, id in (("aws:ec2/networkInterface:NetworkInterface", interface), ("aws:ec2/instance:Instance", instance)):
        target = creation.find(type, id)
        value: Value = target.get("privateIp") if target is not None else None
        if isinstance(value, str) and value:
            return value
    return address_in(creation, "", "private")


@computes("aws:ec2/eipAssociation:EipAssociation")
def elastic_ip_association(creation: Creation) -> Computed:
    """The association of an elastic IP with an instance or network interface."""
    allocation = creation.text("allocationId")
    interface, instance = creation.text("networkInterfaceId"), creation.text("instanceId")
    return Computed(
        creation.prefixed("eipassoc"),
        {
            "allocationId": allocation,
            "instanceId": instance,
            "networkInterfaceId": interface or creation.prefixed("eni", "instance"),
            "privateIpAddress": creation.text("privateIpAddress") or _attached_address(creation, interface, instance),
            "publicIp": creation.text("publicIp") or elastic_address(creation, allocation),
        },
    )


@computes("aws:ec2/natGateway:NatGateway")
def nat_gateway(creation: Creation) -> Computed:
    """A NAT gateway with its network interface and addresses."""
    subnet_id, allocation = creation.text("subnetId"), creation.text("allocationId")
    public = creation.text("connectivityType", "public") == "public"
    regional = creation.text("availabilityMode") == "regional"
    return Computed(
        creation.prefixed("nat"),
        {
            "associationId": creation.prefixed("eipassoc") if public else "",
            "networkInterfaceId": "" if regional else creation.prefixed("eni"),
            "privateIp": creation.text("privateIp") or ("" if regional else address_in(creation, subnet_id)),
            "publicIp": elastic_address(creation, allocation) if public and not regional else "",
            "secondaryAllocationIds": list(creation.texts("secondaryAllocationIds")),
            "secondaryPrivateIpAddressCount": creation.number("secondaryPrivateIpAddressCount"),
            "secondaryPrivateIpAddresses": list(creation.texts("secondaryPrivateIpAddresses")),
            "vpcId": creation.text("vpcId") or subnet_value(creation, subnet_id, "vpcId"),
            "autoProvisionZones": "enabled" if regional else "",
            "autoScalingIps": "enabled" if regional else "",
            "regionalNatGatewayAddresses": [],
            "regionalNatGatewayAutoMode": "enabled" if regional else "",
            "routeTableId": creation.prefixed("rtb", "regional") if regional else "",
        },
    )
