"""What Elastic Load Balancing refuses of load balancers and target groups, by their inputs alone."""

import re
from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given, both, unless_exactly_one
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import LOAD_BALANCER, TARGET_GROUP

_API: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/"
_LB: Final = _API + "API_CreateLoadBalancer.html"
_LB_ATTRIBUTE: Final = _API + "API_LoadBalancerAttribute.html"
_TG: Final = _API + "API_CreateTargetGroup.html"
_TG_ATTRIBUTE: Final = _API + "API_TargetGroupAttribute.html"
_NAME: Final = r"(?!-)[0-9A-Za-z-]{1,32}(?<!-)"
_WEB: Final = ("HTTP", "HTTPS")
_STREAM: Final = ("TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC")


@refuses(*LOAD_BALANCER, code="ValidationError", source=_LB)
def a_load_balancer_name_is_short_and_plain(balancer: Given) -> Failures:
    """1 to 32 letters, digits and hyphens, no hyphen at either end, not beginning with `internal-`."""
    name = balancer["name"]
    yield from name.unlike(_NAME, "1 to 32 letters, digits and hyphens without a hyphen at either end")
    if (name.text or balancer["namePrefix"].text or "").startswith("internal-"):
        given = name if name.present else balancer["namePrefix"]
        yield given.refuse(f'"{given.text}" begins with "internal-", which AWS keeps for itself; choose another name')


@refuses(*LOAD_BALANCER, *TARGET_GROUP, code="ValidationError", source=_LB)
def a_name_prefix_leaves_room_for_its_suffix(inputs: Given) -> Failures:
    """Of 32 characters the generated suffix takes 26."""
    yield from inputs["namePrefix"].unlike(r"(?!-)[0-9A-Za-z-]{1,6}", "1 to 6 letters, digits and hyphens")


@refuses(*LOAD_BALANCER, code="ValidationError", source=_LB)
def a_load_balancer_is_of_a_known_type(balancer: Given) -> Failures:
    """application, the default, network or gateway."""
    yield from balancer["loadBalancerType"].none_of(("application", "network", "gateway"))
    yield from balancer["ipAddressType"].none_of(("ipv4", "dualstack", "dualstack-without-public-ipv4"))


@refuses(*LOAD_BALANCER, code="ValidationError", source=_LB)
def a_load_balancer_has_subnets_or_subnet_mappings(balancer: Given) -> Failures:
    """Exactly one of the two."""
    yield from unless_exactly_one(balancer, "subnets", "subnetMappings")


@refuses(*LOAD_BALANCER, code="ValidationError", source=_LB)
def an_application_load_balancer_spans_two_zones(balancer: Given) -> Failures:
    """So it has two subnets or more."""
    kind = balancer["loadBalancerType"]
    if kind.unknown or kind.text not in (None, "application"):
        return
    for name in ("subnets", "subnetMappings"):
        given = balancer[name]
        count = len(set(given.texts)) if given.texts and not given.open else given.count
        if not given.empty and count is not None and count < 2:
            yield given.refuse(
                f"{count} subnet is given; an application load balancer needs at least two, in different "
                "availability zones: add one of another zone"
            )


@refuses(*LOAD_BALANCER, code="InvalidConfigurationRequest", source=_LB_ATTRIBUTE)
def attributes_of_a_load_balancer_are_in_range(balancer: Given) -> Failures:
    """Idle timeout 1 to 4,000 s, client keep-alive 60 to 604,800 s, known modes."""
    yield from balancer["idleTimeout"].outside(1, 4000, "seconds")
    yield from balancer["clientKeepAlive"].outside(60, 604800, "seconds")
    yield from balancer["desyncMitigationMode"].none_of(("monitor", "defensive", "strictest"))
    yield from balancer["xffHeaderProcessingMode"].none_of(("append", "preserve", "remove"))


@refuses(*LOAD_BALANCER, code="InvalidConfigurationRequest", source=_LB_ATTRIBUTE)
def logs_of_a_load_balancer_have_a_bucket(balancer: Given) -> Failures:
    """When they are switched on."""
    for name in ("accessLogs", "connectionLogs", "healthCheckLogs"):
        if balancer[name]["enabled"].true and balancer[name]["bucket"].absent:
            yield balancer[name]["bucket"].refuse(f"{name} are enabled without a bucket; give the name of one")


@refuses(*TARGET_GROUP, code="ValidationError", source=_TG)
def a_target_group_name_is_short_and_plain(group: Given) -> Failures:
    """1 to 32 letters, digits and hyphens, no hyphen at either end."""
    yield from group["name"].unlike(_NAME, "1 to 32 letters, digits and hyphens without a hyphen at either end")


@refuses(*TARGET_GROUP, code="ValidationError", source=_TG)
def a_target_group_is_of_a_known_kind(group: Given) -> Failures:
    """Target type, protocol and protocol version."""
    yield from group["targetType"].none_of(("instance", "ip", "lambda", "alb"))
    yield from group["protocol"].none_of((*_WEB, *_STREAM, "GENEVE"))
    yield from group["protocolVersion"].unlike("(?i)GRPC|HTTP1|HTTP2", "GRPC, HTTP1 or HTTP2")
    yield from group["port"].outside(1, 65535)


@refuses(*TARGET_GROUP, code="ValidationError", source=_TG)
def a_target_group_has_port_protocol_and_vpc(group: Given) -> Failures:
    """Unless its target is a Lambda function."""
    kind = group["targetType"]
    if kind.unknown or kind.text == "lambda":
        return
    for name in ("port", "protocol", "vpcId"):
        if group[name].absent:
            yield group[name].refuse(f'{name} is missing; a target group of type "{kind.text or "instance"}" needs it')


@refuses(*TARGET_GROUP, code="ValidationError", source=_TG)
def a_target_group_of_load_balancers_speaks_tcp(group: Given) -> Failures:
    """An application load balancer is a target of a network load balancer over TCP or TLS."""
    if group["targetType"].text == "alb":
        yield from group["protocol"].none_of(("TCP", "TLS"))


@refuses(*TARGET_GROUP, code="ValidationError", source=_TG)
def a_health_check_is_in_range(group: Given) -> Failures:
    """Interval 5 to 300 s, timeout 2 to 120 s, thresholds 2 to 10."""
    check = group["healthCheck"]
    yield from check["interval"].outside(5, 300, "seconds")
    yield from check["timeout"].outside(2, 120, "seconds")
    yield from check["healthyThreshold"].outside(2, 10)
    yield from check["unhealthyThreshold"].outside(2, 10)
    yield from check["protocol"].unlike("(?i)HTTP|HTTPS|TCP", "HTTP, HTTPS or TCP")


@refuses(*TARGET_GROUP, code="ValidationError", source=_TG)
def a_health_check_times_out_before_the_next_one(group: Given) -> Failures:
    """The timeout is below the interval."""
    interval, timeout = group["healthCheck"]["interval"].number, group["healthCheck"]["timeout"]
    if interval is not None and timeout.number is not None and timeout.number >= interval:
        yield timeout.refuse(
            f"timeout {timeout.number:g} must be smaller than the interval {interval:g}; shorten it or lengthen "
            f"the interval"
        )


@refuses(*TARGET_GROUP, code="ValidationError", source=_TG)
def a_tcp_health_check_asks_for_no_page(group: Given) -> Failures:
    """Path and matcher belong to HTTP health checks; web target groups can't be checked over TCP."""
    check = group["healthCheck"]
    if (check["protocol"].text or "").upper() != "TCP":
        return
    if group["protocol"].text in _WEB:
        yield check["protocol"].refuse(f"TCP health checks aren't supported for {group['protocol'].text} target groups")
    for name in ("path", "matcher"):
        if check[name].present:
            yield check[name].refuse(f"{name} isn't supported for TCP health checks; leave it out or check over HTTP")


@refuses(*TARGET_GROUP, code="ValidationError", source=_TG)
def a_health_check_path_begins_with_a_slash(group: Given) -> Failures:
    """Up to 1,024 characters; gRPC paths too."""
    path = group["healthCheck"]["path"]
    if path.text is not None and (not path.text.startswith("/") or len(path.text) > 1024):
        yield path.refuse(f'"{path.text[:80]}" must begin with "/" and have at most 1,024 characters')


@refuses(*TARGET_GROUP, code="ValidationError", source=_API + "API_Matcher.html")
def a_matcher_lists_status_codes(group: Given) -> Failures:
    """HTTP codes 200 to 499 (to 599 for network load balancers), gRPC codes 0 to 99."""
    matcher = group["healthCheck"]["matcher"]
    if matcher.text is None or group["protocolVersion"].unknown or group["protocol"].unknown:
        return
    grpc = (group["protocolVersion"].text or "").upper() == "GRPC"
    stream = group["protocol"].text in (*_STREAM, "GENEVE")
    low, high = (0, 99) if grpc else (200, 599 if stream else 499)
    codes = re.split("[,-]", matcher.text)
    if not all(code.isdecimal() and low <= int(code) <= high for code in codes):
        example = '"12" or "0-99"' if grpc else '"200", "200,302" or "200-299"'
        yield matcher.refuse(f'"{matcher.text}" isn\'t a matcher of codes {low} to {high}; give one such as {example}')


@refuses(*TARGET_GROUP, code="ValidationError", source=_TG_ATTRIBUTE)
def attributes_of_a_target_group_are_in_range(group: Given) -> Failures:
    """Deregistration 0 to 3,600 s, slow start 0 or 30 to 900 s, known algorithms."""
    yield from group["deregistrationDelay"].outside(0, 3600, "seconds")
    if group["slowStart"].number != 0:
        yield from group["slowStart"].outside(30, 900, "seconds, or 0 for none")
    yield from group["loadBalancingAlgorithmType"].none_of(
        ("round_robin", "least_outstanding_requests", "weighted_random")
    )


@refuses(*TARGET_GROUP, code="ValidationError", source=_TG_ATTRIBUTE)
def stickiness_fits_the_protocol(group: Given) -> Failures:
    """Cookies for web target groups, addresses for the others; an application's cookie has a name."""
    stickiness, protocol = group["stickiness"], group["protocol"].text
    kind, enabled = stickiness["type"], stickiness["enabled"]
    yield from kind.none_of(("lb_cookie", "app_cookie", "source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto"))
    if enabled.value is not False and protocol in _WEB and (kind.text or "").startswith("source_ip"):
        yield kind.refuse(f'stickiness type "{kind.text}" isn\'t supported by {protocol} target groups; use lb_cookie')
    if enabled.value is not False and protocol in _STREAM and kind.text in ("lb_cookie", "app_cookie"):
        yield kind.refuse(f'stickiness type "{kind.text}" isn\'t supported by {protocol} target groups; use source_ip')
    if kind.text == "app_cookie" and both(kind, stickiness) and stickiness["cookieName"].absent:
        yield stickiness["cookieName"].refuse(
            "an app_cookie needs the name of the application's cookie; give cookieName"
        )
    yield from stickiness["cookieDuration"].outside(0, 604800, "seconds")
