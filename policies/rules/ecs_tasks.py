"""Rules for Amazon ECS task definitions."""

import re

from policies.conditions import each_of, must_be_one_of, must_be_true, must_not_be_true
from policies.properties import UNKNOWN, Properties
from policies.readings import aws_json
from policies.readings.containers import each_container, runs_windows
from policies.readings.environment_variables import judge_pairs
from policies.resource_types import EVENT_TARGET, SCHEDULE, TASK_DEFINITION
from policies.rule import Context, rule, rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined, scoped

_TASK = (TASK_DEFINITION,)
_OVERRIDES = {EVENT_TARGET: ("ecsTarget", "input"), SCHEDULE: ("target.ecsParameters", "target.input")}
"""By type: what makes it one that runs a task, and the JSON text with what it changes in the task's containers."""
_OUTSIDE_AWS = "EXTERNAL"
_DEFAULT_STOP_SECONDS = 30


@rule_in_context("ecs-no-secrets-in-env", applies_to=_TASK)
def carries_no_credentials(task: Properties, context: Context) -> Verdict:
    allowed = context.texts("allowedNames")
    return each_container(task, lambda container: judge_pairs(container, "environment", allowed))


@rule_in_context("ecs-no-secrets-in-env", applies_to=tuple(_OVERRIDES))
def hands_over_no_credentials(target: Properties, context: Context) -> Verdict:
    """A rule or schedule that runs a task may change its containers' environment."""
    marker, path = _OVERRIDES[context.resource_type]
    if target.get(marker) is None:
        return NotApplicable("it runs no ECS task")
    changes = aws_json.objects_of(target, path)
    if changes is None:
        return COMPLIANT
    if changes is UNKNOWN or any(change is UNKNOWN for change in changes):
        return Undetermined(target.where(path))
    allowed = context.texts("allowedNames")
    return combined(
        each_of(change, "containerOverrides", lambda container: judge_pairs(container, "environment", allowed))
        for change in changes
        if change is not UNKNOWN
    )


@rule("ecs-no-privileged", applies_to=_TASK)
def runs_without_privileges(task: Properties) -> Verdict:
    return each_container(task, lambda container: must_not_be_true(container, "privileged"))


@rule("ecs-readonly-root", applies_to=_TASK)
def writes_to_no_root_file_system(task: Properties) -> Verdict:
    """The log router is left out: Fluent Bit does not start otherwise.

    https://github.com/fluent/fluent-bit/issues/7308
    """
    return scoped(each_container(task, _is_read_only), runs_windows(task))


def _is_read_only(container: Properties) -> Verdict:
    if container.get("firelensConfiguration") is not None:
        return NotApplicable("a log router of FireLens does not start on a read-only file system")
    return must_be_true(container, "readonlyRootFilesystem")


@rule("ecs-non-root-user", applies_to=_TASK)
def runs_as_no_root(task: Properties) -> Verdict:
    """Without a user the image decides, which as a rule means root. FireLens's log router is meant to be root.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html
    """
    return scoped(each_container(task, _is_no_root), runs_windows(task))


def _is_no_root(container: Properties) -> Verdict:
    if container.get("firelensConfiguration") is not None:
        return NotApplicable("FireLens runs the log router as root")
    user = container.text("user")
    if user is UNKNOWN:
        return Undetermined(container.where("user"))
    if user is None:
        return Violation(container.describe("user", absent="the image's own, as a rule root"))
    name = user.split(":")[0].strip()
    is_root = name == "root" or (name.isdigit() and int(name) == 0)
    return Violation(container.describe("user")) if is_root or not name else COMPLIANT


@rule("ecs-no-host-namespaces", applies_to=_TASK)
def shares_nothing_with_its_host(task: Properties) -> Verdict:
    verdicts: list[Verdict] = []
    for path in ("pidMode", "ipcMode"):
        mode = task.text(path)
        if mode is UNKNOWN:
            verdicts.append(Undetermined(task.where(path)))
        elif mode is not None and mode.lower() == "host":
            verdicts.append(Violation(task.describe(path)))
    return combined((*verdicts, _has_a_network_interface_of_its_own(task)))


def _has_a_network_interface_of_its_own(task: Properties) -> Verdict:
    """On EC2, nothing stated means `bridge`. Hosts outside of AWS have no network interfaces to give."""
    launch_types = task.texts("requiresCompatibilities")
    if launch_types is UNKNOWN or UNKNOWN in launch_types:
        return Undetermined(task.where("requiresCompatibilities"))
    outside = _OUTSIDE_AWS in launch_types
    allowed = ("awsvpc", "none", "bridge") if outside else ("awsvpc", "none")
    return must_be_one_of(task, "networkMode", allowed, absent="bridge")


@rule("ecs-logging", applies_to=_TASK)
def logs_what_it_does(task: Properties) -> Verdict:
    return each_container(task, _has_a_log_driver)


def _has_a_log_driver(container: Properties) -> Verdict:
    driver = container.text("logConfiguration.logDriver")
    if driver is UNKNOWN:
        return Undetermined(container.where("logConfiguration.logDriver"))
    if driver is None or driver == "none":
        return Violation(container.describe("logConfiguration.logDriver"))
    return COMPLIANT


@rule("ecs-efs-transit-encryption", applies_to=_TASK)
def mounts_file_systems_over_tls(task: Properties) -> Verdict:
    return each_of(task, "volumes", _is_mounted_over_tls)


def _is_mounted_over_tls(volume: Properties) -> Verdict:
    if volume.get("efsVolumeConfiguration") is None:
        return COMPLIANT
    return must_be_one_of(volume, "efsVolumeConfiguration.transitEncryption", ("ENABLED",), absent="DISABLED")


@rule_in_context("ecs-image-pinned", applies_to=_TASK)
def runs_a_fixed_image(task: Properties, context: Context) -> Verdict:
    moving, registries = context.texts("movingTags"), context.texts("registries")
    return each_container(task, lambda container: _is_fixed(container, moving, registries))


def _is_fixed(container: Properties, moving: tuple[str, ...], registries: tuple[str, ...]) -> Verdict:
    """An image reads `[registry/]repository[:tag][@digest]`; without a tag it is `latest`, without a registry Docker's.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
    """
    image = container.text("image")
    if image is UNKNOWN:
        return Undetermined(container.where("image"))
    if image is None:
        return Violation(container.describe("image"))
    place, _, digest = image.partition("@")
    first, separator, rest = place.partition("/")
    has_registry = bool(separator) and any(mark in first for mark in ".:")
    registry = first if has_registry else "docker.io"
    tag = (rest if has_registry else place).partition(":")[2] or "latest"
    if not any(re.fullmatch(allowed, registry) for allowed in registries):
        return Violation(f"{container.describe('image')}: its registry {registry} is not among the allowed")
    if not digest and tag in moving:
        return Violation(f"{container.describe('image')}: the tag {tag} is moved from image to image")
    return COMPLIANT


@rule_in_context("ecs-stop-timeout", applies_to=_TASK)
def stops_in_time(task: Properties, context: Context) -> Verdict:
    """ECS kills a container after 30 seconds when nothing is stated; Fargate waits two minutes at most."""
    shortest, longest = context.number("minimumSeconds"), context.number("maximumSeconds")
    return each_container(task, lambda container: _stops_within(container, shortest, longest))


def _stops_within(container: Properties, shortest: float, longest: float) -> Verdict:
    seconds = container.number("stopTimeout")
    if seconds is UNKNOWN:
        return Undetermined(container.where("stopTimeout"))
    if shortest <= (_DEFAULT_STOP_SECONDS if seconds is None else seconds) <= longest:
        return COMPLIANT
    given = container.describe("stopTimeout", absent=str(_DEFAULT_STOP_SECONDS))
    return Violation(f"{given}; it must be from {shortest:g} to {longest:g} seconds")
