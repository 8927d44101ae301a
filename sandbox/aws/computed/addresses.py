"""Addresses, zones and networks of the resources that a creation refers to."""

import ipaddress
from typing import Final

from sandbox.aws.computed.creation import Creation
from sandbox.aws.computed.wording import private_address, public_address
from sandbox.values import Value

SUBNET: Final = "aws:ec2/subnet:Subnet"
VPC: Final = "aws:ec2/vpc:Vpc"
_RESERVED_AT_START: Final = 4


def subnet_value(creation: Creation, subnet_id: str, name: str) -> str:
    """A text property of a subnet; empty where the subnet isn't known."""
    subnet = creation.find(SUBNET, subnet_id)
    value: Value = subnet.get(name) if subnet is not None else None
    return value if isinstance(value, str) else ""


def vpc_of(creation: Creation, subnet_ids: list[str]) -> str:
    """The VPC of the first of the subnets that is known; empty where none is."""
    return next((vpc for vpc in (subnet_value(creation, id, "vpcId") for id in subnet_ids) if vpc), "")


def zones_of_subnets(creation: Creation, subnet_ids: list[str]) -> list[Value]:
    """The availability zones of the subnets, sorted; those of the region from the first on for unknown subnets."""
    known = {subnet_value(creation, id, "availabilityZone") for id in subnet_ids} - {""}
    if known or not subnet_ids:
        return [*sorted(known)]
    return [zone.name for zone in creation.facts.zones[: min(len(subnet_ids), 3)]]


def address_in(creation: Creation, subnet_id: str, label: str = "address") -> str:
    """A private address in the subnet, past the four that AWS reserves at its start."""
    block = subnet_value(creation, subnet_id, "cidrBlock")
    try:
        network = ipaddress.IPv4Network(block)
    except ValueError:
        return private_address(creation, label)
    usable = max(network.num_addresses - _RESERVED_AT_START - 1, 1)
    return str(network[_RESERVED_AT_START + int(creation.random.digits(9, label)) % usable])


def elastic_address(creation: Creation, allocation_id: str, label: str = "public") -> str:
    """The public address of an elastic IP allocation."""
    allocation = creation.find("aws:ec2/eip:Eip", allocation_id)
    value: Value = allocation.get("publicIp") if allocation is not None else None
    return value if isinstance(value, str) and value else public_address(creation, label)


def private_name(creation: Creation, address: str) -> str:
    """The private DNS name that EC2 gives to an address."""
    host = "ip-" + address.replace(".", "-")
    if creation.region == "us-east-1":
        return f"{host}.ec2.internal"
    return f"{host}.{creation.region}.compute.internal"


def public_name(creation: Creation, address: str) -> str:
    """The public DNS name that EC2 gives to an address."""
    host = "ec2-" + address.replace(".", "-")
    if creation.region == "us-east-1":
        return f"{host}.compute-1.{creation.place.dns_suffix}"
    return f"{host}.{creation.region}.compute.{creation.place.dns_suffix}"


def default_security_group(creation: Creation, vpc_id: str) -> str:
    """The default security group of a VPC; empty where the VPC isn't known."""
    vpc = creation.find(VPC, vpc_id)
    value: Value = vpc.get("defaultSecurityGroupId") if vpc is not None else None
    return value if isinstance(value, str) else ""


def default_vpc(creation: Creation) -> str:
    """The region's default VPC; an id made of account and region where no VPC is known to be it."""
    for vpc in creation.request.cloud.all("aws:ec2/defaultVpc:DefaultVpc"):
        return vpc.id
    return ""
