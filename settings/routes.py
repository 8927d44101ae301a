"""Requests that a service answers, and how they are spread over its tasks."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.errors import Mistake
from settings.section import Rule, Section, Whole
from settings.types import DomainName, LoadBalancerName, PathPattern, UrlPath

EVERY_PATH = "/*"
_DERIVED_PRIORITIES = range(10000, 50000)


def _matches_something(route: Route) -> Iterator[Mistake]:
    if not route.paths and not route.hosts:
        yield Mistake((), "neither paths nor hosts", "paths, hosts or both", "Add paths: [/*] to take every request.")
    # A listener rule holds at most five values in all its conditions.
    elif len(route.paths) + len(route.hosts) > 5:
        yield Mistake(
            (), f"{len(route.paths) + len(route.hosts)} values", "at most five paths and hosts", "Split the route."
        )


def _strips_what_its_paths_start_with(route: Route) -> Iterator[Mistake]:
    prefix = route.strip_prefix
    if prefix is None:
        return
    if prefix.endswith("/"):
        yield Mistake(("stripPrefix",), f'"{prefix}"', "a path without / at its end", f"Write {prefix.rstrip('/')}.")
        return
    for path in route.paths or (EVERY_PATH,):
        if path not in (prefix, EVERY_PATH) and not path.startswith(f"{prefix}/"):
            allowed = f"the beginning of every path of the route but {EVERY_PATH}; {path} doesn't start with it"
            yield Mistake(("stripPrefix",), f'"{prefix}"', allowed)
            return


class Route(Section):
    """Requests that a service answers: those that match one of the paths and one of the hosts."""

    rules: ClassVar[tuple[Rule, ...]] = (_matches_something, _strips_what_its_paths_start_with)

    paths: tuple[PathPattern, ...] = ()
    """Path patterns; by default every path."""
    hosts: tuple[DomainName, ...] = ()
    """Host names; by default every host."""
    strip_prefix: UrlPath | None = None
    """Beginning of the path that the load balancer removes: with /payment the service gets /payment/x as /x. A route
    for /* may have one too: paths without it stay as they are."""
    priority: Annotated[Whole, Field(ge=1, le=50000)] | None = None
    """Place among the load balancer's rules, smaller first. By default one from 10000 derived from the route."""

    def priority_for(self, service: str) -> int:
        """The given priority, or one that depends on service, paths and hosts alone, so that it stays what it is."""
        if self.priority is not None:
            return self.priority
        text = "\n".join((service, *self.paths, *self.hosts))
        return _DERIVED_PRIORITIES[zlib.crc32(text.encode()) % len(_DERIVED_PRIORITIES)]


def _slow_start_is_off_or_long_enough(targets: Targets) -> Iterator[Mistake]:
    if 0 < targets.slow_start_seconds < 30:
        yield Mistake(("slowStartSeconds",), str(targets.slow_start_seconds), "0 (off), or 30 to 900")


def _slow_start_takes_turns(targets: Targets) -> Iterator[Mistake]:
    if targets.slow_start_seconds and targets.algorithm != "round_robin":
        yield Mistake(
            ("slowStartSeconds",),
            str(targets.slow_start_seconds),
            f"0 with algorithm {targets.algorithm}: only round_robin starts targets slowly",
            "Write algorithm: round_robin, or remove slowStartSeconds.",
        )


class Targets(Section):
    """How the load balancer spreads requests over the tasks."""

    rules: ClassVar[tuple[Rule, ...]] = (_slow_start_is_off_or_long_enough, _slow_start_takes_turns)

    name: LoadBalancerName | None = None
    """Name of the target group that a service starts with; by default the program makes it up. Another port or
    protocol makes another group, which needs another name."""
    algorithm: Literal["round_robin", "least_outstanding_requests", "weighted_random"] = "round_robin"
    """How a task is chosen."""
    deregistration_seconds: Annotated[Whole, Field(ge=0, le=3600)] | None = None
    """Seconds that a leaving task may finish its requests; by default stopSeconds."""
    slow_start_seconds: Annotated[Whole, Field(ge=0, le=900)] = 0
    """Seconds in which a new task's share grows, 30 to 900; 0 for its full share at once."""
    sticky_seconds: Annotated[Whole, Field(ge=1, le=604800)] | None = None
    """Seconds that a client stays with its task, by a cookie of the load balancer; by default it doesn't."""
