"""What ECS refuses of clusters, services and task definitions, by their inputs alone (containers: `ecs_containers`)."""

import re
from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given, unless_exactly_one
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import CLUSTER, SERVICE, TASK_DEFINITION

_API: Final = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/"
_TASK: Final = _API + "API_RegisterTaskDefinition.html"
_SERVICE: Final = _API + "API_CreateService.html"
_STRATEGY: Final = _API + "API_CapacityProviderStrategyItem.html"
_CLUSTER_PROVIDERS: Final = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"
_NAME: Final = "[0-9A-Za-z_-]{1,255}"
_NAME_EXPECTED: Final = "1 to 255 letters, digits, underscores and hyphens"
_GIB: Final = 1024
_FARGATE: Final = ("FARGATE", "FARGATE_SPOT")
_FARGATE_MEMORY: Final = {
    256: (512, 1 * _GIB, 2 * _GIB),
    512: tuple(range(1 * _GIB, 4 * _GIB + 1, _GIB)),
    1024: tuple(range(2 * _GIB, 8 * _GIB + 1, _GIB)),
    2048: tuple(range(4 * _GIB, 16 * _GIB + 1, _GIB)),
    4096: tuple(range(8 * _GIB, 30 * _GIB + 1, _GIB)),
    8192: tuple(range(16 * _GIB, 60 * _GIB + 1, 4 * _GIB)),
    16384: tuple(range(32 * _GIB, 120 * _GIB + 1, 8 * _GIB)),
}
"""CPU units to the memory sizes in MiB that Fargate offers with them (source of `a_fargate_task_has_a_legal_size`)."""


@refuses(CLUSTER, code="InvalidParameterException", source=_API + "API_CreateCluster.html")
def a_cluster_has_a_plain_name(cluster: Given) -> Failures:
    """1 to 255 letters, digits, underscores and hyphens; known settings."""
    yield from cluster["name"].unlike(_NAME, _NAME_EXPECTED)
    for setting in cluster["settings"].items:
        yield from setting["name"].none_of(("containerInsights",))
        yield from setting["value"].none_of(("enabled", "disabled", "enhanced"))


@refuses(TASK_DEFINITION, code="ClientException", source=_TASK)
def a_task_definition_has_a_plain_family(task: Given) -> Failures:
    """1 to 255 letters, digits, underscores and hyphens; known modes."""
    yield from task["family"].unlike(_NAME, _NAME_EXPECTED)
    yield from task["networkMode"].none_of(("bridge", "host", "awsvpc", "none"))
    for compatibility in task["requiresCompatibilities"].items:
        yield from compatibility.none_of(("EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"))
    yield from task["runtimePlatform"]["cpuArchitecture"].none_of(("X86_64", "ARM64"))


@refuses(TASK_DEFINITION, code="ClientException", source=_TASK)
def a_fargate_task_uses_network_mode_awsvpc(task: Given) -> Failures:
    """Each task has an interface of its own."""
    mode = task["networkMode"]
    if is_fargate(task) and not mode.unknown and mode.text != "awsvpc":
        yield mode.refuse(f'networkMode is "{mode.text or "bridge"}"; Fargate only supports network mode awsvpc')


@refuses(TASK_DEFINITION, code="ClientException", source=_TASK)
def a_fargate_task_states_its_size(task: Given) -> Failures:
    """CPU and memory at the task level."""
    for name in ("cpu", "memory"):
        if is_fargate(task) and task[name].absent:
            yield task[name].refuse(f"{name} is missing; Fargate requires it at the task level")


@refuses(
    TASK_DEFINITION,
    code="ClientException",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html",
)
def a_fargate_task_has_a_legal_size(task: Given) -> Failures:
    """Each CPU size goes with some memory sizes."""
    cpu, memory = cpu_units(task["cpu"].text), memory_mib(task["memory"].text)
    if not is_fargate(task) or cpu is None:
        return
    if cpu not in _FARGATE_MEMORY:
        sizes = ", ".join(str(size) for size in _FARGATE_MEMORY)
        yield task["cpu"].refuse(f'"{task["cpu"].text}" is no CPU size of Fargate; give one of {sizes}')
    elif memory is not None and memory not in _FARGATE_MEMORY[cpu]:
        allowed = _FARGATE_MEMORY[cpu]
        offer = (
            ", ".join(map(str, allowed))
            if len(allowed) <= 9
            else (f"{allowed[0]} to {allowed[-1]} in steps of {allowed[1] - allowed[0]}")
        )
        yield task["memory"].refuse(
            f'"{task["memory"].text}" doesn\'t go with cpu {cpu} on Fargate; give one of {offer} (MiB)'
        )


@refuses(TASK_DEFINITION, code="ClientException", source=_API + "API_EphemeralStorage.html")
def ephemeral_storage_is_21_to_200_gib(task: Given) -> Failures:
    """20 GiB are included."""
    yield from task["ephemeralStorage"]["sizeInGib"].outside(21, 200, "GiB")


@refuses(TASK_DEFINITION, code="ClientException", source=_TASK)
def a_fargate_task_has_no_host(task: Given) -> Failures:
    """Neither volumes of a host nor placement."""
    if not is_fargate(task):
        return
    for volume in task["volumes"].items:
        if volume["hostPath"].present:
            yield volume["hostPath"].refuse("a host path can't be mounted on Fargate; use EFS or leave it out")
        if volume["dockerVolumeConfiguration"].present:
            yield volume["dockerVolumeConfiguration"].refuse("Docker volumes aren't supported on Fargate; use EFS")
    if not task["placementConstraints"].empty:
        yield task["placementConstraints"].refuse("Fargate doesn't support placement constraints; leave them out")


@refuses(SERVICE, code="InvalidParameterException", source=_SERVICE)
def a_service_has_a_plain_name(service: Given) -> Failures:
    """1 to 255 letters, digits, underscores and hyphens; known launch types and strategies."""
    yield from service["name"].unlike(_NAME, _NAME_EXPECTED)
    yield from service["launchType"].none_of(("EC2", "FARGATE", "EXTERNAL"))
    yield from service["schedulingStrategy"].none_of(("REPLICA", "DAEMON"))
    yield from service["deploymentController"]["type"].none_of(("ECS", "CODE_DEPLOY", "EXTERNAL"))
    yield from service["availabilityZoneRebalancing"].none_of(("ENABLED", "DISABLED"))


@refuses(SERVICE, code="InvalidParameterException", source=_SERVICE)
def a_service_has_a_launch_type_or_a_strategy(service: Given) -> Failures:
    """Not both."""
    if service["launchType"].present and not service["capacityProviderStrategies"].empty:
        yield service["launchType"].refuse(
            "a launch type and a capacity provider strategy are given together; remove one of them"
        )


@refuses(SERVICE, _CLUSTER_PROVIDERS, code="InvalidParameterException", source=_STRATEGY)
def a_strategy_has_one_base_and_some_weight(inputs: Given) -> Failures:
    """Weights 0 to 1,000, bases 0 to 100,000, one base above 0, not all weights 0."""
    strategy = _strategy(inputs)
    for item in strategy.items:
        yield from item["weight"].outside(0, 1000)
        yield from item["base"].outside(0, 100000)
    if len([item for item in strategy.items if item["base"].number]) > 1:
        yield strategy.refuse("more than one capacity provider has a base; only one can have it")
    if strategy.items and all(item["weight"].number == 0 for item in strategy.items):
        yield strategy.refuse("every weight is 0; at least one capacity provider needs a weight above 0")


@refuses(SERVICE, _CLUSTER_PROVIDERS, code="InvalidParameterException", source=_STRATEGY)
def a_strategy_is_of_fargate_or_of_instances(inputs: Given) -> Failures:
    """Providers of both kinds can't share a strategy; each stands once."""
    strategy = _strategy(inputs)
    names = [name for item in strategy.items if (name := item["capacityProvider"].text)]
    fargate = [name for name in names if name in _FARGATE]
    if fargate and len(fargate) < len(names):
        yield strategy.refuse("FARGATE and Auto Scaling group providers are mixed; use one kind in a strategy")
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield strategy.refuse(f"capacity provider {name} stands twice; put its base and weight together")


@refuses(_CLUSTER_PROVIDERS, code="InvalidParameterException", source=_API + "API_PutClusterCapacityProviders.html")
def a_default_strategy_uses_providers_of_the_cluster(inputs: Given) -> Failures:
    """Each of them stands in capacityProviders."""
    providers = inputs["capacityProviders"]
    if providers.open:
        return
    for item in inputs["defaultCapacityProviderStrategies"].items:
        name = item["capacityProvider"]
        if name.text is not None and name.text not in providers.texts:
            yield name.refuse(f'"{name.text}" isn\'t among capacityProviders; add it there')


@refuses(SERVICE, code="InvalidParameterException", source=_SERVICE)
def a_fargate_service_has_a_network(service: Given) -> Failures:
    """Subnets for the tasks' interfaces, 1 to 16, and up to five security groups."""
    names = [item["capacityProvider"].text for item in service["capacityProviderStrategies"].items]
    fargate = service["launchType"].text == "FARGATE" or any(name in _FARGATE for name in names)
    network = service["networkConfiguration"]
    if fargate and network.absent and service["deploymentController"]["type"].text != "EXTERNAL":
        yield network.refuse("a Fargate service needs networkConfiguration with the subnets of its tasks")
    if network.present and not network.unknown and network["subnets"].empty:
        yield network["subnets"].refuse("no subnet is given; give at least one")
    yield from network["subnets"].more_than(16, "subnets")
    yield from network["securityGroups"].more_than(5, "security groups")


@refuses(SERVICE, code="InvalidParameterException", source=_SERVICE)
def tasks_on_instances_have_no_public_address(service: Given) -> Failures:
    """assignPublicIp is of Fargate."""
    public = service["networkConfiguration"]["assignPublicIp"]
    if service["launchType"].text == "EC2" and public.true:
        yield public.refuse("assignPublicIp isn't supported for launch type EC2; leave it out")


@refuses(SERVICE, code="InvalidParameterException", source=_API + "API_LoadBalancer.html")
def a_service_is_attached_to_a_target_group_or_a_classic_load_balancer(service: Given) -> Failures:
    """Each attachment names one of them."""
    for attachment in service["loadBalancers"].items:
        yield from unless_exactly_one(attachment, "targetGroupArn", "elbName")
        yield from attachment["containerPort"].outside(0, 65535)


@refuses(SERVICE, code="InvalidParameterException", source=_SERVICE)
def a_grace_period_needs_a_load_balancer(service: Given) -> Failures:
    """It holds back the load balancer's health checks."""
    grace = service["healthCheckGracePeriodSeconds"]
    yield from grace.outside(0, 2147483647, "seconds")
    others = (service["loadBalancers"], service["vpcLatticeConfigurations"], service["serviceConnectConfiguration"])
    if grace.number and all(other.empty for other in others):
        yield grace.refuse("a health check grace period is only valid with load balancers; leave it out")


@refuses(SERVICE, code="InvalidParameterException", source=_SERVICE)
def a_circuit_breaker_belongs_to_rolling_deployments(service: Given) -> Failures:
    """CODE_DEPLOY and EXTERNAL controllers have none."""
    controller = service["deploymentController"]["type"].text
    if service["deploymentCircuitBreaker"]["enable"].true and controller in ("CODE_DEPLOY", "EXTERNAL"):
        yield service["deploymentCircuitBreaker"].refuse(
            f"the {controller} controller has no circuit breaker; leave it out"
        )


@refuses(SERVICE, code="InvalidParameterException", source=_SERVICE)
def zone_rebalancing_needs_room_for_more_tasks(service: Given) -> Failures:
    """It starts new tasks before it stops old ones."""
    most = service["deploymentMaximumPercent"]
    if service["availabilityZoneRebalancing"].text == "ENABLED" and most.number is not None and most.number <= 100:
        yield most.refuse("availabilityZoneRebalancing ENABLED needs a deploymentMaximumPercent above 100")


@refuses(SERVICE, code="InvalidParameterException", source=_SERVICE)
def a_daemon_runs_on_instances(service: Given) -> Failures:
    """Fargate has no instances to put one on each."""
    if service["schedulingStrategy"].text == "DAEMON" and service["launchType"].text == "FARGATE":
        yield service["schedulingStrategy"].refuse("the DAEMON strategy isn't supported on Fargate; use REPLICA")


def is_fargate(task: Given) -> bool:
    """Whether a task definition is surely for Fargate."""
    return "FARGATE" in task["requiresCompatibilities"].texts


def cpu_units(text: str | None) -> int | None:
    """CPU units of `1024` or `1 vCPU`, None when absent or another form."""
    match = re.fullmatch(r"(\d*\.?\d+)\s*vcpu", (text or "").lower())
    if match:
        return round(float(match[1]) * 1024)
    return int(text) if text is not None and text.isdecimal() else None


def memory_mib(text: str | None) -> int | None:
    """MiB of `2048` or `2 GB`, None when absent or another form."""
    match = re.fullmatch(r"(\d*\.?\d+)\s*gb", (text or "").lower())
    if match:
        return round(float(match[1]) * _GIB)
    return int(text) if text is not None and text.isdecimal() else None


def _strategy(inputs: Given) -> Given:
    strategy = inputs["capacityProviderStrategies"]
    return strategy if strategy.present else inputs["defaultCapacityProviderStrategies"]
