"""Containers beside the main one: generic sidecars, the collector of traces, the log router."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from settings.container_types import ContainerPath, ContainerUser, Image, SecretSource, VariableName
from settings.section import Flag, FrozenMap, Section, Whole

Port = Annotated[Whole, Field(ge=1, le=65535)]
ContainerCpu = Annotated[Whole, Field(ge=0, le=16384)]
ContainerMemory = Annotated[Whole, Field(ge=6, le=122880)]

XRAY_IMAGE = "public.ecr.aws/xray/aws-xray-daemon:3.3.7"
OTEL_IMAGE = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3"
LOG_ROUTER_IMAGE = "public.ecr.aws/aws-observability/aws-for-fluent-bit:2.32.0"


class SidecarHealthCheck(Section):
    """How ECS finds out whether a sidecar works."""

    command: Annotated[str, Field(min_length=1)]
    """Shell command that exits with 0 inside a healthy container."""
    interval_seconds: Annotated[Whole, Field(ge=5, le=300)] = 30
    """Seconds between checks."""
    timeout_seconds: Annotated[Whole, Field(ge=2, le=60)] = 5
    """Seconds until a check counts as failed."""
    failures: Annotated[Whole, Field(ge=1, le=10)] = 3
    """Failures in a row that make the container unhealthy."""
    start_period_seconds: Annotated[Whole, Field(ge=0, le=300)] = 0
    """Seconds after the start in which failures don't count."""


class Sidecar(Section):
    """A container beside the main one. It writes its logs into the same log group, in streams of its own."""

    image: Image
    """Image with a fixed tag or a digest."""
    cpu: ContainerCpu = 0
    """CPU units set aside for it; 0 for none."""
    memory: ContainerMemory | None = None
    """Memory in MiB that it may use; by default all of the task's."""
    essential: Flag = True
    """Whether the task stops when it does."""
    entry_point: tuple[str, ...] = ()
    """Entry point that replaces the image's own."""
    command: tuple[str, ...] = ()
    """Command that replaces the image's own."""
    user: ContainerUser | None = None
    """User that it runs as; by default the image's own."""
    environment: FrozenMap[VariableName, str] = Field(default_factory=dict, validate_default=True)
    """Environment variables, values in quotes; no secrets."""
    secrets: FrozenMap[VariableName, SecretSource] = Field(default_factory=dict, validate_default=True)
    """Environment variables whose value comes from a secret, as in a service."""
    ports: tuple[Port, ...] = ()
    """Ports on which it listens."""
    depends_on: FrozenMap[str, Literal["START", "COMPLETE", "SUCCESS", "HEALTHY"]] = Field(
        default_factory=dict, validate_default=True
    )
    """Sidecars that come first, and what they must have reached."""
    health_check: SidecarHealthCheck | None = None
    """How its health is found out; by default it isn't asked."""
    writable_paths: tuple[ContainerPath, ...] = ()
    """Folders that it may write to; the rest of its file system is read-only."""


class Tracing(Section):
    """Collector of traces beside the main container, which reaches it on localhost; the role may write to X-Ray."""

    kind: Literal["xray", "otel"]
    """xray: the X-Ray daemon (UDP 2000); otel: AWS's OpenTelemetry collector (OTLP on 4317 and 4318)."""
    image: Image | None = None
    """Image of the collector; by default a fixed version from AWS's public registry."""
    cpu: ContainerCpu = 32
    """CPU units set aside for it."""
    memory: ContainerMemory = 256
    """Memory in MiB that it may use."""

    @property
    def image_or_default(self) -> str:
        """The image given, or the fixed one of the kind."""
        return self.image or (XRAY_IMAGE if self.kind == "xray" else OTEL_IMAGE)


class LogRouter(Section):
    """Fluent Bit beside the main container (FireLens)."""

    image: Image = LOG_ROUTER_IMAGE
    """Image of the router."""
    cpu: ContainerCpu = 32
    """CPU units set aside for it."""
    memory: ContainerMemory = 128
    """Memory in MiB that it may use."""
    options: FrozenMap[str, str] = Field(default_factory=dict, validate_default=True)
    """Options of the output, Name among them; by default the log group of the service."""
    secret_options: FrozenMap[str, SecretSource] = Field(default_factory=dict, validate_default=True)
    """Options whose value comes from a secret, such as the key of a log service."""
