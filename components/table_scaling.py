"""Capacity of a provisioned DynamoDB table that follows its load."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws


class CapacityRangeArgs(TypedDict):
    min: int
    """Fewest units a second."""
    max: int
    """Most units a second."""
    utilization_percent: int
    """Part of the units that is to be used, 20 to 90."""


class TableScalingArgs(TypedDict):
    table_name: pulumi.Input[str]
    """Name of the table."""
    indexes: list[str]
    """Names of its global secondary indexes."""
    read_capacity: CapacityRangeArgs
    """Read units of the table and of each index."""
    write_capacity: CapacityRangeArgs
    """Write units of the table and of each index."""


class TableScaling(pulumi.ComponentResource):
    """Scales read and write units of a table and of each of its global indexes by target tracking."""

    def __init__(self, name: str, args: TableScalingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:TableScaling", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        table = pulumi.Output.format("table/{}", args["table_name"])
        ranges = {"Read": args["read_capacity"], "Write": args["write_capacity"]}
        for direction, capacity in ranges.items():
            self._track(f"{name}-{direction.lower()}", table, "table", direction, capacity)
            for index in args["indexes"]:
                resource = pulumi.Output.format("{}/index/{}", table, index)
                self._track(f"{name}-{index}-{direction.lower()}", resource, "index", direction, capacity)
        self.register_outputs({})

    def _track(
        self, name: str, resource_id: pulumi.Output[str], kind: str, direction: str, capacity: CapacityRangeArgs
    ) -> None:
        target = aws.appautoscaling.Target(
            name,
            service_namespace="dynamodb",
            resource_id=resource_id,
            scalable_dimension=f"dynamodb:{kind}:{direction}CapacityUnits",
            min_capacity=capacity["min"],
            max_capacity=capacity["max"],
            opts=self._child,
        )
        aws.appautoscaling.Policy(
            name,
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            resource_id=target.resource_id,
            scalable_dimension=target.scalable_dimension,
            target_tracking_scaling_policy_configuration={
                "target_value": capacity["utilization_percent"],
                "predefined_metric_specification": {
                    "predefined_metric_type": f"DynamoDB{direction}CapacityUtilization"
                },
            },
            opts=self._child,
        )
