"""WAF: web ACLs, rule groups, IP sets and regex pattern sets."""

from typing import Final

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties, Value

_KINDS: Final = {"WebAcl": "webacl", "RuleGroup": "rulegroup", "IpSet": "ipset", "RegexPatternSet": "regexpatternset"}
_MANAGED_UNITS: Final = {
    "AWSManagedRulesCommonRuleSet": 700,
    "AWSManagedRulesAdminProtectionRuleSet": 100,
    "AWSManagedRulesKnownBadInputsRuleSet": 200,
    "AWSManagedRulesSQLiRuleSet": 200,
    "AWSManagedRulesLinuxRuleSet": 200,
    "AWSManagedRulesUnixRuleSet": 100,
    "AWSManagedRulesWindowsRuleSet": 200,
    "AWSManagedRulesPHPRuleSet": 100,
    "AWSManagedRulesWordPressRuleSet": 100,
    "AWSManagedRulesAmazonIpReputationList": 25,
    "AWSManagedRulesAnonymousIpList": 50,
    "AWSManagedRulesBotControlRuleSet": 50,
    "AWSManagedRulesATPRuleSet": 50,
    "AWSManagedRulesACFPRuleSet": 50,
}
_STATEMENT_UNITS: Final = {
    "rateBasedStatement": 2,
    "ipSetReferenceStatement": 1,
    "geoMatchStatement": 1,
    "asnMatchStatement": 1,
    "labelMatchStatement": 1,
    "byteMatchStatement": 10,
    "sqliMatchStatement": 20,
    "xssMatchStatement": 40,
    "sizeConstraintStatement": 1,
    "regexMatchStatement": 3,
    "regexPatternSetReferenceStatement": 25,
}


@computes("aws:wafv2/webAcl:WebAcl", "aws:wafv2/ruleGroup:RuleGroup", "aws:wafv2/ipSet:IpSet")
def protection(creation: Creation) -> Computed:
    """A web ACL, rule group or IP set; the ARN of a global one names us-east-1."""
    return _protection(creation)


@computes("aws:wafv2/regexPatternSet:RegexPatternSet")
def pattern_set(creation: Creation) -> Computed:
    """A set of regular expressions."""
    return _protection(creation)


def _protection(creation: Creation) -> Computed:
    id = creation.random.uuid("id")
    everywhere = creation.text("scope") == "CLOUDFRONT"
    scope = "global" if everywhere else "regional"
    path = f"{scope}/{_KINDS[creation.resource.class_name]}/{creation.name()}/{id}"
    properties: Properties = {
        "arn": creation.arn("wafv2", path, region="us-east-1" if everywhere else None),
        "applicationIntegrationUrl": "",
        "lockToken": creation.token("lockToken"),
        "namePrefix": creation.text("namePrefix"),
    }
    if creation.resource.class_name == "WebAcl":
        properties["capacity"] = sum(_units(rule.get("statement")) for rule in creation.objects("rules"))
    return Computed(id, creation.promised(properties))


def _units(statement: Value) -> int:
    """Capacity units of a statement, after the WAF developer guide; nested statements add up."""
    if not isinstance(statement, dict):
        return 0
    total = 0
    for name, body in statement.items():
        if not isinstance(body, dict):
            continue
        if name == "managedRuleGroupStatement":
            total += _MANAGED_UNITS.get(str(body.get("name")), 100)
        elif name == "ruleGroupReferenceStatement":
            total += 50
        elif name in ("andStatement", "orStatement"):
            parts = body.get("statements")
            total += sum(_units(part) for part in parts) if isinstance(parts, list) else 0
        elif name == "notStatement":
            parts = body.get("statements")
            total += sum(_units(part) for part in parts) if isinstance(parts, list) else _units(body.get("statement"))
        else:
            total += _STATEMENT_UNITS.get(name, 1)
            total += _units(body.get("scopeDownStatement"))
    return total


@computes("aws:wafv2/webAclAssociation:WebAclAssociation")
def association(creation: Creation) -> Computed:
    """The protection of a resource by a web ACL."""
    return Computed(f"{creation.text('webAclArn')},{creation.text('resourceArn')}")


@computes("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")
def logging(creation: Creation) -> Computed:
    """The logging of a web ACL, whose id is the ACL's ARN."""
    return Computed(creation.text("resourceArn"))
