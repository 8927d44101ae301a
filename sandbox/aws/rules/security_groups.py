"""What EC2 refuses of security groups and their rules, by their inputs alone."""

from typing import Final

from sandbox.aws.rules.addresses import unless_block
from sandbox.aws.rules.failure import Failure, Failures
from sandbox.aws.rules.given import Given, unless_exactly_one
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import EGRESS_RULE, INGRESS_RULE, SECURITY_GROUP, SECURITY_GROUP_RULE

_API: Final = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/"
_GROUP: Final = _API + "API_CreateSecurityGroup.html"
_PERMISSION: Final = _API + "API_IpPermission.html"
_PORTED: Final = ("tcp", "udp", "6", "17")
_ICMP: Final = ("icmp", "icmpv6", "1", "58")
_EVERYTHING: Final = ("-1", "all")
_SOURCES: Final = ("cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "self", "sourceSecurityGroupId")
_DESCRIPTION: Final = r"[0-9A-Za-z_ .:/()#,@\[\]+=&;{}!$*-]{0,255}"
_NAMED_PROTOCOLS: Final = frozenset(
    (
        *("tcp", "udp", "icmp", "icmpv6", "all", "ah", "esp", "gre", "ipip", "igmp", "egp", "idrp", "ospf", "rdp"),
        *("rsvp", "rvd", "sctp", "st", "udplite", "vrrp", "dccp", "dsr", "eigrp", "emcon", "fc", "ggp", "hmp", "pim"),
        *("pup", "skip", "l2tp", "encap", "etherip", "mobile", "narp", "sdrp", "trunk-1", "trunk-2", "xns-idp"),
        *("ipv6-route", "ipv6-frag", "ipv6-opts", "ipv6-nonxt", "ipv6-icmp", "host", "hopopt", "iso-tp4", "iso-ip"),
    )
)


@refuses(SECURITY_GROUP, code="InvalidParameterValue", source=_GROUP)
def a_security_group_has_a_free_form_name(group: Given) -> Failures:
    """Up to 255 characters, not of the form `sg-…`."""
    name = group["name"]
    yield from name.longer_than(255)
    for given in (name, group["namePrefix"]):
        if given.text is not None and given.text.startswith("sg-"):
            yield given.refuse(f'"{given.text}" begins with "sg-", which is kept for ids; choose another name')


@refuses(SECURITY_GROUP, code="InvalidGroup.Reserved", source=_GROUP)
def a_security_group_is_not_named_default(group: Given) -> Failures:
    """Every VPC has a group of that name already."""
    if group["name"].text == "default":
        yield group["name"].refuse('"default" is reserved for the VPC\'s own group; choose another name')


@refuses(SECURITY_GROUP, code="InvalidParameterValue", source=_GROUP)
def a_security_group_is_described_in_ascii(group: Given) -> Failures:
    """Up to 255 ASCII characters."""
    yield from group["description"].longer_than(255)
    yield from group["description"].unlike("[ -~]*", "a description of ASCII characters")


@refuses(
    SECURITY_GROUP_RULE, SECURITY_GROUP, INGRESS_RULE, EGRESS_RULE, code="InvalidParameterValue", source=_PERMISSION
)
def rule_descriptions_use_the_allowed_characters(inputs: Given) -> Failures:
    """Up to 255 characters: letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*"""
    for rule in _rules(inputs):
        expected = "up to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*"
        yield from rule["description"].unlike(_DESCRIPTION, expected)


@refuses(
    SECURITY_GROUP_RULE,
    SECURITY_GROUP,
    INGRESS_RULE,
    EGRESS_RULE,
    code="InvalidPermission.Malformed",
    source=_PERMISSION,
)
def a_rule_names_a_protocol(inputs: Given) -> Failures:
    """By name, by number 0 to 255, or -1 for everything."""
    for rule in _rules(inputs):
        for protocol in (rule["protocol"], rule["ipProtocol"]):
            text = (protocol.text or "").lower()
            known = text in _NAMED_PROTOCOLS or text == "-1" or (text.isdecimal() and int(text) <= 255)
            if protocol.text is not None and not known:
                yield protocol.refuse(
                    f'"{protocol.text}" isn\'t a protocol; give tcp, udp, icmp, a number or -1 for all'
                )


@refuses(
    SECURITY_GROUP_RULE, SECURITY_GROUP, INGRESS_RULE, EGRESS_RULE, code="InvalidParameterValue", source=_PERMISSION
)
def ports_of_a_rule_are_a_range(inputs: Given) -> Failures:
    """0 to 65535, the first not above the last."""
    for rule in _rules(inputs):
        if _protocol(rule) not in _PORTED:
            continue
        first, last = rule["fromPort"], rule["toPort"]
        yield from first.outside(0, 65535)
        yield from last.outside(0, 65535)
        if first.number is not None and last.number is not None and first.number > last.number:
            yield first.refuse(
                f"fromPort {first.number:g} is above toPort {last.number:g}; give the lower port as fromPort"
            )


@refuses(INGRESS_RULE, EGRESS_RULE, code="InvalidParameterValue", source=_PERMISSION)
def a_tcp_or_udp_rule_has_both_ports(rule: Given) -> Failures:
    """AWS fills in nothing: every port is 0 to 65535."""
    if _protocol(rule) not in _PORTED:
        return
    for name in ("fromPort", "toPort"):
        if rule[name].absent:
            yield rule[name].refuse(f"{name} is missing; a {_protocol(rule)} rule needs fromPort and toPort")


@refuses(
    SECURITY_GROUP_RULE, SECURITY_GROUP, INGRESS_RULE, EGRESS_RULE, code="InvalidParameterValue", source=_PERMISSION
)
def an_icmp_rule_has_a_type_and_a_code(inputs: Given) -> Failures:
    """fromPort is the type and toPort the code, -1 for all."""
    for rule in _rules(inputs):
        if _protocol(rule) in _ICMP:
            yield from rule["fromPort"].outside(-1, 255)
            yield from rule["toPort"].outside(-1, 255)


@refuses(SECURITY_GROUP, code="InvalidPermission.Malformed", source=_PERMISSION)
def an_inline_rule_for_everything_has_ports_0(group: Given) -> Failures:
    """The protocol -1 means all ports; the provider wants both written as 0."""
    for rule in _rules(group):
        for name in ("fromPort", "toPort"):
            number = rule[name].number
            if _protocol(rule) in _EVERYTHING and number is not None and number != 0:
                yield rule[name].refuse(f'{name} is {number:g}; with protocol "-1" fromPort and toPort must both be 0')


@refuses(
    SECURITY_GROUP_RULE, SECURITY_GROUP, INGRESS_RULE, EGRESS_RULE, code="InvalidParameterValue", source=_PERMISSION
)
def sources_of_a_rule_are_blocks(inputs: Given) -> Failures:
    """Canonical CIDR blocks of the right family."""
    for rule in _rules(inputs):
        for block in rule["cidrBlocks"].items:
            yield from unless_block(block, 4)
        for block in rule["ipv6CidrBlocks"].items:
            yield from unless_block(block, 6)
        yield from unless_block(rule["cidrIpv4"], 4)
        yield from unless_block(rule["cidrIpv6"], 6)


@refuses(INGRESS_RULE, EGRESS_RULE, code="InvalidParameterValue", source=_PERMISSION)
def a_rule_has_exactly_one_peer(rule: Given) -> Failures:
    """A block, an IPv6 block, a prefix list or a group."""
    yield from unless_exactly_one(rule, "cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")


@refuses(SECURITY_GROUP_RULE, code="InvalidParameterValue", source=_PERMISSION)
def a_security_group_rule_has_a_peer(rule: Given) -> Failures:
    """At least one; a group or self stands alone."""
    if all(rule[name].absent for name in _SOURCES):
        yield Failure("cidrBlocks", f"the rule has no peer; give one of {', '.join(_SOURCES)}")
    for name in ("cidrBlocks", "ipv6CidrBlocks"):
        if not rule[name].empty and rule["sourceSecurityGroupId"].present:
            yield rule["sourceSecurityGroupId"].refuse(f"{name} is given too; write one rule for each peer")
        if not rule[name].empty and rule["self"].true:
            yield rule["self"].refuse(f"{name} is given too; write one rule for each peer")


@refuses(SECURITY_GROUP_RULE, code="InvalidParameterValue", source=_PERMISSION)
def a_security_group_rule_has_a_direction(rule: Given) -> Failures:
    """ingress or egress."""
    yield from rule["type"].none_of(("ingress", "egress"))


@refuses(SECURITY_GROUP, code="InvalidPermission.Malformed", source=_PERMISSION)
def an_inline_rule_has_a_peer(group: Given) -> Failures:
    """A rule that lets nobody in isn't a rule."""
    for rule in _rules(group):
        names = ("cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups")
        if all(rule[name].empty for name in names) and rule["self"].surely_false:
            yield rule.refuse(f"the rule has no peer; give one of {', '.join(names)} or self")


def _is_group(inputs: Given) -> bool:
    return all(inputs[name].absent for name in ("securityGroupId", "protocol", "ipProtocol"))


def _rules(inputs: Given) -> list[Given]:
    """The rules of a group, or the rule itself."""
    return [*inputs["ingress"].items, *inputs["egress"].items] if _is_group(inputs) else [inputs]


def _protocol(rule: Given) -> str:
    return (rule["protocol"].text or rule["ipProtocol"].text or "").lower()
