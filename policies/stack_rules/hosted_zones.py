"""Stack rules for public hosted zones."""

from policies.properties import UNKNOWN
from policies.resource_types import HOSTED_ZONE, QUERY_LOG, ZONE_SIGNING, ZONE_SIGNING_KEY
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined, scoped


@stack_rule("route53-query-log", about=(HOSTED_ZONE,))
def logs_its_queries(zone: StackResource, stack: Stack) -> Verdict:
    return scoped(_has(zone, stack, QUERY_LOG, "zoneId", "query log"), _is_private(zone))


@stack_rule("route53-dnssec", about=(HOSTED_ZONE,))
def signs_its_answers(zone: StackResource, stack: Stack) -> Verdict:
    signed = combined(
        (
            _has(zone, stack, ZONE_SIGNING, "hostedZoneId", "DNSSEC signing", "signingStatus", "NOT_SIGNING"),
            _has(zone, stack, ZONE_SIGNING_KEY, "hostedZoneId", "key-signing key", "status", "INACTIVE"),
        )
    )
    return scoped(signed, _is_private(zone))


def _is_private(zone: StackResource) -> NotApplicable | Undetermined | None:
    """A private zone has a VPC from its beginning on."""
    networks = zone.properties.items("vpcs")
    if networks is UNKNOWN:
        return Undetermined("vpcs")
    return NotApplicable("it is a private zone") if networks else None


def _has(
    zone: StackResource, stack: Stack, kind: str, path: str, called: str, status: str = "", off: str = ""
) -> Verdict:
    """Whether the zone has one of a kind that is not switched off."""
    found = stack.leading_to(zone, kind, path)
    states = [origin.properties.text(status) if status else None for origin in found.targets]
    if any(state is not UNKNOWN and state != off for state in states):
        return COMPLIANT
    if found.undetermined or UNKNOWN in states:
        return Undetermined(f"{path} of each {called}")
    return Violation(f'its {called} is "{off}"' if states else f"it is public and has no {called}")
