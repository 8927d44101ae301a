"""Target groups of a service and the listener rules that lead to them."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws


class RouteArgs(TypedDict):
    paths: list[str]
    """Path patterns; empty for every path."""
    hosts: list[str]
    """Host names; empty for every host."""
    priority: int
    """Place among the listener's rules, smaller first."""
    strip_prefix: NotRequired[str]
    """Beginning of the path that is removed, such as /payment. Default: nothing is."""


class TestRouteArgs(TypedDict):
    header: str
    """Name of the header that requests for the new tasks carry."""
    value: str
    """Its value."""
    priority: int
    """Place among the listener's rules, smaller first."""


class HealthCheckArgs(TypedDict):
    path: NotRequired[str]
    """Path that answers 200; required with routes."""
    command: NotRequired[str]
    """Shell command run in the container. Default: the container isn't asked."""
    interval: int
    """Seconds between checks."""
    timeout: int
    """Seconds until a check counts as failed."""
    retries: int
    """Failures in a row that make a task unhealthy."""
    successes: NotRequired[int]
    """Answers in a row with which the load balancer takes a task for healthy. Default: 2."""
    start_period: int
    """Seconds after the start in which failures don't count."""


class TargetGroupArgs(TypedDict):
    name: NotRequired[str]
    """Name of the target group; of two the one that the service starts with. Default: one is made up."""
    protocol: NotRequired[str]
    """HTTP or HTTPS. Default: HTTP."""
    algorithm: NotRequired[str]
    """round_robin, least_outstanding_requests or weighted_random. Default: round_robin."""
    deregistration_seconds: NotRequired[int]
    """Seconds that a leaving task may finish its requests. Default: the seconds from SIGTERM to SIGKILL."""
    slow_start_seconds: NotRequired[int]
    """Seconds in which a new task's share grows, 30 to 900. Default: its full share at once."""
    sticky_seconds: NotRequired[int]
    """Seconds that a client stays with its task. Default: it doesn't."""


def target_group(
    name: str,
    targets: TargetGroupArgs,
    check: HealthCheckArgs,
    port: int,
    vpc_id: pulumi.Input[str],
    deregistration_seconds: int,
    opts: pulumi.ResourceOptions,
) -> aws.lb.TargetGroup:
    """A target group of tasks.

    deregistration_seconds: used when targets doesn't say. Raises ValueError for a check without a path.
    """
    if "path" not in check:
        raise ValueError(f"Target group {name} needs a path in its health check; the load balancer asks it.")
    protocol = targets.get("protocol", "HTTP")
    sticky = targets.get("sticky_seconds")
    # A group that a listener uses can't be deleted, so its successor is made first, under another name.
    return aws.lb.TargetGroup(
        name,
        name=targets.get("name"),
        vpc_id=vpc_id,
        target_type="ip",
        protocol=protocol,
        port=port,
        deregistration_delay=targets.get("deregistration_seconds", deregistration_seconds),
        slow_start=targets.get("slow_start_seconds"),
        load_balancing_algorithm_type=targets.get("algorithm"),
        stickiness={"type": "lb_cookie", "cookie_duration": sticky, "enabled": True} if sticky else None,
        health_check={
            "path": check["path"],
            "protocol": protocol,
            "port": "traffic-port",
            "matcher": "200",
            "interval": check["interval"],
            "timeout": check["timeout"],
            "healthy_threshold": check.get("successes", 2),
            "unhealthy_threshold": check["retries"],
        },
        opts=opts,
    )


def fixed_rule(
    name: str,
    listener_arn: pulumi.Input[str],
    route: RouteArgs,
    target_group_arn: pulumi.Input[str],
    parent: pulumi.Resource,
) -> aws.lb.ListenerRule:
    """A rule that always leads to one target group."""
    return aws.lb.ListenerRule(
        name,
        listener_arn=listener_arn,
        priority=route["priority"],
        conditions=_conditions(route),
        transforms=_transforms(route),
        actions=[{"type": "forward", "target_group_arn": target_group_arn}],
        opts=pulumi.ResourceOptions(parent=parent),
    )


def shifting_rule(
    name: str,
    listener_arn: pulumi.Input[str],
    route: RouteArgs,
    target_group_arns: tuple[pulumi.Input[str], pulumi.Input[str]],
    parent: pulumi.Resource,
    test: TestRouteArgs | None = None,
) -> aws.lb.ListenerRule:
    """A rule between two target groups, whose weights ECS moves from one to the other at each deployment.

    test: takes only the requests of the route that have the header.
    """
    weights = (100, 0) if test is None else (0, 100)
    groups = [{"arn": arn, "weight": weight} for arn, weight in zip(target_group_arns, weights, strict=True)]
    header = [] if test is None else [{"http_header": {"http_header_name": test["header"], "values": [test["value"]]}}]
    return aws.lb.ListenerRule(
        name,
        listener_arn=listener_arn,
        priority=route["priority"] if test is None else test["priority"],
        conditions=[*_conditions(route), *header],
        transforms=_transforms(route),
        actions=[{"type": "forward", "forward": {"target_groups": groups}}],
        # The weights are ECS's; setting them back would send requests to tasks that no longer run.
        opts=pulumi.ResourceOptions(parent=parent, ignore_changes=["actions"]),
    )


def _conditions(route: RouteArgs) -> list[dict[str, dict[str, list[str]]]]:
    conditions = {"path_pattern": route["paths"], "host_header": route["hosts"]}
    return [{kind: {"values": values}} for kind, values in conditions.items() if values]


def _transforms(route: RouteArgs) -> list[dict[str, object]] | None:
    """Removes the prefix from paths that are the prefix or go on below it."""
    prefix = route.get("strip_prefix")
    if prefix is None:
        return None
    escaped = prefix.replace(".", "\\.")
    rewrite = {"regex": f"^{escaped}(/|$)(.*)$", "replace": "/$2"}
    return [{"type": "url-rewrite", "url_rewrite_config": {"rewrite": rewrite}}]
