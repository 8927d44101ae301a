"""Stack rules about how many tasks of a service run, and on which capacity."""

from collections.abc import Iterator

from policies.conditions import is_given
from policies.properties import UNKNOWN, Properties, Unknown
from policies.resource_types import (
    ECS_CAPACITY_PROVIDERS,
    ECS_CLUSTER,
    ECS_SERVICE,
    SCALING_POLICY,
    SCALING_TARGET,
)
from policies.rule import Context
from policies.stack import Linked, Stack, StackResource
from policies.stack_rule import stack_rule, stack_rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

_SCHEDULE = "aws:appautoscaling/scheduledAction:ScheduledAction"
ON_DEMAND, SPOT = "FARGATE", "FARGATE_SPOT"


@stack_rule_in_context("ecs-service-autoscaled", about=(ECS_SERVICE,))
def grows_with_its_load(service: StackResource, stack: Stack, context: Context) -> Verdict:
    """A daemon runs once on each host."""
    if service.properties.text("schedulingStrategy") == "DAEMON":
        return NotApplicable("it is a daemon")
    targets = scaling_targets(service, stack)
    if not targets.targets:
        undetermined = Undetermined("resourceId of the scaling targets")
        return undetermined if targets.undetermined else Violation("no scaling target of this stack names it")
    return combined(_judge_target(target, context.number("minimumTasks"), stack) for target in targets.targets)


def scaling_targets(service: StackResource, stack: Stack) -> Linked:
    """Targets name a service as `service/<cluster>/<service>`."""
    named, undetermined = [], False
    name = service.properties.text("name")
    for target in stack.of_type(SCALING_TARGET):
        resource_id = target.properties.text("resourceId")
        if isinstance(resource_id, str) and isinstance(name, str):
            if resource_id.startswith("service/") and resource_id.rsplit("/", 1)[-1] == name:
                named.append(target)
        else:
            services = stack.depends(target, "resourceId", ECS_SERVICE)
            if services == (service,):
                named.append(target)
            undetermined = undetermined or len(services) != 1
    return Linked(tuple(named), undetermined=undetermined)


def _judge_target(target: StackResource, minimum: float, stack: Stack) -> Verdict:
    least, most = (target.properties.number(path) for path in ("minCapacity", "maxCapacity"))
    if least is UNKNOWN or most is UNKNOWN:
        return Undetermined(f"capacity of {target.name}")
    if (least or 0) < minimum:
        return Violation(f"{target.properties.describe('minCapacity')}, the minimum is {minimum:g}")
    if (most or 0) <= (least or 0):
        return Violation(f"its tasks stay at {least:g}: {target.properties.describe('maxCapacity')}")
    policies = [stack.leading_to(target, kind, "resourceId") for kind in (SCALING_POLICY, _SCHEDULE)]
    same = [found for link in policies for found in link.targets]
    if same or any(_names_the_same(found, target) for found in stack.of_type(SCALING_POLICY, _SCHEDULE)):
        return COMPLIANT
    if any(link.undetermined for link in policies):
        return Undetermined("resourceId of the scaling policies")
    return Violation("its scaling target has no policy")


def _names_the_same(policy: StackResource, target: StackResource) -> bool:
    own = target.properties.text("resourceId")
    return isinstance(own, str) and policy.properties.text("resourceId") == own


def strategies_of(service: StackResource, stack: Stack) -> tuple[Properties, ...] | NotApplicable | Undetermined:
    """The capacity provider strategies of a service: its own, or those of its cluster when it names no launch type."""
    for resource, path in _strategy_sources(service, stack):
        if resource is None:
            return Undetermined(path)
        items = resource.properties.items(path)
        if items is UNKNOWN or any(item is UNKNOWN for item in items):
            return Undetermined(f"{path} of {resource.name}")
        if items:
            return tuple(item for item in items if item is not UNKNOWN)
        if resource is service and is_given(service.properties, "launchType"):
            return NotApplicable("it names a launch type")
    return NotApplicable("it has no capacity provider strategy in this stack")


def _strategy_sources(service: StackResource, stack: Stack) -> Iterator[tuple[StackResource | None, str]]:
    """What may hold the strategies and where, the nearest first; None for what cannot be told yet."""
    yield service, "capacityProviderStrategies"
    clusters = stack.linked(service, "cluster", ECS_CLUSTER)
    leading = [stack.leading_to(cluster, ECS_CAPACITY_PROVIDERS, "clusterName") for cluster in clusters.targets]
    for link in leading:
        for found in link.targets:
            yield found, "defaultCapacityProviderStrategies"
    if clusters.undetermined:
        yield None, "cluster"
    if any(link.undetermined and not link.targets for link in leading):
        yield None, "clusterName of the capacity providers"


def uses_spot(service: StackResource, stack: Stack) -> bool | Unknown:
    """Whether tasks of the service may run on Fargate Spot."""
    strategies = strategies_of(service, stack)
    if isinstance(strategies, NotApplicable):
        return False
    if isinstance(strategies, Undetermined):
        return UNKNOWN
    return any(strategy.text("capacityProvider") == SPOT for strategy in strategies)


@stack_rule("spot-base-capacity", about=(ECS_SERVICE,))
def keeps_its_least_tasks_off_spot(service: StackResource, stack: Stack) -> Verdict:
    """The base on FARGATE is no less than the fewest tasks, and growth does not go to Spot alone."""
    strategies = strategies_of(service, stack)
    if isinstance(strategies, (NotApplicable, Undetermined)):
        return strategies
    by_provider = {strategy.text("capacityProvider"): strategy for strategy in strategies}
    if SPOT not in by_provider:
        return Undetermined("capacityProvider") if UNKNOWN in by_provider else NotApplicable("it does not use Spot")
    if ON_DEMAND not in by_provider:
        return Violation("all its tasks run on FARGATE_SPOT")
    base, weight = (by_provider[ON_DEMAND].number(path) for path in ("base", "weight"))
    fewest = _fewest_tasks(service, stack)
    if base is UNKNOWN or weight is UNKNOWN:
        return Undetermined(by_provider[ON_DEMAND].where("base"))
    if isinstance(fewest, Undetermined):
        return fewest
    if (base or 0) < fewest:
        return Violation(f"FARGATE keeps {base or 0:g} of its {fewest:g} tasks, the others run on FARGATE_SPOT")
    if not weight:
        return Violation("FARGATE has weight 0: every task beyond the base runs on FARGATE_SPOT")
    return COMPLIANT


def _fewest_tasks(service: StackResource, stack: Stack) -> float | Undetermined:
    """The least of the desired count and what autoscaling may go down to."""
    counts = [(service.properties.number("desiredCount"), "desiredCount")]
    scaling = scaling_targets(service, stack)
    if scaling.undetermined:
        return Undetermined("resourceId of the scaling targets")
    for found in scaling.targets:
        counts.append((found.properties.number("minCapacity"), f"minCapacity of {found.name}"))
    known = []
    for count, path in counts:
        if count is UNKNOWN:
            return Undetermined(path)
        if count is not None:
            known.append(count)
    return min(known, default=0)
