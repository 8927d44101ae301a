"""Shapes of load balancers, target groups and web ACLs that rules must tell apart."""

import json
from collections.abc import Mapping

import pytest

from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Violation
from tests.policies.examples.edge import (
    BAD_INPUTS,
    BALANCER,
    CORE,
    LISTENER,
    TARGET_GROUP,
    WEB_ACL,
    WEB_ACL_GROUP,
    WEB_ACL_RULE,
    managed,
)
from tests.policies.harness import UNKNOWN_VALUE, Json, Resource
from tests.policies.verdicts import reports, verdict

SUBNET = "aws:ec2/subnet:Subnet"


@pytest.mark.parametrize("kind", ["network", "gateway"])
@pytest.mark.parametrize("policy", ["alb-access-logs", "alb-desync-mode", "alb-waf-fail-closed"])
def test_what_reads_no_requests_is_not_held_to_rules_about_them(policy: str, kind: str) -> None:
    assert isinstance(verdict(policy, BALANCER, {"loadBalancerType": kind, "enableWafFailOpen": True}), NotApplicable)


@pytest.mark.parametrize("kind", ["network", "gateway", "application"])
def test_every_kind_of_load_balancer_is_protected(kind: str) -> None:
    assert isinstance(verdict("alb-deletion-protection", BALANCER, {"loadBalancerType": kind}), Violation)


def test_addresses_of_a_network_load_balancer_are_mapped_to_subnets() -> None:
    two: Json = [{"subnetId": "subnet-1", "allocationId": "eip-1"}, {"subnetId": UNKNOWN_VALUE}]
    assert verdict("alb-multi-az-subnets", BALANCER, {"subnetMappings": two}) == COMPLIANT
    assert isinstance(verdict("alb-multi-az-subnets", BALANCER, {}), Violation)


@pytest.mark.parametrize(("count", "reported"), [(2, 0), (1, 1)])
def test_subnets_not_known_yet_are_counted_by_where_they_come_from(count: int, reported: int) -> None:
    subnets = [Resource(SUBNET, f"subnet-{number}") for number in range(count)]
    balancer = Resource(BALANCER, "alb", {"subnets": UNKNOWN_VALUE}, {"subnets": subnets})
    assert len(reports("alb-multi-az-subnets", *subnets, balancer)) == reported


@pytest.mark.parametrize(
    ("policy", "allowed"),
    [
        ("ELBSecurityPolicy-TLS13-1-3-2021-06", True),
        ("ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09", True),
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", False),
        ("ELBSecurityPolicy-TLS13-1-0-2021-06", False),
    ],
)
def test_ciphers_are_those_that_aws_recommends(policy: str, allowed: bool) -> None:
    found = verdict("alb-listener-tls-policy", LISTENER, {"protocol": "HTTPS", "sslPolicy": policy})
    assert isinstance(found, Violation) is not allowed


@pytest.mark.parametrize("policy", ["alb-listener-tls-policy", "alb-listener-certificate"])
@pytest.mark.parametrize("protocol", ["HTTP", "TCP", None])
def test_a_listener_that_ends_no_tls_needs_neither_ciphers_nor_certificate(policy: str, protocol: Json) -> None:
    assert isinstance(verdict(policy, LISTENER, {"protocol": protocol, "port": 80}), NotApplicable)


def test_a_protocol_not_known_yet_leaves_a_bad_policy_undetermined() -> None:
    found = verdict("alb-listener-tls-policy", LISTENER, {"protocol": UNKNOWN_VALUE})
    assert found == Undetermined("protocol")


@pytest.mark.parametrize(("ports", "allowed"), [([], False), ([443], True), ([8443], False)])
def test_tls_may_pass_through_on_the_ports_that_somebody_names(ports: list[int], allowed: bool) -> None:
    listener: dict[str, Json] = {"protocol": "TCP", "port": 443}
    found = verdict("alb-listener-https", LISTENER, listener, passThroughPorts=ports)
    assert isinstance(found, Violation) is not allowed


@pytest.mark.parametrize(
    ("group", "violates"),
    [
        ({"protocol": "HTTP"}, True),
        ({"protocol": "HTTP", "healthCheck": {"enabled": False, "path": "/x"}}, True),
        ({"protocol": "TCP"}, False),
        ({"protocol": "TCP", "healthCheck": {"protocol": "HTTP"}}, True),
        ({"protocol": "TCP", "healthCheck": {"protocol": "TCP"}}, False),
        ({"protocol": "HTTPS", "healthCheck": {"protocol": "HTTPS", "path": "/x"}}, False),
        ({"protocol": "HTTPS", "healthCheck": {"protocol": "HTTP", "path": "/x"}}, True),
        ({"targetType": "lambda"}, False),
    ],
)
def test_a_health_check_fits_the_targets(group: dict[str, Json], violates: bool) -> None:
    assert isinstance(verdict("lb-target-health-check", TARGET_GROUP, group), Violation) is violates


@pytest.mark.parametrize(
    ("group", "violates"),
    [
        ({"protocol": "TLS"}, False),
        ({"protocol": "TCP"}, True),
        ({"protocol": "TCP", "targetType": "alb"}, False),
        ({"targetType": "lambda"}, False),
        ({"protocol": "GENEVE"}, False),
    ],
)
def test_some_targets_end_no_tls_themselves(group: dict[str, Json], violates: bool) -> None:
    assert isinstance(verdict("lb-target-encrypted", TARGET_GROUP, group), Violation) is violates


def api_rule(name: str, override: str = "None", group: Mapping[str, Json] | None = None) -> Json:
    """A rule in the spelling of AWS's own API."""
    return {
        "Name": name,
        "Statement": {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": name, **(group or {})}},
        "OverrideAction": {override: {}},
    }


def test_rules_may_be_json_text_of_the_api() -> None:
    text = json.dumps([api_rule(CORE), api_rule(BAD_INPUTS), {"Statement": {"RateBasedStatement": {"Limit": 100}}}])
    for policy in ("waf-has-rules", "waf-log4j-rule", "waf-rate-limit", "waf-default-not-count"):
        assert verdict(policy, WEB_ACL, {"ruleJson": text}) == COMPLIANT
    counted = json.dumps([api_rule(BAD_INPUTS, override="Count")])
    assert isinstance(verdict("waf-log4j-rule", WEB_ACL, {"ruleJson": counted}), Violation)
    assert isinstance(verdict("waf-default-not-count", WEB_ACL, {"ruleJson": counted}), Violation)


@pytest.mark.parametrize(
    ("more", "violates"),
    [
        ({"ExcludedRules": [{"Name": "Log4JRCE_BODY"}]}, True),
        ({"RuleActionOverrides": [{"Name": "Log4JRCE_BODY", "ActionToUse": {"Count": {}}}]}, True),
        ({"RuleActionOverrides": [{"Name": "Log4JRCE_BODY", "ActionToUse": {"Captcha": {}}}]}, False),
        ({"RuleActionOverrides": [{"Name": "Host_localhost_HEADER", "ActionToUse": {"Count": {}}}]}, False),
    ],
)
def test_only_overrides_of_the_log4j_rules_count(more: dict[str, Json], violates: bool) -> None:
    text = json.dumps([api_rule(BAD_INPUTS, group=more)])
    assert isinstance(verdict("waf-log4j-rule", WEB_ACL, {"ruleJson": text}), Violation) is violates


def test_a_rule_group_of_ones_own_may_limit_rates_out_of_sight() -> None:
    rules: Json = [{"statement": {"ruleGroupReferenceStatement": {"arn": "arn:aws:wafv2:x"}}}]
    assert isinstance(verdict("waf-rate-limit", WEB_ACL, {"rules": rules}), Undetermined)


def test_rules_that_are_resources_of_their_own_count() -> None:
    acl = Resource(WEB_ACL, "acl", {"name": "acl", "arn": "arn:aws:wafv2:acl"})
    link: dict[str, Json] = {"webAclArn": "arn:aws:wafv2:acl"}
    core = Resource(WEB_ACL_RULE, "core", {**managed(CORE), **link})
    group: Json = {"vendorName": "AWS", "name": BAD_INPUTS}
    inputs = Resource(WEB_ACL_GROUP, "inputs", {"managedRuleGroup": group, **link})
    limit = Resource(
        WEB_ACL_RULE, "limit", {"statement": {"rateBasedStatement": {"limit": 9}}, "action": {"block": {}}, **link}
    )
    for policy in ("waf-has-rules", "waf-log4j-rule", "waf-rate-limit"):
        assert reports(policy, acl, core, inputs, limit) == []
        assert len(reports(policy, acl)) == 1
