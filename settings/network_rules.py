"""Rules on network, images and off hours that span other sections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from settings.errors import Mistake
from settings.network_needs import gateways_needed, images_of, interfaces_needed
from settings.references import workloads
from settings.wording import did_you_mean, listing

if TYPE_CHECKING:
    from settings.stack import Settings


def tasks_have_a_way_out(settings: Settings) -> Iterator[Mistake]:
    """Without NAT, endpoints must cover what tasks need, and images must come from ECR in the stack's region."""
    network = settings.network
    tasks = [workload for _, workload in workloads(settings)]
    if network is None or network.nat_gateways != "none" or not tasks:
        return
    missing = [
        *sorted(interfaces_needed(tasks) - network.endpoints.interfaces.services),
        *(f"the gateway of {name}" for name in sorted(gateways_needed(tasks) - {*network.endpoints.gateways.app})),
    ]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        yield Mistake(
            ("network", "natGateways"),
            '"none"',
            "single, perZone or regional when there are services or jobs: without it no task can fetch its image, "
            f"unless VPC endpoints cover all that they need; {', '.join(missing)} {verb} missing",
            "Add them to platform:network.endpoints, or NAT gateways.",
        )
    for path, workload in workloads(settings):
        for step, image in images_of(workload):
            if not image.partition("/")[0].endswith(f".dkr.ecr.{settings.region}.amazonaws.com"):
                yield Mistake(
                    (*path, *step),
                    f'"{image}"',
                    f"an image in an ECR repository of {settings.region}: without NAT no other registry is reached",
                )


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
    for path, workload in workloads(settings):
        for step, image in images_of(workload):
            host, _, rest = image.partition("/")
            repository = rest.partition("@")[0].rpartition(":")[0] or rest.partition("@")[0]
            if names and host.startswith(registry) and repository not in names:
                yield Mistake(
                    (*path, *step),
                    f"repository {repository}",
                    f"{listing(names)}, which platform:images makes in this registry",
                    f"{did_you_mean(repository, names)} A new repository is a line in platform:images, such as "
                    f"NAME: {{name: {repository}}}.".lstrip(),
                )


def production_images_stay(settings: Settings) -> Iterator[Mistake]:
    """No repository of prod goes with its images."""
    for key, image in settings.images.items():
        if settings.system.is_production and image.force_delete:
            yield Mistake(("images", key, "forceDelete"), "true", "false in prod", "Remove forceDelete.")


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


def databases_with_replicas_keep_running(settings: Settings) -> Iterator[Mistake]:
    """RDS stops no instance that has read replicas.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html
    """
    database, off_hours = settings.database, settings.off_hours
    if settings.system.is_production or database is None or not database.replicas:
        return
    if off_hours is None or off_hours.business_hours is None:
        return
    yield Mistake(
        ("offHours", "businessHours"),
        "a section",
        f"no businessHours with platform:database.replicas, which is {database.replicas}: RDS stops no instance that "
        "has read replicas",
        "Remove businessHours, or the replicas.",
    )
