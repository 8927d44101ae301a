"""What Elastic Load Balancing refuses of listeners and their rules, by their inputs alone."""

import re
from collections import Counter
from typing import Final

from sandbox.aws.rules.addresses import unless_block
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given, unless_exactly_one
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import LISTENER, LISTENER_RULE

_API: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/"
_LISTENER: Final = _API + "API_CreateListener.html"
_RULE: Final = _API + "API_CreateRule.html"
_ACTION: Final = _API + "API_Action.html"
_POLICIES: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html"
_SECURE: Final = ("HTTPS", "TLS")
_PROTOCOLS: Final = ("HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC")
_SSL_POLICIES: Final = frozenset(
    "ELBSecurityPolicy-" + name
    for name in (
        *("2016-08", "2015-05", "TLS-1-0-2015-04", "TLS-1-1-2017-01", "TLS-1-2-2017-01", "TLS-1-2-Ext-2018-06"),
        *("FS-2018-06", "FS-1-1-2019-08", "FS-1-2-2019-08", "FS-1-2-Res-2019-08", "FS-1-2-Res-2020-10"),
        *("TLS13-1-0-2021-06", "TLS13-1-1-2021-06", "TLS13-1-2-2021-06", "TLS13-1-2-Res-2021-06"),
        *("TLS13-1-2-Ext1-2021-06", "TLS13-1-2-Ext2-2021-06", "TLS13-1-3-2021-06"),
        *("TLS13-1-0-FIPS-2023-04", "TLS13-1-1-FIPS-2023-04", "TLS13-1-2-FIPS-2023-04", "TLS13-1-2-Res-FIPS-2023-04"),
        *("TLS13-1-2-Ext0-FIPS-2023-04", "TLS13-1-2-Ext1-FIPS-2023-04", "TLS13-1-2-Ext2-FIPS-2023-04"),
        "TLS13-1-3-FIPS-2023-04",
    )
)
_POST_QUANTUM: Final = r"ELBSecurityPolicy-TLS13-1-[0-3](-[A-Za-z0-9]+)*-PQ-\d{4}-\d{2}"
_ACTION_BLOCKS: Final = {
    "redirect": "redirect",
    "fixed-response": "fixedResponse",
    "authenticate-cognito": "authenticateCognito",
    "authenticate-oidc": "authenticateOidc",
    "jwt-validation": "jwtValidation",
}
_CONDITIONS: Final = ("hostHeader", "httpHeader", "httpRequestMethod", "pathPattern", "queryStrings", "sourceIp")
_ONCE_A_RULE: Final = ("hostHeader", "httpRequestMethod", "pathPattern", "sourceIp")
_VALUES_A_RULE: Final = 5


@refuses(*LISTENER, code="ValidationError", source=_LISTENER)
def a_listener_has_a_port_and_a_known_protocol(listener: Given) -> Failures:
    """Port 1 to 65535."""
    yield from listener["port"].outside(1, 65535)
    yield from listener["protocol"].unlike("(?i)" + "|".join(_PROTOCOLS), f"one of {', '.join(_PROTOCOLS)}")


@refuses(*LISTENER, code="ValidationError", source=_LISTENER)
def a_secure_listener_has_a_certificate(listener: Given) -> Failures:
    """HTTPS and TLS listeners can't do without one."""
    protocol = (listener["protocol"].text or "").upper()
    if protocol in _SECURE and listener["certificateArn"].absent:
        yield listener["certificateArn"].refuse(
            f"a certificate must be specified for {protocol} listeners; give its ARN"
        )


@refuses(*LISTENER, code="ValidationError", source=_LISTENER)
def only_a_secure_listener_has_a_certificate(listener: Given) -> Failures:
    """Certificates, TLS policies and mutual authentication belong to HTTPS and TLS."""
    protocol = (listener["protocol"].text or "").upper()
    if not protocol or protocol in _SECURE:
        return
    for name in ("certificateArn", "sslPolicy"):
        if listener[name].present:
            yield listener[name].refuse(
                f"{name} can't be specified for {protocol} listeners; use HTTPS or leave it out"
            )
    if listener["mutualAuthentication"]["mode"].text in ("verify", "passthrough"):
        yield listener["mutualAuthentication"].refuse(f"mutual authentication isn't supported for {protocol} listeners")


@refuses(*LISTENER, code="SSLPolicyNotFound", source=_POLICIES)
def a_tls_policy_exists(listener: Given) -> Failures:
    """One of the predefined policies."""
    policy = listener["sslPolicy"]
    if policy.text is not None and policy.text not in _SSL_POLICIES and not re.fullmatch(_POST_QUANTUM, policy.text):
        yield policy.refuse(
            f'TLS policy "{policy.text}" doesn\'t exist; give one such as ELBSecurityPolicy-TLS13-1-2-2021-06'
        )


@refuses(*LISTENER, *LISTENER_RULE, code="ValidationError", source=_ACTION)
def an_action_has_the_block_of_its_type(inputs: Given) -> Failures:
    """redirect, fixed response, authentication; forward has a target group or weighted ones."""
    for action in _actions(inputs):
        kind = action["type"].text
        if kind is None:
            continue
        if kind == "forward":
            yield from unless_forward_has_targets(action)
        elif kind not in _ACTION_BLOCKS:
            yield action["type"].refuse(f'"{kind}" isn\'t an action; give one of forward, {", ".join(_ACTION_BLOCKS)}')
        elif action[_ACTION_BLOCKS[kind]].absent:
            block = _ACTION_BLOCKS[kind]
            yield action[block].refuse(f'an action of type "{kind}" needs {block}; add it')


def unless_forward_has_targets(action: Given) -> Failures:
    """Failures of a forward action's target groups: 1 to 5 of them, weights 0 to 999."""
    if action["targetGroupArn"].absent and action["forward"].absent:
        yield action["targetGroupArn"].refuse("a forward action needs targetGroupArn or forward; give a target group")
    groups = action["forward"]["targetGroups"]
    yield from groups.more_than(5, "target groups")
    for group in groups.items:
        yield from group["weight"].outside(0, 999)
    yield from action["forward"]["stickiness"]["duration"].outside(1, 604800, "seconds")


@refuses(*LISTENER, *LISTENER_RULE, code="ValidationError", source=_API + "API_RedirectActionConfig.html")
def a_redirect_is_permanent_or_temporary(inputs: Given) -> Failures:
    """HTTP_301 or HTTP_302, to HTTP or HTTPS."""
    for action in _actions(inputs):
        redirect = action["redirect"]
        yield from redirect["statusCode"].none_of(("HTTP_301", "HTTP_302"))
        yield from redirect["protocol"].none_of(("HTTP", "HTTPS", "#{protocol}"))
        port = redirect["port"]
        if port.text != "#{port}":
            yield from port.unlike(r"[1-9]\d{0,4}", 'a port as text, such as "443", or "#{port}"')


@refuses(*LISTENER, *LISTENER_RULE, code="InvalidLoadBalancerAction", source=_API + "API_RedirectActionConfig.html")
def a_redirect_leads_elsewhere(inputs: Given) -> Failures:
    """It changes protocol, host, port or path; the query alone isn't enough to leave the loop."""
    kept = {"protocol": "#{protocol}", "host": "#{host}", "port": "#{port}", "path": "/#{path}"}
    for action in _actions(inputs):
        redirect = action["redirect"]
        if redirect.present and not redirect.open and all(redirect[name].text in (None, kept[name]) for name in kept):
            yield redirect.refuse("the redirect leads to itself; change at least one of protocol, host, port and path")


@refuses(*LISTENER, *LISTENER_RULE, code="ValidationError", source=_API + "API_FixedResponseActionConfig.html")
def a_fixed_response_is_small_and_typed(inputs: Given) -> Failures:
    """A 2XX, 4XX or 5XX code, five content types, 1,024 characters."""
    types = ("text/plain", "text/css", "text/html", "application/javascript", "application/json")
    for action in _actions(inputs):
        response = action["fixedResponse"]
        yield from response["contentType"].none_of(types)
        yield from response["statusCode"].unlike(r"[245]\d\d", "a status code 2XX, 4XX or 5XX")
        yield from response["messageBody"].longer_than(1024)


@refuses(*LISTENER, *LISTENER_RULE, code="ValidationError", source=_ACTION)
def actions_are_ordered_1_to_50000(inputs: Given) -> Failures:
    """Lower numbers first."""
    for action in _actions(inputs):
        yield from action["order"].outside(1, 50000)


@refuses(*LISTENER, code="ValidationError", source=_ACTION)
def only_an_https_listener_authenticates(listener: Given) -> Failures:
    """Cognito and OpenID Connect actions need HTTPS."""
    protocol = (listener["protocol"].text or "").upper()
    for action in listener["defaultActions"].items:
        kind = action["type"].text or ""
        if kind.startswith("authenticate-") and protocol and protocol != "HTTPS":
            yield action["type"].refuse(
                f'"{kind}" actions are supported by HTTPS listeners only, this one is {protocol}'
            )


@refuses(*LISTENER_RULE, code="ValidationError", source=_RULE)
def a_rule_has_a_priority_of_1_to_50000(rule: Given) -> Failures:
    """The default rule comes after them all."""
    yield from rule["priority"].outside(1, 50000)


@refuses(*LISTENER_RULE, code="ValidationError", source=_RULE)
def a_rule_has_conditions_of_one_kind_each(rule: Given) -> Failures:
    """At least one condition; each holds exactly one of the kinds."""
    if rule["conditions"].empty:
        yield rule["conditions"].refuse("a rule needs at least one condition; give one such as pathPattern")
    for condition in rule["conditions"].items:
        yield from unless_exactly_one(condition, *_CONDITIONS)


@refuses(*LISTENER_RULE, code="ValidationError", source=_API + "API_RuleCondition.html")
def a_rule_has_at_most_five_values_and_one_of_most_kinds(rule: Given) -> Failures:
    """Values over all conditions; host, method, path and source address once each."""
    conditions = rule["conditions"]
    kinds = Counter(kind for condition in conditions.items for kind in _ONCE_A_RULE if not condition[kind].empty)
    for kind, times in kinds.items():
        if times > 1:
            yield conditions.refuse(f"{kind} stands in {times} conditions; a rule has it once: put its values together")
    total = sum(len(_values(condition)) for condition in conditions.items)
    if total > _VALUES_A_RULE:
        yield conditions.refuse(
            f"the rule has {total} condition values; at most 5 are allowed: split it into two rules"
        )


@refuses(*LISTENER_RULE, code="ValidationError", source=_API + "API_RuleCondition.html")
def values_of_conditions_are_well_formed(rule: Given) -> Failures:
    """Patterns of 1 to 128 characters, methods of letters, canonical blocks."""
    for condition in rule["conditions"].items:
        for kind in ("pathPattern", "hostHeader", "httpHeader"):
            for value in condition[kind]["values"].items:
                yield from value.longer_than(128)
        for method in condition["httpRequestMethod"]["values"].items:
            yield from method.unlike("[A-Za-z_-]{1,40}", "a method of up to 40 letters, hyphens and underscores")
        for block in condition["sourceIp"]["values"].items:
            yield from unless_block(block)


def _actions(inputs: Given) -> list[Given]:
    return [*inputs["defaultActions"].items, *inputs["actions"].items]


def _values(condition: Given) -> list[Given]:
    kinds = ("hostHeader", "httpHeader", "httpRequestMethod", "pathPattern", "sourceIp")
    return [value for kind in kinds for value in condition[kind]["values"].items] + condition["queryStrings"].items
