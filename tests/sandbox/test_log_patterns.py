"""Patterns of metric filters: what CloudWatch Logs takes and what it refuses."""

import pytest

from components.trail_events import TRAIL_EVENTS
from tests.sandbox.rules_cases import judged

FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
SUBSCRIPTION = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"


def refusals(pattern: str) -> list[str]:
    """Why the pattern of a metric filter is refused."""
    metric = {"name": "Errors", "namespace": "Payments", "value": "1"}
    failures = judged(
        FILTER, {"name": "f", "pattern": pattern, "logGroupName": "g", "metricTransformation": {**metric}}
    )
    return [failure.reason for failure in failures if failure.path == "pattern"]


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "ERROR -Timeout",
        '"transaction failed"',
        "[ip, user, status_code=5*, size > 100]",
        '{ $.eventType = "UpdateTrail" }',
        "{ $.sourceIPAddress != 123.123.* }",
        '{ $.arrayKey[0] = "value" }',
        '{ $.["a key"][0].id IS NULL }',
        "{ $.SomeOtherObject NOT EXISTS }",
        "{ $.someObject IS TRUE && ($.latency >= 1e3 || $.level = %ERR[0-9]+%) }",
        "{($.a=1)&&((($.b=2)||($.c=3)))}",
        '{ $.message = "brackets ) and } in a text" }',
        *(event.pattern for event in TRAIL_EVENTS.values()),
    ],
)
def test_patterns_of_the_documentation_pass(pattern: str) -> None:
    assert refusals(pattern) == []


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("{ ($.a = 1) || }", "conditions"),
        ("{ ($.a = 1 }", "conditions"),
        ("{ ($.a = 1)) }", "conditions"),
        ("{ ($.a = 1) ($.b = 2) }", "conditions"),
        ("{ $.a == 1 || $.b }", "conditions"),
        ("{ a = 1 }", "conditions"),
        ("{ $.a = 1", "conditions"),
        ("{ }", "conditions"),
        ("{ $.a = %1% && $.b = %2% && $.c = %3% }", "3 regular expressions"),
        (f'{{ $.a = "{"x" * 1020}" }}', "1032 characters"),
    ],
)
def test_patterns_that_are_none_are_refused(pattern: str, words: str) -> None:
    found = refusals(pattern)
    assert any(words in reason for reason in found), found


def test_subscriptions_take_the_same_patterns() -> None:
    failures = judged(SUBSCRIPTION, {"name": "s", "filterPattern": "{ $.a }", "destinationArn": "arn:aws:lambda:x"})
    assert [failure.path for failure in failures] == ["filterPattern"]


@pytest.mark.parametrize("property", ["name", "namespace"])
@pytest.mark.parametrize("given", ["a:b", "a*", "$a", "a" * 256])
def test_a_metric_has_a_plain_name(property: str, given: str) -> None:
    metric = {"name": "Errors", "namespace": "Payments", "value": "1", property: given}
    failures = judged(FILTER, {"name": "f", "pattern": "", "logGroupName": "g", "metricTransformation": {**metric}})
    assert [failure.path for failure in failures] == [f"metricTransformation.{property}"]
