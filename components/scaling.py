"""The number of a service's tasks, as load and clock want it."""

from collections.abc import Iterator
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws


class ScalingScheduleArgs(TypedDict):
    name: str
    """Short name."""
    expression: str
    """cron(…) or rate(…)."""
    timezone: str
    """Time zone of the expression."""
    fewest: int
    """Fewest tasks from then on."""
    most: int
    """Most tasks from then on."""


class ScalingArgs(TypedDict):
    fewest: int
    """Fewest tasks."""
    most: int
    """Most tasks."""
    cpu_percent: NotRequired[int]
    """Average CPU to hold. Default: CPU doesn't count."""
    memory_percent: NotRequired[int]
    """Average memory to hold. Default: memory doesn't count."""
    requests_per_target: NotRequired[int]
    """Requests a minute and task to hold; needs routes. Default: requests don't count."""
    scale_out_seconds: int
    """Seconds between two enlargements."""
    scale_in_seconds: int
    """Seconds between two reductions."""
    policy_names: NotRequired[dict[str, str]]
    """Names of the policies of cpu, memory and requests. Default: they are made up."""
    schedules: NotRequired[list[ScalingScheduleArgs]]
    """Changes of both ends at a time. Default: none."""


def scale(
    prefix: str,
    args: ScalingArgs,
    resource_id: pulumi.Input[str],
    request_label: pulumi.Input[str] | None,
    opts: pulumi.ResourceOptions,
) -> None:
    """A scalable target with a policy for each figure to hold, and an action for each schedule.

    resource_id: service/CLUSTER/SERVICE.
    request_label: load balancer and target group whose requests count; needed with requests_per_target.
    """
    target = aws.appautoscaling.Target(
        f"{prefix}-scaling",
        service_namespace="ecs",
        scalable_dimension="ecs:service:DesiredCount",
        resource_id=resource_id,
        min_capacity=args["fewest"],
        max_capacity=args["most"],
        opts=opts,
    )
    for role, figure, specification in _figures(prefix, args, request_label):
        aws.appautoscaling.Policy(
            f"{prefix}-{role}",
            name=args.get("policy_names", {}).get(role),
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration={
                "predefined_metric_specification": specification,
                "target_value": figure,
                "scale_out_cooldown": args["scale_out_seconds"],
                "scale_in_cooldown": args["scale_in_seconds"],
            },
            opts=opts,
        )
    for schedule in args.get("schedules", []):
        aws.appautoscaling.ScheduledAction(
            f"{prefix}-{schedule['name']}",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            schedule=schedule["expression"],
            timezone=schedule["timezone"],
            scalable_target_action={"min_capacity": schedule["fewest"], "max_capacity": schedule["most"]},
            opts=opts,
        )


def _figures(
    prefix: str, args: ScalingArgs, request_label: pulumi.Input[str] | None
) -> Iterator[tuple[str, int, dict[str, pulumi.Input[str]]]]:
    if "cpu_percent" in args:
        yield "cpu", args["cpu_percent"], {"predefined_metric_type": "ECSServiceAverageCPUUtilization"}
    if "memory_percent" in args:
        yield "memory", args["memory_percent"], {"predefined_metric_type": "ECSServiceAverageMemoryUtilization"}
    if "requests_per_target" in args:
        if request_label is None:
            raise ValueError(f"Service {prefix} scales by requests; give it routes and the load balancer's arn_suffix.")
        specification = {"predefined_metric_type": "ALBRequestCountPerTarget", "resource_label": request_label}
        yield "requests", args["requests_per_target"], specification
