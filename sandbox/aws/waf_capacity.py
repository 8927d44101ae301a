"""Capacity units (WCU) of the rules of a web ACL.

Sources: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-list.html for statements,
https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html for managed groups.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sandbox.values import Properties, Value, reveal

MANAGED_UNITS: Final = {
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
    "AWSManagedRulesAntiDDoSRuleSet": 50,
}
MOST_UNITS: Final = 5000
"""Capacity of a web ACL: https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html"""

_UNKNOWN_GROUP_UNITS: Final = 100
"""What a vendor's group counts for whose capacity isn't known here."""

_UNKNOWN_REFERENCE_UNITS: Final = 50

_BASE: Final = {
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
_CHEAP_POSITIONS: Final = ("EXACTLY", "STARTS_WITH", "ENDS_WITH")
_TRANSFORMATION: Final = 10
_ALL_QUERY_ARGUMENTS: Final = 10
_CUSTOM_KEY: Final = 30
_ANY_POSITION: Final = 4


def units(rules: Iterable[Properties], groups: Mapping[str, int]) -> int:
    """Units of the rules of a web ACL; `groups` are the capacities of rule groups by ARN.

    A transformation of a request component counts once, however many statements use it.
    """
    statements = [found for rule in rules for found in _nested(reveal(rule.get("statement")))]
    transformations = {one for name, body in statements for one in _transformations(name, body)}
    return sum(_units(name, body, groups) for name, body in statements) + _TRANSFORMATION * len(transformations)


def _nested(statement: Value) -> Iterator[tuple[str, Properties]]:
    """Every statement in a statement by its kind, itself included; logical ones only join others."""
    if not isinstance(statement, dict):
        return
    for name, given in statement.items():
        body = reveal(given)
        if not isinstance(body, dict):
            continue
        if name not in ("andStatement", "orStatement", "notStatement"):
            yield name, body
        for key in ("statements", "statement", "scopeDownStatement"):
            inner = reveal(body.get(key))
            for one in inner if isinstance(inner, list) else [inner]:
                yield from _nested(reveal(one))


def _units(name: str, body: Properties, groups: Mapping[str, int]) -> int:
    if name == "managedRuleGroupStatement":
        return MANAGED_UNITS.get(str(body.get("name")), _UNKNOWN_GROUP_UNITS)
    if name == "ruleGroupReferenceStatement":
        return groups.get(str(body.get("arn")), _UNKNOWN_REFERENCE_UNITS)
    component = _component(body)
    base = _base(name, body) * (2 if component == "jsonBody" else 1)
    return base + (_ALL_QUERY_ARGUMENTS if component == "allQueryArguments" else 0)


def _base(name: str, body: Properties) -> int:
    base = _BASE.get(name, 1)
    if name == "byteMatchStatement" and body.get("positionalConstraint") in _CHEAP_POSITIONS:
        return 2
    if name == "sqliMatchStatement" and body.get("sensitivityLevel") == "HIGH":
        return 30
    if name == "rateBasedStatement":
        keys = reveal(body.get("customKeys"))
        return base + _CUSTOM_KEY * (len(keys) if isinstance(keys, list) else 0)
    if name == "ipSetReferenceStatement":
        forwarded = reveal(body.get("ipSetForwardedIpConfig"))
        return base + (_ANY_POSITION if isinstance(forwarded, dict) and forwarded.get("position") == "ANY" else 0)
    return base


def _component(body: Properties) -> str:
    """The request component that a statement looks at: uriPath, body, singleHeader ..."""
    field = reveal(body.get("fieldToMatch"))
    return next((key for key, value in field.items() if value is not None), "") if isinstance(field, dict) else ""


def _transformations(name: str, body: Properties) -> Iterator[str]:
    component = reveal(body.get("fieldToMatch"))
    given = reveal(body.get("textTransformations"))
    for one in given if isinstance(given, list) else []:
        plain = reveal(one)
        if isinstance(plain, dict) and plain.get("type") != "NONE":
            yield f"{component}/{plain.get('type')}"
