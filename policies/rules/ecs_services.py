"""Rules for Amazon ECS clusters and services, and for whatever else runs tasks."""

from policies.conditions import (
    must_be_at_least,
    must_be_none_of,
    must_be_set,
    must_be_true,
    must_not_be_true,
    must_use_customer_key,
)
from policies.properties import UNKNOWN, Properties, Unknown
from policies.resource_types import (
    ECS_CAPACITY_PROVIDERS,
    ECS_CLUSTER,
    ECS_SERVICE,
    ECS_TASK_SET,
    EVENT_TARGET,
    KMS_KEYS,
    PIPE,
    SCHEDULE,
)
from policies.rule import Context, rule, rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined, scoped

FARGATE = "FARGATE"
SPOT = "FARGATE_SPOT"

_STARTED_BY = {
    ECS_SERVICE: "",
    ECS_TASK_SET: "",
    EVENT_TARGET: "ecsTarget.",
    SCHEDULE: "target.ecsParameters.",
    PIPE: "targetParameters.ecsTaskParameters.",
}
"""By type that starts tasks: where it says how."""
_RUNS_NO_TASK = NotApplicable("it runs no ECS task")
_INSIGHTS = ("enabled", "enhanced")
_SHELL = "configuration.executeCommandConfiguration"


@rule("ecs-container-insights", applies_to=(ECS_CLUSTER,))
def watches_its_containers(cluster: Properties) -> Verdict:
    """Without the setting the account's default decides, which is off unless somebody changed it."""
    settings = cluster.items("settings")
    if settings is UNKNOWN or any(setting is UNKNOWN for setting in settings):
        return Undetermined(cluster.where("settings"))
    for setting in settings:
        if setting is UNKNOWN or setting.text("name") != "containerInsights":
            continue
        value = setting.text("value")
        if value is UNKNOWN:
            return Undetermined(setting.where("value"))
        return COMPLIANT if value in _INSIGHTS else Violation(f"containerInsights is {value or 'not set'}")
    return Violation("settings have no containerInsights")


@rule("ecs-exec-logged", applies_to=(ECS_CLUSTER,), known_from=KMS_KEYS)
def records_shells(cluster: Properties) -> Verdict:
    """When nothing is stated, sessions go to the log of the task."""
    logging = cluster.text(f"{_SHELL}.logging")
    if logging is UNKNOWN:
        return Undetermined(cluster.where(f"{_SHELL}.logging"))
    if (logging or "").upper() == "NONE":
        return Violation(cluster.describe(f"{_SHELL}.logging"))
    if (logging or "").upper() != "OVERRIDE":
        return COMPLIANT
    return combined((*_encrypted_destinations(cluster), must_use_customer_key(cluster, f"{_SHELL}.kmsKeyId")))


def _encrypted_destinations(cluster: Properties) -> tuple[Verdict, ...]:
    where = f"{_SHELL}.logConfiguration"
    flags = {"cloudWatchLogGroupName": "cloudWatchEncryptionEnabled", "s3BucketName": "s3BucketEncryptionEnabled"}
    given = [flag for name, flag in flags.items() if cluster.get(f"{where}.{name}") is not None]
    if not given:
        return (must_be_set(cluster, f"{where}.cloudWatchLogGroupName"),)
    return tuple(must_be_true(cluster, f"{where}.{flag}") for flag in given)


@rule_in_context("ecs-no-public-ip", applies_to=tuple(_STARTED_BY))
def has_no_public_address(starter: Properties, context: Context) -> Verdict:
    place = _STARTED_BY[context.resource_type]
    if place and starter.get(place.rstrip(".")) is None:
        return _RUNS_NO_TASK
    inner = "awsVpcConfiguration." if context.resource_type == PIPE else ""
    path = f"{place}networkConfiguration.{inner}assignPublicIp"
    return must_be_none_of(starter, path, ("true", "1", "ENABLED"))


@rule_in_context("ecs-fargate-platform-latest", applies_to=tuple(_STARTED_BY))
def runs_on_a_present_platform(starter: Properties, context: Context) -> Verdict:
    """1.0.0 is the platform of Windows; Linux's versions below 1.4.0 are deprecated or gone.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html
    """
    place = _STARTED_BY[context.resource_type]
    if place and starter.get(place.rstrip(".")) is None:
        return _RUNS_NO_TASK
    path = f"{place}platformVersion"
    version = starter.text(path)
    if version is UNKNOWN:
        return Undetermined(starter.where(path))
    if version is None or version.upper() == "LATEST" or version == "1.0.0":
        return COMPLIANT
    given, lowest = _numbers(version), _numbers(context.text("minimum"))
    if given is None or lowest is None:
        return Undetermined(starter.where(path))
    return (
        COMPLIANT
        if given >= lowest
        else Violation(f"{starter.describe(path)}, the minimum is {context.text('minimum')}")
    )


def _numbers(version: str) -> tuple[int, ...] | None:
    parts = version.split(".")
    return tuple(map(int, parts)) if all(part.isdigit() for part in parts) else None


@rule_in_context("ecs-exec-disabled-in-prod", applies_to=tuple(_STARTED_BY))
def admits_no_shell(starter: Properties, context: Context) -> Verdict:
    place = _STARTED_BY[context.resource_type]
    if place and starter.get(place.rstrip(".")) is None:
        return _RUNS_NO_TASK
    return must_not_be_true(starter, f"{place}enableExecuteCommand")


@rule("ecs-circuit-breaker", applies_to=(ECS_SERVICE,))
def goes_back_when_a_deployment_fails(service: Properties) -> Verdict:
    breaks = combined(must_be_true(service, f"deploymentCircuitBreaker.{path}") for path in ("enable", "rollback"))
    return scoped(breaks, _is_deployed_by_another(service), _shifts_traffic(service))


def _is_deployed_by_another(service: Properties) -> NotApplicable | Undetermined | None:
    """Scope: CodeDeploy or the program itself replaces the tasks, ECS does not."""
    controller = service.text("deploymentController.type")
    if controller is UNKNOWN:
        return Undetermined(service.where("deploymentController.type"))
    if controller in (None, "ECS"):
        return None
    return NotApplicable(f"{controller} deploys it, not ECS")


def _shifts_traffic(service: Properties) -> NotApplicable | Undetermined | None:
    """Scope: the circuit breaker works for rolling deployments only.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentCircuitBreaker.html
    """
    strategy = service.text("deploymentConfiguration.strategy")
    if strategy is UNKNOWN:
        return Undetermined(service.where("deploymentConfiguration.strategy"))
    if strategy in (None, "ROLLING"):
        return None
    return NotApplicable(f"its deployments are {strategy}, which have no circuit breaker")


def is_one_a_host(service: Properties) -> NotApplicable | Undetermined | None:
    """Scope: ECS runs one task of it on every host, whatever its count."""
    strategy = service.text("schedulingStrategy")
    if strategy is UNKNOWN:
        return Undetermined(service.where("schedulingStrategy"))
    return NotApplicable("ECS runs one task on every host") if strategy == "DAEMON" else None


@rule_in_context("ecs-deployment-min-healthy", applies_to=(ECS_SERVICE,))
def keeps_its_capacity_while_deploying(service: Properties, context: Context) -> Verdict:
    """ECS takes 100 % when nothing is stated."""
    minimum = context.number("minimumPercent")
    kept = must_be_at_least(service, "deploymentMinimumHealthyPercent", minimum, absent=100)
    return scoped(kept, is_one_a_host(service), _is_deployed_by_another(service))


@rule_in_context("ecs-spot-base", applies_to=(ECS_SERVICE, ECS_TASK_SET, ECS_CAPACITY_PROVIDERS))
def keeps_tasks_off_spot(owner: Properties, context: Context) -> Verdict:
    path = "capacityProviderStrategies"
    if context.resource_type == ECS_CAPACITY_PROVIDERS:
        path = "defaultCapacityProviderStrategies"
    used = runs_on_spot(owner, path)
    if used is UNKNOWN:
        return Undetermined(owner.where(path))
    if not used:
        return COMPLIANT if used is False else NotApplicable("it has no strategy of its own")
    base = [found for found in _entries(owner, path) if found.text("capacityProvider") == FARGATE]
    if not base:
        return Violation(f"{path} has FARGATE_SPOT and no FARGATE: AWS may take every task at once")
    minimum = context.number("minimumTasks")
    return combined(must_be_at_least(entry, "base", minimum) for entry in base)


def runs_on_spot(owner: Properties, path: str) -> bool | Unknown | None:
    """Whether a capacity provider strategy puts tasks on Fargate Spot; None when there is no strategy."""
    entries = owner.items(path)
    if entries is UNKNOWN:
        return UNKNOWN
    if not entries:
        return None
    if any(entry.text("capacityProvider") == SPOT and _is_used(entry) for entry in _entries(owner, path)):
        return True
    hidden = any(entry is UNKNOWN or entry.text("capacityProvider") is UNKNOWN for entry in entries)
    return UNKNOWN if hidden else False


def _entries(owner: Properties, path: str) -> list[Properties]:
    entries = owner.items(path)
    return [] if entries is UNKNOWN else [entry for entry in entries if entry is not UNKNOWN]


def _is_used(entry: Properties) -> bool:
    """An entry with neither weight nor base gets no task; one not known yet may."""
    numbers = [entry.number(path) for path in ("weight", "base")]
    return any(number is UNKNOWN or (number or 0) > 0 for number in numbers)
