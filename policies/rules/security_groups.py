"""Rules for what security groups let out and say about themselves."""

from policies.conditions import each_of
from policies.properties import UNKNOWN, Properties
from policies.readings.security_group_ingress import ALL_PORTS, Ingress
from policies.resource_types import (
    DEFAULT_SECURITY_GROUP,
    NETWORKS,
    SECURITY_GROUP,
    SECURITY_GROUP_EGRESS,
    SECURITY_GROUP_INGRESS,
    SECURITY_GROUP_RULE,
)
from policies.rule import Context, rule, rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

_BY_DEFAULT = ("Managed by Pulumi", "Managed by Terraform")
_DIRECTIONS = ("ingress", "egress")


@rule_in_context(
    "sg-egress-restricted",
    applies_to=(SECURITY_GROUP, SECURITY_GROUP_RULE, SECURITY_GROUP_EGRESS),
    known_from=NETWORKS,
)
def lets_out_what_is_needed(form: Properties, context: Context) -> Verdict:
    """The provider removes the rule by which AWS lets a new group's members reach everything."""
    if context.resource_type == SECURITY_GROUP:
        nothing = NotApplicable("its rules are resources of their own")
        return each_of(form, "egress", lambda entry: _is_limited(entry, "protocol"), otherwise=nothing)
    if context.resource_type == SECURITY_GROUP_EGRESS:
        return _is_limited(form, "ipProtocol")
    direction = form.text("type")
    if direction is UNKNOWN:
        return Undetermined(form.where("type"))
    return _is_limited(form, "protocol") if direction == "egress" else NotApplicable("it is about incoming traffic")


def _is_limited(entry: Properties, protocol: str) -> Verdict:
    sources = ("cidrBlocks", "ipv6CidrBlocks") if protocol == "protocol" else ("cidrIpv4", "cidrIpv6")
    way_out = Ingress(entry, protocol, sources)
    ports, internet = way_out.ports(), way_out.from_internet()
    if internet is None or (isinstance(ports, tuple) and ports != ALL_PORTS) or ports is None:
        return COMPLIANT
    for value in (internet, ports):
        if isinstance(value, Undetermined):
            return value
    place = f"{entry.path}: " if entry.path else ""
    return Violation(f"{place}everything may leave to {internet}")


@rule("sg-descriptions", applies_to=(SECURITY_GROUP,))
def says_what_it_is_for(group: Properties) -> Verdict:
    rules = (each_of(group, direction, _is_described) for direction in _DIRECTIONS)
    return combined((_is_described(group), *rules))


@rule("sg-descriptions", applies_to=(SECURITY_GROUP_RULE, SECURITY_GROUP_INGRESS, SECURITY_GROUP_EGRESS))
def rule_says_what_it_is_for(form: Properties) -> Verdict:
    return _is_described(form)


def _is_described(form: Properties) -> Verdict:
    """A group without description gets one from the provider that says nothing."""
    text = form.text("description")
    if text is UNKNOWN:
        return Undetermined(form.where("description"))
    return Violation(form.describe("description")) if not (text or "").strip() or text in _BY_DEFAULT else COMPLIANT


@rule("default-sg-closed", applies_to=(DEFAULT_SECURITY_GROUP,))
def lets_nothing_through(group: Properties) -> Verdict:
    """The provider removes the rules that AWS gave it; those that are stated come instead."""
    return combined(
        each_of(group, direction, lambda entry: Violation(f"{entry.path} lets traffic through"))
        for direction in _DIRECTIONS
    )
