"""Rules on network, images and off hours that span other sections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from settings.errors import Mistake
from settings.wording import did_you_mean, listing

if TYPE_CHECKING:
    from settings.services import Service
    from settings.stack import Settings

_TO_START = ("ecr.api", "ecr.dkr", "logs")
"""Interface endpoints without which no task starts, beside the gateway endpoint of S3 that serves image layers.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
"""


def tasks_have_a_way_out(settings: Settings) -> Iterator[Mistake]:
    """Without NAT, endpoints must cover what tasks need, and images must come from ECR in the stack's region."""
    network = settings.network
    if network is None or network.nat_gateways != "none" or not settings.services:
        return
    if not network.endpoints.interfaces.services and not network.endpoints.gateways.app:
        yield Mistake(
            ("network", "natGateways"),
            '"none"',
            "single, perZone or regional when there are services: without it no task can fetch its image",
            "Or add the VPC endpoints that the services need to platform:network.endpoints.",
        )
        return
    for name, service in settings.services.items():
        yield from _reaches_what_it_needs(settings, name, service)


def _reaches_what_it_needs(settings: Settings, name: str, service: Service) -> Iterator[Mistake]:
    assert settings.network is not None  # noqa: S101  (for the type checker; the caller looked)
    endpoints = settings.network.endpoints
    for needed in _interfaces_needed(service):
        if needed not in endpoints.interfaces.services:
            yield Mistake(
                ("network", "endpoints", "interfaces"),
                f"no {needed}",
                f"{needed} too: without NAT the service {name} reaches it in no other way",
                f"Add {needed} to app or database, or natGateways.",
            )
    for needed in ("s3", *(["dynamodb"] if service.access.tables else [])):
        if needed not in endpoints.gateways.app:
            yield Mistake(
                ("network", "endpoints", "gateways", "app"),
                f"no {needed}",
                f"{needed} too: without NAT the service {name} reaches it in no other way",
                f"Add {needed}, or natGateways.",
            )
    if not service.image.split("/")[0].endswith(f".dkr.ecr.{settings.region}.amazonaws.com"):
        yield Mistake(
            ("services", name, "image"),
            f'"{service.image}"',
            f"an image in an ECR repository of {settings.region}: without NAT no other registry is reached",
        )


def _interfaces_needed(service: Service) -> list[str]:
    sources = service.secrets.values()
    reads_parameters = service.access.parameters is not None or any(":ssm:" in source for source in sources)
    reads_secrets = service.access.secrets is not None or any(":ssm:" not in source for source in sources)
    return [
        *_TO_START,
        *(["secretsmanager"] if reads_secrets else []),
        *(["ssm"] if reads_parameters else []),
    ]


def repositories_differ(settings: Settings) -> Iterator[Mistake]:
    """A repository name exists once in an account and region."""
    taken: dict[str, str] = {}
    for key, image in settings.images.items():
        if image.name in taken:
            yield Mistake(("images", key, "name"), f'"{image.name}"', f"another name than that of {taken[image.name]}")
        taken.setdefault(image.name, key)


def images_come_from_the_stacks_repositories(settings: Settings) -> Iterator[Mistake]:
    """An image of the stack's own registry must be in a repository that the stack makes, when it makes any."""
    names = [image.name for image in settings.images.values()]
    registry = f"{settings.account.id}.dkr.ecr.{settings.region}."
    for key, service in settings.services.items():
        host, _, rest = service.image.partition("/")
        repository = rest.partition("@")[0].rpartition(":")[0] or rest.partition("@")[0]
        if names and host.startswith(registry) and repository not in names:
            yield Mistake(
                ("services", key, "image"),
                f"repository {repository}",
                f"{listing(names)}, which platform:images makes in this registry",
                did_you_mean(repository, names) or "Add the repository to platform:images.",
            )


def production_never_stops(settings: Settings) -> Iterator[Mistake]:
    """Neither business hours nor clean-up."""
    if settings.off_hours is not None and settings.system.is_production:
        yield Mistake(("offHours",), "a section", "no offHours in prod", "Remove platform:offHours.")


def off_hours_have_something_to_do(settings: Settings) -> Iterator[Mistake]:
    """Services or a database that can be stopped or cleaned up."""
    if settings.off_hours is not None and not settings.services and settings.database is None:
        yield Mistake(
            ("offHours",), "a section", "no offHours without services and database", "Remove platform:offHours."
        )
