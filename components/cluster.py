"""ECS cluster on Fargate."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws


class CapacityArgs(TypedDict):
    provider: str
    """FARGATE or FARGATE_SPOT."""
    base: int
    """Tasks of each service that run on it before weights count."""
    weight: int
    """Its part of the tasks above the base."""


class ShellSessionsArgs(TypedDict):
    log_group_name: str
    """Log group that records the sessions."""
    key_arn: pulumi.Input[str]
    """Key of the sessions."""


class ClusterArgs(TypedDict):
    cluster_name: str
    """Name of the cluster."""
    capacity: list[CapacityArgs]
    """Default strategy of services."""
    container_insights: str
    """disabled, enabled or enhanced."""
    log_retention_days: int
    """Days that Container Insights' events and shell sessions are kept."""
    logs_key_arn: pulumi.Input[str]
    """Key of the log groups."""
    shell_sessions: NotRequired[ShellSessionsArgs]
    """How shells in containers (ECS Exec) are encrypted and recorded. Default: as ECS does it by itself."""
    storage_key_arn: NotRequired[pulumi.Input[str]]
    """Key of the disks of Fargate tasks. Default: AWS's own."""
    protect: NotRequired[bool]
    """Whether Pulumi refuses to delete or replace the cluster. Default: false."""


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
        log_groups += self._sessions_log_group(name, args)
        cluster = aws.ecs.Cluster(
            f"{name}-cluster",
            name=args["cluster_name"],
            configuration=_configuration(args),
            settings=[{"name": "containerInsights", "value": args["container_insights"]}],
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=log_groups, protect=args.get("protect", False), delete_before_replace=True
            ),
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

    def _sessions_log_group(self, name: str, args: ClusterArgs) -> list[aws.cloudwatch.LogGroup]:
        if "shell_sessions" not in args:
            return []
        return [
            aws.cloudwatch.LogGroup(
                f"{name}-sessions",
                name=args["shell_sessions"]["log_group_name"],
                retention_in_days=args["log_retention_days"],
                kms_key_id=args["logs_key_arn"],
                opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
            )
        ]


def _configuration(args: ClusterArgs) -> dict[str, object] | None:
    configuration: dict[str, object] = {}
    if "shell_sessions" in args:
        configuration["execute_command_configuration"] = {
            "kms_key_id": args["shell_sessions"]["key_arn"],
            "logging": "OVERRIDE",
            "log_configuration": {
                "cloud_watch_log_group_name": args["shell_sessions"]["log_group_name"],
                "cloud_watch_encryption_enabled": True,
            },
        }
    if "storage_key_arn" in args:
        storage = {"fargate_ephemeral_storage_kms_key_id": args["storage_key_arn"]}
        configuration["managed_storage_configuration"] = storage
    return configuration or None


def capacity_strategy(capacity: list[CapacityArgs]) -> list[dict[str, str | int]]:
    """The strategy in the form ECS wants it; a provider with neither base nor weight gets no task and is left out."""
    return [
        {"capacity_provider": item["provider"], "base": item["base"], "weight": item["weight"]}
        for item in capacity
        if item["base"] or item["weight"]
    ]
