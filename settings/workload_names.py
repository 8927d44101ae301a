"""Physical names of services and jobs, and the rule that no two share one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from settings.containers import Workload
from settings.errors import Mistake, Path
from settings.references import workloads
from settings.services import Service

if TYPE_CHECKING:
    from settings.stack import Settings


def service_name(settings: Settings, key: str, service: Service) -> str:
    """Name of the ECS service: dev-internal-pe-service, unless the service gives another one."""
    return service.service_name or f"{settings.system.environment}-{key}-service"


def task_family(settings: Settings, key: str, workload: Workload) -> str:
    """Family of the task definitions: dev-fivestar-internal-pe, unless the service or job gives another one."""
    return workload.family or f"{settings.system.prefix}-{key}"


def log_group(settings: Settings, key: str, workload: Workload) -> str:
    """Name of the log group: /ecs/dev-fivestar-internal-pe, unless the service or job gives another one."""
    return workload.log_group or f"/ecs/{settings.system.prefix}-{key}"


def metrics_log_group(settings: Settings, key: str, workload: Workload) -> str:
    """Name of the log group through which its metrics get to CloudWatch: that of its log group and /metrics."""
    return f"{log_group(settings, key, workload)}/metrics"


def _name_of_service(settings: Settings, key: str, workload: Workload) -> str | None:
    return service_name(settings, key, workload) if isinstance(workload, Service) else None


def _name_of_target_group(settings: Settings, key: str, workload: Workload) -> str | None:
    return workload.targets.name if isinstance(workload, Service) else None


_NAMES: Mapping[str, Callable[[Settings, str, Workload], str | None]] = {
    "family": task_family,
    "logGroup": log_group,
    "serviceName": _name_of_service,
    "targets.name": _name_of_target_group,
}
"""What has a physical name, by the setting that gives it another one."""


def names_of_workloads_differ(settings: Settings) -> Iterator[Mistake]:
    """A name is free of every other service and job, whether they give theirs or leave it to the program.

    A job with the key of a service is a mistake of its own, so what follows from it is left out.
    """
    for setting, name_of in _NAMES.items():
        taken: dict[str, Path] = {}
        for path, workload in workloads(settings):
            name = name_of(settings, str(path[-1]), workload)
            if name is None:
                continue
            owner = taken.setdefault(name, path)
            if owner[-1] != path[-1]:
                allowed = f"a {setting} of its own: {Mistake(owner, '', '').key} has this one"
                yield Mistake((*path, *setting.split(".")), f'"{name}"', allowed, "Give one of the two another one.")


def names_of_roles_differ(settings: Settings) -> Iterator[Mistake]:
    """No two services and jobs share a role, and none has one role for both purposes."""
    taken: dict[str, Path] = {}
    for path, workload in workloads(settings):
        for setting, name in (
            ("executionRoleName", workload.execution_role_name),
            ("taskRoleName", workload.task_role_name),
        ):
            if name is None:
                continue
            owner = taken.setdefault(name, (*path, setting))
            if owner != (*path, setting):
                allowed = f"a name of its own: {Mistake(owner, '', '').key} has this one"
                yield Mistake((*path, setting), f'"{name}"', allowed, "Give one of the two another one.")
