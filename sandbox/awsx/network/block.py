"""IPv4 ranges."""

import ipaddress
from dataclasses import dataclass

from sandbox.awsx.input_error import InputError

ADDRESS_BITS = 32


@dataclass(frozen=True, slots=True)
class Block:
    """A range in CIDR notation: an address as a number, and how many leading bits of it are fixed.

    The address may lie inside the range it names (10.0.128.32/17): the Legacy strategy emits such ranges.
    """

    address: int
    mask: int

    @property
    def size(self) -> int:
        """How many addresses the range holds."""
        return 1 << (ADDRESS_BITS - self.mask)

    @property
    def first(self) -> int:
        """The lowest address."""
        return self.address - self.address % self.size

    @property
    def last(self) -> int:
        """The highest address."""
        return self.first + self.size - 1

    def aligned(self) -> "Block":
        """The same range, written with its lowest address."""
        return Block(self.first, self.mask)

    def next(self) -> "Block":
        """The range of the same size that follows."""
        return Block(self.last + 1, self.mask)

    def following(self, mask: int) -> "Block":
        """The first aligned range of another size that begins after this one ends."""
        return Block(self.last, mask).next()

    def overlaps(self, other: "Block") -> bool:
        """Whether the two have an address in common."""
        return self.first <= other.last and other.first <= self.last

    def holds(self, address: int) -> bool:
        """Whether the address lies inside."""
        return self.first <= address <= self.last

    def part(self, bits: int, number: int) -> "Block":
        """The range `number` places after this address, once `bits` more bits are fixed (fewer, when negative)."""
        mask = self.mask + bits
        if not 0 <= mask <= ADDRESS_BITS:
            raise InputError(
                f"The range {self} can't be divided by {bits} more bits: only {ADDRESS_BITS - self.mask} are left. "
                "Give the VPC a larger cidrBlock, or use fewer availability zones or smaller masks."
            )
        return Block(self.address + (number << (ADDRESS_BITS - mask)), mask)

    def __str__(self) -> str:
        if self.address >> ADDRESS_BITS:
            raise InputError(
                "The subnets run past 255.255.255.255, the end of the IPv4 range. Choose a lower or larger cidrBlock."
            )
        return f"{ipaddress.IPv4Address(self.address)}/{self.mask}"


def parse_block(text: str, path: str) -> Block:
    """The range that `text` names; `path` is the input it comes from, for the message when it is none."""
    try:
        interface = ipaddress.IPv4Interface(text)
    except ValueError as error:
        raise InputError(f"{path} is {text!r}; give an IPv4 range in CIDR notation such as '10.0.0.0/16'.") from error
    return Block(int(interface.ip), interface.network.prefixlen)


def bits_for(count: int) -> int:
    """How many bits number `count` things."""
    return max(count - 1, 0).bit_length()
