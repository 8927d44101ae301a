"""Rules for VPCs, subnets, network ACLs, flow logs and transit gateways."""

from policies.conditions import must_be_none_of, must_be_one_of, must_be_set, must_not_be_true
from policies.properties import Properties
from policies.readings.network_acl_entries import inline_entries, judge_entries
from policies.resource_types import (
    DEFAULT_NETWORK_ACL,
    DEFAULT_SUBNET,
    DEFAULT_VPC,
    FLOW_LOG,
    NETWORK_ACL,
    SUBNET,
    TRANSIT_GATEWAY,
)
from policies.rule import Context, rule, rule_in_context
from policies.verdict import NotApplicable, Undetermined, Verdict, Violation, combined

_OF_TRANSIT_GATEWAYS = ("transitGatewayId", "transitGatewayAttachmentId")


@rule("no-default-vpc", applies_to=(DEFAULT_VPC,))
def is_no_default_vpc(_: Properties) -> Verdict:
    return Violation("the program uses the default VPC, whose subnets are all public")


@rule_in_context("subnet-no-auto-public-ip", applies_to=(SUBNET, DEFAULT_SUBNET))
def gives_no_public_addresses(subnet: Properties, context: Context) -> Verdict:
    """A default subnet gives them when nothing is stated, any other subnet does not."""
    return must_not_be_true(subnet, "mapPublicIpOnLaunch", absent=context.resource_type == DEFAULT_SUBNET)


@rule_in_context("nacl-no-open-admin-ports", applies_to=(NETWORK_ACL, DEFAULT_NETWORK_ACL))
def lets_no_administration_in(acl: Properties, context: Context) -> Verdict:
    entries = inline_entries(acl)
    if isinstance(entries, Undetermined):
        return entries
    if not entries:
        return NotApplicable("it has no entries itself; those that are resources of their own are judged by themselves")
    return judge_entries(entries, context.ports("ports"))


@rule_in_context("flow-log-all-traffic", applies_to=(FLOW_LOG,))
def records_traffic(log: Properties, context: Context) -> Verdict:
    """A transit gateway's traffic is always recorded as a whole."""
    destination = must_be_set(log, "logDestination")
    if log.get("logGroupName") is not None:
        destination = must_be_set(log, "logGroupName")
    if any(log.get(path) is not None for path in _OF_TRANSIT_GATEWAYS):
        return destination
    return combined((must_be_one_of(log, "trafficType", context.texts("trafficTypes")), destination))


@rule("tgw-no-auto-accept", applies_to=(TRANSIT_GATEWAY,))
def accepts_nobody_unasked(gateway: Properties) -> Verdict:
    return must_be_none_of(gateway, "autoAcceptSharedAttachments", ("enable",), absent="disable")
