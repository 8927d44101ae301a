"""What the containers of a task demand of each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from settings.errors import Mistake

if TYPE_CHECKING:
    from settings.containers import Workload
    from settings.section import Rule


def added_containers(workload: Workload) -> frozenset[str]:
    """Names of the containers that the program adds to a task beside the main one and the sidecars."""
    metrics = workload.metrics.sidecar if workload.metrics is not None else None
    added = {"log-router": workload.log_router, "metrics": metrics, "tracing": workload.tracing}
    return frozenset(name for name, setting in added.items() if setting is not None)


def _sidecar_names_differ(workload: Workload) -> Iterator[Mistake]:
    added = added_containers(workload)
    for name in workload.sidecars:
        if name in added:
            yield Mistake(("sidecars", name), f'"{name}"', "a name of its own: the program gives this one to another")


def _sidecars_depend_on_containers(workload: Workload) -> Iterator[Mistake]:
    for name, sidecar in workload.sidecars.items():
        for other in sidecar.depends_on:
            if other not in workload.sidecars or other == name:
                yield Mistake(
                    ("sidecars", name, "dependsOn", other), f'"{other}"', "the name of another sidecar of the same task"
                )


def _conditions_can_be_reached(workload: Workload) -> Iterator[Mistake]:
    """https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html"""
    for name, sidecar in workload.sidecars.items():
        for other, condition in sidecar.depends_on.items():
            awaited = workload.sidecars.get(other)
            if awaited is None:
                continue
            path = ("sidecars", name, "dependsOn", other)
            if condition == "HEALTHY" and awaited.health_check is None:
                allowed = f"START, COMPLETE or SUCCESS: {other} has no healthCheck, so that nobody asks it"
                yield Mistake(path, '"HEALTHY"', allowed, f"Add healthCheck to {other}.")
            if condition in ("COMPLETE", "SUCCESS") and awaited.essential:
                allowed = f"START or HEALTHY: the task ends with {other}, which is essential"
                yield Mistake(path, f'"{condition}"', allowed, f"Write essential: false for {other}.")


def _nobody_waits_for_itself(workload: Workload) -> Iterator[Mistake]:
    for name in workload.sidecars:
        if name in _awaited_by(workload, name):
            yield Mistake(
                ("sidecars", name, "dependsOn"),
                "a circle",
                f"sidecars that don't wait for {name} themselves: the task would never start",
            )
            return


def _awaited_by(workload: Workload, name: str) -> set[str]:
    """Every sidecar that must have come first, over any number of steps; itself when that is a circle."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        waiter = waiting.pop()
        sidecar = workload.sidecars.get(waiter)
        new = {*sidecar.depends_on} - found - {waiter} if sidecar is not None else set()
        found |= new
        waiting += new
    return found


def _ports_differ(workload: Workload) -> Iterator[Mistake]:
    """The containers of a task share one network interface."""
    taken: dict[int, str] = {}
    for name, sidecar in workload.sidecars.items():
        for index, port in enumerate(sidecar.ports):
            if port in taken:
                yield Mistake(
                    ("sidecars", name, "ports", index), str(port), f"a port that {taken[port]} doesn't listen on"
                )
            taken.setdefault(port, name)


SIDECAR_RULES: tuple[Rule, ...] = (
    _sidecar_names_differ,
    _sidecars_depend_on_containers,
    _conditions_can_be_reached,
    _nobody_waits_for_itself,
    _ports_differ,
)
"""Rules of a service or a job."""
