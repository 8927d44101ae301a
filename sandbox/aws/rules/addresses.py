"""Blocks of IP addresses as AWS and the real provider want them written."""

import ipaddress
from typing import TypeAlias

from sandbox.aws.rules.failure import Failure
from sandbox.aws.rules.given import Given

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network


def network(text: str | None) -> Network | None:
    """The block that a text stands for, None when it isn't one or isn't canonical."""
    if text is None or "/" not in text:
        return None
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        return None


def unless_block(given: Given, version: int | None = None) -> list[Failure]:
    """A failure when the text is known and isn't a CIDR block (of this IP version) without host bits."""
    text = given.text
    if text is None:
        return []
    family = f"IPv{version} " if version else ""
    try:
        block = ipaddress.ip_network(text, strict=False)
    except ValueError:
        block = None
    if block is None or "/" not in text or (version is not None and block.version != version):
        example = "2001:db8::/64" if version == 6 else "10.0.0.0/24"
        return [given.refuse(f'"{text}" isn\'t a valid {family}CIDR block; give one such as {example}')]
    if text.split("/")[0] != str(block.network_address) and block.version == 4:
        return [given.refuse(f'"{text}" has host bits set, so it isn\'t a valid CIDR block; did you mean "{block}"?')]
    if block.version == 6 and network(text) is None:
        return [given.refuse(f'"{text}" has host bits set, so it isn\'t a valid CIDR block; did you mean "{block}"?')]
    return []


def unless_sized(given: Given, largest: int, smallest: int) -> list[Failure]:
    """A failure when the block is known and its netmask isn't between /largest and /smallest."""
    block = network(given.text)
    if block is None or largest <= block.prefixlen <= smallest:
        return []
    return [given.refuse(f'"{block}" has a /{block.prefixlen} netmask; AWS allows /{largest} to /{smallest}')]
