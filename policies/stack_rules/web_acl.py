"""Stack rules about web ACLs whose rules are resources of their own."""

from collections.abc import Callable

from policies.readings.web_acl_rules import WafRule, inline_rules, judge_core_groups, judge_log4j, judge_rate_limit
from policies.resource_types import WEB_ACL, WEB_ACL_GROUP, WEB_ACL_RULE
from policies.rule import Context
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule, stack_rule_in_context
from policies.verdict import NotApplicable, Undetermined, Verdict

_JUDGED = NotApplicable("it holds its rules itself and is judged by them")


@stack_rule_in_context("waf-has-rules", about=(WEB_ACL,))
def is_given_the_core_rules(acl: StackResource, stack: Stack, context: Context) -> Verdict:
    return _judge_separate(acl, stack, lambda rules: judge_core_groups(rules, context.texts("coreRuleGroups")))


@stack_rule("waf-log4j-rule", about=(WEB_ACL,))
def is_given_the_rule_against_log4j(acl: StackResource, stack: Stack) -> Verdict:
    return _judge_separate(acl, stack, judge_log4j)


@stack_rule("waf-rate-limit", about=(WEB_ACL,))
def is_given_a_rate_limit(acl: StackResource, stack: Stack) -> Verdict:
    return _judge_separate(acl, stack, judge_rate_limit)


def _judge_separate(acl: StackResource, stack: Stack, judge: Callable[[tuple[WafRule, ...]], Verdict]) -> Verdict:
    if inline_rules(acl.properties) != ():
        return _JUDGED
    found = [stack.leading_to(acl, kind, "webAclArn") for kind in (WEB_ACL_RULE, WEB_ACL_GROUP)]
    verdict = judge(tuple(rule.properties for linked in found for rule in linked.targets))
    if any(linked.undetermined for linked in found):
        return Undetermined("webAclArn of the rules")
    return verdict
