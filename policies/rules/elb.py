"""Rules for Elastic Load Balancing."""

from collections.abc import Mapping

from policies.conditions import must_be_true
from policies.properties import UNKNOWN, Properties
from policies.resource_types import LISTENER, LOAD_BALANCER
from policies.rule import rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, scoped

_ENCRYPTED = ("HTTPS", "TLS")


def _with_invalid_headers_dropped(_: Properties) -> Mapping[str, bool]:
    return {"dropInvalidHeaderFields": True}


@rule("alb-drop-invalid-headers", applies_to=(LOAD_BALANCER,), remedy=_with_invalid_headers_dropped)
def drops_invalid_headers(balancer: Properties) -> Verdict:
    return scoped(must_be_true(balancer, "dropInvalidHeaderFields"), _is_not_application(balancer))


def _is_not_application(balancer: Properties) -> NotApplicable | Undetermined | None:
    kind = balancer.text("loadBalancerType")
    if kind is UNKNOWN:
        return Undetermined(balancer.where("loadBalancerType"))
    if kind in (None, "application"):
        return None
    return NotApplicable(f"a {kind} load balancer reads no headers")


@rule("alb-listener-https", applies_to=(LISTENER,))
def speaks_tls_or_redirects(listener: Properties) -> Verdict:
    """A listener with neither port nor protocol belongs to a gateway load balancer."""
    if listener.get("port") is None and listener.get("protocol") is None:
        return NotApplicable("a gateway load balancer passes packets on")
    protocol = listener.text("protocol")
    if protocol is UNKNOWN:
        return Undetermined(listener.where("protocol"))
    if protocol in _ENCRYPTED:
        return COMPLIANT
    if protocol in (None, "HTTP"):
        return _redirects_to_https(listener)
    return Violation(listener.describe("protocol"))


def _redirects_to_https(listener: Properties) -> Verdict:
    actions = listener.items("defaultActions")
    if actions is UNKNOWN or any(action is UNKNOWN for action in actions):
        return Undetermined(listener.where("defaultActions"))
    for action in actions:
        if action is UNKNOWN or action.get("redirect") is None:
            continue
        target = {path: action.text(f"redirect.{path}") for path in ("protocol", "statusCode")}
        for path, value in target.items():
            if value is UNKNOWN:
                return Undetermined(action.where(f"redirect.{path}"))
        if target["protocol"] == "HTTPS" and target["statusCode"] == "HTTP_301":
            return COMPLIANT
        return Violation(
            f"{action.describe('redirect.protocol')} and {action.describe('redirect.statusCode')}; "
            "HTTP must redirect to HTTPS with HTTP_301"
        )
    return Violation(f"{listener.describe('protocol')} and no default action redirects to HTTPS")
