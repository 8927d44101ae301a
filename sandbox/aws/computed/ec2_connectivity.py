"""EC2: endpoints, peering, transit gateways and VPN."""

from typing import Final

from sandbox.aws.computed.addresses import default_security_group, elastic_address, subnet_value
from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties, Value

_FULL_ACCESS: Final = (
    '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}'
)


@computes("aws:ec2/vpcEndpoint:VpcEndpoint")
def vpc_endpoint(creation: Creation) -> Computed:
    """A VPC endpoint: gateway endpoints have a prefix list, the others interfaces and DNS names."""
    id = creation.prefixed("vpce")
    kind = creation.text("vpcEndpointType", "Gateway")
    gateway = kind == "Gateway"
    interface = kind == "Interface"
    subnets = creation.texts("subnetIds")
    service = creation.text("serviceName").rsplit(".", 1)[-1]
    vpc_id = creation.text("vpcId")
    group = default_security_group(creation, vpc_id)
    standard: list[Value] = [group] if group and interface else []
    interfaces: list[Value] = [creation.prefixed("eni", f"eni{place}") for place in range(len(subnets))]
    blocks: list[Value] = ["52.219.64.0/22", "3.5.212.0/23"] if gateway else []
    return Computed(
        id,
        {
            "arn": creation.arn("ec2", f"vpc-endpoint/{id}"),
            "vpcEndpointType": kind,
            "cidrBlocks": blocks,
            "dnsEntries": _dns_entries(creation, id, service, subnets) if interface else [],
            "dnsOptions": _dns_options(creation, gateway),
            "ipAddressType": creation.text("ipAddressType", "ipv4"),
            "networkInterfaceIds": interfaces if not gateway else [],
            "ownerId": creation.account,
            "policy": creation.text("policy", _FULL_ACCESS if gateway or interface else ""),
            "prefixListId": f"pl-{creation.random.hex(8, 'prefixList')}" if gateway else "",
            "privateDnsEnabled": creation.flag("privateDnsEnabled"),
            "requesterManaged": False,
            "routeTableIds": [*creation.texts("routeTableIds")],
            "securityGroupIds": [*creation.texts("securityGroupIds")] or standard,
            "serviceRegion": creation.text("serviceRegion", creation.region),
            "state": "available",
            "subnetConfigurations": [{"subnetId": subnet} for subnet in subnets],
            "subnetIds": [*subnets],
        },
    )


def _dns_options(creation: Creation, gateway: bool) -> Properties:
    given = creation.state.get("dnsOptions")
    base: Properties = {
        "dnsRecordIpType": "service-defined" if gateway else "ipv4",
        "privateDnsOnlyForInboundResolverEndpoint": False,
    }
    return base | ({key: item for key, item in given.items() if item is not None} if isinstance(given, dict) else {})


def _dns_entries(creation: Creation, id: str, service: str, subnets: list[str]) -> list[Value]:
    host = f"{id}-{creation.random.lower(8, 'dns')}"
    domain = f"{service}.{creation.region}.vpce.{creation.place.dns_suffix}"
    zone = "Z" + creation.random.upper(13, "dnsZone")
    entries: list[Value] = [{"dnsName": f"{host}.{domain}", "hostedZoneId": zone}]
    for subnet in subnets:
        name = subnet_value(creation, subnet, "availabilityZone")
        if name:
            entries.append({"dnsName": f"{host}-{name}.{domain}", "hostedZoneId": zone})
    if creation.flag("privateDnsEnabled"):
        private = f"{service}.{creation.region}.{creation.place.dns_suffix}"
        entries.append({"dnsName": private, "hostedZoneId": "Z" + creation.random.upper(20, "privateZone")})
    return entries


@computes("aws:ec2/vpcEndpointService:VpcEndpointService")
def vpc_endpoint_service(creation: Creation) -> Computed:
    """A service behind network or gateway load balancers that other VPCs reach through endpoints."""
    id = creation.prefixed("vpce-svc")
    name = f"com.amazonaws.vpce.{creation.region}.{id}"
    gateway = bool(creation.texts("gatewayLoadBalancerArns"))
    return Computed(
        id,
        {
            "arn": creation.arn("ec2", f"vpc-endpoint-service/{id}"),
            "availabilityZones": [zone.name for zone in creation.facts.zones[:2]],
            "baseEndpointDnsNames": [f"{id}.{creation.region}.vpce.{creation.place.dns_suffix}"],
            "managesVpcEndpoints": False,
            "privateDnsNameConfigurations": _name_proofs(creation),
            "serviceName": name,
            "serviceType": "GatewayLoadBalancer" if gateway else "Interface",
            "state": "Available",
            "supportedIpAddressTypes": [*creation.texts("supportedIpAddressTypes")] or ["ipv4"],
            "supportedRegions": [*creation.texts("supportedRegions")] or [creation.region],
        },
    )


def _name_proofs(creation: Creation) -> list[Value]:
    if not creation.text("privateDnsName"):
        return []
    value = f"vpce:{creation.random.lower(20, 'proof')}"
    return [{"name": f"_{creation.random.lower(20, 'name')}", "state": "verified", "type": "TXT", "value": value}]


@computes(
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
    "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter",
)
def vpc_peering(creation: Creation) -> Computed:
    """A peering connection, active when it is accepted at once, else waiting for the other side."""
    accepts = creation.resource.class_name == "VpcPeeringConnectionAccepter"
    id = creation.text("vpcPeeringConnectionId") or creation.prefixed("pcx")
    peering = creation.find("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", id) if accepts else None
    properties: Properties = {
        "acceptStatus": "active" if creation.flag("autoAccept") else "pending-acceptance",
        "peerOwnerId": creation.text("peerOwnerId", creation.account),
        "peerRegion": creation.text("peerRegion", creation.region),
    }
    for side in ("accepter", "requester"):
        properties[side] = {"allowRemoteVpcDnsResolution": False} | _first(creation, side)
    if accepts:
        for name in ("vpcId", "peerVpcId", "peerOwnerId"):
            known: Value = peering.get(name) if peering is not None else None
            properties[name] = known if known is not None else creation.prefixed("vpc", name)
        if peering is None:
            properties["peerOwnerId"] = creation.account
    return Computed(id, properties)


def _first(creation: Creation, name: str) -> Properties:
    found = creation.objects(name)
    return {key: item for key, item in found[0].items() if item is not None} if found else {}


@computes("aws:ec2transitgateway/transitGateway:TransitGateway")
def transit_gateway(creation: Creation) -> Computed:
    """A transit gateway with its default route tables."""
    id = creation.prefixed("tgw")
    table = creation.prefixed("tgw-rtb", "default")
    return Computed(
        id,
        {
            "arn": creation.arn("ec2", f"transit-gateway/{id}"),
            "associationDefaultRouteTableId": table
            if creation.text("defaultRouteTableAssociation", "enable") == "enable"
            else "",
            "propagationDefaultRouteTableId": table
            if creation.text("defaultRouteTablePropagation", "enable") == "enable"
            else "",
            "ownerId": creation.account,
        },
    )


@computes(
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
    "aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter",
)
def transit_gateway_attachment(creation: Creation) -> Computed:
    """The attachment of a VPC to a transit gateway."""
    id = creation.text("transitGatewayAttachmentId") or creation.prefixed("tgw-attach")
    properties: Properties = {
        "arn": creation.arn("ec2", f"transit-gateway-attachment/{id}"),
        "vpcOwnerId": creation.account,
        "securityGroupReferencingSupport": creation.text("securityGroupReferencingSupport", "enable"),
    }
    return Computed(id, {name: value for name, value in properties.items() if name in creation.resource.outputs})


@computes(
    "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
    "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation",
)
def transit_gateway_table_link(creation: Creation) -> Computed:
    """The link of an attachment with a route table of a transit gateway."""
    attachment = creation.text("transitGatewayAttachmentId")
    found = creation.find("aws:ec2transitgateway/vpcAttachment:VpcAttachment", attachment)
    owner: Value = found.get("vpcId") if found is not None else None
    return Computed(
        f"{creation.text('transitGatewayRouteTableId')}_{attachment}",
        {"resourceId": owner if isinstance(owner, str) else creation.prefixed("vpc"), "resourceType": "vpc"},
    )


@computes("aws:ec2transitgateway/route:Route")
def transit_gateway_route(creation: Creation) -> Computed:
    """A static route of a transit gateway."""
    return Computed(f"{creation.text('transitGatewayRouteTableId')}_{creation.text('destinationCidrBlock')}")


@computes("aws:ec2/vpnConnection:VpnConnection")
def vpn_connection(creation: Creation) -> Computed:
    """A site-to-site VPN with its two tunnels."""
    id = creation.prefixed("vpn")
    gateway = bool(creation.text("transitGatewayId"))
    properties: Properties = {
        "arn": creation.arn("ec2", f"vpn-connection/{id}"),
        "coreNetworkArn": "",
        "coreNetworkAttachmentArn": "",
        "customerGatewayConfiguration": f'<?xml version="1.0" encoding="UTF-8"?><vpn_connection id="{id}"/>',
        "localIpv4NetworkCidr": creation.text("localIpv4NetworkCidr", "0.0.0.0/0"),
        "remoteIpv4NetworkCidr": creation.text("remoteIpv4NetworkCidr", "0.0.0.0/0"),
        "outsideIpAddressType": creation.text("outsideIpAddressType", "PublicIpv4"),
        "presharedKeyArn": "",
        "routes": [],
        "transitGatewayAttachmentId": creation.prefixed("tgw-attach") if gateway else "",
        "tunnelInsideIpVersion": creation.text("tunnelInsideIpVersion", "ipv4"),
        "vgwTelemetries": [],
    }
    for number in (1, 2):
        properties |= _tunnel(creation, number)
    return Computed(id, properties)


def _tunnel(creation: Creation, number: int) -> Properties:
    key = f"tunnel{number}"
    third = 10 + int(creation.random.digits(3, key)) % 200
    return {
        f"{key}Address": elastic_address(creation, "", key),
        f"{key}BgpAsn": "64512",
        f"{key}BgpHoldtime": 30,
        f"{key}CgwInsideAddress": f"169.254.{third}.2",
        f"{key}InsideCidr": creation.text(f"{key}InsideCidr", f"169.254.{third}.0/30"),
        f"{key}PresharedKey": creation.text(f"{key}PresharedKey", creation.random.lower(32, f"{key}key")),
        f"{key}VgwInsideAddress": f"169.254.{third}.1",
    }
