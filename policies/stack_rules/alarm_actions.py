"""Stack rule for what an alarm sets off."""

import re

from policies.properties import UNKNOWN, Properties
from policies.resource_types import COMPOSITE_ALARM, METRIC_ALARM
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation

_FOLLOWERS = (
    ("aws:ecs/service:Service", "alarms.alarmNames"),
    ("aws:codedeploy/deploymentGroup:DeploymentGroup", "alarmConfiguration.alarms"),
    ("aws:autoscaling/group:Group", "instanceRefresh.preferences.alarmSpecification.alarms"),
    ("aws:route53/healthCheck:HealthCheck", "cloudwatchAlarmName"),
    (COMPOSITE_ALARM, "actionsSuppressor.alarm"),
)
"""What follows an alarm by its name: deployments that it rolls back, health checks, alarms that it silences."""


@stack_rule("alarm-has-actions", about=(METRIC_ALARM, COMPOSITE_ALARM))
def sets_something_off(alarm: StackResource, stack: Stack) -> Verdict:
    """By an action of its own, as a part of a composite alarm, or because something follows it."""
    own = _acts(alarm.properties)
    if not isinstance(own, Violation):
        return own
    followed = [stack.leading_to(alarm, kind, path) for kind, path in _FOLLOWERS]
    named = [_is_about(composite, alarm) for composite in stack.of_type(COMPOSITE_ALARM)]
    if any(link.targets for link in followed) or True in named:
        return COMPLIANT
    if any(link.undetermined for link in followed) or None in named:
        return Undetermined("the name of the alarm in what may follow it")
    return own


def _acts(alarm: Properties) -> Verdict:
    actions, enabled = alarm.texts("alarmActions"), alarm.flag("actionsEnabled", absent=True)
    if enabled is UNKNOWN:
        return Undetermined("actionsEnabled")
    if not enabled:
        return Violation(alarm.describe("actionsEnabled"))
    if actions is UNKNOWN:
        return Undetermined("alarmActions")
    return COMPLIANT if actions else Violation("alarmActions is not set")


def _is_about(composite: StackResource, alarm: StackResource) -> bool | None:
    """Whether a composite alarm's expression names an alarm; None when that is not known yet."""
    expression = composite.properties.text("alarmRule")
    if isinstance(expression, str):
        return any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", expression) for name in alarm.identities)
    origins = composite.property_dependencies.get("alarmRule", ())
    if alarm.urn in origins:
        return True
    return None if expression is UNKNOWN and not origins else False
