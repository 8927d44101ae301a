"""Services and database stop when nobody works with them."""

from typing import NotRequired, TypedDict

import pulumi

from components.arns import partition_of
from components.scheduled_calls import ScheduledCallArgs, ScheduledCalls, ScheduledCallsArgs


class StoppableServiceArgs(TypedDict):
    cluster_name: pulumi.Input[str]
    """Name of its cluster."""
    service_name: pulumi.Input[str]
    """Name of the service."""
    tasks: int
    """Tasks in business hours; with scaling those that it starts with."""
    fewest: NotRequired[int]
    """Fewest tasks that scaling keeps; given when the service scales by itself."""
    most: NotRequired[int]
    """Most tasks that scaling keeps; given when the service scales by itself."""


class OffHoursArgs(TypedDict):
    account_id: str
    """Account of what is stopped."""
    region: str
    """Region of what is stopped."""
    time_zone: str
    """Time zone of all times, such as Asia/Kolkata."""
    days: list[str]
    """Days of work: mon, tue, wed, thu, fri, sat, sun."""
    start: str
    """When services start on a day of work: 08:00."""
    stop: str
    """When services stop on a day of work: 20:00."""
    database_minutes: int
    """Minutes by which the database starts before the services and stops after them, on the same day."""
    services: dict[str, StoppableServiceArgs]
    """Services by a short name."""
    database_identifier: NotRequired[pulumi.Input[str]]
    """RDS instance, without replicas: RDS stops no instance that has any. Default: none."""
    dead_letter_arn: NotRequired[pulumi.Input[str]]
    """Queue for calls that failed for good. Default: none."""


class OffHours(pulumi.ComponentResource):
    """Schedules that set services to no tasks and stop the database, and that start both again.

    A service that scales by itself gets its limits set to none as well, since scaling would start tasks again. The
    count of a service that is stopped here has this component as its one owner: the service resource must ignore
    desiredCount. RDS starts an instance by itself after seven days:
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html
    """

    schedule_group_name: pulumi.Output[str]
    """Group of the schedules."""

    def __init__(self, name: str, args: OffHoursArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:OffHours", name, {}, opts)
        self._args = args
        self._arn_prefix = f"arn:{partition_of(args['region'])}"
        self._place = f"{args['region']}:{args['account_id']}"
        calls = self._database_calls()
        for key, service in args["services"].items():
            calls |= self._service_calls(key, service)
        scheduled: ScheduledCallsArgs = {
            "account_id": args["account_id"],
            "region": args["region"],
            "time_zone": args["time_zone"],
            "purpose": "Stops services and database after business hours and starts them again",
            "calls": calls,
        }
        if "dead_letter_arn" in args:
            scheduled["dead_letter_arn"] = args["dead_letter_arn"]
        schedules = ScheduledCalls(f"{name}-schedules", scheduled, pulumi.ResourceOptions(parent=self))
        self.schedule_group_name = schedules.group_name
        self.register_outputs({"schedule_group_name": self.schedule_group_name})

    def _database_calls(self) -> dict[str, ScheduledCallArgs]:
        args = self._args
        if "database_identifier" not in args:
            return {}
        identifier = args["database_identifier"]
        instance = pulumi.Output.concat(f"{self._arn_prefix}:rds:{self._place}:db:", identifier)
        minutes = args["database_minutes"]
        times = {"start": self._cron(args["start"], -minutes), "stop": self._cron(args["stop"], minutes)}
        return {
            f"database-{verb}": {
                "description": f"Database: {verb}",
                "cron": cron,
                "target": f"rds:{verb}DBInstance",
                # The API itself writes DBInstanceIdentifier; the scheduler takes the spelling of AWS's SDK for Java.
                "input": pulumi.Output.json_dumps({"DbInstanceIdentifier": identifier}),
                "action": f"rds:{verb.capitalize()}DBInstance",
                "resource": instance,
            }
            for verb, cron in times.items()
        }

    def _service_calls(self, key: str, service: StoppableServiceArgs) -> dict[str, ScheduledCallArgs]:
        times = {"start": self._cron(self._args["start"]), "stop": self._cron(self._args["stop"])}
        calls: dict[str, ScheduledCallArgs] = {}
        for verb, cron in times.items():
            calls[f"service-{key}-{verb}"] = self._count_call(service, cron, service["tasks"] if verb == "start" else 0)
            if "fewest" in service and "most" in service:
                limits = (service["fewest"], service["most"]) if verb == "start" else (0, 0)
                calls[f"limits-{key}-{verb}"] = self._limits_call(service, cron, *limits)
        return calls

    def _count_call(self, service: StoppableServiceArgs, cron: str, tasks: int) -> ScheduledCallArgs:
        return count_call(service, cron, tasks, f"{self._arn_prefix}:ecs:{self._place}")

    def _limits_call(self, service: StoppableServiceArgs, cron: str, fewest: int, most: int) -> ScheduledCallArgs:
        resource_id = pulumi.Output.concat("service/", service["cluster_name"], "/", service["service_name"])
        request = {
            "ServiceNamespace": "ecs",
            "ScalableDimension": "ecs:service:DesiredCount",
            "ResourceId": resource_id,
            "MinCapacity": fewest,
            "MaxCapacity": most,
        }
        return {
            "description": f"Limits of scaling: {fewest} to {most}",
            "cron": cron,
            "target": "applicationautoscaling:registerScalableTarget",
            "input": pulumi.Output.json_dumps(request),
            "action": "application-autoscaling:RegisterScalableTarget",
            # AWS makes up the last part of the ARN.
            "resource": f"{self._arn_prefix}:application-autoscaling:{self._place}:scalable-target/*",
            "conditions": {"application-autoscaling:service-namespace": "ecs"},
        }

    def _cron(self, time: str, minutes_later: int = 0) -> str:
        hour, minute = (int(part) for part in time.split(":"))
        total = hour * 60 + minute + minutes_later
        return f"{total % 60} {total // 60} ? * {','.join(self._args['days']).upper()} *"


def count_call(service: StoppableServiceArgs, cron: str, tasks: int, ecs: str) -> ScheduledCallArgs:
    """Set the number of a service's tasks. `ecs` begins its ARN: arn:aws:ecs:REGION:ACCOUNT."""
    cluster, name = service["cluster_name"], service["service_name"]
    return {
        "description": f"Tasks of the service: {tasks}",
        "cron": cron,
        "target": "ecs:updateService",
        "input": pulumi.Output.json_dumps({"Cluster": cluster, "Service": name, "DesiredCount": tasks}),
        "action": "ecs:UpdateService",
        "resource": pulumi.Output.concat(f"{ecs}:service/", cluster, "/", name),
    }
