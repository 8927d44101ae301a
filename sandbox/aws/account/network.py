"""The default VPC of a region and what AWS makes with it.

Source: Amazon VPC user guide, "Default VPCs": 172.31.0.0/16, a public /20 subnet in each zone, an internet gateway with
a route from the main route table, a default security group and network ACL, the region's DHCP options.
"""

from ipaddress import IPv4Network

from sandbox.aws.model import Deployed, Generator, Place
from sandbox.aws.regions import zones_of
from sandbox.values import Properties, Value

VPC_CIDR = "172.31.0.0/16"


def default_vpc_id(place: Place) -> str:
    """The id of the region's default VPC."""
    return _id(place, "vpc")


def default_subnet_id(place: Place, zone: str) -> str:
    """The id of the default subnet in a zone (`us-east-1a`)."""
    return _id(place, "subnet", zone)


def resources(place: Place) -> list[Deployed]:
    """The default VPC of the region, its subnets, gateway, route table, security group, ACL and DHCP options."""
    return [
        _vpc(place),
        *_subnets(place),
        _made(place, "internetGateway", _id(place, "igw"), "internet-gateway", {"vpcId": _id(place, "vpc")}),
        _route_table(place),
        _security_group(place),
        _network_acl(place),
        _dhcp_options(place),
    ]


def _vpc(place: Place) -> Deployed:
    return _made(
        place,
        "vpc",
        _id(place, "vpc"),
        "vpc",
        {
            "assignGeneratedIpv6CidrBlock": False,
            "cidrBlock": VPC_CIDR,
            "default": True,
            "defaultNetworkAclId": _id(place, "acl"),
            "defaultRouteTableId": _id(place, "rtb"),
            "defaultSecurityGroupId": _id(place, "sg"),
            "dhcpOptionsId": _id(place, "dopt"),
            "enableDnsHostnames": True,
            "enableDnsSupport": True,
            "enableNetworkAddressUsageMetrics": False,
            "instanceTenancy": "default",
            "mainRouteTableId": _id(place, "rtb"),
            "state": "available",
        },
    )


def _subnets(place: Place) -> list[Deployed]:
    blocks = IPv4Network(VPC_CIDR).subnets(new_prefix=20)
    return [
        _made(
            place,
            "subnet",
            default_subnet_id(place, zone.name),
            "subnet",
            {
                "assignIpv6AddressOnCreation": False,
                "availabilityZone": zone.name,
                "availabilityZoneId": zone.id,
                "availableIpAddressCount": block.num_addresses - 5,
                "cidrBlock": str(block),
                "defaultForAz": True,
                "enableDns64": False,
                "enableResourceNameDnsARecordOnLaunch": False,
                "enableResourceNameDnsAaaaRecordOnLaunch": False,
                "ipv6Native": False,
                "mapPublicIpOnLaunch": True,
                "privateDnsHostnameTypeOnLaunch": "ip-name",
                "state": "available",
                "vpcId": _id(place, "vpc"),
            },
        )
        for zone, block in zip(zones_of(place.region), blocks, strict=False)
    ]


def _route_table(place: Place) -> Deployed:
    routes: list[Value] = [{"cidrBlock": "0.0.0.0/0", "gatewayId": _id(place, "igw")}]
    association: Properties = {
        "main": True,
        "routeTableAssociationId": _id(place, "rtbassoc"),
        "routeTableId": _id(place, "rtb"),
    }
    extra: Properties = {"vpcId": _id(place, "vpc"), "routes": routes, "main": True, "associations": [association]}
    return _made(place, "routeTable", _id(place, "rtb"), "route-table", extra)


def _security_group(place: Place) -> Deployed:
    everything: Properties = {"fromPort": 0, "toPort": 0, "protocol": "-1"}
    extra: Properties = {
        "name": "default",
        "description": "default VPC security group",
        "vpcId": _id(place, "vpc"),
        "ingress": [{**everything, "self": True}],
        "egress": [{**everything, "cidrBlocks": ["0.0.0.0/0"]}],
    }
    return _made(place, "securityGroup", _id(place, "sg"), "security-group", extra)


def _network_acl(place: Place) -> Deployed:
    rule: Properties = {
        "action": "allow",
        "cidrBlock": "0.0.0.0/0",
        "fromPort": 0,
        "toPort": 0,
        "protocol": "-1",
        "ruleNo": 100,
    }
    subnets: list[Value] = [default_subnet_id(place, zone.name) for zone in zones_of(place.region)]
    extra: Properties = {
        "vpcId": _id(place, "vpc"),
        "default": True,
        "ingress": [rule],
        "egress": [dict(rule)],
        "subnetIds": subnets,
    }
    return _made(place, "networkAcl", _id(place, "acl"), "network-acl", extra)


def _dhcp_options(place: Place) -> Deployed:
    domain = "ec2.internal" if place.region == "us-east-1" else f"{place.region}.compute.internal"
    extra: Properties = {"domainName": domain, "domainNameServers": ["AmazonProvidedDNS"]}
    return _made(place, "vpcDhcpOptions", _id(place, "dopt"), "dhcp-options", extra)


def _made(place: Place, type: str, id: str, noun: str, properties: Properties) -> Deployed:
    state: Properties = {
        "arn": place.arn("ec2", f"{noun}/{id}"),
        "ownerId": place.account,
        "region": place.region,
        "tags": {},
        "tagsAll": {},
        **properties,
    }
    return Deployed(f"aws:ec2/{type}:{type[0].upper()}{type[1:]}", id, place, state, seed="")


def _id(place: Place, prefix: str, label: str = "") -> str:
    return f"{prefix}-{Generator(f'{place.account}/{place.region}/default').hex(17, prefix + label)}"
