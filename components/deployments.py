"""How ECS replaces the tasks of a service, and what makes it go back."""

import json
from math import ceil
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import managed_policy_arn
from components.policy_documents import service_trust
from components.role_arns import arn_once_allowed
from components.targets import TestRouteArgs

_TASKS_MINUTES = 20
"""Minutes that the provider by itself waits for a service to get steady."""


class ErrorRollbackArgs(TypedDict):
    error_percent: int
    """Part of the requests answered with 5XX above which the deployment is rolled back."""
    minutes: int
    """Minutes in a row that it takes."""


class DeploymentArgs(TypedDict):
    strategy: NotRequired[str]
    """ROLLING, BLUE_GREEN, LINEAR or CANARY. Default: ROLLING."""
    bake_minutes: NotRequired[int]
    """Minutes that the old tasks stay after all requests have moved; required but for ROLLING."""
    canary_percent: NotRequired[int]
    """Part of the requests that the new tasks get first; required with CANARY."""
    canary_bake_minutes: NotRequired[int]
    """Minutes of that trial; required with CANARY."""
    step_percent: NotRequired[int]
    """Part of the requests that moves in each step; required with LINEAR."""
    step_bake_minutes: NotRequired[int]
    """Minutes between two steps; required with LINEAR."""
    test_route: NotRequired[TestRouteArgs]
    """Requests that reach the new tasks first. Default: none do."""
    rollback_on: NotRequired[ErrorRollbackArgs]
    """Errors that roll a deployment back. Default: only tasks that don't get healthy do."""
    rollback_alarms: NotRequired[list[str]]
    """Names of further alarms that roll a deployment back. Default: none."""


def shifts_traffic(args: DeploymentArgs) -> bool:
    """Whether all new tasks run beside all old ones and requests move from these to those."""
    return args.get("strategy", "ROLLING") != "ROLLING"


def deployment_configuration(args: DeploymentArgs) -> dict[str, object] | None:
    """The strategy in the form ECS wants it; None for a rolling deployment, which is ECS's default."""
    if not shifts_traffic(args):
        return None
    strategy = args.get("strategy", "ROLLING")
    configuration: dict[str, object] = {"strategy": strategy, "bake_time_in_minutes": str(args["bake_minutes"])}
    if strategy == "CANARY":
        configuration["canary_configuration"] = {
            "canary_percent": args["canary_percent"],
            "canary_bake_time_in_minutes": str(args["canary_bake_minutes"]),
        }
    if strategy == "LINEAR":
        configuration["linear_configuration"] = {
            "step_percent": args["step_percent"],
            "step_bake_time_in_minutes": str(args["step_bake_minutes"]),
        }
    return configuration


def longest_minutes(args: DeploymentArgs) -> int:
    """Minutes that a deployment may take: every phase of the strategy, and the time in which tasks come and go."""
    steps = ceil(100 / args["step_percent"]) if "step_percent" in args else 0
    phases = args.get("bake_minutes", 0) + args.get("canary_bake_minutes", 0) + steps * args.get("step_bake_minutes", 0)
    return _TASKS_MINUTES + phases


def traffic_role_arn(prefix: str, region: str, opts: pulumi.ResourceOptions) -> pulumi.Output[str]:
    """The role with which ECS moves requests between target groups.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
    """
    role = aws.iam.Role(
        f"{prefix}-traffic",
        description="Moves requests between target groups while a service is deployed",
        assume_role_policy=json.dumps(service_trust("ecs.amazonaws.com")),
        opts=opts,
    )
    policy = aws.iam.RolePolicyAttachment(
        f"{prefix}-traffic",
        role=role.name,
        policy_arn=managed_policy_arn(region, "AmazonECSInfrastructureRolePolicyForLoadBalancers"),
        opts=opts,
    )
    return arn_once_allowed(role.arn, [policy])


def error_alarm(
    prefix: str,
    rollback: ErrorRollbackArgs,
    load_balancer_suffix: pulumi.Input[str],
    target_group_suffixes: list[pulumi.Output[str]],
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    """An alarm on the part of requests that the service's tasks, old and new, answer with 5XX. No request, no alarm."""
    queries: list[dict[str, object]] = []
    for index, suffix in enumerate(target_group_suffixes, start=1):
        dimensions = {"LoadBalancer": load_balancer_suffix, "TargetGroup": suffix}
        for letter, metric in (("e", "HTTPCode_Target_5XX_Count"), ("r", "RequestCount")):
            statistic = {"namespace": "AWS/ApplicationELB", "metric_name": metric, "stat": "Sum", "period": 60}
            queries.append({"id": f"{letter}{index}", "metric": {**statistic, "dimensions": dimensions}})
    errors, requests = (
        "+".join(f"FILL({letter}{index},0)" for index in range(1, len(target_group_suffixes) + 1)) for letter in "er"
    )
    percent = {
        "id": "percent",
        "expression": f"IF(({requests})>0,100*({errors})/({requests}),0)",
        "label": "Part of requests answered with 5XX, in percent",
        "return_data": True,
    }
    return aws.cloudwatch.MetricAlarm(
        f"{prefix}-rollback",
        alarm_description=f"Rolls a deployment back: over {rollback['error_percent']} % of requests end in 5XX",
        metric_queries=[*queries, percent],
        comparison_operator="GreaterThanThreshold",
        threshold=rollback["error_percent"],
        evaluation_periods=rollback["minutes"],
        datapoints_to_alarm=rollback["minutes"],
        treat_missing_data="notBreaching",
        opts=opts,
    )
