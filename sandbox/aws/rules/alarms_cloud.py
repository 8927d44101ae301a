"""What CloudWatch refuses of alarms when it sees which exist."""

import re
from collections.abc import Iterator
from typing import Final

from sandbox.aws.model import Cloud, Deployed, Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import is_elsewhere, lookup, text
from sandbox.aws.rules.rule import refuses_to_delete, refuses_to_deploy

_API: Final = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/"
_ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
_COMPOSITE: Final = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
_REFERENCE: Final = re.compile(r"\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:\"([^\"]*)\"|([^\")]*?))\s*\)")


@refuses_to_deploy(_COMPOSITE, code="ValidationError", source=_API + "API_PutCompositeAlarm.html")
def the_alarms_of_a_rule_exist(composite: Given, request: Request) -> Failures:
    """Metric alarms and other composite alarms, by name or ARN; the suppressor too."""
    rule, suppressor = composite["alarmRule"], composite["actionsSuppressor"]["alarm"]
    absent = [name for name in _named(rule.text) if not _exists(name, request)]
    if absent:
        yield rule.refuse(
            f"Could not save the composite alarm as alarms {', '.join(absent)} in the alarm rule do not exist; "
            "create them first, or correct the rule"
        )
    if suppressor.text is not None and not _exists(suppressor.text, request):
        yield suppressor.refuse(f"The suppressor alarm {suppressor.text} does not exist; create it first")


@refuses_to_delete(_ALARM, _COMPOSITE, code="ValidationError", source=_API + "API_DeleteAlarms.html")
def an_alarm_of_a_rule_stays(alarm: Deployed, cloud: Cloud) -> Iterator[str]:
    """While a composite alarm names it or is suppressed by it."""
    own = {alarm.id, text(alarm, "arn")}
    for composite in cloud.all(_COMPOSITE):
        named = {*_named(text(composite, "alarmRule")), text(composite, "actionsSuppressor", "alarm")}
        if composite.id != alarm.id and own & named:
            yield f"Cannot delete {alarm.id} as there are composite alarm(s) depending on it: {composite.id}"


def _named(rule: str | None) -> list[str]:
    return [quoted or plain for quoted, plain in _REFERENCE.findall(rule or "")]


def _exists(name: str, request: Request) -> bool:
    return is_elsewhere(name, request.place) or lookup(request, name, _ALARM, _COMPOSITE) is not None
