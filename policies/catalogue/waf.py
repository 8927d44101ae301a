"""Policies for AWS WAF."""

from policies.catalogue.model import TEXTS, Controls, Levels, Policy, Severity, same_everywhere

_GUIDE = "https://docs.aws.amazon.com/waf/latest/developerguide"
_BASELINE = f"{_GUIDE}/aws-managed-rule-groups-baseline.html"

ROWS = (
    Policy(
        name="waf-has-rules",
        title="Web ACLs hold the managed core rules",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/A"),
        why="A web ACL without rules lets every attack pass while it looks like protection.",
        remedy="Add a rule with the managed rule group AWSManagedRulesCommonRuleSet.",
        docs=_BASELINE,
        controls=Controls(fsbp=("WAF.10",), pci_config=("6.4.1", "6.4.2"), checkov=("CKV_AWS_175", "CKV_AWS_342")),
        parameters=(
            same_everywhere(
                "coreRuleGroups",
                "Managed rule groups of which one is enough.",
                TEXTS,
                ["AWSManagedRulesCommonRuleSet"],
            ),
        ),
        setting="platform:edge.webFirewall.managedRules",
    ),
    Policy(
        name="waf-log4j-rule",
        title="Web ACLs block Log4j's remote code execution",
        severity=Severity.HIGH,
        levels=Levels.of("M/A/A"),
        why="One request with a crafted header runs code on any server with an old Log4j (CVE-2021-44228).",
        remedy="Add the managed rule group AWSManagedRulesKnownBadInputsRuleSet and let no Log4JRCE rule of it count.",
        docs=_BASELINE,
        controls=Controls(checkov=("CKV_AWS_192", "CKV2_AWS_76")),
        setting="platform:edge.webFirewall.managedRules",
    ),
    Policy(
        name="waf-metrics",
        title="Web ACLs and their rules are measured",
        severity=Severity.LOW,
        levels=Levels.of("M/A/A"),
        why="Nobody sees an attack, nor a rule that blocks customers, without its numbers.",
        remedy="Set cloudwatchMetricsEnabled to true in the visibilityConfig of the ACL and of each rule.",
        docs=f"{_GUIDE}/web-acl-setting-metrics.html",
        controls=Controls(fsbp=("WAF.12",), pci_config=("10.2.1.1", "10.4.1", "10.4.2", "10.6.3")),
    ),
    Policy(
        name="waf-rate-limit",
        title="Web ACLs limit the requests of each source",
        severity=Severity.MEDIUM,
        levels=Levels.of("A/A/D"),
        why="Card testing and password guessing live on thousands of quick requests from one address.",
        remedy="Add a rule with a rateBasedStatement and the action block.",
        docs=f"{_GUIDE}/waf-rule-statement-type-rate-based.html",
        setting="platform:edge.webFirewall.rateLimits",
    ),
    Policy(
        name="waf-default-not-count",
        title="Rule groups of web ACLs block what they find",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/D"),
        why="A rule group whose action is overridden with count, left over from its trial, protects nothing.",
        remedy="Set overrideAction to none.",
        docs=f"{_GUIDE}/web-acl-rule-group-override-options.html",
        controls=Controls(pci_own=("6.4.2",)),
        setting="platform:edge.webFirewall.managedRules",
    ),
)
