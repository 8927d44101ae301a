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
    """Without a path AWS asks for `/`, which most services answer whatever their health.

    Network and gateway load balancers ask by opening a connection, unless another protocol is stated.
    """
    protocol = group.text("protocol")
    if protocol is UNKNOWN:
        return Undetermined(group.where("protocol"))
    check = group.text("healthCheck.protocol")
    if check is UNKNOWN:
        return Undetermined(group.where("healthCheck.protocol"))
    asks_over_http = (check or protocol) in _READS_REQUESTS
    verdicts = [must_be_true(group, "healthCheck.enabled", absent=True)]
    if asks_over_http:
        verdicts.append(must_be_set(group, "healthCheck.path"))
    if protocol == "HTTPS" and check == "HTTP":
        verdicts.append(Violation(f"{group.describe('healthCheck.protocol')}, while its targets speak HTTPS"))
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
