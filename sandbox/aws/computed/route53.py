"""Route 53: zones, records, health checks and resolvers."""

from typing import Final

from sandbox.aws.computed.addresses import address_in, subnet_value
from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties, Value

_ENDINGS: Final = ("com", "net", "org", "co.uk")
_BLOCK: Final = 512


def name_servers(creation: Creation, private: bool) -> list[str]:
    """The four name servers of a zone: numbers 0, 512, 1024 and 1536 for private ones, drawn ones for public ones."""
    servers = []
    for place, ending in enumerate(_ENDINGS):
        offset = 0 if private else int(creation.random.digits(3, f"ns{place}")) % _BLOCK
        group = 0 if private else offset % 64
        servers.append(f"ns-{place * _BLOCK + offset}.awsdns-{group:02d}.{ending}")
    return servers


@computes("aws:route53/zone:Zone")
def zone(creation: Creation) -> Computed:
    """A hosted zone; one that names a VPC is private."""
    id = "Z" + creation.random.upper(19, "id")
    servers = name_servers(creation, private=bool(creation.objects("vpcs")))
    return Computed(
        id,
        {
            "arn": creation.arn("route53", f"hostedzone/{id}", region="", account=""),
            "comment": creation.text("comment", "Managed by Pulumi"),
            "name": creation.name().rstrip("."),
            "nameServers": [*sorted(servers)],
            "primaryNameServer": servers[0],
            "vpcs": [{"vpcRegion": creation.region, **vpc} for vpc in creation.objects("vpcs")],
            "zoneId": id,
        },
    )


@computes("aws:route53/record:Record")
def record(creation: Creation) -> Computed:
    """A record: the id is made of zone, name, type and set identifier."""
    zone_id = creation.text("zoneId").removeprefix("/hostedzone/")
    given = creation.text("name").lower().rstrip(".")
    found = creation.find("aws:route53/zone:Zone", zone_id)
    value: Value = found.get("name") if found is not None else None
    domain = value.rstrip(".") if isinstance(value, str) else ""
    inside = not domain or given == domain or given.endswith(f".{domain}")
    parts = [zone_id, given, creation.text("type"), creation.text("setIdentifier")]
    return Computed(
        "_".join(part for part in parts if part),
        {
            "allowOverwrite": creation.flag("allowOverwrite"),
            "fqdn": given if inside else (f"{given}.{domain}" if given else domain),
        },
    )


@computes("aws:route53/healthCheck:HealthCheck")
def health_check(creation: Creation) -> Computed:
    """A health check, whose id is a UUID."""
    id = creation.random.uuid("id")
    return Computed(
        id,
        {
            "arn": creation.arn("route53", f"healthcheck/{id}", region="", account=""),
            "enableSni": creation.flag("enableSni", "HTTPS" in creation.text("type")),
            "failureThreshold": creation.number("failureThreshold", 3),
            "regions": [*creation.texts("regions")],
            "requestInterval": creation.number("requestInterval", 30),
        },
    )


@computes(
    "aws:route53/zoneAssociation:ZoneAssociation", "aws:route53/vpcAssociationAuthorization:VpcAssociationAuthorization"
)
def zone_association(creation: Creation) -> Computed:
    """The association of a private zone with a VPC."""
    properties: Properties = {
        "owningAccount": creation.account,
        "vpcRegion": creation.text("vpcRegion", creation.region),
    }
    return Computed(f"{creation.text('zoneId')}:{creation.text('vpcId')}", creation.promised(properties))


@computes("aws:route53/delegationSet:DelegationSet")
def delegation_set(creation: Creation) -> Computed:
    """Name servers that several zones share."""
    id = "N" + creation.random.upper(19, "id")
    return Computed(
        id,
        {
            "arn": creation.arn("route53", f"delegationset/{id}", region="", account=""),
            "nameServers": [*sorted(name_servers(creation, private=False))],
        },
    )


@computes("aws:route53/queryLog:QueryLog")
def query_log(creation: Creation) -> Computed:
    """The logging of a zone's queries."""
    id = creation.random.uuid("id")
    return Computed(id, {"arn": creation.arn("route53", f"queryloggingconfig/{id}", region="", account="")})


@computes("aws:route53/resolverEndpoint:ResolverEndpoint")
def resolver_endpoint(creation: Creation) -> Computed:
    """An inbound or outbound resolver endpoint with an address in each subnet."""
    inbound = creation.text("direction") == "INBOUND"
    id = f"rslvr-{'in' if inbound else 'out'}-{creation.random.hex(17, 'id')}"
    addresses: list[Value] = []
    for place, address in enumerate(creation.objects("ipAddresses")):
        subnet = str(address.get("subnetId", ""))
        complete: Properties = {
            "ip": address_in(creation, subnet, f"ip{place}"),
            "ipId": f"rni-{creation.random.hex(17, f'ip{place}')}",
        }
        addresses.append(complete | {key: item for key, item in address.items() if item is not None})
    first = creation.objects("ipAddresses")
    vpc_id = subnet_value(creation, str(first[0].get("subnetId", "")), "vpcId") if first else ""
    return Computed(
        id,
        {
            "arn": creation.arn("route53resolver", f"resolver-endpoint/{id}"),
            "hostVpcId": vpc_id or creation.prefixed("vpc"),
            "ipAddresses": addresses,
            "protocols": [*creation.texts("protocols")] or ["Do53"],
            "resolverEndpointType": creation.text("resolverEndpointType", "IPV4"),
        },
    )


@computes("aws:route53/resolverRule:ResolverRule")
def resolver_rule(creation: Creation) -> Computed:
    """A forwarding rule."""
    id = f"rslvr-rr-{creation.random.hex(17, 'id')}"
    return Computed(
        id,
        {
            "arn": creation.arn("route53resolver", f"resolver-rule/{id}"),
            "ownerId": creation.account,
            "shareStatus": "NOT_SHARED",
        },
    )
