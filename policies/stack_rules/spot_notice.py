"""Stack rule about what must be over when Fargate Spot takes a task back, two minutes after saying so."""

from policies.properties import UNKNOWN
from policies.readings.containers import containers_of
from policies.resource_types import ECS_SERVICE, TARGET_GROUP, TASK_DEFINITION
from policies.rule import Context
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule_in_context
from policies.stack_rules.service_scaling import uses_spot
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

_DEFAULT_DEREGISTRATION_SECONDS = 300
_DEFAULT_STOP_SECONDS = 30
_GROUPS = "loadBalancers[*].targetGroupArn"


@stack_rule_in_context("spot-drain-fits", about=(ECS_SERVICE,))
def drains_within_the_notice(service: StackResource, stack: Stack, context: Context) -> Verdict:
    """Leaving the load balancer and stopping the containers, one after the other."""
    spot = uses_spot(service, stack)
    if spot is UNKNOWN:
        return Undetermined("capacityProviderStrategies")
    if not spot:
        return NotApplicable("it does not use Fargate Spot")
    groups = stack.linked(service, _GROUPS, TARGET_GROUP)
    delays = [_delay(group) for group in groups.targets]
    maximum = context.number("maximumSeconds")
    worst = max((delay for delay in delays if not isinstance(delay, Undetermined)), default=0.0)
    if worst > maximum:
        return Violation(f"its targets leave the load balancer within {worst:g} seconds, the notice is {maximum:g}")
    hidden = [delay for delay in delays if isinstance(delay, Undetermined)]
    tasks = stack.linked(service, "taskDefinition", TASK_DEFINITION)
    verdicts = [_judge_task(task, worst, maximum) for task in tasks.targets]
    if hidden or groups.undetermined:
        verdicts.append(hidden[0] if hidden else Undetermined("loadBalancers"))
    if tasks.undetermined:
        verdicts.append(Undetermined("taskDefinition"))
    return combined(verdicts)


def _delay(group: StackResource) -> float | Undetermined:
    delay = group.properties.number("deregistrationDelay")
    if delay is UNKNOWN:
        return Undetermined(f"deregistrationDelay of {group.name}")
    return _DEFAULT_DEREGISTRATION_SECONDS if delay is None else delay


def _judge_task(task: StackResource, drain: float, maximum: float) -> Verdict:
    containers = containers_of(task.properties)
    if isinstance(containers, Undetermined):
        return Undetermined(f"{containers.path} of {task.name}")
    longest = 0.0
    for container in containers:
        seconds = container.number("stopTimeout")
        if seconds is UNKNOWN:
            return Undetermined(f"{container.where('stopTimeout')} of {task.name}")
        longest = max(longest, _DEFAULT_STOP_SECONDS if seconds is None else seconds)
    if drain + longest <= maximum:
        return COMPLIANT
    return Violation(f"draining takes {drain:g} and stopping {longest:g} seconds, the notice is {maximum:g}")
