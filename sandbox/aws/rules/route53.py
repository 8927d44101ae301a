"""What Route 53 refuses of zones, records and health checks, by their inputs alone."""

import ipaddress
from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given, unless_at_most_one
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import RECORD, ZONE

_API: Final = "https://docs.aws.amazon.com/Route53/latest/APIReference/"
_RECORD: Final = _API + "API_ResourceRecordSet.html"
_HEALTH_CHECK: Final = "aws:route53/healthCheck:HealthCheck"
_TYPES: Final = (
    *("A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB"),
    *("TLSA", "TXT"),
)
_POLICIES: Final = (
    *("weightedRoutingPolicies", "latencyRoutingPolicies", "failoverRoutingPolicies", "geolocationRoutingPolicies"),
    *("geoproximityRoutingPolicy", "multivalueAnswerRoutingPolicy", "cidrRoutingPolicy"),
)
_CHECK_TYPES: Final = (
    *("HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP", "CALCULATED", "CLOUDWATCH_METRIC"),
    "RECOVERY_CONTROL",
)


@refuses(RECORD, code="InvalidChangeBatch", source=_RECORD)
def a_record_is_of_a_type_that_exists(record: Given) -> Failures:
    """A, AAAA, CNAME, TXT ..."""
    yield from record["type"].none_of(_TYPES)


@refuses(RECORD, code="InvalidInput", source=_RECORD)
def a_record_is_an_alias_or_has_values_and_a_ttl(record: Given) -> Failures:
    """An alias takes neither; the others need both."""
    alias, ttl, values = record["aliases"], record["ttl"], record["records"]
    if not alias.empty:
        for given in (ttl, values):
            if not given.empty:
                yield given.refuse("an alias has neither ttl nor records; leave them out")
        return
    if values.empty and not values.unknown:
        yield values.refuse("neither records nor aliases are given; give one of them")
    elif ttl.absent:
        yield ttl.refuse("ttl is missing; a record that is no alias needs it, in seconds")
    yield from ttl.outside(0, 2147483647, "seconds")


@refuses(RECORD, code="InvalidChangeBatch", source=_RECORD)
def values_of_a_record_fit_its_type(record: Given) -> Failures:
    """IPv4 addresses in A, IPv6 addresses in AAAA, one name in CNAME."""
    kind, values = record["type"].text, record["records"]
    versions = {"A": 4, "AAAA": 6}
    for value in values.items if kind in versions else ():
        if value.text is not None and _version(value.text) != versions[kind or ""]:
            yield value.refuse(f'"{value.text}" is no IPv{versions[kind or ""]} address, as type {kind} needs it')
    if kind == "CNAME":
        yield from values.more_than(1, "values of a CNAME")


@refuses(RECORD, code="InvalidInput", source=_RECORD)
def a_routing_policy_needs_a_set_identifier(record: Given) -> Failures:
    """It tells records of one name and type apart; one policy at a time."""
    given = [name for name in _POLICIES if not record[name].empty and record[name].value is not False]
    yield from unless_at_most_one(record, *given)
    if given and record["setIdentifier"].absent:
        yield record["setIdentifier"].refuse(f"{given[0]} needs setIdentifier; give a text of its own to each record")
    if not given and record["setIdentifier"].present and not record.open:
        yield record["setIdentifier"].refuse("setIdentifier is for records with a routing policy; leave it out")
    for policy in record["weightedRoutingPolicies"].items:
        yield from policy["weight"].outside(0, 255)
    for policy in record["failoverRoutingPolicies"].items:
        yield from policy["type"].none_of(("PRIMARY", "SECONDARY"))


@refuses(RECORD, ZONE, code="InvalidDomainName", source=_RECORD)
def a_name_has_labels_of_up_to_63_characters(named: Given) -> Failures:
    """255 characters in all."""
    name = named["name"]
    yield from name.longer_than(255)
    for label in (name.text or "").split("."):
        if len(label) > 63:
            yield name.refuse(f'label "{label}" has {len(label)} characters; at most 63 are allowed')


@refuses(ZONE, code="InvalidInput", source=_API + "API_CreateHostedZone.html")
def a_private_zone_has_no_delegation_set(zone: Given) -> Failures:
    """Delegation sets are of public zones."""
    yield from unless_at_most_one(zone, "vpcs", "delegationSetId")


@refuses(_HEALTH_CHECK, code="InvalidInput", source=_API + "API_HealthCheckConfig.html")
def a_health_check_is_of_a_type_that_exists(check: Given) -> Failures:
    """Every 10 or 30 seconds, 1 to 10 failures."""
    yield from check["type"].none_of(_CHECK_TYPES)
    yield from check["requestInterval"].no_number_of((10, 30))
    yield from check["failureThreshold"].outside(1, 10)
    yield from check["port"].outside(1, 65535)


@refuses(_HEALTH_CHECK, code="InvalidInput", source=_API + "API_HealthCheckConfig.html")
def a_health_check_has_something_to_ask(check: Given) -> Failures:
    """A domain or address for endpoints, children for calculated ones, an alarm for metrics, text to match."""
    kind = check["type"].text or ""
    if kind.startswith(("HTTP", "TCP")) and check["fqdn"].absent and check["ipAddress"].absent:
        yield check["fqdn"].refuse(f"neither fqdn nor ipAddress is given; a {kind} check needs one of them")
    if kind.endswith("_STR_MATCH") and check["searchString"].absent:
        yield check["searchString"].refuse(f"a {kind} check needs searchString; give the text to look for")
    if kind == "CLOUDWATCH_METRIC" and check["cloudwatchAlarmName"].absent:
        yield check["cloudwatchAlarmName"].refuse("a CLOUDWATCH_METRIC check needs cloudwatchAlarmName; give it")


def _version(text: str) -> int | None:
    try:
        return ipaddress.ip_address(text).version
    except ValueError:
        return None
