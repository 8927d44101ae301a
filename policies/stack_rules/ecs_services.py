"""Stack rules about ECS services, their tasks' roles and their target groups."""

from collections.abc import Mapping

from policies.conditions import is_given, must_be_at_least
from policies.properties import UNKNOWN, Properties, Unknown
from policies.resource_types import (
    ECS_CAPACITY_PROVIDERS,
    ECS_CLUSTER,
    ECS_SERVICE,
    IAM_ROLE,
    SCALING_TARGET,
    TARGET_GROUP,
    TASK_DEFINITION,
)
from policies.rule import Context
from policies.rules.ecs_services import is_one_a_host, runs_on_spot
from policies.stack import Linked, Stack, StackResource
from policies.stack_rule import stack_rule, stack_rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined, scoped

_ROLES = ("executionRoleArn", "taskRoleArn")
_DEFAULT_DELAY_SECONDS = 300


@stack_rule_in_context("ecs-min-desired-count", about=(ECS_SERVICE,))
def runs_enough_tasks(service: StackResource, stack: Stack, context: Context) -> Verdict:
    """Where a service scales, its lowest number of tasks counts, otherwise the stated one (none means 0)."""
    minimum = context.number("minimumTasks")
    targets = _scaled_by(service, stack)
    if targets.targets:
        return combined(must_be_at_least(found.properties, "minCapacity", minimum) for found in targets.targets)
    enough = must_be_at_least(service.properties, "desiredCount", minimum)
    unseen = Undetermined("resourceId of the scalable targets") if targets.undetermined else None
    return scoped(enough, is_one_a_host(service.properties), unseen)


def _scaled_by(service: StackResource, stack: Stack) -> Linked:
    """The scalable targets of a service; they name it as `service/CLUSTER/SERVICE`."""
    name = service.properties.text("name")
    found, hidden = [], False
    for target in stack.of_type(SCALING_TARGET):
        if target.properties.text("scalableDimension") not in (UNKNOWN, "ecs:service:DesiredCount"):
            continue
        resource = target.properties.text("resourceId")
        if service.urn in target.property_dependencies.get("resourceId", ()):
            found.append(target)
        elif isinstance(resource, str) and isinstance(name, str):
            found.extend([target] if resource.rpartition("/")[2] == name else [])
        elif resource is UNKNOWN:
            hidden = hidden or not _leads_to_a_service(target, stack)
    return Linked(tuple(found), undetermined=hidden)


def _leads_to_a_service(target: StackResource, stack: Stack) -> bool:
    origins = map(stack.at, target.property_dependencies.get("resourceId", ()))
    return any(origin is not None and origin.type == ECS_SERVICE for origin in origins)


@stack_rule("ecs-task-roles-distinct", about=(TASK_DEFINITION,))
def has_two_roles(task: StackResource, stack: Stack) -> Verdict:
    """Roles whose ARNs are not known yet are told apart by the resources that they come from."""
    given = {path: task.properties.text(path) for path in _ROLES}
    missing = [Violation(task.properties.describe(path)) for path, arn in given.items() if arn is None]
    if missing:
        return combined(missing)
    execution, own = given.values()
    if isinstance(execution, str) and isinstance(own, str):
        return Violation("executionRoleArn and taskRoleArn are one role") if execution == own else COMPLIANT
    roles = [stack.linked(task, path, IAM_ROLE) for path in _ROLES]
    urns = [{role.urn for role in linked.targets} for linked in roles]
    if any(linked.undetermined for linked in roles) or not all(urns):
        return _judge_origins(task, given)
    if urns[0] & urns[1]:
        return Violation("executionRoleArn and taskRoleArn come from one role")
    return COMPLIANT


def _judge_origins(task: StackResource, given: Mapping[str, str | Unknown | None]) -> Verdict:
    """Two roles of which one at least is made out of sight: different origins are different roles."""
    hidden = next(path for path, arn in given.items() if arn is UNKNOWN)
    execution, own = ({*task.property_dependencies.get(path, ())} for path in _ROLES)
    return COMPLIANT if execution and own and not execution & own else Undetermined(hidden)


@stack_rule_in_context("lb-deregistration-vs-spot", about=(TARGET_GROUP,))
def lets_go_before_spot_does(group: StackResource, stack: Stack, context: Context) -> Verdict:
    """The load balancer waits 300 seconds when nothing is stated, Spot gives notice of 120."""
    longest = context.number("maximumSeconds")
    delay = group.properties.number("deregistrationDelay")
    if delay is not UNKNOWN and (_DEFAULT_DELAY_SECONDS if delay is None else delay) <= longest:
        return COMPLIANT
    services = _services_behind(group, stack)
    on_spot = [_runs_on_spot(service, stack) for service in services.targets]
    if True in on_spot:
        shown = group.properties.describe("deregistrationDelay", absent=str(_DEFAULT_DELAY_SECONDS))
        too_long = Violation(f"{shown}, the maximum for tasks on Spot is {longest:g} seconds")
        return Undetermined("deregistrationDelay") if delay is UNKNOWN else too_long
    if UNKNOWN in on_spot:
        return Undetermined("capacityProviderStrategies of its service")
    if services.undetermined:
        return Undetermined("loadBalancers of the services")
    return NotApplicable("no service on Spot is behind it in this stack")


def _services_behind(group: StackResource, stack: Stack) -> Linked:
    """The services whose tasks a target group holds, also as the other group of a blue/green deployment."""
    found, hidden = [], False
    for service in stack.of_type(ECS_SERVICE):
        if group.urn in service.property_dependencies.get("loadBalancers", ()):
            found.append(service)
            continue
        arns = _target_groups_of(service.properties)
        if any(isinstance(arn, str) and arn in group.identities for arn in arns):
            found.append(service)
        hidden = hidden or (UNKNOWN in arns and not _leads_to_a_group(service, stack))
    return Linked(tuple(found), undetermined=hidden)


def _target_groups_of(service: Properties) -> list[str | Unknown | None]:
    balancers = service.items("loadBalancers")
    if balancers is UNKNOWN:
        return [UNKNOWN]
    paths = ("targetGroupArn", "advancedConfiguration.alternateTargetGroupArn")
    return [UNKNOWN if found is UNKNOWN else found.text(path) for found in balancers for path in paths]


def _leads_to_a_group(service: StackResource, stack: Stack) -> bool:
    origins = map(stack.at, service.property_dependencies.get("loadBalancers", ()))
    return any(origin is not None and origin.type == TARGET_GROUP for origin in origins)


def _runs_on_spot(service: StackResource, stack: Stack) -> bool | Unknown:
    """By its own strategy or, without one and without a launch type, by its cluster's."""
    own = runs_on_spot(service.properties, "capacityProviderStrategies")
    if own is not None:
        return own
    if is_given(service.properties, "launchType"):
        return False
    clusters = stack.linked(service, "cluster", ECS_CLUSTER)
    hidden = clusters.undetermined
    for providers in stack.of_type(ECS_CAPACITY_PROVIDERS):
        linked = stack.linked(providers, "clusterName", ECS_CLUSTER)
        if any(cluster in clusters.targets for cluster in linked.targets):
            used = runs_on_spot(providers.properties, "defaultCapacityProviderStrategies")
            return False if used is None else used
        hidden = hidden or linked.undetermined
    return UNKNOWN if hidden else False
