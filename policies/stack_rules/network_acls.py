"""Stack rule about entries of network ACLs that are resources of their own."""

from policies.properties import UNKNOWN
from policies.readings.network_acl_entries import Entry, judge_entries, separate_entry
from policies.resource_types import DEFAULT_NETWORK_ACL, NETWORK_ACL, NETWORK_ACL_RULE
from policies.rule import Context
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule_in_context
from policies.verdict import NotApplicable, Undetermined, Verdict

_ACLS = (NETWORK_ACL, DEFAULT_NETWORK_ACL)


@stack_rule_in_context("nacl-no-open-admin-ports", about=(NETWORK_ACL_RULE,))
def lets_no_administration_in(rule: StackResource, stack: Stack, context: Context) -> Verdict:
    """Judged in sight of the same ACL's other entries, of which an earlier one may keep out what this one lets in."""
    if rule.properties.flag("egress") is UNKNOWN:
        return Undetermined("egress")
    entry = separate_entry(rule.properties)
    if entry is None:
        return NotApplicable("it is about outgoing traffic")
    earlier = [other for other in _siblings(rule, stack) if other.allows is False]
    return judge_entries((*earlier, entry), context.ports("ports"))


def _siblings(rule: StackResource, stack: Stack) -> list[Entry]:
    acls = {acl.urn for acl in stack.linked(rule, "networkAclId", *_ACLS).targets}
    given = rule.properties.text("networkAclId")
    found = []
    for other in stack.of_type(NETWORK_ACL_RULE):
        same_acl = any(acl.urn in acls for acl in stack.linked(other, "networkAclId", *_ACLS).targets)
        same_id = isinstance(given, str) and other.properties.text("networkAclId") == given
        if other.urn != rule.urn and (same_acl or same_id):
            found.append(separate_entry(other.properties))
    return [entry for entry in found if entry is not None]
