"""Stack rule about entries of network ACLs that are resources of their own."""

from policies.documents.three_valued import Truth
from policies.properties import UNKNOWN
from policies.readings.network_acl_entries import judge_entries, separate_entry
from policies.resource_types import DEFAULT_NETWORK_ACL, NETWORK_ACL, NETWORK_ACL_RULE
from policies.rule import Context
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule_in_context
from policies.verdict import NotApplicable, Undetermined, Verdict, Violation

_ACLS = (NETWORK_ACL, DEFAULT_NETWORK_ACL)


@stack_rule_in_context("nacl-no-open-admin-ports", about=(NETWORK_ACL_RULE,))
def lets_no_administration_in(rule: StackResource, stack: Stack, context: Context) -> Verdict:
    """Judged in sight of the same ACL's other entries, of which an earlier one may keep out what this one lets in."""
    if rule.properties.flag("egress") is UNKNOWN:
        return Undetermined("egress")
    entry = separate_entry(rule.properties)
    if entry is None:
        return NotApplicable("it is about outgoing traffic")
    every = [
        (other, separate_entry(other.properties)) for other in stack.of_type(NETWORK_ACL_RULE) if other is not rule
    ]
    denials = [
        (_is_of_the_same_acl(rule, other, stack), found)
        for other, found in every
        if found is not None and found.allows is False
    ]
    ports = context.ports("ports")
    verdict = judge_entries((*(found for same, found in denials if same is True), entry), ports)
    possible = [found for same, found in denials if same is not False]
    if isinstance(verdict, Violation) and not isinstance(judge_entries((*possible, entry), ports), Violation):
        return Undetermined("networkAclId of the entries")
    return verdict


def _is_of_the_same_acl(rule: StackResource, other: StackResource, stack: Stack) -> Truth:
    given, of_other = (found.properties.text("networkAclId") for found in (rule, other))
    if isinstance(given, str) and isinstance(of_other, str):
        return given == of_other
    own, others = (stack.linked(found, "networkAclId", *_ACLS) for found in (rule, other))
    if any(acl in own.targets for acl in others.targets):
        return True
    return UNKNOWN if own.undetermined or others.undetermined else False
