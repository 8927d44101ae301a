"""What tasks reach in AWS, and so need a VPC endpoint for when nothing else leads out of the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from settings.errors import Path

if TYPE_CHECKING:
    from settings.containers import Workload

_TO_START = ("ecr.api", "ecr.dkr", "logs")
"""Interface endpoints without which no task starts.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
"""
_FOR_SHELLS = ("ssmmessages", "kms")
"""Interface endpoints of ECS Exec with a key of one's own.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
"""
_FOR_LAYERS = "s3"
"""ECR keeps the layers of images in S3."""


def interfaces_needed(workloads: Iterable[Workload]) -> set[str]:
    """Services whose interface endpoints these tasks can't do without."""
    return {*_TO_START, *(service for workload in workloads for service in _interfaces_of(workload))}


def gateways_needed(workloads: Iterable[Workload]) -> set[str]:
    """Services whose gateway endpoints these tasks can't do without."""
    needed = {_FOR_LAYERS}
    for workload in workloads:
        if workload.access.tables or "tables" in _sections_referred_to(workload):
            needed.add("dynamodb")
    return needed


def images_of(workload: Workload) -> Iterator[tuple[Path, str]]:
    """Every image of a task, with where the workload names it."""
    yield ("image",), workload.image
    for name, sidecar in workload.sidecars.items():
        yield ("sidecars", name, "image"), sidecar.image
    if workload.tracing is not None:
        yield ("tracing", "image"), workload.tracing.image_or_default
    if workload.log_router is not None:
        yield ("logRouter", "image"), workload.log_router.image


def _interfaces_of(workload: Workload) -> Iterator[str]:
    access, sections = workload.access, _sections_referred_to(workload)
    sources = list(_secret_sources(workload))
    if access.secrets is not None or any(":ssm:" not in source for source in sources):
        yield "secretsmanager"
    if (
        access.parameters is not None
        or workload.parameters_from
        or "parameters" in sections
        or any(":ssm:" in source for source in sources)
    ):
        yield "ssm"
    if access.queues or "queues" in sections:
        yield "sqs"
    if workload.exec:
        yield from _FOR_SHELLS
    if workload.tracing is not None:
        yield "xray"


def _secret_sources(workload: Workload) -> Iterator[str]:
    yield from workload.secrets.values()
    yield from workload.secrets_from
    for sidecar in workload.sidecars.values():
        yield from sidecar.secrets.values()
    if workload.log_router is not None:
        yield from workload.log_router.secret_options.values()


def _sections_referred_to(workload: Workload) -> set[str]:
    return {reference.partition(".")[0] for reference in workload.references.values()}
