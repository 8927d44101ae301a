"""Whether the conditions of an identity's permission narrow the resources that it reaches.

The effect of a key is documented with the service that sends it:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from policies.documents.document import Condition, Statement
from policies.documents.three_valued import Truth, all_of, any_of, negation
from policies.properties import UNKNOWN

_POSITIVE = frozenset({"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "bool"})

_NEGATIVE = frozenset({"stringnotequals", "stringnotequalsignorecase", "stringnotlike", "arnnotequals", "arnnotlike"})

_ABOUT_THE_CALL = (
    "aws:currenttime",
    "aws:epoch",
    "aws:federated",
    "aws:multifactorauth",
    "aws:principal",
    "aws:resourceaccount",
    "aws:resourceorg",
    "aws:securetransport",
    "aws:source",
    "aws:token",
    "aws:user",
    "aws:vpc",
)
"""Beginnings of keys that say how a call is made, by whom or when, or in whose account: the resources stay the same."""
_REGION = "aws:requestedregion"


def is_narrowed(statement: Statement, region_is_enough: bool = False) -> Truth:
    """Whether a condition leaves out some resources of the account.

    `region_is_enough` is whether a limit to regions counts, as an ARN that names a region does.
    """
    if statement.conditions is UNKNOWN:
        return UNKNOWN
    return any_of(
        _names_something(condition)
        for condition in statement.conditions
        if condition.operator in _POSITIVE
        and condition.needs_the_key
        and _is_about_resources(condition, region_is_enough)
    )


def _is_about_resources(condition: Condition, region_is_enough: bool) -> bool:
    if condition.key == _REGION:
        return region_is_enough
    return not condition.key.startswith(_ABOUT_THE_CALL)


def spares_narrow_cases(condition: Condition) -> bool:
    """Whether a condition of a Deny spares narrow cases only: `StringNotEquals` under iam:PermissionsBoundary.

    A negative operator also holds for a request without the key, unless ForAnyValue asks for one.
    """
    return (
        condition.operator in _NEGATIVE
        and condition.qualifier != "foranyvalue"
        and _is_about_resources(condition, region_is_enough=False)
    )


def _names_something(condition: Condition) -> Truth:
    """Whether no value of the condition is a mere wildcard."""
    return all_of(UNKNOWN if value is UNKNOWN else value.strip("*") != "" for value in condition.values)


def is_unlimited(statement: Statement, region_is_enough: bool = False) -> Truth:
    """Whether a statement allows, on all resources, and under no condition that narrows them."""
    return all_of((statement.allows, statement.is_about_everything, negation(is_narrowed(statement, region_is_enough))))
