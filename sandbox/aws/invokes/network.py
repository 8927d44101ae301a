"""EC2 networking whose answers need more than one resource's state."""

from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.invokes.filters import fits
from sandbox.aws.invokes.inventory import existing, one, text
from sandbox.aws.invokes.lookup import asked, find_one, missing
from sandbox.aws.invokes.subjects import Subject
from sandbox.aws.model import AwsError, Deployed, Generator
from sandbox.aws.regions import zones_of
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()

_VPC = Subject(("aws:ec2/vpc:Vpc",), "Vpc", False)
_TABLE = Subject(("aws:ec2/routeTable:RouteTable",), "RouteTable", False)
_GATEWAY = Subject(("aws:ec2/internetGateway:InternetGateway",), "InternetGateway", False)
_PREFIX_LIST = Subject(("aws:ec2/managedPrefixList:ManagedPrefixList",), "PrefixList", False)
_GATEWAY_SERVICES = frozenset({"s3", "dynamodb"})


@FUNCTIONS.answers("aws:ec2/getVpc:getVpc")
def vpc(arguments: Arguments, call: Call) -> Properties:
    """A VPC by id, address block, tags or filters; `default` finds the region's default VPC."""
    found = find_one(_without(arguments, "default", keep=arguments.flag("default")), _VPC, call)
    block = text(found, "cidrBlock")
    association: Properties = {
        "associationId": f"vpc-cidr-assoc-{Generator(found.id).hex(17)}",
        "cidrBlock": block,
        "state": "associated",
    }
    tables = existing(call, "aws:ec2/routeTable:RouteTable")
    main = [table.id for table in tables if text(table, "vpcId") == found.id and table.get("main")]
    return {
        "mainRouteTableId": main[0] if main else text(found, "defaultRouteTableId"),
        **{name: value for name, value in found.properties.items() if value is not None},
        "cidrBlockAssociations": [association],
        "default": found.get("default") is True,
        "id": found.id,
        "ownerId": found.place.account,
        "state": "available",
    }


@FUNCTIONS.answers("aws:ec2/getRouteTable:getRouteTable")
def route_table(arguments: Arguments, call: Call) -> Properties:
    """A route table by id, subnet, gateway, VPC, tags or filters."""
    subnet = arguments.text("subnetId")
    if subnet:
        found = _table_of_subnet(subnet, call)
        if found is None:
            raise missing(arguments, _TABLE, call)
    else:
        found = find_one(_without(arguments, "subnetId", "gatewayId"), _TABLE, call)
    associations = [
        item
        for item in existing(call, "aws:ec2/routeTableAssociation:RouteTableAssociation")
        if text(item, "routeTableId") == found.id
    ]
    rows: list[Value] = [
        {
            "routeTableAssociationId": item.id,
            "routeTableId": found.id,
            "subnetId": text(item, "subnetId"),
            "gatewayId": text(item, "gatewayId"),
            "main": False,
        }
        for item in associations
    ]
    return {
        "associations": rows,
        **found.properties,
        "id": found.id,
        "routeTableId": found.id,
        "subnetId": subnet,
        "ownerId": found.place.account,
        "routes": [*_routes(found), *_separate_routes(found.id, call)],
        "tags": found.properties.get("tagsAll"),
    }


def _table_of_subnet(subnet: str, call: Call) -> Deployed | None:
    """The table that the subnet is associated with, else the main table of its VPC."""
    for association in existing(call, "aws:ec2/routeTableAssociation:RouteTableAssociation"):
        if text(association, "subnetId") == subnet:
            return one(call, "aws:ec2/routeTable:RouteTable", text(association, "routeTableId"))
    own = one(call, "aws:ec2/subnet:Subnet", subnet)
    home = one(call, "aws:ec2/vpc:Vpc", text(own, "vpcId")) if own is not None else None
    main = (text(home, "mainRouteTableId") or text(home, "defaultRouteTableId")) if home is not None else ""
    return one(call, "aws:ec2/routeTable:RouteTable", main) if main else None


def _routes(table: Deployed) -> list[Value]:
    routes = table.properties.get("routes")
    return [route for route in routes if isinstance(route, dict)] if isinstance(routes, list) else []


def _separate_routes(table: str, call: Call) -> list[Value]:
    rows: list[Value] = []
    for route in existing(call, "aws:ec2/route:Route"):
        if text(route, "routeTableId") == table:
            renamed: Properties = {
                "cidrBlock": route.get("destinationCidrBlock"),
                "ipv6CidrBlock": route.get("destinationIpv6CidrBlock"),
            }
            rows.append({**route.properties, **renamed})
    return rows


@FUNCTIONS.answers("aws:ec2/getInternetGateway:getInternetGateway")
def internet_gateway(arguments: Arguments, call: Call) -> Properties:
    """An internet gateway with the VPC that it is attached to."""
    found = find_one(arguments, _GATEWAY, call)
    home = text(found, "vpcId") or next(
        (
            text(item, "vpcId")
            for item in existing(call, "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment")
            if text(item, "internetGatewayId") == found.id
        ),
        "",
    )
    attachments: list[Value] = [{"state": "available", "vpcId": home}] if home else []
    return {
        **found.properties,
        "attachments": attachments,
        "id": found.id,
        "internetGatewayId": found.id,
        "ownerId": found.place.account,
        "tags": found.properties.get("tagsAll"),
    }


@FUNCTIONS.answers("aws:ec2/getPrefixList:getPrefixList")
def prefix_list(arguments: Arguments, call: Call) -> Properties:
    """A prefix list by id, name or filters, with its address blocks."""
    found = find_one(arguments, _PREFIX_LIST, call)
    blocks: list[Value] = []
    entries = found.properties.get("entries")
    for entry in entries if isinstance(entries, list) else []:
        blocks += [entry["cidr"]] if isinstance(entry, dict) and "cidr" in entry else []
    return {"id": found.id, "prefixListId": found.id, "name": text(found, "name"), "cidrBlocks": blocks}


@FUNCTIONS.answers("aws:ec2/getVpcEndpointService:getVpcEndpointService")
def vpc_endpoint_service(arguments: Arguments, call: Call) -> Properties:
    """An endpoint service: AWS's own by `service`, any by its name, deployed ones by name or tags."""
    region, short = call.place.region, arguments.text("service")
    reverse = ".".join(reversed(call.place.dns_suffix.split(".")))
    prefix = f"{reverse}.{region}." if short != "sagemaker.notebook" else f"aws.sagemaker.{region}."
    name = arguments.text("serviceName") or (f"{prefix}{short.removeprefix('sagemaker.')}" if short else "")
    for item in existing(call, "aws:ec2/vpcEndpointService:VpcEndpointService"):
        if (not name or text(item, "serviceName") == name) and fits(item, [], arguments.mapping("tags")):
            return _own_endpoint_service(item)
    head = f"{reverse}.{region}."
    if not name.startswith(head) and not name.startswith("aws."):
        raise AwsError(
            "InvalidServiceName",
            f"no matching EC2 VPC Endpoint Service found: {asked(arguments)}; give the service (s3, ecr.api ...), "
            f"a serviceName that begins with {head}, or deploy the endpoint service first.",
            "serviceName",
        )
    service = name.rpartition(f"{region}.")[2]
    default = "Gateway" if service == "dynamodb" else "Interface"
    kind = arguments.text("serviceType", default)
    if kind == "Gateway" and service not in _GATEWAY_SERVICES:
        raise AwsError(
            "InvalidServiceName",
            f"no matching EC2 VPC Endpoint Service found: {name} has no Gateway endpoints, only s3 and dynamodb have.",
            "serviceType",
        )
    id = f"vpce-svc-0{Generator(name).hex(16)}"
    zones: list[Value] = [zone.name for zone in zones_of(region)]
    private = f"{service}.{region}.{call.place.dns_suffix}"
    return {
        "id": id,
        "serviceId": id,
        "serviceName": name,
        "serviceRegion": region,
        "serviceType": kind,
        "acceptanceRequired": False,
        "arn": call.place.arn("ec2", f"vpc-endpoint-service/{id}"),
        "availabilityZones": zones,
        "baseEndpointDnsNames": [f"{service}.{region}.vpce.{call.place.dns_suffix}"],
        "managesVpcEndpoints": False,
        "owner": "amazon",
        "privateDnsName": private if kind == "Interface" else "",
        "privateDnsNames": [private] if kind == "Interface" else [],
        "supportedIpAddressTypes": ["ipv4"],
        "vpcEndpointPolicySupported": True,
    }


def _own_endpoint_service(item: Deployed) -> Properties:
    return {
        **item.properties,
        "id": item.id,
        "serviceId": item.id,
        "owner": item.place.account,
        "serviceType": text(item, "serviceType", "Interface"),
        "serviceRegion": item.place.region,
        "tags": item.properties.get("tagsAll"),
    }


def _without(arguments: Arguments, *names: str, keep: bool = False) -> Arguments:
    left = {name: value for name, value in arguments.values.items() if keep or name not in names}
    return Arguments(arguments.token, left)
