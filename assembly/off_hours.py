"""Business hours and weekly clean-up."""

from collections.abc import Mapping

from assembly.outputs import StackOutputs
from components.clean_up import CleanUp, CleanUpArgs
from components.cluster import Cluster
from components.database import Database
from components.off_hours import OffHours, OffHoursArgs, StoppableServiceArgs
from components.service import Service
from settings import Settings
from settings.off_hours import BusinessHours
from settings.off_hours import CleanUp as CleanUpSettings
from settings.workload_names import task_family


def stoppable_services(
    settings: Settings, cluster: Cluster | None, services: Mapping[str, Service]
) -> dict[str, StoppableServiceArgs]:
    """Services by name, with their number of tasks."""
    if cluster is None:
        return {}
    stoppable: dict[str, StoppableServiceArgs] = {}
    for name, service in services.items():
        tasks = settings.services[name].tasks
        stoppable[name] = {
            "cluster_name": cluster.cluster_name,
            "service_name": service.service_name,
            "tasks": tasks.desired,
        }
        if tasks.min is not None and tasks.max is not None:
            stoppable[name] |= {"fewest": tasks.min, "most": tasks.max}
    return stoppable


def off_hours_args(
    settings: Settings,
    hours: BusinessHours,
    services: dict[str, StoppableServiceArgs],
    database: Database | None,
) -> OffHoursArgs:
    """Everything that can be stopped stops."""
    args: OffHoursArgs = {
        "account_id": settings.account.id,
        "region": settings.region,
        "time_zone": hours.time_zone,
        "days": list(hours.days),
        "start": hours.start,
        "stop": hours.stop,
        "database_minutes": hours.database_minutes,
        "services": services,
    }
    if database is not None:
        args["database_identifier"] = database.identifier
    return args


def clean_up_args(
    settings: Settings,
    clean_up: CleanUpSettings,
    services: dict[str, StoppableServiceArgs],
    database: Database | None,
) -> CleanUpArgs:
    """The clean-up as it is written."""
    args: CleanUpArgs = {
        "account_id": settings.account.id,
        "region": settings.region,
        "time_zone": clean_up.time_zone,
        "day": clean_up.day,
        "time": clean_up.time,
        "services": services,
        "task_families": [task_family(settings, name, settings.services[name]) for name in services],
        "keep_revisions": clean_up.keep_revisions,
        "snapshot_days": clean_up.snapshot_days,
    }
    if database is not None:
        args["database_identifier"] = database.identifier
    return args


def off_hours_outputs(off_hours: OffHours) -> StackOutputs:
    """Which schedules to suspend for a night's work."""
    return {"offHoursScheduleGroup": off_hours.schedule_group_name}


def clean_up_outputs(clean_up: CleanUp) -> StackOutputs:
    """What to start for a clean-up between the weeks."""
    return {"cleanUpWorkflowArn": clean_up.workflow_arn}
