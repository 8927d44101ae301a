"""What CloudWatch Logs refuses of the patterns by which filters look for events."""

import re
from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses

_API: Final = "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/"
_SYNTAX: Final = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html"
_METRIC_FILTER: Final = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
_SUBSCRIPTION: Final = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"
_LONGEST_PATTERN: Final = 1024
_EXPRESSIONS_OF_A_PATTERN: Final = 2

_SELECTOR: Final = r'\$(?:\.[\w@:/#~-]+|\."[^"]*"|\.\*|\.?\[[^\]]*\])*'
_VALUE: Final = r'"(?:[^"\\]|\\.)*"|%[^%]*%|[^\s()&|"%]+'
_CONDITION: Final = re.compile(
    rf"\s*{_SELECTOR}\s*(?:(?:!=|>=|<=|=|>|<)\s*(?:{_VALUE})|\s(?:NOT\s+EXISTS|EXISTS|IS\s+(?:NULL|TRUE|FALSE)))\s*",
    re.IGNORECASE,
)
_JOIN: Final = re.compile(r"\s*(?:&&|\|\|)\s*")


@refuses(_METRIC_FILTER, code="InvalidParameterException", source=_API + "API_PutMetricFilter.html")
def the_pattern_of_a_metric_filter_is_a_pattern(filter: Given) -> Failures:
    """At most 1024 characters, JSON patterns with conditions that are whole, at most two regular expressions."""
    yield from _faults(filter["pattern"])


@refuses(_SUBSCRIPTION, code="InvalidParameterException", source=_SYNTAX)
def the_pattern_of_a_subscription_is_a_pattern(subscription: Given) -> Failures:
    """The same."""
    yield from _faults(subscription["filterPattern"])


@refuses(_METRIC_FILTER, code="InvalidParameterException", source=_API + "API_MetricTransformation.html")
def the_metric_of_a_filter_has_a_plain_name(filter: Given) -> Failures:
    """Name and namespace have up to 255 characters without : * and $."""
    for name in ("name", "namespace"):
        given = filter["metricTransformation"][name]
        yield from given.unlike(r"[^:*$]{0,255}", "up to 255 characters without : * and $")


def _faults(pattern: Given) -> Failures:
    text = (pattern.text or "").strip()
    yield from pattern.longer_than(_LONGEST_PATTERN)
    if text.startswith("{") and not is_json_pattern(text):
        yield pattern.refuse(
            f'Invalid metric filter pattern: "{text[:80]}" is no list of conditions such as '
            '{ ($.eventName = "CreateTrail") || ($.errorCode = "AccessDenied*") }'
        )
    expressions = len(re.findall(r"%[^%]*%", re.sub(r'"(?:[^"\\]|\\.)*"', "", text)))
    if text.startswith(("{", "[")) and expressions > _EXPRESSIONS_OF_A_PATTERN:
        yield pattern.refuse(
            f"{expressions} regular expressions are given; at most {_EXPRESSIONS_OF_A_PATTERN} are allowed in a pattern"
        )


def is_json_pattern(text: str) -> bool:
    """Whether a text in braces is made of conditions that && and || join, with parentheses that close."""
    if not text.endswith("}"):
        return False
    body = text[1:-1]
    end = _end_of_alternatives(body, 0)
    return end is not None and not body[end:].strip()


def _end_of_alternatives(text: str, start: int) -> int | None:
    """Where the conditions that begin here end; None when there is no condition where one is due."""
    end = _end_of_condition(text, start)
    while end is not None and (join := _JOIN.match(text, end)):
        end = _end_of_condition(text, join.end())
    return end


def _end_of_condition(text: str, start: int) -> int | None:
    if opened := re.compile(r"\s*\(").match(text, start):
        inner = _end_of_alternatives(text, opened.end())
        closed = re.compile(r"\s*\)\s*").match(text, inner) if inner is not None else None
        return closed.end() if closed else None
    condition = _CONDITION.match(text, start)
    return condition.end() if condition else None
