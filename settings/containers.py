"""What services and jobs have in common: an image, the size of its task, and what its containers get and may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.container_share import ContainerShare, the_share_fits_into_the_task
from settings.container_types import (
    ContainerName,
    ContainerPath,
    ContainerUser,
    Image,
    LogGroupName,
    Reference,
    SecretSource,
    TaskFamily,
    VariableName,
)
from settings.errors import Mistake
from settings.metrics import Metrics
from settings.secret_paths import ParameterItem, SecretItem
from settings.section import Flag, FrozenMap, Rule, Section, Whole
from settings.sidecar_rules import SIDECAR_RULES
from settings.sidecars import LogRouter, Sidecar, Tracing
from settings.task_size import Size
from settings.types import LogRetentionDays, ParameterPath, RoleName, SecretPath, Slug
from settings.wording import holds_a_secret, names_a_secret


class Access(Section):
    """What the containers may use, by key; nothing else is allowed to them."""

    tables: tuple[Slug, ...] = ()
    """Keys of platform:tables, with their indexes: read and write items."""
    queues: tuple[Slug, ...] = ()
    """Keys of platform:queues: send, receive and delete messages."""
    buckets: tuple[Slug, ...] = ()
    """Keys of platform:buckets: list, read, write and delete objects."""
    log_groups: tuple[Slug, ...] = ()
    """Keys of platform:observability.logGroups: add events."""
    secrets: SecretPath | None = None
    """Secrets Manager path whose secrets may be read."""
    parameters: ParameterPath | None = None
    """SSM path whose parameters may be read."""


def _soft_is_below_hard(limit: Limit) -> Iterator[Mistake]:
    if limit.soft > limit.hard:
        yield Mistake(("soft",), str(limit.soft), f"at most hard, which is {limit.hard}")


class Limit(Section):
    """A resource limit of a container."""

    rules: ClassVar[tuple[Rule, ...]] = (_soft_is_below_hard,)

    soft: Annotated[Whole, Field(ge=1, le=1048576)]
    """Where it starts."""
    hard: Annotated[Whole, Field(ge=1, le=1048576)]
    """Up to where the container may raise it."""


def _environment_holds_no_secret(workload: Workload) -> Iterator[Mistake]:
    variables: list[tuple[tuple[str, ...], str]]
    variables = [(("environment", name), value) for name, value in workload.environment.items()]
    variables += [
        (("sidecars", sidecar, "environment", name), value)
        for sidecar, container in workload.sidecars.items()
        for name, value in container.environment.items()
    ]
    for path, value in variables:
        name = path[-1]
        if names_a_secret(name) or holds_a_secret(value):
            yield Mistake(
                path,
                "a value that looks like a secret",
                "settings that everybody may read",
                f"Store it with Secrets Manager and name its ARN in secrets: {{{name}: arn:…}}.",
            )


def _variables_are_set_once(workload: Workload) -> Iterator[Mistake]:
    for section, others in (("secrets", ("environment",)), ("references", ("environment", "secrets"))):
        for name in sorted(getattr(workload, section)):
            for other in others:
                if name in getattr(workload, other):
                    allowed = "each variable in one of them"
                    yield Mistake((section, name), f"set in {other} too", allowed, f"Remove one {name}.")


def _sidecars_fit_into_the_task(workload: Workload) -> Iterator[Mistake]:
    own = (workload.tracing, workload.log_router, workload.metrics.sidecar if workload.metrics is not None else None)
    helpers = [*workload.sidecars.values(), *(part for part in own if part)]
    for unit in ("cpu", "memory"):
        needed = sum(getattr(helper, unit) or 0 for helper in helpers)
        has = getattr(workload.size, unit)
        if needed >= has:
            yield Mistake(
                ("size", unit),
                str(has),
                f"more than {needed}, which sidecars, tracing, metrics.sidecar and logRouter take",
                "Enlarge the task, or give them less.",
            )


class Workload(Section):
    """What runs as a task: one main container, with sidecars when they are asked for."""

    rules: ClassVar[tuple[Rule, ...]] = (
        _environment_holds_no_secret,
        _variables_are_set_once,
        _sidecars_fit_into_the_task,
        the_share_fits_into_the_task,
        *SIDECAR_RULES,
    )

    image: Image
    """Image with a fixed tag or a digest."""
    size: Size
    """Size of one task."""
    container: ContainerShare | None = None
    """What the main container gets of the task; by default everything that the others leave."""
    architecture: Literal["X86_64", "ARM64"] = "X86_64"
    """Processors that the image is built for."""
    ephemeral_storage_gb: Annotated[Whole, Field(ge=21, le=200)] | None = None
    """Disk of a task in GiB, 21 to 200; by default the 20 that Fargate includes."""
    entry_point: tuple[str, ...] = ()
    """Entry point that replaces the image's own."""
    command: tuple[str, ...] = ()
    """Command that replaces the image's own."""
    user: ContainerUser | None = None
    """User that the container runs as; by default the image's own."""
    init_process: Flag = True
    """Whether a small init process hands on signals and reaps children."""
    ulimits: FrozenMap[Literal["nofile"], Limit] = Field(default_factory=dict, validate_default=True)
    """Limits of the container; Fargate lets nofile (open files) be set and no other."""
    environment: FrozenMap[VariableName, str] = Field(default_factory=dict, validate_default=True)
    """Environment variables, values in quotes; no secrets."""
    secrets: FrozenMap[VariableName, SecretSource] = Field(default_factory=dict, validate_default=True)
    """Environment variables whose value comes from a secret: `database`, a key of platform:secrets, or an ARN."""
    references: FrozenMap[VariableName, Reference] = Field(default_factory=dict, validate_default=True)
    """Environment variables that say what the stack built: SECTION.KEY.ATTRIBUTE, such as queues.webhooks.url."""
    parameters_from: tuple[ParameterItem, ...] = ()
    """Folders of platform:parameters: each parameter right below becomes the environment variable of its name."""
    secrets_from: tuple[SecretItem, ...] = ()
    """Keys of platform:secrets: each JSON key of them becomes the environment variable of its name."""
    access: Access = Access()
    """AWS resources that the containers may use."""
    writable_paths: tuple[ContainerPath, ...] = ("/tmp",)  # noqa: S108  (a path in the container)
    """Folders that containers may write to; the rest of the file system is read-only."""
    stop_seconds: Annotated[Whole, Field(ge=2, le=120)] = 30
    """Seconds from SIGTERM to SIGKILL."""
    exec: Flag = False
    """Whether operators may open a shell in it (ECS Exec); sessions are encrypted and logged. Refused in prod."""
    sidecars: FrozenMap[ContainerName, Sidecar] = Field(default_factory=dict, validate_default=True)
    """Further containers of each task by name; they share network and life with the main one."""
    tracing: Tracing | None = None
    """Collector of traces; by default there is none."""
    metrics: Metrics | None = None
    """Metrics in Prometheus's form; by default it offers none."""
    log_router: LogRouter | None = None
    """FireLens container that routes the main container's logs; by default they go to the log group directly."""
    keep_revisions: Flag = True
    """Whether earlier task definitions stay active, so that a rollback finds them; they outlive the stack."""
    family: TaskFamily | None = None
    """Family of its task definitions; by default ENVIRONMENT-SYSTEM-NAME."""
    log_group: LogGroupName | None = None
    """Name of its log group; by default /ecs/ENVIRONMENT-SYSTEM-NAME."""
    task_role_name: RoleName | None = None
    """Name of the role of its containers; by default the program makes it up."""
    execution_role_name: RoleName | None = None
    """Name of the role with which ECS starts its tasks; by default the program makes it up."""
    log_retention_days: LogRetentionDays | None = None
    """Days that its logs are kept; by default `platform:observability.logRetentionDays`."""
