"""Services: containers that run all the time."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.cluster import CapacityStrategy
from settings.container_types import EcsServiceName
from settings.containers import Workload
from settings.deployment import Deployment
from settings.errors import Mistake
from settings.health_check import HealthCheck
from settings.private_names import HostLabel
from settings.readiness import Readiness
from settings.routes import Route, Targets
from settings.section import Rule, Whole
from settings.tasks import Tasks
from settings.types import ServiceName
from settings.wording import counted


def _deployments_can_replace_a_task(service: Service) -> Iterator[Mistake]:
    """ECS rounds the lower limit up and the upper one down; where they meet, a deployment never gets on."""
    deployment = service.deployment
    if deployment.doubles_the_tasks:
        return
    counts = {service.tasks.desired, service.tasks.min, service.tasks.max} - {None, 0}
    for count in sorted(count for count in counts if count is not None):
        fewest = ceil(count * deployment.minimum_healthy_percent / 100)
        most = floor(count * deployment.maximum_percent / 100)
        if most <= fewest:
            yield Mistake(
                ("deployment", "maximumPercent"),
                str(deployment.maximum_percent),
                f"a percentage that lets more than {fewest} of {counted(count, 'task')} run, because "
                f"minimumHealthyPercent {deployment.minimum_healthy_percent} keeps {fewest} of them running",
                "Raise maximumPercent, or lower minimumHealthyPercent.",
            )
            return


def _routes_need_a_health_path(service: Service) -> Iterator[Mistake]:
    if not service.routes:
        return
    if service.health_check is None:
        yield Mistake(("healthCheck",), "nothing", "a healthCheck, because the service has routes", "Add healthCheck.")
    elif service.health_check.path is None and service.readiness is None:
        allowed = "a path that the load balancer asks, because the service has routes"
        yield Mistake(("healthCheck", "path"), "nothing", allowed, "Add path.")


def _somebody_asks_the_health_path(service: Service) -> Iterator[Mistake]:
    """Only the load balancer asks the path; the container's own check is the command."""
    check = service.health_check
    if not service.routes and check is not None and check.path is not None and check.command is None:
        yield Mistake(
            ("healthCheck", "path"),
            f'"{check.path}"',
            "a command beside it: nobody asks the path of a service without routes",
            "Write the check as command, or add routes.",
        )


def _readiness_is_asked_by_the_load_balancer(service: Service) -> Iterator[Mistake]:
    if service.readiness is not None and not service.routes:
        yield Mistake(("readiness",), "a section", "no readiness without routes: nobody asks it", "Add routes.")


def _routes(service: Service) -> str:
    return counted(len(service.routes), "route") if service.routes else "no routes"


def _shifted_traffic_has_one_route(service: Service) -> Iterator[Mistake]:
    """ECS moves requests by the weights of one listener rule."""
    if service.deployment.doubles_the_tasks and len(service.routes) != 1:
        yield Mistake(
            ("deployment", "strategy"),
            f'"{service.deployment.strategy}"',
            f"rolling with {_routes(service)}: the others move the requests of exactly one route",
            "Write strategy: rolling, or one route.",
        )


def _the_test_route_comes_first(service: Service) -> Iterator[Mistake]:
    test = service.deployment.test_route
    if test is None:
        return
    for route in service.routes:
        if route.priority is not None and test.priority >= route.priority:
            allowed = f"less than {route.priority}, the priority of the service's route, which else takes its requests"
            yield Mistake(("deployment", "testRoute", "priority"), str(test.priority), allowed)
        if len(route.paths) + len(route.hosts) > 4:
            allowed = "at most four paths and hosts: the header of deployment.testRoute is the fifth value of its rule"
            yield Mistake(("routes", 0), f"{len(route.paths) + len(route.hosts)} values", allowed, "Split the route.")


def _requests_are_counted_at_one_target_group(service: Service) -> Iterator[Mistake]:
    if service.tasks.requests_per_target is None:
        return
    given = str(service.tasks.requests_per_target)
    if not service.routes:
        yield Mistake(("tasks", "requestsPerTarget"), given, "no requestsPerTarget without routes", "Add routes.")
    elif service.deployment.doubles_the_tasks:
        allowed = f"no requestsPerTarget with strategy {service.deployment.strategy}, which changes the target group"
        yield Mistake(("tasks", "requestsPerTarget"), given, allowed, "Scale by CPU or memory.")


def _errors_are_counted_at_the_load_balancer(service: Service) -> Iterator[Mistake]:
    if service.deployment.rollback_on is not None and not service.routes:
        yield Mistake(
            ("deployment", "rollbackOn"),
            "a section",
            "no rollbackOn without routes: it counts the answers to the load balancer",
            "Name other alarms in rollbackAlarms.",
        )


class Service(Workload):
    """A container image that runs as a number of equal tasks, restarted when they fail."""

    rules: ClassVar[tuple[Rule, ...]] = (
        *Workload.rules,
        _deployments_can_replace_a_task,
        _routes_need_a_health_path,
        _somebody_asks_the_health_path,
        _readiness_is_asked_by_the_load_balancer,
        _shifted_traffic_has_one_route,
        _the_test_route_comes_first,
        _requests_are_counted_at_one_target_group,
        _errors_are_counted_at_the_load_balancer,
    )

    service_name: EcsServiceName | None = None
    """Name of the ECS service; by default ENVIRONMENT-NAME-service."""
    tasks: Tasks
    """Number of tasks."""
    capacity: CapacityStrategy | None = None
    """Where its tasks run; by default as platform:cluster says."""
    port: Annotated[Whole, Field(ge=1, le=65535)] = 8080
    """Port on which the container answers the load balancer."""
    protocol: Literal["HTTP", "HTTPS"] = "HTTP"
    """How the load balancer speaks to the tasks; it doesn't check their certificate."""
    health_check: HealthCheck | None = None
    """How its health is found out; required with routes, else only that its process runs counts."""
    readiness: Readiness | None = None
    """The load balancer's own check; by default it asks healthCheck.path with the figures of healthCheck."""
    deployment: Deployment = Deployment()
    """How new tasks replace old ones."""
    after: ServiceName | None = None
    """Migration in platform:jobs that must have run with the new image before the service gets it."""
    routes: tuple[Route, ...] = ()
    """Requests that the load balancer sends to it; without any it is a worker that nothing reaches from outside."""
    private_name: HostLabel | None = None
    """Name of its tasks below platform:privateNames.domain, at which the stack's containers reach its port unless
    platform:network.isolateServices keeps services apart; by default the service's key where the collector reads its
    metrics, for the collector alone, and else none."""
    targets: Targets = Targets()
    """How requests are spread over the tasks."""

    @property
    def is_collected(self) -> bool:
        """Whether the system's collector reads its metrics."""
        return self.metrics is not None and self.metrics.sidecar is None

    @property
    def peak_addresses(self) -> int:
        """Addresses in use while a deployment runs at the service's peak: one a task.

        ECS rounds the upper limit of a rolling deployment down to whole tasks; the other strategies run all new tasks
        beside all old ones.
        """
        if self.deployment.doubles_the_tasks:
            return 2 * self.tasks.peak
        return max(self.tasks.peak, floor(self.tasks.peak * self.deployment.maximum_percent / 100))
