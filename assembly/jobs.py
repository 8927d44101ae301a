"""Jobs, and what an operator needs to run them."""

from collections.abc import Mapping

from assembly.compute import Surroundings, capacity_args
from assembly.outputs import JobOutputs, StackOutputs
from assembly.tasks import task_args
from components.cluster import CapacityArgs
from components.job import Job, JobArgs, JobScheduleArgs
from settings import Settings
from settings.jobs import Job as JobSettings
from settings.jobs import JobSchedule
from settings.workload_names import task_family

ON_DEMAND: list[CapacityArgs] = [{"provider": "FARGATE", "base": 0, "weight": 1}]
"""Where jobs run when nothing is given: AWS takes back Spot capacity in the middle of a migration too."""


def job_args(settings: Settings, name: str, job: JobSettings, around: Surroundings) -> JobArgs:
    """A job in the app tier, with the names that system, environment and its own name give it."""
    args: JobArgs = {
        "task": task_args(settings, name, task_family(settings, name, job), job, around),
        "account_id": settings.account.id,
        "cluster_arn": around.cluster.arn,
        "tasks": job.tasks,
        "capacity": _capacity_args(job),
        "subnet_ids": around.network.app_subnet_ids,
        "security_group_id": around.groups.containers_id,
    }
    if job.schedule is not None:
        args["schedule"] = _schedule_args(job.schedule, around)
    return args


def _capacity_args(job: JobSettings) -> list[CapacityArgs]:
    return capacity_args(job.capacity) if job.capacity else ON_DEMAND


def _schedule_args(schedule: JobSchedule, around: Surroundings) -> JobScheduleArgs:
    args: JobScheduleArgs = {
        "expression": schedule.expression,
        "timezone": schedule.time_zone,
        "enabled": schedule.enabled,
        "flexible_minutes": schedule.flexible_minutes,
        "retries": schedule.retries,
        "retry_minutes": schedule.retry_minutes,
    }
    if schedule.dead_letter is not None:
        own = schedule.dead_letter in around.queue_arns
        args["dead_letter_arn"] = around.queue_arns[schedule.dead_letter] if own else schedule.dead_letter
        if own:
            args["dead_letter_key_arn"] = around.keys.arn_of("queues")
    return args


def job_outputs(settings: Settings, jobs: Mapping[str, Job], around: Surroundings) -> StackOutputs:
    """All that `aws ecs run-task` asks for, and which services wait for which migration."""
    outputs: dict[str, JobOutputs] = {
        name: {
            "kind": settings.jobs[name].kind,
            "cluster": around.cluster.cluster_name,
            "taskFamily": job.task_family,
            "taskDefinitionArn": job.task_definition_arn,
            "containerName": name,
            "tasks": settings.jobs[name].tasks,
            "capacity": [
                {"capacityProvider": item["provider"], "base": item["base"], "weight": item["weight"]}
                for item in _capacity_args(settings.jobs[name])
                if item["base"] or item["weight"]
            ],
            "subnetIds": around.network.app_subnet_ids,
            "securityGroupIds": [around.groups.containers_id],
            "logGroup": job.log_group_name,
            "scheduleName": job.schedule_name,
            "before": [key for key, service in settings.services.items() if service.after == name],
        }
        for name, job in jobs.items()
    }
    return {"jobs": outputs} if outputs else {}
