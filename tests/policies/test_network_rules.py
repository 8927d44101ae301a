"""Shapes of network ACLs, flow logs and security groups that rules must tell apart."""

import pytest

from policies.environment import Environment
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Violation
from tests.policies.examples.account_and_network import EGRESS_RULE, FLOW_LOG, NETWORK_ACL, entry, out
from tests.policies.examples.security_groups import GROUP, RULE
from tests.policies.harness import UNKNOWN_VALUE, Json, Resource
from tests.policies.verdicts import reports, verdict

ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule"
ANYWHERE = "0.0.0.0/0"


@pytest.mark.parametrize(
    ("entries", "violates"),
    [
        ([entry(100, "allow", 1024, 65535)], True),
        ([entry(90, "deny", 3389, 3389), entry(100, "allow", 1024, 65535)], False),
        ([entry(110, "deny", 3389, 3389), entry(100, "allow", 1024, 65535)], True),
        ([entry(90, "deny", 3389, 3389, "10.0.0.0/8"), entry(100, "allow", 1024, 65535)], True),
        ([entry(100, "deny", 0, 65535)], False),
        ([entry(100, "allow", 22, 22, "203.0.113.0/24")], False),
        ([{**entry(100, "allow", 0, 0), "protocol": "-1"}], True),
        ([{**entry(100, "allow", 0, 65535), "protocol": "udp"}], False),
        ([{**entry(100, "allow", 22, 22), "protocol": "6"}], True),
        ([], False),
    ],
)
def test_the_first_entry_that_fits_decides(entries: Json, violates: bool) -> None:
    assert isinstance(verdict("nacl-no-open-admin-ports", NETWORK_ACL, {"ingress": entries}), Violation) is violates


def acl_rule(name: str, number: int, action: str, first: int, last: int, **more: Json) -> Resource:
    given: dict[str, Json] = {"ruleNumber": number, "ruleAction": action, "protocol": "tcp", "cidrBlock": ANYWHERE}
    ports: dict[str, Json] = {"fromPort": first, "toPort": last, "networkAclId": "acl-1"}
    return Resource(ACL_RULE, name, {**given, **ports, **more})


def test_entries_that_are_resources_of_their_own_are_taken_in_their_order_too() -> None:
    wide = acl_rule("wide", 100, "allow", 1024, 65535)
    (report,) = reports("nacl-no-open-admin-ports", wide)
    assert "port 3389 open to 0.0.0.0/0" in report.message
    assert reports("nacl-no-open-admin-ports", wide, acl_rule("no", 90, "deny", 3389, 3389)) == []
    other = acl_rule("no", 90, "deny", 3389, 3389, networkAclId="acl-2")
    assert len(reports("nacl-no-open-admin-ports", wide, other)) == 1
    assert reports("nacl-no-open-admin-ports", acl_rule("out", 100, "allow", 0, 65535, egress=True)) == []


def test_entries_of_one_acl_not_known_yet_are_found_by_dependency() -> None:
    acl = Resource(NETWORK_ACL, "acl")
    rules = [
        Resource(ACL_RULE, found.name, {**found.properties, "networkAclId": UNKNOWN_VALUE}, {"networkAclId": [acl]})
        for found in (acl_rule("wide", 100, "allow", 1024, 65535), acl_rule("no", 90, "deny", 3389, 3389))
    ]
    assert reports("nacl-no-open-admin-ports", acl, *rules) == []


@pytest.mark.parametrize(
    ("log", "violates"),
    [
        ({"trafficType": "ALL", "logDestination": "arn:aws:s3:::logs"}, False),
        ({"trafficType": "ACCEPT", "logDestination": "arn:aws:s3:::logs"}, True),
        ({"trafficType": "ALL"}, True),
        ({"transitGatewayId": UNKNOWN_VALUE, "logDestination": "arn:aws:s3:::logs"}, False),
    ],
)
def test_a_flow_log_records_all_traffic_somewhere(log: dict[str, Json], violates: bool) -> None:
    assert isinstance(verdict("flow-log-all-traffic", FLOW_LOG, log), Violation) is violates


def test_rejected_traffic_is_enough_outside_of_prod() -> None:
    log: dict[str, Json] = {"trafficType": "REJECT", "logDestination": "arn:aws:s3:::logs"}
    assert verdict("flow-log-all-traffic", FLOW_LOG, log, Environment.STAGING) == COMPLIANT


@pytest.mark.parametrize(
    ("egress", "violates"),
    [
        (None, False),
        ([out("-1", "0.0.0.0/0")], True),
        ([out("-1", "10.0.0.0/8")], False),
        ([{"protocol": "tcp", "fromPort": 0, "toPort": 65535, "cidrBlocks": [ANYWHERE]}], True),
        ([{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": [ANYWHERE]}], False),
        ([{"protocol": "icmp", "fromPort": -1, "toPort": -1, "cidrBlocks": [ANYWHERE]}], False),
        ([{"protocol": "-1", "fromPort": 0, "toPort": 0, "prefixListIds": ["pl-1"]}], False),
    ],
)
def test_everything_may_not_leave(egress: Json, violates: bool) -> None:
    assert isinstance(verdict("sg-egress-restricted", GROUP, {"egress": egress}), Violation) is violates


def test_rules_about_incoming_traffic_are_not_judged_by_what_leaves() -> None:
    incoming: dict[str, Json] = {"type": "ingress", "protocol": "-1", "cidrBlocks": [ANYWHERE]}
    assert isinstance(verdict("sg-egress-restricted", RULE, incoming), NotApplicable)


def test_a_narrow_way_out_is_fine_whatever_its_destination_will_be() -> None:
    narrow: dict[str, Json] = {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": UNKNOWN_VALUE}
    assert verdict("sg-egress-restricted", EGRESS_RULE, narrow) == COMPLIANT
    wide: dict[str, Json] = {"ipProtocol": "-1", "cidrIpv4": UNKNOWN_VALUE}
    assert verdict("sg-egress-restricted", EGRESS_RULE, wide) == Undetermined("cidrIpv4")


@pytest.mark.parametrize("description", [None, "", " ", "Managed by Pulumi", "Managed by Terraform"])
def test_a_description_that_the_provider_gives_is_none(description: Json) -> None:
    assert isinstance(verdict("sg-descriptions", GROUP, {"description": description}), Violation)
