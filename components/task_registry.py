"""The private name of a service's tasks."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws


class TaskRegistryArgs(TypedDict):
    namespace_id: pulumi.Input[str]
    """Namespace of AWS Cloud Map."""
    host: str
    """Name below the namespace's domain: worker-1 for worker-1.internal."""
    ttl_seconds: int
    """Seconds that clients remember the addresses."""


def task_registry(prefix: str, args: TaskRegistryArgs, parent: pulumi.Resource) -> aws.servicediscovery.Service:
    """A name that answers with the addresses of up to eight healthy tasks; ECS enters and removes them.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html
    """
    return aws.servicediscovery.Service(
        f"{prefix}-registry",
        name=args["host"],
        dns_config={
            "namespace_id": args["namespace_id"],
            "dns_records": [{"type": "A", "ttl": args["ttl_seconds"]}],
            "routing_policy": "MULTIVALUE",
        },
        health_check_custom_config={"failure_threshold": 1},
        opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=True),
    )
