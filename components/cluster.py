"""ECS cluster on Fargate."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws


class CapacityArgs(TypedDict):
    provider: str
    """FARGATE or FARGATE_SPOT."""
    base: int
    """Tasks of each service that run on it before weights count."""
    weight: int
    """Its part of the tasks above the base."""


class ClusterArgs(TypedDict):
    cluster_name: str
    """Name of the cluster."""
    capacity: list[CapacityArgs]
    """Default strategy of services."""
    container_insights: str
    """disabled, enabled or enhanced."""
    log_retention_days: int
    """Days that Container Insights' events are kept."""
    logs_key_arn: pulumi.Input[str]
    """Key of the log group."""


class Cluster(pulumi.ComponentResource):
    """A cluster with its capacity providers and default strategy."""

    cluster_name: pulumi.Output[str]
    """Name of the cluster."""
    arn: pulumi.Output[str]
    """ARN of the cluster."""

    def __init__(self, name: str, args: ClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Cluster", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        log_groups = self._insights_log_group(name, args) if args["container_insights"] != "disabled" else []
        cluster = aws.ecs.Cluster(
            f"{name}-cluster",
            name=args["cluster_name"],
            settings=[{"name": "containerInsights", "value": args["container_insights"]}],
            opts=pulumi.ResourceOptions(parent=self, depends_on=log_groups, delete_before_replace=True),
        )
        strategy = aws.ecs.ClusterCapacityProviders(
            f"{name}-capacity",
            cluster_name=cluster.name,
            capacity_providers=[capacity["provider"] for capacity in args["capacity"]],
            default_capacity_provider_strategies=capacity_strategy(args["capacity"]),
            opts=self._child,
        )
        # A service that names a capacity provider can't start before the cluster has it.
        self.cluster_name = strategy.cluster_name
        self.arn = pulumi.Output.all(cluster.arn, strategy.id).apply(lambda values: str(values[0]))
        self.register_outputs({"cluster_name": self.cluster_name, "arn": self.arn})

    def _insights_log_group(self, name: str, args: ClusterArgs) -> list[aws.cloudwatch.LogGroup]:
        """CloudWatch would make it itself: unencrypted, and kept for ever."""
        return [
            aws.cloudwatch.LogGroup(
                f"{name}-insights",
                name=f"/aws/ecs/containerinsights/{args['cluster_name']}/performance",
                retention_in_days=args["log_retention_days"],
                kms_key_id=args["logs_key_arn"],
                opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
            )
        ]


def capacity_strategy(capacity: list[CapacityArgs]) -> list[dict[str, str | int]]:
    """The strategy in the form ECS wants it; a provider with neither base nor weight gets no task and is left out."""
    return [
        {"capacity_provider": item["provider"], "base": item["base"], "weight": item["weight"]}
        for item in capacity
        if item["base"] or item["weight"]
    ]
