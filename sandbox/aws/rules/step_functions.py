"""What Step Functions refuses of state machines, by their inputs alone."""

from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses

_API: Final = "https://docs.aws.amazon.com/step-functions/latest/apireference/"
_MACHINE: Final = "aws:sfn/stateMachine:StateMachine"
_LANGUAGE: Final = "https://states-language.net/spec.html"
_TYPES: Final = ("Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map")
_NEXT_TYPES: Final = ("Task", "Pass", "Wait", "Parallel", "Map")


@refuses(_MACHINE, code="InvalidName", source=_API + "API_CreateStateMachine.html")
def a_state_machine_has_a_plain_name(machine: Given) -> Failures:
    """1 to 80 characters without spaces, brackets and other marks; a known type."""
    yield from machine["name"].unlike("[0-9A-Za-z_-]{1,80}", "1 to 80 letters, digits, underscores and hyphens")
    yield from machine["type"].none_of(("STANDARD", "EXPRESS"))


@refuses(_MACHINE, code="InvalidDefinition", source=_LANGUAGE)
def a_state_machine_starts_at_one_of_its_states(machine: Given) -> Failures:
    """The definition is JSON with StartAt and States."""
    given = machine["definition"]
    malformed = given.not_json("the definition")
    yield from malformed
    if malformed or given.absent or given.open:
        return
    document = given.document
    states, start = document["States"], document["StartAt"].text
    if not states.entries:
        yield given.refuse("the definition has no States; give at least one")
    elif start is None or start not in states.entries:
        yield given.refuse(f'StartAt is "{start or ""}", which is no state; give one of {", ".join(states.entries)}')


@refuses(_MACHINE, code="InvalidDefinition", source=_LANGUAGE)
def states_have_a_type_and_lead_to_states(machine: Given) -> Failures:
    """Each that isn't final has Next or End; Next, Default and Catch name states."""
    given = machine["definition"]
    if given.open or given.not_json("the definition"):
        return
    states = given.document["States"].entries
    for name, state in states.items():
        kind = state["Type"].text
        if kind not in _TYPES:
            yield given.refuse(f'state "{name}": Type is "{kind or ""}"; give one of {", ".join(_TYPES)}')
        if kind in _NEXT_TYPES and state["Next"].absent and not state["End"].true:
            yield given.refuse(f'state "{name}" has neither Next nor End: true; say where it leads')
        targets = [state["Next"], state["Default"], *(choice["Next"] for choice in state["Choices"].items)]
        targets += [catcher["Next"] for catcher in state["Catch"].items]
        for target in targets:
            if target.text is not None and target.text not in states:
                yield given.refuse(f'state "{name}" leads to "{target.text}", which is no state')


@refuses(_MACHINE, code="InvalidLoggingConfiguration", source=_API + "API_LoggingConfiguration.html")
def a_state_machine_logs_to_a_log_group(machine: Given) -> Failures:
    """Any level but OFF needs the ARN of a log group, with `:*` at its end."""
    logging = machine["loggingConfiguration"]
    yield from logging["level"].none_of(("ALL", "ERROR", "FATAL", "OFF"))
    destination = logging["logDestination"]
    if logging["level"].text in ("ALL", "ERROR", "FATAL") and destination.absent:
        yield destination.refuse(f"level is {logging['level'].text}; give logDestination, the ARN of a log group")
    yield from destination.unlike(
        r"arn:[^:]+:logs:[^:]+:\d{12}:log-group:.+:\*", 'the ARN of a log group with ":*" at its end'
    )
