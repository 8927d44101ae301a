"""The rules of a web ACL or rule group of AWS WAF, in each form in which a program may write them.

`rules` lists them; `ruleJson` and `rulesJson` hold the same as JSON text of AWS's own API. A `WebAclRule` is one of
them as a resource of its own, a `WebAclRuleGroupAssociation` one that refers to a rule group.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from policies.properties import UNKNOWN, Properties, Unknown
from policies.readings import aws_json
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation

_LISTS = ("rules", "ruleJson", "rulesJson")
_LETS_PASS = ("count", "allow")
_MANAGED = "managedRuleGroupStatement"

WafRule: TypeAlias = Properties


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """A managed rule group as an ACL uses it."""

    group: Properties
    """Name, vendor and overrides."""
    counts_only: bool | Unknown
    """Whether nothing it finds is blocked."""

    @property
    def name(self) -> str | Unknown | None:
        """Name of the group, such as AWSManagedRulesCommonRuleSet."""
        return self.group.text("name")

    def without(self, prefix: str) -> Verdict:
        """A violation when a rule whose name begins with the prefix is switched off or merely counted."""
        for path in ("ruleActionOverrides", "excludedRules"):
            entries = self.group.items(path)
            if entries is UNKNOWN or any(entry is UNKNOWN for entry in entries):
                return Undetermined(self.group.where(path))
            for entry in entries:
                name = UNKNOWN if entry is UNKNOWN else entry.text("name")
                if entry is UNKNOWN or name is UNKNOWN:
                    return Undetermined(self.group.where(path))
                if not (name or "").startswith(prefix):
                    continue
                if path != "excludedRules" and entry.get("actionToUse") is UNKNOWN:
                    return Undetermined(entry.where("actionToUse"))
                if path == "excludedRules" or any(_has(entry, f"actionToUse.{action}") for action in _LETS_PASS):
                    return Violation(f"{self.group.where(path)} lets pass what {name} finds")
        return COMPLIANT


def _has(part: Properties, path: str) -> bool:
    """Whether an object is given at a path, be it an empty one; one not known yet may not be."""
    return part.get(path) not in (None, UNKNOWN)


def inline_rules(owner: Properties) -> tuple[WafRule, ...] | Undetermined:
    """The rules that a web ACL or rule group holds by itself."""
    found: list[WafRule] = []
    for path in _LISTS:
        rules = owner.items(path) if path == "rules" else aws_json.objects_of(owner, path)
        if rules is UNKNOWN or any(rule is UNKNOWN for rule in rules or ()):
            return Undetermined(owner.where(path))
        found.extend(rule for rule in rules or () if rule is not UNKNOWN)
    return tuple(found)


def managed_groups(rules: Collection[WafRule]) -> Iterator[RuleGroup]:
    """The managed rule groups among the rules."""
    for rule in rules:
        for form in ("managedRuleGroup", f"statement.{_MANAGED}"):
            for group in _objects(rule, form):
                yield RuleGroup(group, counts_only(rule))


def _objects(rule: WafRule, path: str) -> tuple[Properties, ...]:
    objects = rule.items(path)
    return () if objects is UNKNOWN else tuple(found for found in objects if found is not UNKNOWN)


def hidden_statement(rules: Collection[WafRule]) -> Undetermined | None:
    """The first rule whose statement, or whose rule group's name, is not known yet."""
    for rule in rules:
        for path in ("statement", "action", f"statement.{_MANAGED}", f"statement.{_MANAGED}.name"):
            if rule.get(path) is UNKNOWN:
                return Undetermined(rule.where(path))
    return None


def refers_to_a_group(rule: WafRule) -> bool:
    """Whether a rule is a whole rule group, managed or one's own."""
    forms = (f"statement.{_MANAGED}", "statement.ruleGroupReferenceStatement", "managedRuleGroup", "ruleGroupReference")
    return any(_has(rule, form) for form in forms)


def counts_only(rule: WafRule) -> bool | Unknown:
    """Whether a rule group's findings are counted and not blocked."""
    override = rule.get("overrideAction")
    if override is UNKNOWN or isinstance(override, str):
        return UNKNOWN if override is UNKNOWN else override.lower() == "count"
    return _has(rule, "overrideAction.count")


def limits_rates(rule: WafRule) -> bool:
    """Whether a rule stops a source that sends too many requests."""
    return _has(rule, "statement.rateBasedStatement") and rule.get("action.count") is None


def judge_core_groups(rules: Collection[WafRule], wanted: Collection[str]) -> Verdict:
    """One of the wanted managed rule groups is among the rules."""
    if not rules:
        return Violation("it has no rule")
    if any(group.name in wanted for group in managed_groups(rules)):
        return COMPLIANT
    return hidden_statement(rules) or Violation(f"none of its rules is the managed group {' or '.join(wanted)}")


def judge_log4j(rules: Collection[WafRule]) -> Verdict:
    """The managed group against known bad inputs blocks Log4j's remote code execution (CVE-2021-44228)."""
    wanted = "AWSManagedRulesKnownBadInputsRuleSet"
    groups = [group for group in managed_groups(rules) if group.name == wanted]
    if not groups:
        return hidden_statement(rules) or Violation(f"none of its rules is the managed group {wanted}")
    (group, *_) = groups
    if group.counts_only is UNKNOWN:
        return Undetermined("overrideAction")
    if group.counts_only:
        return Violation(f"{wanted} is merely counted")
    return group.without("Log4JRCE")


def judge_rate_limit(rules: Collection[WafRule]) -> Verdict:
    """A rule limits the requests of each source; one that merely counts does not."""
    if any(limits_rates(rule) for rule in rules):
        return COMPLIANT
    for rule in rules:
        for path in ("statement.ruleGroupReferenceStatement", "ruleGroupReference"):
            if _has(rule, path):
                return Undetermined(rule.where(path))
    return hidden_statement(rules) or Violation("none of its rules has a rateBasedStatement that blocks")
