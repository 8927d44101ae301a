"""Containers beside the main one of a task."""

from typing import NotRequired, TypedDict

import pulumi

from components.container import Container, health_check, log_configuration

TRACING = "tracing"
"""Name of the container that collects traces."""

LOG_ROUTER = "log-router"
"""Name of the container that routes logs."""

_TRACES_ONLY = "--config=/etc/ecs/ecs-xray.yaml"
"""Configuration that comes with AWS's OpenTelemetry collector: OTLP in, X-Ray out, no metrics."""


class ContainerHealthArgs(TypedDict):
    command: str
    """Shell command that exits with 0 inside a healthy container."""
    interval: int
    """Seconds between checks."""
    timeout: int
    """Seconds until a check counts as failed."""
    retries: int
    """Failures in a row that make the container unhealthy."""
    start_period: int
    """Seconds after the start in which failures don't count."""


class SidecarArgs(TypedDict):
    name: str
    """Name of the container."""
    image: str
    """Image with a fixed tag or a digest."""
    cpu: NotRequired[int]
    """CPU units set aside for it. Default: none."""
    memory: NotRequired[int]
    """Memory that it may use, MiB. Default: all of the task's."""
    essential: NotRequired[bool]
    """Whether the task stops when it does. Default: true."""
    entry_point: NotRequired[list[str]]
    """Entry point. Default: the image's own."""
    command: NotRequired[list[str]]
    """Command. Default: the image's own."""
    user: NotRequired[str]
    """User that it runs as. Default: the image's own."""
    environment: NotRequired[dict[str, pulumi.Input[str]]]
    """Environment variables. Default: none."""
    secrets: NotRequired[dict[str, pulumi.Input[str]]]
    """Environment variables whose value is a secret: ARNs. Default: none."""
    ports: NotRequired[list[int]]
    """Ports on which it listens. Default: none."""
    depends_on: NotRequired[dict[str, str]]
    """Containers that come first, with START, COMPLETE, SUCCESS or HEALTHY. Default: none."""
    health: NotRequired[ContainerHealthArgs]
    """How its health is found out. Default: it isn't asked."""
    writable_paths: NotRequired[list[str]]
    """Folders that it may write to. Default: none."""


class TracingArgs(TypedDict):
    kind: str
    """xray (the X-Ray daemon) or otel (AWS's OpenTelemetry collector)."""
    image: str
    """Image of the collector."""
    cpu: int
    """CPU units set aside for it."""
    memory: int
    """Memory that it may use, MiB."""


class LogRouterArgs(TypedDict):
    image: str
    """Image of Fluent Bit."""
    cpu: int
    """CPU units set aside for it."""
    memory: int
    """Memory that it may use, MiB."""
    options: NotRequired[dict[str, str]]
    """Options of the output. Default: the log group of the task."""
    secret_options: NotRequired[dict[str, pulumi.Input[str]]]
    """Options whose value is a secret: ARNs. Default: none."""


def sidecar(args: SidecarArgs, log_group: object, region: str) -> Container:
    """A generic sidecar, which logs into the group of the task."""
    check = args.get("health")
    return Container(
        name=args["name"],
        image=args["image"],
        logs=log_configuration(log_group, region),
        essential=args.get("essential", True),
        ports=args.get("ports", []),
        environment=args.get("environment", {}),
        secrets=args.get("secrets", {}),
        writable_paths=args.get("writable_paths", []),
        volume_prefix=f"{args['name']}-",
        health=container_health(check) if check else None,
        cpu=args.get("cpu", 0),
        memory=args.get("memory"),
        entry_point=args.get("entry_point", []),
        command=args.get("command", []),
        user=args.get("user"),
        depends_on=args.get("depends_on", {}),
    )


def container_health(check: ContainerHealthArgs) -> dict[str, object]:
    """The health check of a container."""
    return health_check(check["command"], check["interval"], check["timeout"], check["retries"], check["start_period"])


def collector(args: TracingArgs, log_group: object, region: str) -> Container:
    """The collector of traces. The task goes on when it stops: traces are not worth a payment."""
    return Container(
        name=TRACING,
        image=args["image"],
        logs=log_configuration(log_group, region),
        essential=False,
        cpu=args["cpu"],
        memory=args["memory"],
        command=[_TRACES_ONLY] if args["kind"] == "otel" else [],
    )


def log_router(args: LogRouterArgs, log_group: object, region: str) -> Container:
    """Fluent Bit. Its own messages go to the log group directly.

    Its image doesn't start on a read-only file system: https://github.com/fluent/fluent-bit/issues/7308
    """
    return Container(
        name=LOG_ROUTER,
        image=args["image"],
        logs=log_configuration(log_group, region),
        cpu=args["cpu"],
        memory=args["memory"],
        user="0",
        read_only=False,
        firelens={"type": "fluentbit"},
    )


def routed_logs(args: LogRouterArgs, log_group: object, region: str) -> dict[str, object]:
    """Standard output and error go to the log router."""
    own_group = {
        "Name": "cloudwatch_logs",
        "region": region,
        "log_group_name": log_group,
        "log_stream_prefix": "ecs/",
        "auto_create_group": "false",
    }
    secrets = args.get("secret_options", {})
    configuration: dict[str, object] = {"logDriver": "awsfirelens", "options": args.get("options") or own_group}
    if secrets:
        configuration["secretOptions"] = [{"name": key, "valueFrom": secrets[key]} for key in sorted(secrets)]
    return configuration
