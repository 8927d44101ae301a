"""Services."""

from assembly.compute import Surroundings, capacity_args
from assembly.private_names import registry_args
from assembly.tasks import task_args
from components.deployments import DeploymentArgs
from components.scaling import ScalingArgs
from components.service import ServiceArgs
from components.targets import HealthCheckArgs, RouteArgs, TargetGroupArgs
from settings import Settings
from settings.deployment import (
    BAKE_MINUTES,
    CANARY_BAKE_MINUTES,
    CANARY_PERCENT,
    STEP_BAKE_MINUTES,
    STEP_PERCENT,
    Deployment,
)
from settings.health_check import HealthCheck
from settings.readiness import Readiness
from settings.routes import Route
from settings.services import Service
from settings.tasks import Tasks
from settings.workload_names import service_name, task_family

DEFAULT_CPU_PERCENT = 70
"""Average CPU that services scale to hold when no target is given: below the alarm at 80."""

_STRATEGIES = {"rolling": "ROLLING", "blueGreen": "BLUE_GREEN", "linear": "LINEAR", "canary": "CANARY"}


def service_args(settings: Settings, name: str, service: Service, around: Surroundings) -> ServiceArgs:
    """A service in the app tier, with the names that system, environment and its own name give it."""
    strategy = service.capacity or settings.cluster
    args: ServiceArgs = {
        "task": task_args(settings, name, task_family(settings, name, service), service, around),
        "service_name": service_name(settings, name, service),
        "protect": settings.system.is_production,
        "port": service.port,
        "desired_tasks": service.tasks.desired,
        "desired_managed_elsewhere": around.desired_managed_elsewhere,
        "minimum_healthy_percent": service.deployment.minimum_healthy_percent,
        "maximum_percent": service.deployment.maximum_percent,
        "deployment": _deployment_args(service.deployment),
        "targets": _targets_args(service),
        "cluster_name": around.cluster.cluster_name,
        "cluster_arn": around.cluster.arn,
        "capacity": capacity_args(strategy) if strategy else [],
        "vpc_id": around.network.vpc_id,
        "subnet_ids": around.network.app_subnet_ids,
        "security_group_id": around.service_group_ids.get(name, around.groups.containers_id),
        "routes": [_route_args(name, route) for route in service.routes],
    }
    if service.health_check is not None:
        args["health_check"] = _health_check_args(service.health_check)
    if service.readiness is not None:
        args["readiness"] = _readiness_args(service.readiness)
    if (registry := registry_args(settings, name, service, around)) is not None:
        args["registry"] = registry
        # Of services with groups of their own, the load balancer alone reaches the port.
        args["called_by_name"] = service.private_name is not None and name not in around.service_group_ids
    if around.load_balancer is not None:
        args["listener_arn"] = around.load_balancer.https_listener_arn
        args["load_balancer_arn_suffix"] = around.load_balancer.arn_suffix
    if scaling := scaling_args(service.tasks):
        args["scaling"] = scaling
    return args


def _health_check_args(check: HealthCheck) -> HealthCheckArgs:
    args: HealthCheckArgs = {
        "interval": check.interval_seconds,
        "timeout": check.timeout_seconds,
        "retries": check.failures,
        "successes": check.successes,
        "start_period": check.start_period_seconds,
    }
    if check.path is not None:
        args["path"] = check.path
    if check.command is not None:
        args["command"] = check.command
    return args


def _readiness_args(readiness: Readiness) -> HealthCheckArgs:
    return {
        "path": readiness.path,
        "interval": readiness.interval_seconds,
        "timeout": readiness.timeout_seconds,
        "retries": readiness.failures,
        "successes": readiness.successes,
        "start_period": readiness.start_period_seconds,
    }


def _route_args(service: str, route: Route) -> RouteArgs:
    args: RouteArgs = {
        "paths": list(route.paths),
        "hosts": list(route.hosts),
        "priority": route.priority_for(service),
    }
    if route.strip_prefix is not None:
        args["strip_prefix"] = route.strip_prefix
    return args


def _targets_args(service: Service) -> TargetGroupArgs:
    targets = service.targets
    args: TargetGroupArgs = {"protocol": service.protocol, "algorithm": targets.algorithm}
    if targets.name is not None:
        args["name"] = targets.name
    if targets.deregistration_seconds is not None:
        args["deregistration_seconds"] = targets.deregistration_seconds
    if targets.slow_start_seconds:
        args["slow_start_seconds"] = targets.slow_start_seconds
    if targets.sticky_seconds is not None:
        args["sticky_seconds"] = targets.sticky_seconds
    return args


def _deployment_args(deployment: Deployment) -> DeploymentArgs:
    args: DeploymentArgs = {
        "strategy": _STRATEGIES[deployment.strategy],
        "rollback_alarms": list(deployment.rollback_alarms),
    }
    if deployment.doubles_the_tasks:
        args["bake_minutes"] = _given(deployment.bake_minutes, BAKE_MINUTES)
    if deployment.strategy == "canary":
        args["canary_percent"] = _given(deployment.canary_percent, CANARY_PERCENT)
        args["canary_bake_minutes"] = _given(deployment.canary_bake_minutes, CANARY_BAKE_MINUTES)
    if deployment.strategy == "linear":
        args["step_percent"] = _given(deployment.step_percent, STEP_PERCENT)
        args["step_bake_minutes"] = _given(deployment.step_bake_minutes, STEP_BAKE_MINUTES)
    if (test := deployment.test_route) is not None:
        args["test_route"] = {"header": test.header, "value": test.value, "priority": test.priority}
    if (errors := deployment.rollback_on) is not None:
        args["rollback_on"] = {"error_percent": errors.error_percent, "minutes": errors.minutes}
    return args


def _given(value: int | None, default: int) -> int:
    return default if value is None else value


def scaling_args(tasks: Tasks) -> ScalingArgs | None:
    """Scaling between both ends; None for a fixed number of tasks."""
    if tasks.min is None or tasks.max is None:
        return None
    args: ScalingArgs = {
        "fewest": tasks.min,
        "most": tasks.max,
        "scale_out_seconds": tasks.scale_out_seconds,
        "scale_in_seconds": tasks.scale_in_seconds,
        "schedules": [
            {
                "name": name,
                "expression": item.expression,
                "timezone": item.time_zone,
                "fewest": item.min,
                "most": item.max,
            }
            for name, item in tasks.schedules.items()
        ],
    }
    without_target = tasks.memory_percent is None and tasks.requests_per_target is None
    if tasks.cpu_percent is not None or without_target:
        args["cpu_percent"] = tasks.cpu_percent or DEFAULT_CPU_PERCENT
    if tasks.memory_percent is not None:
        args["memory_percent"] = tasks.memory_percent
    if tasks.requests_per_target is not None:
        args["requests_per_target"] = tasks.requests_per_target
    if tasks.policy_names.by_figure:
        args["policy_names"] = tasks.policy_names.by_figure
    return args
