"""What a network ACL lets in: its entries are taken in the order of their numbers, and the first that fits decides."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policies.properties import UNKNOWN, Properties, Unknown
from policies.readings.security_group_ingress import is_internet
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation, combined

_ALL = ("-1", "all")
_TCP = ("6", "tcp")
_RANGES = ("cidrBlock", "ipv6CidrBlock")
_EVERYTHING = (0, 65535)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry for incoming traffic: inline, or a rule that is a resource of its own."""

    source: Properties
    number: float | Unknown | None
    allows: bool | Unknown

    def ports(self) -> tuple[int, int] | Undetermined | None:
        """First and last TCP port that it is about; None when it is about another protocol."""
        protocol = self.source.text("protocol")
        if protocol is UNKNOWN:
            return Undetermined(self.source.where("protocol"))
        if protocol is None or protocol.lower() in _ALL:
            return _EVERYTHING
        if protocol.lower() not in _TCP:
            return None
        bounds = [self.source.number(path) for path in ("fromPort", "toPort")]
        if UNKNOWN in bounds:
            return Undetermined(self.source.where("fromPort" if bounds[0] is UNKNOWN else "toPort"))
        first, last = (None if bound is UNKNOWN else bound for bound in bounds)
        return _EVERYTHING if first is None or last is None or first < 0 else (int(first), int(last))

    def concerns_internet(self, path: str) -> bool | Unknown:
        """Whether its range of the given property is the internet."""
        block = self.source.text(path)
        if block is None:
            return False
        return UNKNOWN if block is UNKNOWN else is_internet(block)


def inline_entries(acl: Properties) -> tuple[Entry, ...] | Undetermined:
    """The entries that an ACL holds by itself."""
    found = acl.items("ingress")
    if found is UNKNOWN or any(entry is UNKNOWN for entry in found):
        return Undetermined(acl.where("ingress"))
    return tuple(_entry(entry, "ruleNo", "action") for entry in found if entry is not UNKNOWN)


def separate_entry(rule: Properties) -> Entry | None:
    """The entry of a rule that is a resource of its own; None for outgoing traffic."""
    return None if rule.flag("egress") is True else _entry(rule, "ruleNumber", "ruleAction")


def _entry(source: Properties, number: str, action: str) -> Entry:
    word = source.text(action)
    return Entry(source, source.number(number), UNKNOWN if word is UNKNOWN else (word or "").lower() == "allow")


def judge_entries(entries: Sequence[Entry], forbidden: Iterable[int]) -> Verdict:
    """A violation when the internet reaches a forbidden port."""
    ports = sorted(forbidden)
    return combined(_judge(entry, entries, path, ports) for entry in entries for path in _RANGES)


def _judge(entry: Entry, entries: Sequence[Entry], path: str, forbidden: Sequence[int]) -> Verdict:
    """One entry that lets in, unless earlier entries keep out what is forbidden."""
    if entry.allows is False or entry.source.get(path) is None:
        return COMPLIANT
    ports, internet = entry.ports(), entry.concerns_internet(path)
    if ports is None or internet is False:
        return COMPLIANT
    if isinstance(ports, Undetermined):
        return ports
    reached = [port for port in forbidden if ports[0] <= port <= ports[1]]
    open_ports = [port for port in reached if port not in set(_kept_out(entry, entries, path, reached))]
    if not open_ports:
        return COMPLIANT
    for value, name in ((internet, path), (entry.allows, "ruleAction")):
        if value is UNKNOWN:
            return Undetermined(entry.source.where(name))
    place = f"{entry.source.path}: " if entry.source.path else ""
    shown = "all ports" if ports == _EVERYTHING else f"port {', '.join(map(str, open_ports))}"
    return Violation(f"{place}{shown} open to {entry.source.text(path)}")


def _kept_out(entry: Entry, entries: Sequence[Entry], path: str, ports: Iterable[int]) -> Iterator[int]:
    """The ports that an entry with a lower number denies to the internet."""
    if entry.number is UNKNOWN or entry.number is None:
        return
    for other in entries:
        if other.allows is not False or other.number in (None, UNKNOWN) or other.concerns_internet(path) is not True:
            continue
        denied = other.ports()
        if isinstance(denied, tuple) and isinstance(other.number, float) and other.number < entry.number:
            yield from (port for port in ports if denied[0] <= port <= denied[1])
