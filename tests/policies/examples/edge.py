"""Examples for load balancers, target groups and AWS WAF."""

import json

from tests.policies.examples.model import Example
from tests.policies.harness import UNKNOWN_VALUE, Json

BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LISTENER = "aws:lb/listener:Listener"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
WEB_ACL = "aws:wafv2/webAcl:WebAcl"
WEB_ACL_RULE = "aws:wafv2/webAclRule:WebAclRule"
WEB_ACL_GROUP = "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation"
RULE_GROUP = "aws:wafv2/ruleGroup:RuleGroup"
CORE = "AWSManagedRulesCommonRuleSet"
BAD_INPUTS = "AWSManagedRulesKnownBadInputsRuleSet"
CERTIFICATE = "arn:aws:acm:ap-south-1:123456789014:certificate/1"


def managed(name: str, counts: bool = False, **more: Json) -> dict[str, Json]:
    """A rule that is a managed rule group of AWS."""
    group: Json = {"vendorName": "AWS", "name": name, **more}
    override: Json = {"count": {}} if counts else {"none": {}}
    return {"name": name, "statement": {"managedRuleGroupStatement": group}, "overrideAction": override}


def measured(is_on: Json, spelt: str = "cloudwatchMetricsEnabled") -> Json:
    return {spelt: is_on, "metricName": "x", "sampledRequestsEnabled": False}


_LIMIT: Json = {"statement": {"rateBasedStatement": {"limit": 2000}}, "action": {"block": {}}}
_COUNTED: Json = {"statement": {"rateBasedStatement": {"limit": 2000}}, "action": {"count": {}}}
_OVERRIDE: Json = {"name": "Log4JRCE_HEADER", "actionToUse": {"count": {}}}

EXAMPLES = (
    Example(
        "alb-access-logs",
        "aws:alb/loadBalancer:LoadBalancer",
        compliant={"accessLogs": {"enabled": True, "bucket": UNKNOWN_VALUE}},
        violating={"accessLogs": {"bucket": "logs"}},
        unknown={"accessLogs": {"enabled": UNKNOWN_VALUE, "bucket": "logs"}},
        unknown_path="accessLogs.enabled",
        says="accessLogs.enabled is not set",
    ),
    Example(
        "alb-deletion-protection",
        BALANCER,
        compliant={"enableDeletionProtection": "true"},
        violating={"loadBalancerType": "network"},
        unknown={"enableDeletionProtection": UNKNOWN_VALUE},
        unknown_path="enableDeletionProtection",
        says="enableDeletionProtection is not set",
    ),
    Example(
        "alb-desync-mode",
        BALANCER,
        compliant={"desyncMitigationMode": "strictest"},
        violating={"desyncMitigationMode": "monitor"},
        unknown={"desyncMitigationMode": UNKNOWN_VALUE},
        unknown_path="desyncMitigationMode",
        says='desyncMitigationMode is "monitor"',
    ),
    Example(
        "alb-multi-az-subnets",
        BALANCER,
        compliant={"subnets": [UNKNOWN_VALUE, UNKNOWN_VALUE]},
        violating={"subnets": ["subnet-1", "subnet-1"]},
        unknown={"subnetMappings": UNKNOWN_VALUE},
        unknown_path="subnetMappings",
        says="it is in 1 subnets, the minimum is 2",
    ),
    Example(
        "alb-waf-fail-closed",
        BALANCER,
        compliant={},
        violating={"enableWafFailOpen": True},
        unknown={"enableWafFailOpen": UNKNOWN_VALUE},
        unknown_path="enableWafFailOpen",
        says="enableWafFailOpen is true",
    ),
    Example(
        "nlb-cross-zone",
        BALANCER,
        compliant={"loadBalancerType": "application"},
        violating={"loadBalancerType": "network"},
        unknown={"loadBalancerType": "gateway", "enableCrossZoneLoadBalancing": UNKNOWN_VALUE},
        unknown_path="enableCrossZoneLoadBalancing",
        says="enableCrossZoneLoadBalancing is not set",
    ),
    Example(
        "alb-listener-tls-policy",
        LISTENER,
        compliant={"protocol": "HTTPS", "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"},
        violating={"protocol": "TLS"},
        unknown={"protocol": "HTTPS", "sslPolicy": UNKNOWN_VALUE},
        unknown_path="sslPolicy",
        says="sslPolicy is not set, which means ELBSecurityPolicy-2016-08",
    ),
    Example(
        "alb-listener-certificate",
        LISTENER,
        compliant={"protocol": "HTTPS", "certificateArn": CERTIFICATE},
        violating={"protocol": "HTTPS", "certificateArn": "arn:aws:iam::123456789014:server-certificate/old"},
        unknown={"protocol": "HTTPS", "certificateArn": UNKNOWN_VALUE},
        unknown_path="certificateArn",
        says="certificateArn is",
    ),
    Example(
        "lb-target-health-check",
        TARGET_GROUP,
        compliant={"protocol": "HTTP", "healthCheck": {"path": "/health"}},
        violating={"protocol": "HTTPS", "healthCheck": {"path": "/health"}},
        unknown={"protocol": "HTTP", "healthCheck": UNKNOWN_VALUE},
        unknown_path="healthCheck.protocol",
        says="healthCheck.protocol is not set, which means HTTP, while its targets speak HTTPS",
    ),
    Example(
        "lb-target-encrypted",
        TARGET_GROUP,
        compliant={"protocol": "HTTPS"},
        violating={"protocol": "HTTP"},
        unknown={"protocol": UNKNOWN_VALUE},
        unknown_path="protocol",
        says='protocol is "HTTP"',
    ),
    Example(
        "waf-has-rules",
        WEB_ACL,
        compliant={"rules": [managed(CORE)]},
        violating={"rules": [managed(BAD_INPUTS)]},
        unknown={"rules": [managed(UNKNOWN_VALUE)]},
        unknown_path="rules[0].statement.managedRuleGroupStatement.name",
        says=f"none of its rules is the managed group {CORE}",
    ),
    Example(
        "waf-log4j-rule",
        WEB_ACL,
        compliant={"rules": [managed(BAD_INPUTS)]},
        violating={"rules": [managed(BAD_INPUTS, ruleActionOverrides=[_OVERRIDE])]},
        unknown={"rules": [{**managed(BAD_INPUTS), "overrideAction": UNKNOWN_VALUE}]},
        unknown_path="overrideAction",
        says="lets pass what Log4JRCE_HEADER finds",
    ),
    Example(
        "waf-rate-limit",
        WEB_ACL,
        compliant={"rules": [managed(CORE), _LIMIT]},
        violating={"rules": [_COUNTED]},
        unknown={"rules": [{"statement": UNKNOWN_VALUE}]},
        unknown_path="rules[0].statement",
        says="none of its rules has a rateBasedStatement that blocks",
    ),
    Example(
        "waf-default-not-count",
        WEB_ACL,
        compliant={"rules": [managed(CORE), _COUNTED]},
        violating={"rules": [managed(CORE, counts=True)]},
        unknown={"rules": UNKNOWN_VALUE},
        unknown_path="rules",
        says="rules[0].overrideAction is count",
    ),
    Example(
        "waf-default-not-count",
        WEB_ACL_RULE,
        compliant={"statement": {"rateBasedStatement": {"limit": 100}}, "action": {"count": {}}},
        violating=managed(CORE, counts=True),
        unknown={**managed(CORE), "overrideAction": UNKNOWN_VALUE},
        unknown_path="overrideAction",
        says="overrideAction is count",
    ),
    Example(
        "waf-default-not-count",
        WEB_ACL_GROUP,
        compliant={"ruleName": "core", "managedRuleGroup": {"vendorName": "AWS", "name": CORE}},
        violating={"managedRuleGroup": {"vendorName": "AWS", "name": CORE}, "overrideAction": "count"},
        unknown={"managedRuleGroup": {"vendorName": "AWS", "name": CORE}, "overrideAction": UNKNOWN_VALUE},
        unknown_path="overrideAction",
        says="overrideAction is count",
    ),
    Example(
        "waf-metrics",
        WEB_ACL,
        compliant={
            "visibilityConfig": measured(True),
            "ruleJson": json.dumps([{"VisibilityConfig": measured(True, "CloudWatchMetricsEnabled")}]),
        },
        violating={"visibilityConfig": measured(True), "rules": [{"visibilityConfig": measured(False)}]},
        unknown={"visibilityConfig": measured(UNKNOWN_VALUE)},
        unknown_path="visibilityConfig.cloudwatchMetricsEnabled",
        says="rules[0].visibilityConfig.cloudwatchMetricsEnabled is false",
    ),
    Example(
        "waf-metrics",
        RULE_GROUP,
        compliant={"visibilityConfig": measured(True), "rules": [{"visibilityConfig": measured("true")}]},
        violating={"visibilityConfig": measured(False)},
        unknown={"visibilityConfig": measured(True), "rulesJson": UNKNOWN_VALUE},
        unknown_path="rulesJson",
        says="visibilityConfig.cloudwatchMetricsEnabled is false",
    ),
    Example(
        "waf-metrics",
        WEB_ACL_RULE,
        compliant={"visibilityConfig": measured(True)},
        violating={"priority": 1},
        unknown={"visibilityConfig": UNKNOWN_VALUE},
        unknown_path="visibilityConfig.cloudwatchMetricsEnabled",
        says="visibilityConfig.cloudwatchMetricsEnabled is not set",
    ),
)
