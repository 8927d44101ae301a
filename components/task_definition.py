"""The task definition that services and jobs share, with its log group and roles."""

from dataclasses import dataclass
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.container import EXEC_PATHS, Container, container_definition, log_configuration
from components.metrics_sidecar import MetricsSidecarArgs, metrics_sidecar
from components.sidecars import (
    LOG_ROUTER,
    ContainerHealthArgs,
    LogRouterArgs,
    SidecarArgs,
    TracingArgs,
    collector,
    container_health,
    log_router,
    routed_logs,
    sidecar,
)
from components.task_permissions import TaskRolesArgs
from components.task_roles import TaskRoles


class LimitArgs(TypedDict):
    name: str
    """Name of the limit: nofile on Fargate."""
    soft: int
    """Where it starts."""
    hard: int
    """Up to where the container may raise it."""


class ContainerShareArgs(TypedDict):
    cpu: NotRequired[int]
    """CPU units that are set aside for the main container. Default: none."""
    memory: NotRequired[int]
    """Memory in MiB at which it is stopped. Default: all of the task's."""
    memory_reservation: NotRequired[int]
    """Memory in MiB that is set aside for it. Default: none."""


class TaskArgs(TypedDict):
    family: str
    """Family of the task definition."""
    container_name: str
    """Name of the main container."""
    image: str
    """Image with a fixed tag or a digest."""
    cpu: int
    """CPU units of a task."""
    memory: int
    """Memory of a task, MiB."""
    container: NotRequired[ContainerShareArgs]
    """Shares of the main container. Default: everything that the others leave."""
    metrics_port: NotRequired[int]
    """Port on which the main container shows metrics to a collector. Default: none."""
    architecture: NotRequired[str]
    """X86_64 or ARM64. Default: X86_64."""
    ephemeral_storage_gb: NotRequired[int]
    """Disk of a task in GiB, 21 to 200. Default: the 20 that Fargate includes."""
    entry_point: NotRequired[list[str]]
    """Entry point. Default: the image's own."""
    command: NotRequired[list[str]]
    """Command. Default: the image's own."""
    user: NotRequired[str]
    """User that the main container runs as. Default: the image's own."""
    init_process: NotRequired[bool]
    """Whether an init process hands on signals and reaps children. Default: true."""
    limits: NotRequired[list[LimitArgs]]
    """Limits of the main container. Default: Fargate's."""
    environment: dict[str, pulumi.Input[str]]
    """Environment variables."""
    secrets: dict[str, pulumi.Input[str]]
    """Environment variables whose value is a secret: ARNs, with :JSON_KEY:: for one key."""
    writable_paths: list[str]
    """Folders that the container may write to."""
    stop_seconds: int
    """Seconds from SIGTERM to SIGKILL."""
    exec: NotRequired[bool]
    """Whether operators may open a shell in the main container. Default: false."""
    sidecars: NotRequired[list[SidecarArgs]]
    """Further containers. Default: none."""
    tracing: NotRequired[TracingArgs]
    """Collector of traces. Default: none."""
    metrics_sidecar: NotRequired[MetricsSidecarArgs]
    """Collector of the main container's metrics. Default: none."""
    log_router: NotRequired[LogRouterArgs]
    """Router of the main container's logs. Default: they go to the log group directly."""
    keep_revisions: bool
    """Whether earlier revisions of the task definition stay active, so that a rollback finds them."""
    roles: TaskRolesArgs
    """What ECS and the containers are allowed."""
    log_group_name: str
    """Name of the log group."""
    log_retention_days: int
    """Days that logs are kept."""
    logs_key_arn: pulumi.Input[str]
    """Key of the log group."""
    region: str
    """Region of the tasks."""


@dataclass(frozen=True)
class Task:
    """A task definition with what it needs."""

    definition: aws.ecs.TaskDefinition
    log_group: aws.cloudwatch.LogGroup
    roles: TaskRoles


def task(
    prefix: str,
    args: TaskArgs,
    parent: pulumi.Resource,
    port: int | None = None,
    health: ContainerHealthArgs | None = None,
) -> Task:
    """Log group, roles and task definition as children of a component.

    port: where the main container answers a load balancer; None when nothing reaches it.
    health: how ECS finds out whether the main container works; None when it isn't asked.
    """
    child = pulumi.ResourceOptions(parent=parent)
    log_group = aws.cloudwatch.LogGroup(
        f"{prefix}-logs",
        name=args["log_group_name"],
        retention_in_days=args["log_retention_days"],
        kms_key_id=args["logs_key_arn"],
        opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=True),
    )
    if (embedded := args.get("metrics_sidecar", {}).get("cloud_watch")) is not None:
        aws.cloudwatch.LogGroup(
            f"{prefix}-metrics",
            name=embedded["log_group_name"],
            retention_in_days=args["log_retention_days"],
            kms_key_id=args["logs_key_arn"],
            opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=True),
        )
    roles = TaskRoles(f"{prefix}-roles", args["roles"], child)
    containers = _containers(args, log_group.name, port, health)
    storage = args.get("ephemeral_storage_gb")
    architecture = args.get("architecture", "X86_64")
    definition = aws.ecs.TaskDefinition(
        f"{prefix}-task",
        family=args["family"],
        requires_compatibilities=["FARGATE"],
        network_mode="awsvpc",
        cpu=str(args["cpu"]),
        memory=str(args["memory"]),
        runtime_platform={"operating_system_family": "LINUX", "cpu_architecture": architecture},
        ephemeral_storage={"size_in_gib": storage} if storage else None,
        execution_role_arn=roles.execution_role_arn,
        task_role_arn=roles.task_role_arn,
        container_definitions=pulumi.Output.json_dumps([container_definition(item) for item in containers]),
        volumes=[{"name": volume} for item in containers for volume in item.volumes],
        skip_destroy=args["keep_revisions"],
        opts=child,
    )
    return Task(definition, log_group, roles)


def _containers(
    args: TaskArgs, log_group: pulumi.Input[str], port: int | None, health: ContainerHealthArgs | None
) -> list[Container]:
    region = args["region"]
    containers = [_main(args, log_group, port, health)]
    containers += [sidecar(item, log_group, region) for item in args.get("sidecars", [])]
    if "tracing" in args:
        containers.append(collector(args["tracing"], log_group, region))
    if "metrics_sidecar" in args:
        containers.append(metrics_sidecar(args["metrics_sidecar"], log_group, region))
    if "log_router" in args:
        containers.append(log_router(args["log_router"], log_group, region))
    return containers


def _main(
    args: TaskArgs, log_group: pulumi.Input[str], port: int | None, health: ContainerHealthArgs | None
) -> Container:
    region = args["region"]
    router = args.get("log_router")
    limits = args.get("limits", [])
    share = args.get("container", ContainerShareArgs())
    return Container(
        name=args["container_name"],
        image=args["image"],
        logs=routed_logs(router, log_group, region) if router else log_configuration(log_group, region),
        ports=[number for number in (port, args.get("metrics_port")) if number is not None],
        cpu=share.get("cpu", 0),
        memory=share.get("memory"),
        memory_reservation=share.get("memory_reservation"),
        environment=args["environment"],
        secrets=args["secrets"],
        writable_paths=[*args["writable_paths"], *(EXEC_PATHS if args.get("exec", False) else ())],
        stop_seconds=args["stop_seconds"],
        health=container_health(health) if health else None,
        entry_point=args.get("entry_point", []),
        command=args.get("command", []),
        user=args.get("user"),
        init_process=args.get("init_process", True),
        limits=[{"name": limit["name"], "softLimit": limit["soft"], "hardLimit": limit["hard"]} for limit in limits],
        depends_on={LOG_ROUTER: "START"} if router else {},
    )
