"""Rules on network, images and off hours that span other sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from settings.errors import Mistake
from settings.wording import did_you_mean, listing

if TYPE_CHECKING:
    from settings.services import Service
    from settings.stack import Settings

_TO_START = ("ecr.api", "ecr.dkr", "logs")
"""Interface endpoints without which no task starts.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
"""


def tasks_have_a_way_out(settings: Settings) -> Iterator[Mistake]:
    """Without NAT, endpoints must cover what tasks need, and images must come from ECR in the stack's region."""
    network = settings.network
    if network is None or network.nat_gateways != "none" or not settings.services:
        return
    services = list(settings.services.values())
    missing = [
        *sorted(_interfaces_needed(services) - network.endpoints.interfaces.services),
        *(f"the gateway of {name}" for name in sorted(_gateways_needed(services) - {*network.endpoints.gateways.app})),
    ]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        yield Mistake(
            ("network", "natGateways"),
            '"none"',
            "single, perZone or regional when there are services: without it no task can fetch its image, unless VPC "
            f"endpoints cover all that services need; {', '.join(missing)} {verb} missing",
            "Add them to platform:network.endpoints, or NAT gateways.",
        )
    for name, service in settings.services.items():
        if not service.image.partition("/")[0].endswith(f".dkr.ecr.{settings.region}.amazonaws.com"):
            yield Mistake(
                ("services", name, "image"),
                f'"{service.image}"',
                f"an image in an ECR repository of {settings.region}: without NAT no other registry is reached",
            )


def _interfaces_needed(services: Sequence[Service]) -> set[str]:
    sources = [source for service in services for source in service.secrets.values()]
    needed = {*_TO_START}
    if any(":ssm:" not in source for source in sources) or any(service.access.secrets for service in services):
        needed.add("secretsmanager")
    if any(":ssm:" in source for source in sources) or any(service.access.parameters for service in services):
        needed.add("ssm")
    return needed


def _gateways_needed(services: Sequence[Service]) -> set[str]:
    """S3 serves the layers of images."""
    return {"s3", "dynamodb"} if any(service.access.tables for service in services) else {"s3"}


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
