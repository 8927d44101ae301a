"""What EventBridge and its scheduler refuse, by the inputs alone."""

from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given, unless_at_most_one
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.schedules import unless_schedule

_API: Final = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/"
_SCHEDULER: Final = "https://docs.aws.amazon.com/scheduler/latest/APIReference/"
_RULE: Final = "aws:cloudwatch/eventRule:EventRule"
_TARGET: Final = "aws:cloudwatch/eventTarget:EventTarget"
_BUS: Final = "aws:cloudwatch/eventBus:EventBus"
_SCHEDULE: Final = "aws:scheduler/schedule:Schedule"
_NAME: Final = r"[.\-_A-Za-z0-9]{1,64}"
_NAME_EXPECTED: Final = "1 to 64 letters, digits, periods, underscores and hyphens"


@refuses(_RULE, code="ValidationException", source=_API + "API_PutRule.html")
def an_event_rule_has_a_plain_name(rule: Given) -> Failures:
    """1 to 64 letters, digits, periods, underscores and hyphens; known states."""
    yield from rule["name"].unlike(_NAME, _NAME_EXPECTED)
    yield from rule["state"].none_of(("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"))
    yield from rule["description"].longer_than(512)


@refuses(_RULE, code="ValidationException", source=_API + "API_PutRule.html")
def an_event_rule_has_a_pattern_or_a_schedule(rule: Given) -> Failures:
    """At least one of the two."""
    if rule["eventPattern"].absent and rule["scheduleExpression"].absent:
        yield rule["eventPattern"].refuse("neither eventPattern nor scheduleExpression is given; give one of them")


@refuses(_RULE, code="ValidationException", source=_API + "API_PutRule.html")
def a_schedule_of_a_rule_is_cron_or_rate(rule: Given) -> Failures:
    """On the default bus only."""
    yield from unless_schedule(rule["scheduleExpression"])
    bus = rule["eventBusName"].text
    if rule["scheduleExpression"].present and bus is not None and not bus.endswith("default"):
        yield rule["scheduleExpression"].refuse(f'a schedule works on the default event bus only, not on "{bus}"')


@refuses(_RULE, code="InvalidEventPatternException", source=_API + "API_PutRule.html")
def an_event_pattern_is_a_json_object_of_lists(rule: Given) -> Failures:
    """Its leaves are lists of values."""
    pattern = rule["eventPattern"]
    malformed = pattern.not_json("the event pattern")
    yield from malformed
    if malformed or pattern.absent or pattern.open:
        return
    document = pattern.document
    if not isinstance(document.value, dict) or not document.value:
        yield pattern.refuse('the event pattern must be a JSON object such as {"source": ["aws.ecs"]}')
        return
    for key, value in document.entries.items():
        if not isinstance(value.value, list | dict):
            yield pattern.refuse(f'"{key}" of the event pattern must be a list or an object; put the value into [ ]')


@refuses(_TARGET, code="ValidationException", source=_API + "API_Target.html")
def an_event_target_has_one_kind_of_input(target: Given) -> Failures:
    """A constant, a path or a transformer."""
    yield from unless_at_most_one(target, "input", "inputPath", "inputTransformer")
    yield from target["input"].not_json("input")
    yield from target["targetId"].unlike(_NAME, _NAME_EXPECTED)
    yield from target["arn"].unlike("arn:.+", "the ARN of the target")


@refuses(_TARGET, code="ValidationException", source=_API + "API_RetryPolicy.html")
def an_event_target_retries_for_up_to_a_day(target: Given) -> Failures:
    """60 to 86,400 s and 0 to 185 times."""
    if target["retryPolicy"]["maximumEventAgeInSeconds"].number != 0:
        yield from target["retryPolicy"]["maximumEventAgeInSeconds"].outside(60, 86400, "seconds")
    yield from target["retryPolicy"]["maximumRetryAttempts"].outside(0, 185)


@refuses(_TARGET, code="ValidationException", source=_API + "API_Target.html")
def an_ecs_target_has_a_role(target: Given) -> Failures:
    """EventBridge runs the task with it."""
    if target["ecsTarget"].present and target["roleArn"].absent:
        yield target["roleArn"].refuse("an ECS target needs a role that may run the task; give roleArn")


@refuses(_BUS, code="ValidationException", source=_API + "API_CreateEventBus.html")
def an_event_bus_has_a_plain_name(bus: Given) -> Failures:
    """1 to 256 characters; `default` exists already."""
    yield from bus["name"].unlike(r"[/.\-_A-Za-z0-9]{1,256}", "1 to 256 letters, digits and . - _ /")
    if bus["name"].text == "default":
        yield bus["name"].refuse('the bus "default" exists in every account; choose another name')


@refuses(_SCHEDULE, code="ValidationException", source=_SCHEDULER + "API_CreateSchedule.html")
def a_schedule_is_cron_rate_or_at(schedule: Given) -> Failures:
    """And has a plain name."""
    yield from unless_schedule(schedule["scheduleExpression"], at=True)
    yield from schedule["name"].unlike(r"[0-9a-zA-Z\-_.]{1,64}", _NAME_EXPECTED)
    yield from schedule["state"].none_of(("ENABLED", "DISABLED"))


@refuses(_SCHEDULE, code="ValidationException", source=_SCHEDULER + "API_FlexibleTimeWindow.html")
def a_flexible_window_says_how_long_it_is(schedule: Given) -> Failures:
    """1 to 1,440 minutes with FLEXIBLE, none with OFF."""
    window = schedule["flexibleTimeWindow"]
    minutes = window["maximumWindowInMinutes"]
    yield from window["mode"].none_of(("OFF", "FLEXIBLE"))
    if window["mode"].text == "FLEXIBLE" and minutes.absent:
        yield minutes.refuse("mode is FLEXIBLE; give maximumWindowInMinutes")
    if window["mode"].text == "OFF" and minutes.number:
        yield minutes.refuse("mode is OFF; leave maximumWindowInMinutes out")
    if minutes.number:
        yield from minutes.outside(1, 1440, "minutes")
