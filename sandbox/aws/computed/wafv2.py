"""WAF: web ACLs, rule groups, IP sets and regex pattern sets."""

from typing import Final

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.aws.waf_capacity import units
from sandbox.values import Properties

_KINDS: Final = {"WebAcl": "webacl", "RuleGroup": "rulegroup", "IpSet": "ipset", "RegexPatternSet": "regexpatternset"}


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
        properties["capacity"] = units(creation.objects("rules"), _group_units(creation))
    return Computed(id, creation.promised(properties))


def _group_units(creation: Creation) -> dict[str, int]:
    """The capacity of the account's rule groups by ARN."""
    groups = creation.request.cloud.all("aws:wafv2/ruleGroup:RuleGroup")
    capacities = ((group.get("arn"), group.get("capacity")) for group in groups)
    return {arn: int(units) for arn, units in capacities if isinstance(arn, str) and isinstance(units, int | float)}


@computes("aws:wafv2/webAclAssociation:WebAclAssociation")
def association(creation: Creation) -> Computed:
    """The protection of a resource by a web ACL."""
    return Computed(f"{creation.text('webAclArn')},{creation.text('resourceArn')}")


@computes("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")
def logging(creation: Creation) -> Computed:
    """The logging of a web ACL, whose id is the ACL's ARN."""
    return Computed(creation.text("resourceArn"))
