"""Capacity units as the WAF developer guide lists them."""

import pytest

from sandbox.aws.waf_capacity import units
from sandbox.values import Properties, Value

PATH: Value = {"uriPath": {}}


def byte_match(position: str, *transformations: str, component: Value = PATH) -> Properties:
    given: list[Value] = [{"priority": at, "type": kind} for at, kind in enumerate(transformations or ("NONE",))]
    return {
        "byteMatchStatement": {
            "positionalConstraint": position,
            "searchString": "/x",
            "fieldToMatch": component,
            "textTransformations": given,
        }
    }


def of(*statements: Value) -> int:
    return units([{"statement": statement} for statement in statements], {"arn:mine": 120})


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"managedRuleGroupStatement": {"vendorName": "AWS", "name": "AWSManagedRulesSQLiRuleSet"}}, 200),
        ({"ruleGroupReferenceStatement": {"arn": "arn:mine"}}, 120),
        ({"rateBasedStatement": {"limit": 100}}, 2),
        ({"rateBasedStatement": {"limit": 100, "customKeys": [{"ip": {}}, {"header": {"name": "x"}}]}}, 62),
        ({"ipSetReferenceStatement": {"arn": "x"}}, 1),
        ({"ipSetReferenceStatement": {"arn": "x", "ipSetForwardedIpConfig": {"position": "ANY"}}}, 5),
        ({"geoMatchStatement": {"countryCodes": ["IN"]}}, 1),
        ({"sqliMatchStatement": {"sensitivityLevel": "HIGH"}}, 30),
        ({"xssMatchStatement": {}}, 40),
        (byte_match("STARTS_WITH"), 2),
        (byte_match("CONTAINS"), 10),
        (byte_match("CONTAINS", component={"jsonBody": {}}), 20),
        (byte_match("EXACTLY", component={"allQueryArguments": {}}), 12),
        (byte_match("STARTS_WITH", "URL_DECODE", "LOWERCASE"), 22),
    ],
)
def test_a_statement_has_the_units_of_the_guide(statement: Properties, expected: int) -> None:
    assert of(statement) == expected


def test_logical_statements_cost_what_they_join() -> None:
    inner: Value = {"orStatement": {"statements": [byte_match("EXACTLY"), byte_match("ENDS_WITH")]}}
    negated: Value = {"notStatement": {"statement": {"geoMatchStatement": {"countryCodes": ["IN"]}}}}
    assert of({"andStatement": {"statements": [inner, negated]}}) == 5


def test_a_scope_adds_to_its_rule() -> None:
    group: Properties = {"vendorName": "AWS", "name": "AWSManagedRulesCommonRuleSet"}
    assert of({"managedRuleGroupStatement": {**group, "scopeDownStatement": byte_match("STARTS_WITH")}}) == 702


def test_a_transformation_of_a_component_counts_once_in_a_web_acl() -> None:
    first, second = byte_match("STARTS_WITH", "URL_DECODE"), byte_match("EXACTLY", "URL_DECODE")
    assert of(first, second) == 14
    assert of(first, byte_match("EXACTLY", "URL_DECODE", component={"queryString": {}})) == 24
