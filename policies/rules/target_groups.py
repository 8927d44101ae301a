"""Rules for the target groups of Elastic Load Balancing."""

from policies.conditions import must_be_set, must_be_true
from policies.properties import UNKNOWN, Properties
from policies.resource_types import TARGET_GROUP
from policies.rule import rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined, scoped

_READS_REQUESTS = ("HTTP", "HTTPS")
_ENCRYPTED = ("HTTPS", "TLS", "QUIC")


@rule("lb-target-health-check", applies_to=(TARGET_GROUP,))
def asks_its_targets(group: Properties) -> Verdict:
    """Without a path AWS asks for `/`, which most servers answer whatever their health.

    The provider asks over HTTP wherever a health check is given without protocol; without any, AWS asks over HTTP for
    application load balancers and by opening a connection for the others.
    """
    protocol, check = group.text("protocol"), group.text("healthCheck.protocol")
    for path, value in (("protocol", protocol), ("healthCheck.protocol", check)):
        if value is UNKNOWN:
            return scoped(Undetermined(group.where(path)), _holds_functions(group))
    by_default = "HTTP" if protocol in _READS_REQUESTS or group.get("healthCheck") is not None else "TCP"
    verdicts = [must_be_true(group, "healthCheck.enabled", absent=True)]
    if (check or by_default) in _READS_REQUESTS:
        verdicts.append(must_be_set(group, "healthCheck.path"))
    if protocol == "HTTPS" and (check or by_default) == "HTTP":
        shown = group.describe("healthCheck.protocol", absent="HTTP")
        verdicts.append(Violation(f"{shown}, while its targets speak HTTPS"))
    return scoped(combined(verdicts), _holds_functions(group))


@rule("lb-target-encrypted", applies_to=(TARGET_GROUP,))
def talks_to_its_targets_over_tls(group: Properties) -> Verdict:
    """As AWS's control ELB.22 has it: a load balancer as the target, and GENEVE, are left out."""
    protocol = group.text("protocol")
    if protocol is UNKNOWN:
        verdict: Verdict = Undetermined(group.where("protocol"))
    elif protocol == "GENEVE":
        verdict = NotApplicable("a gateway load balancer wraps packets as they are")
    else:
        verdict = COMPLIANT if protocol in _ENCRYPTED else Violation(group.describe("protocol"))
    return scoped(verdict, _holds_functions(group), _holds_a_balancer(group))


def _holds_functions(group: Properties) -> NotApplicable | Undetermined | None:
    """Scope: Lambda functions are invoked, not connected to."""
    return _is_of(group, "lambda", "its targets are Lambda functions, which are invoked")


def _holds_a_balancer(group: Properties) -> NotApplicable | Undetermined | None:
    """Scope: an application load balancer, which ends TLS itself."""
    return _is_of(group, "alb", "its target is an application load balancer, which ends TLS")


def _is_of(group: Properties, kind: str, reason: str) -> NotApplicable | Undetermined | None:
    given = group.text("targetType")
    if given is UNKNOWN:
        return Undetermined(group.where("targetType"))
    return NotApplicable(reason) if given == kind else None
