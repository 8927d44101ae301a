"""Rules for AWS WAF."""

from collections.abc import Callable

from policies.conditions import must_be_true
from policies.properties import UNKNOWN, Properties
from policies.readings.web_acl_rules import (
    WafRule,
    counts_only,
    inline_rules,
    judge_core_groups,
    judge_log4j,
    judge_rate_limit,
    refers_to_a_group,
)
from policies.resource_types import WAF_RULE_GROUP, WEB_ACL, WEB_ACL_GROUP, WEB_ACL_RULE
from policies.rule import Context, rule, rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

_SEPARATE = NotApplicable("it holds no rule itself; those that are resources of their own are judged with the stack")


def _judge_inline(acl: Properties, judge: Callable[[tuple[WafRule, ...]], Verdict]) -> Verdict:
    rules = inline_rules(acl)
    if isinstance(rules, Undetermined):
        return rules
    return judge(rules) if rules else _SEPARATE


@rule_in_context("waf-has-rules", applies_to=(WEB_ACL,))
def holds_the_core_rules(acl: Properties, context: Context) -> Verdict:
    return _judge_inline(acl, lambda rules: judge_core_groups(rules, context.texts("coreRuleGroups")))


@rule("waf-log4j-rule", applies_to=(WEB_ACL,))
def blocks_log4j(acl: Properties) -> Verdict:
    return _judge_inline(acl, judge_log4j)


@rule("waf-rate-limit", applies_to=(WEB_ACL,))
def limits_each_source(acl: Properties) -> Verdict:
    return _judge_inline(acl, judge_rate_limit)


@rule("waf-default-not-count", applies_to=(WEB_ACL,))
def blocks_what_it_finds(acl: Properties) -> Verdict:
    return _judge_inline(acl, lambda rules: combined(_blocks(found) for found in rules))


@rule("waf-default-not-count", applies_to=(WEB_ACL_RULE, WEB_ACL_GROUP))
def separate_rule_blocks_what_it_finds(found: Properties) -> Verdict:
    return _blocks(found)


def _blocks(found: WafRule) -> Verdict:
    if not refers_to_a_group(found):
        return COMPLIANT
    counted = counts_only(found)
    if counted is UNKNOWN:
        return Undetermined(found.where("overrideAction"))
    return (
        Violation(f"{found.where('overrideAction')} is count: its rule group blocks nothing") if counted else COMPLIANT
    )


@rule("waf-metrics", applies_to=(WEB_ACL, WAF_RULE_GROUP))
def is_measured(owner: Properties) -> Verdict:
    rules = inline_rules(owner)
    if isinstance(rules, Undetermined):
        return combined((_measures(owner), rules))
    return combined((_measures(owner), *(_measures(found) for found in rules)))


@rule("waf-metrics", applies_to=(WEB_ACL_RULE,))
def separate_rule_is_measured(found: Properties) -> Verdict:
    return _measures(found)


def _measures(part: Properties) -> Verdict:
    """JSON text spells it cloudWatchMetricsEnabled."""
    spelt = "visibilityConfig.cloudWatchMetricsEnabled"
    path = spelt if part.get(spelt) not in (None, UNKNOWN) else "visibilityConfig.cloudwatchMetricsEnabled"
    return must_be_true(part, path)
