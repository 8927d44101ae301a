"""Services: containers that run all the time."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from math import ceil, floor
from typing import Annotated, ClassVar

from pydantic import Field

from settings.errors import Mistake
from settings.fargate import MEMORY_BY_CPU, FargateCpu, memory_range
from settings.section import Flag, FrozenMap, Rule, Section, Whole
from settings.types import (
    ContainerPath,
    DomainName,
    Image,
    LogRetentionDays,
    ParameterPath,
    PathPattern,
    SecretArn,
    SecretPath,
    TableName,
    UrlPath,
    VariableName,
)
from settings.wording import holds_a_secret, names_a_secret, nearest

_DERIVED_PRIORITIES = range(10000, 50000)


def _fargate_offers_it(size: Size) -> Iterator[Mistake]:
    if size.memory not in MEMORY_BY_CPU[size.cpu]:
        close = nearest(size.memory, MEMORY_BY_CPU[size.cpu])
        allowed = f"{memory_range(size.cpu)} MiB with {size.cpu} CPU units"
        yield Mistake(("memory",), str(size.memory), allowed, f"The nearest size is {close}.")


class Size(Section):
    """Size of one task: a pair that Fargate offers."""

    rules: ClassVar[tuple[Rule, ...]] = (_fargate_offers_it,)

    cpu: FargateCpu
    """CPU units; 1024 are one vCPU."""
    memory: Whole
    """Memory in MiB; what is allowed depends on cpu."""


TaskCount = Annotated[Whole, Field(ge=0, le=1000)]


def _scales_between_both_ends(tasks: Tasks) -> Iterator[Mistake]:
    if (tasks.min is None) != (tasks.max is None):
        missing = "min" if tasks.min is None else "max"
        yield Mistake((missing,), "nothing", "min and max together, or neither", f"Add {missing}.")


def _desired_lies_between(tasks: Tasks) -> Iterator[Mistake]:
    if tasks.min is None or tasks.max is None:
        return
    if tasks.min > tasks.max:
        yield Mistake(("min",), str(tasks.min), f"at most max, which is {tasks.max}")
    elif not tasks.min <= tasks.desired <= tasks.max:
        close = min(max(tasks.desired, tasks.min), tasks.max)
        allowed = f"from min to max, {tasks.min} to {tasks.max}"
        yield Mistake(("desired",), str(tasks.desired), allowed, f"The nearest count is {close}.")


def _target_needs_scaling(tasks: Tasks) -> Iterator[Mistake]:
    if tasks.cpu_percent is not None and tasks.max is None:
        yield Mistake(("cpuPercent",), str(tasks.cpu_percent), "no target without min and max", "Add min and max.")


class Tasks(Section):
    """How many tasks run. With min and max the service scales by itself."""

    rules: ClassVar[tuple[Rule, ...]] = (_scales_between_both_ends, _desired_lies_between, _target_needs_scaling)

    desired: TaskCount
    """Tasks at the first deployment, and always when the service does not scale."""
    min: TaskCount | None = None
    """Fewest tasks."""
    max: TaskCount | None = None
    """Most tasks."""
    cpu_percent: Annotated[Whole, Field(ge=1, le=100)] | None = None
    """Average CPU that scaling holds; 70 when the service scales and nothing is given."""

    @property
    def peak(self) -> int:
        """Most tasks outside of a deployment."""
        return self.desired if self.max is None else self.max


class Deployment(Section):
    """How new tasks replace old ones. A deployment that fails is rolled back."""

    minimum_healthy_percent: Annotated[Whole, Field(ge=0, le=100)] = 100
    """Part of the desired tasks that keeps running."""
    maximum_percent: Annotated[Whole, Field(ge=100, le=200)] = 200
    """Part of the desired tasks that may run at the same time, old and new together."""


def _timeout_is_below_interval(check: HealthCheck) -> Iterator[Mistake]:
    if check.timeout_seconds >= check.interval_seconds:
        allowed = f"less than intervalSeconds, which is {check.interval_seconds}"
        yield Mistake(("timeoutSeconds",), str(check.timeout_seconds), allowed)


class HealthCheck(Section):
    """How load balancer and container find out whether a task works."""

    rules: ClassVar[tuple[Rule, ...]] = (_timeout_is_below_interval,)

    path: UrlPath
    """Path that answers 200 on the container's port; the load balancer asks it."""
    command: Annotated[str, Field(min_length=1)] | None = None
    """Shell command that exits with 0 inside a healthy container; by default the container isn't asked."""
    interval_seconds: Annotated[Whole, Field(ge=5, le=300)] = 30
    """Seconds between checks."""
    timeout_seconds: Annotated[Whole, Field(ge=2, le=60)] = 5
    """Seconds until a check counts as failed."""
    retries: Annotated[Whole, Field(ge=2, le=10)] = 3
    """Failures in a row that make a task unhealthy."""
    start_period_seconds: Annotated[Whole, Field(ge=0, le=300)] = 60
    """Seconds after the start in which failures don't count."""


def _matches_something(route: Route) -> Iterator[Mistake]:
    if not route.paths and not route.hosts:
        yield Mistake((), "neither paths nor hosts", "paths, hosts or both", "Add paths: [/*] to take every request.")
    # A listener rule holds at most five values in all its conditions.
    elif len(route.paths) + len(route.hosts) > 5:
        yield Mistake(
            (), f"{len(route.paths) + len(route.hosts)} values", "at most five paths and hosts", "Split the route."
        )


class Route(Section):
    """Requests that a service answers: those that match one of the paths and one of the hosts."""

    rules: ClassVar[tuple[Rule, ...]] = (_matches_something,)

    paths: tuple[PathPattern, ...] = ()
    """Path patterns; by default every path."""
    hosts: tuple[DomainName, ...] = ()
    """Host names; by default every host."""
    priority: Annotated[Whole, Field(ge=1, le=50000)] | None = None
    """Place among the load balancer's rules, smaller first. By default one from 10000 derived from the route."""

    def priority_for(self, service: str) -> int:
        """The given priority, or one that depends on service, paths and hosts alone, so that it stays what it is."""
        if self.priority is not None:
            return self.priority
        text = "\n".join((service, *self.paths, *self.hosts))
        return _DERIVED_PRIORITIES[zlib.crc32(text.encode()) % len(_DERIVED_PRIORITIES)]


class Access(Section):
    """What the containers may use, by name; nothing else is allowed to them."""

    tables: tuple[TableName, ...] = ()
    """DynamoDB tables, with their indexes: read and write items."""
    secrets: SecretPath | None = None
    """Secrets Manager path whose secrets may be read."""
    parameters: ParameterPath | None = None
    """SSM path whose parameters may be read."""


def _environment_holds_no_secret(service: Service) -> Iterator[Mistake]:
    for name, value in service.environment.items():
        if names_a_secret(name) or holds_a_secret(value):
            yield Mistake(
                ("environment", name),
                "a value that looks like a secret",
                "settings that everybody may read",
                f"Store it with Secrets Manager and name its ARN in secrets: {{{name}: arn:…}}.",
            )


def _variables_are_set_once(service: Service) -> Iterator[Mistake]:
    for name in sorted({*service.environment} & {*service.secrets}):
        yield Mistake(
            ("secrets", name), "set in environment too", "each variable in one of them", f"Remove one {name}."
        )


def _deployments_can_replace_a_task(service: Service) -> Iterator[Mistake]:
    """ECS rounds the lower limit up and the upper one down; where they meet, a deployment never gets on."""
    counts = {service.tasks.desired, service.tasks.min, service.tasks.max} - {None, 0}
    deployment = service.deployment
    for count in sorted(count for count in counts if count is not None):
        fewest = ceil(count * deployment.minimum_healthy_percent / 100)
        most = floor(count * deployment.maximum_percent / 100)
        if most <= fewest:
            yield Mistake(
                ("deployment", "maximumPercent"),
                str(deployment.maximum_percent),
                f"a percentage that lets more than {fewest} of {count} tasks run, because minimumHealthyPercent "
                f"{deployment.minimum_healthy_percent} keeps {fewest} of them running",
                "Raise maximumPercent, or lower minimumHealthyPercent.",
            )
            return


class Service(Section):
    """A container image that runs as a number of equal tasks, restarted when they fail."""

    rules: ClassVar[tuple[Rule, ...]] = (
        _environment_holds_no_secret,
        _variables_are_set_once,
        _deployments_can_replace_a_task,
    )

    image: Image
    """Image with a fixed tag or a digest."""
    size: Size
    """Size of one task."""
    tasks: Tasks
    """Number of tasks."""
    port: Annotated[Whole, Field(ge=1, le=65535)] = 8080
    """Port on which the container listens."""
    health_check: HealthCheck
    """How its health is found out."""
    deployment: Deployment = Deployment()
    """How new tasks replace old ones."""
    environment: FrozenMap[VariableName, str] = Field(default_factory=dict, validate_default=True)
    """Environment variables, values in quotes; no secrets."""
    secrets: FrozenMap[VariableName, SecretArn] = Field(default_factory=dict, validate_default=True)
    """Environment variables whose value comes from a secret: its ARN, or `database`."""
    access: Access = Access()
    """AWS resources that the containers may use."""
    writable_paths: tuple[ContainerPath, ...] = ("/tmp",)  # noqa: S108  (a path in the container)
    """Folders that containers may write to; the rest of the file system is read-only."""
    stop_seconds: Annotated[Whole, Field(ge=2, le=120)] = 30
    """Seconds from SIGTERM to SIGKILL."""
    keep_revisions: Flag = True
    """Whether earlier task definitions stay active, so that a rollback finds them; they outlive the stack."""
    log_retention_days: LogRetentionDays | None = None
    """Days that its logs are kept; by default `platform:observability.logRetentionDays`."""
    routes: tuple[Route, ...] = ()
    """Requests that the load balancer sends to it; without any it is not reachable from outside."""

    @property
    def peak_addresses(self) -> int:
        """Addresses in use while a deployment runs at the service's peak: one a task.

        ECS rounds the upper limit of a rolling deployment down to whole tasks.
        """
        return max(self.tasks.peak, floor(self.tasks.peak * self.deployment.maximum_percent / 100))
