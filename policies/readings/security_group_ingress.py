"""What a security group lets in, whichever of the three forms a program writes it in."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, ip_network

from policies.properties import UNKNOWN, Properties, Unknown
from policies.resource_types import SECURITY_GROUP_INGRESS, SECURITY_GROUP_RULE
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

ALL_PORTS = (0, 65535)
_ALL_PROTOCOLS = ("-1", "all")
_PORT_PROTOCOLS = ("tcp", "udp", "6", "17")

# The widest allocation of IPv4 addresses to anyone is a /8, of IPv6 addresses a /16: a wider range is the internet,
# also when it is cut in halves such as 0.0.0.0/1 and 128.0.0.0/1.
_WIDEST_V4 = 8
_WIDEST_V6 = 16


@dataclass(frozen=True, slots=True)
class Ingress:
    """One permission to connect: a rule of a group, or one entry of a group's inline list."""

    rule: Properties
    protocol: str
    """Name of the property with the protocol: `protocol` or `ipProtocol`."""
    sources: tuple[str, ...]
    """Names of the properties with address ranges."""

    def ports(self) -> tuple[int, int] | Undetermined | None:
        """First and last open port; None when the protocol has no ports (ICMP and the like)."""
        protocol = self.rule.text(self.protocol)
        if protocol is UNKNOWN:
            return Undetermined(self.rule.where(self.protocol))
        if protocol is None or protocol.lower() in _ALL_PROTOCOLS:
            return ALL_PORTS
        if protocol.lower() not in _PORT_PROTOCOLS:
            return None
        bounds = []
        for path in ("fromPort", "toPort"):
            bound = self.rule.number(path)
            if bound is UNKNOWN:
                return Undetermined(self.rule.where(path))
            bounds.append(bound)
        first, last = bounds
        if first is None or last is None or first < 0:
            return ALL_PORTS
        return int(first), int(last)

    def addresses(self) -> Iterator[tuple[str, str | Unknown]]:
        """Each source range with the path of its property."""
        for path in self.sources:
            ranges = self.rule.texts(path)
            if ranges is UNKNOWN:
                yield self.rule.where(path), UNKNOWN
            else:
                yield from ((self.rule.where(path), found) for found in ranges)

    def from_internet(self) -> str | Undetermined | None:
        """The source range that is the internet; None when there is none."""
        hidden: Undetermined | None = None
        for path, source in self.addresses():
            if source is UNKNOWN:
                hidden = Undetermined(path)
                continue
            wide = is_internet(source)
            if wide is UNKNOWN:
                hidden = Undetermined(path)
            elif wide:
                return source
        return hidden

    def judge(self, forbidden: "PortTest") -> Verdict:
        """A violation when the internet reaches a forbidden port."""
        ports = self.ports()
        if ports is None:
            return COMPLIANT
        if not isinstance(ports, Undetermined) and not forbidden.hits(*ports):
            return COMPLIANT
        source = self.from_internet()
        if source is None:
            return COMPLIANT
        if isinstance(source, Undetermined):
            return source
        if isinstance(ports, Undetermined):
            return ports
        return Violation(f"{self._place()}{_ports_phrase(*ports)} open to {source}")

    def _place(self) -> str:
        return f"{self.rule.path}: " if self.rule.path else ""


@dataclass(frozen=True, slots=True)
class PortTest:
    """Which ranges of ports are forbidden: those that touch `ports`, or those with anything else than `ports`."""

    ports: frozenset[int]
    others_too: bool

    def hits(self, first: int, last: int) -> bool:
        """Whether the range is forbidden."""
        if self.others_too:
            return last - first + 1 > len(self.ports) or any(port not in self.ports for port in range(first, last + 1))
        return any(first <= port <= last for port in self.ports)


def touching(ports: frozenset[int]) -> PortTest:
    """Ranges that hold one of the ports."""
    return PortTest(ports, others_too=False)


def other_than(ports: frozenset[int]) -> PortTest:
    """Ranges that hold any port but these."""
    return PortTest(ports, others_too=True)


def ingress_of(form: Properties, resource_type: str) -> tuple[Ingress, ...] | NotApplicable | Undetermined:
    """The permissions that a security group, or a separate rule of one, gives."""
    if resource_type == SECURITY_GROUP_INGRESS:
        return (Ingress(form, "ipProtocol", ("cidrIpv4", "cidrIpv6")),)
    if resource_type == SECURITY_GROUP_RULE:
        return _separate(form)
    entries = form.items("ingress")
    if entries is UNKNOWN or any(entry is UNKNOWN for entry in entries):
        return Undetermined(form.where("ingress"))
    return tuple(_with_cidr_blocks(entry) for entry in entries if entry is not UNKNOWN)


def _separate(rule: Properties) -> tuple[Ingress, ...] | NotApplicable | Undetermined:
    direction = rule.text("type")
    if direction is UNKNOWN:
        return Undetermined(rule.where("type"))
    if direction == "egress":
        return NotApplicable("it is a rule for outgoing traffic")
    return (_with_cidr_blocks(rule),)


def _with_cidr_blocks(rule: Properties) -> Ingress:
    return Ingress(rule, "protocol", ("cidrBlocks", "ipv6CidrBlocks"))


def reachable_from_internet(form: Properties, resource_type: str, forbidden: PortTest) -> Verdict:
    """A violation when a group or rule lets the internet reach a forbidden port."""
    found = ingress_of(form, resource_type)
    if isinstance(found, (NotApplicable, Undetermined)):
        return found
    nothing_inline = NotApplicable("its rules are resources of their own")
    return combined((ingress.judge(forbidden) for ingress in found), otherwise=nothing_inline)


def is_internet(address_range: str) -> bool | Unknown:
    """Whether a range is the internet or a large part of it; UNKNOWN for text that is no range."""
    try:
        network = ip_network(address_range.strip(), strict=False)
    except ValueError:
        return UNKNOWN
    widest = _WIDEST_V4 if isinstance(network, IPv4Network) else _WIDEST_V6
    return network.prefixlen < widest and not (network.is_private and network.prefixlen > 0)


def _ports_phrase(first: int, last: int) -> str:
    if (first, last) == ALL_PORTS:
        return "all ports are"
    return f"port {first} is" if first == last else f"ports {first}-{last} are"
