"""The containers of an ECS task definition."""

from collections.abc import Callable

from policies.properties import UNKNOWN, Properties
from policies.readings import aws_json
from policies.verdict import NotApplicable, Undetermined, Verdict, Violation, combined

DEFINITIONS = "containerDefinitions"


def containers_of(task: Properties) -> tuple[Properties, ...] | Undetermined:
    """The containers; definitions that are no list of objects cannot be told."""
    containers = aws_json.objects_of(task, DEFINITIONS)
    if containers is None:
        return ()
    if containers is UNKNOWN or any(container is UNKNOWN for container in containers):
        return Undetermined(DEFINITIONS)
    return tuple(container for container in containers if container is not UNKNOWN)


def each_container(task: Properties, judge: Callable[[Properties], Verdict]) -> Verdict:
    """One verdict about all containers of a task, each judged by itself.

    The definitions are one JSON text: when any part of it is not known yet, none of it is.
    """
    containers = aws_json.objects_of(task, DEFINITIONS)
    if containers is None or containers is UNKNOWN:
        return Undetermined(task.where(DEFINITIONS))
    return combined(
        Undetermined(task.where(DEFINITIONS)) if container is UNKNOWN else _of(container, judge)
        for container in containers
    )


def _of(container: Properties, judge: Callable[[Properties], Verdict]) -> Verdict:
    """A verdict whose reason names the container."""
    verdict = judge(container)
    name = container.text("name")
    if isinstance(verdict, Violation) and isinstance(name, str):
        return Violation(f'container "{name}": {verdict.reason}')
    return verdict


def runs_windows(task: Properties) -> NotApplicable | Undetermined | None:
    """Scope: the containers run on Windows, which has neither Linux's users nor read-only root file systems."""
    family = task.text("runtimePlatform.operatingSystemFamily")
    if family is UNKNOWN:
        return Undetermined(task.where("runtimePlatform.operatingSystemFamily"))
    if family is not None and family.upper().startswith("WINDOWS"):
        return NotApplicable("its containers run on Windows")
    return None
