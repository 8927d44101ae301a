"""The IPv6 ranges of subnets."""

import ipaddress

from sandbox.awsx.input_error import InputError

_VPC_MASK = 56
_SUBNETS = 256


def subnet_range(vpc_range: str, number: int) -> str:
    """The /64 with that number inside the /56 of the VPC ('2600:1f14:82a:ab00::/56', 42: '2600:1f14:82a:ab2a::/64')."""
    address, _, mask = vpc_range.partition("/")
    try:
        parsed = ipaddress.IPv6Address(address)
    except ValueError as error:
        raise InputError(
            f"The VPC's ipv6CidrBlock is {vpc_range!r}; subnets need an IPv6 range such as '2600:1f14::/56'."
        ) from error
    if mask != str(_VPC_MASK):
        raise InputError(f"The VPC's ipv6CidrBlock is {vpc_range!r}; IPv6 subnets are made only in a /{_VPC_MASK}.")
    if not 0 <= number < _SUBNETS:
        raise InputError(f"Subnet number {number} has no IPv6 range; a /{_VPC_MASK} holds {_SUBNETS} subnets.")
    hextets = address.split(":")
    if len(hextets) <= 3 or not hextets[3]:
        raise InputError(
            f"The VPC's ipv6CidrBlock is {vpc_range!r}; awsx needs the fourth group of the address written out."
        )
    fourth = int.from_bytes(parsed.packed[6:8], "big") & 0xFF00 | number
    return f"{':'.join(hextets[:3])}:{fourth:x}::/64"
