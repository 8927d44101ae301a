"""Rules for Elastic Load Balancing."""

from collections.abc import Mapping

from policies.conditions import must_be_none_of, must_be_set, must_be_true, must_not_be_true
from policies.properties import UNKNOWN, Properties
from policies.resource_types import CERTIFICATES, LISTENER, LOAD_BALANCER
from policies.rule import Context, rule, rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined, scoped

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


@rule("alb-access-logs", applies_to=(LOAD_BALANCER,))
def logs_its_requests(balancer: Properties) -> Verdict:
    """A network load balancer logs TLS connections only, a gateway load balancer nothing at all."""
    logged = combined((must_be_true(balancer, "accessLogs.enabled"), must_be_set(balancer, "accessLogs.bucket")))
    return scoped(logged, _is_not_application(balancer))


@rule("alb-deletion-protection", applies_to=(LOAD_BALANCER,))
def refuses_deletion(balancer: Properties) -> Verdict:
    return must_be_true(balancer, "enableDeletionProtection")


@rule("alb-desync-mode", applies_to=(LOAD_BALANCER,))
def defends_against_desync(balancer: Properties) -> Verdict:
    """AWS takes `defensive` when nothing is stated."""
    defended = must_be_none_of(balancer, "desyncMitigationMode", ("monitor",), absent="defensive")
    return scoped(defended, _is_not_application(balancer))


@rule_in_context("alb-multi-az-subnets", applies_to=(LOAD_BALANCER,))
def stands_in_several_subnets(balancer: Properties, context: Context) -> Verdict:
    """AWS takes one subnet a zone only, so that several subnets are several zones."""
    minimum = int(context.number("minimumSubnets"))
    subnets, mappings = balancer.texts("subnets"), balancer.items("subnetMappings")
    if mappings is UNKNOWN:
        return Undetermined(balancer.where("subnetMappings"))
    if subnets is UNKNOWN:
        return NotApplicable("its subnets are not known yet; where they come from is judged with the stack")
    found = max(_different(subnets), len(mappings))
    return COMPLIANT if found >= minimum else Violation(f"it is in {found} subnets, the minimum is {minimum}")


def _different(values: object) -> int:
    """How many values there are; one that is not known yet counts as one of its own."""
    if not isinstance(values, tuple):
        return 0
    return len({value for value in values if value is not UNKNOWN}) + sum(value is UNKNOWN for value in values)


@rule("alb-waf-fail-closed", applies_to=(LOAD_BALANCER,))
def stays_closed_without_its_firewall(balancer: Properties) -> Verdict:
    return scoped(must_not_be_true(balancer, "enableWafFailOpen"), _is_not_application(balancer))


@rule("nlb-cross-zone", applies_to=(LOAD_BALANCER,))
def spreads_over_all_zones(balancer: Properties) -> Verdict:
    """Application load balancers always do."""
    spread = must_be_true(balancer, "enableCrossZoneLoadBalancing")
    kind = balancer.text("loadBalancerType")
    if kind in (None, "application"):
        return NotApplicable("an application load balancer always spreads over all zones")
    return scoped(spread, Undetermined(balancer.where("loadBalancerType")) if kind is UNKNOWN else None)


@rule_in_context("alb-listener-https", applies_to=(LISTENER,))
def speaks_tls_or_redirects(listener: Properties, context: Context) -> Verdict:
    """A listener with neither port nor protocol belongs to a gateway load balancer.

    A network load balancer's TCP listener may pass TLS on to targets which end it; AWS's control ELB.18 takes it for
    unencrypted all the same, and so does this rule unless its port is among those that the parameter allows.
    """
    if listener.get("port") is None and listener.get("protocol") is None:
        return NotApplicable("a gateway load balancer passes packets on")
    protocol = listener.text("protocol")
    if protocol is UNKNOWN:
        return Undetermined(listener.where("protocol"))
    if protocol in _ENCRYPTED:
        return COMPLIANT
    if protocol in (None, "HTTP"):
        return _redirects_to_https(listener)
    if protocol == "TCP" and context.ports("passThroughPorts"):
        port = listener.number("port")
        if port is UNKNOWN:
            return Undetermined(listener.where("port"))
        if port in context.ports("passThroughPorts"):
            return NotApplicable("TLS passes through it to its targets, which end it")
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


@rule_in_context("alb-listener-tls-policy", applies_to=(LISTENER,))
def negotiates_strong_ciphers_only(listener: Properties, context: Context) -> Verdict:
    """Without a policy AWS takes ELBSecurityPolicy-2016-08, which has TLS 1.0."""
    policy = listener.text("sslPolicy")
    if policy is UNKNOWN:
        verdict: Verdict = Undetermined(listener.where("sslPolicy"))
    elif policy in context.texts("policies"):
        verdict = COMPLIANT
    else:
        verdict = Violation(listener.describe("sslPolicy", absent="ELBSecurityPolicy-2016-08"))
    return _where_it_ends_tls(listener, verdict)


@rule("alb-listener-certificate", applies_to=(LISTENER,), known_from=CERTIFICATES)
def shows_a_certificate_of_acm(listener: Properties) -> Verdict:
    arn = listener.text("certificateArn")
    if arn is UNKNOWN:
        return _where_it_ends_tls(listener, Undetermined(listener.where("certificateArn")))
    if arn is not None and ":acm:" in arn:
        return COMPLIANT
    return _where_it_ends_tls(listener, Violation(listener.describe("certificateArn")))


def _where_it_ends_tls(listener: Properties, verdict: Verdict) -> Verdict:
    """The verdict, for listeners that end TLS connections."""
    protocol = listener.text("protocol")
    if protocol is UNKNOWN:
        return scoped(verdict, Undetermined(listener.where("protocol")))
    if protocol in _ENCRYPTED:
        return verdict
    return NotApplicable(f"a listener with protocol {protocol or 'HTTP'} ends no TLS connection")
