"""What ECS refuses of the container definitions of a task."""

import json
import re
from collections.abc import Iterator
from typing import Final

from sandbox.aws.rules.ecs import cpu_units, is_fargate, memory_mib
from sandbox.aws.rules.failure import Failure, Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import TASK_DEFINITION
from sandbox.values import Value

_CONTAINER: Final = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"
_HEALTH: Final = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html"
_PORTS: Final = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html"
_LOGS: Final = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html"
_SECRETS: Final = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html"
_FARGATE_LOG_DRIVERS: Final = ("awslogs", "splunk", "awsfirelens")
_WHOLE_NUMBERS: Final = ("cpu", "memory", "memoryReservation", "startTimeout", "stopTimeout")
_ECR_IMAGE: Final = r"\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/.+"


@refuses(TASK_DEFINITION, code="ClientException", source=_CONTAINER)
def container_definitions_are_a_json_list(task: Given) -> Failures:
    """Not empty; each an object."""
    given = task["containerDefinitions"]
    malformed = given.not_json("containerDefinitions")
    yield from malformed
    if malformed or given.absent or given.unknown:
        return
    document = given.document.value
    if not isinstance(document, list) or not all(isinstance(item, dict) for item in document):
        yield given.refuse("containerDefinitions must be a JSON list of objects")
    elif not document:
        yield given.refuse("containerDefinitions is empty; give at least one container")


@refuses(TASK_DEFINITION, code="ClientException", source=_CONTAINER)
def a_container_has_a_name_and_an_image(task: Given) -> Failures:
    """The name once in the task: letters, digits, underscores and hyphens."""
    seen: set[str] = set()
    for container in _containers(task):
        name = container["name"].text
        if container["name"].absent:
            yield _refuse(task, container, "it has no name; give one")
        if name is not None and not re.fullmatch("[0-9A-Za-z_-]{1,255}", name):
            yield _refuse(task, container, "its name must have 1 to 255 letters, digits, underscores and hyphens")
        if name is not None and name in seen:
            yield _refuse(task, container, "another container has the same name; rename one")
        seen |= {name} if name else set()
        if container["image"].absent:
            yield _refuse(task, container, "it has no image; give one")


@refuses(TASK_DEFINITION, code="ClientException", source=_CONTAINER)
def numbers_and_texts_of_a_container_are_typed(task: Given) -> Failures:
    """cpu and memory are whole numbers, environment values text."""
    for container in _containers(task):
        for name in _WHOLE_NUMBERS:
            value = container[name].value
            whole = isinstance(value, int | float) and not isinstance(value, bool) and float(value).is_integer()
            if value is not None and not whole:
                yield _refuse(task, container, f"{name} must be a whole number, not {json.dumps(value)}")
        for variable in container["environment"].items:
            value = variable["value"].value
            if isinstance(value, bool | int | float | list | dict):
                name = variable["name"].text or ""
                yield _refuse(
                    task, container, f"the value of environment variable {name} must be text; put it in quotes"
                )


@refuses(TASK_DEFINITION, code="ClientException", source=_CONTAINER)
def a_task_has_an_essential_container(task: Given) -> Failures:
    """Containers are essential unless they say false."""
    containers = list(_containers(task))
    if containers and all(container["essential"].value is False for container in containers):
        yield task["containerDefinitions"].refuse("no container is essential; at least one must be")


@refuses(TASK_DEFINITION, code="ClientException", source=_CONTAINER)
def a_container_has_memory_of_its_own_or_of_the_task(task: Given) -> Failures:
    """And its reservation is within its limit."""
    for container in _containers(task):
        limit, reserved = container["memory"].number, container["memoryReservation"].number
        if task["memory"].absent and limit is None and reserved is None:
            yield _refuse(task, container, "it has neither memory nor memoryReservation and the task has no memory")
        if limit is not None and reserved is not None and reserved > limit:
            yield _refuse(task, container, f"memoryReservation {reserved:g} is above its memory {limit:g}; lower it")


@refuses(TASK_DEFINITION, code="ClientException", source=_CONTAINER)
def containers_fit_into_their_task(task: Given) -> Failures:
    """CPU units together, reserved memory together, each memory limit by itself."""
    containers = list(_containers(task))
    memory, cpu = memory_mib(task["memory"].text), cpu_units(task["cpu"].text)
    for container in containers:
        limit = container["memory"].number
        if memory is not None and limit is not None and limit > memory:
            yield _refuse(task, container, f"its memory {limit:g} MiB exceeds the task's {memory}; lower it")
    reserved = sum(_reserved(container) for container in containers)
    if memory is not None and reserved > memory:
        yield task["memory"].refuse(f"the containers reserve {reserved:g} MiB, the task has {memory}; enlarge it")
    units = sum(container["cpu"].number or 0 for container in containers)
    if cpu is not None and units > cpu:
        yield task["cpu"].refuse(f"the containers take {units:g} CPU units, the task has {cpu}; enlarge it")


@refuses(TASK_DEFINITION, code="ClientException", source=_PORTS)
def ports_of_containers_match_on_the_network_of_the_task(task: Given) -> Failures:
    """With awsvpc a host port is the container's port or left out; ports are 0 to 65535."""
    for container in _containers(task):
        for mapping in container["portMappings"].items:
            port, host = mapping["containerPort"].number, mapping["hostPort"].number
            for number in (port, host):
                if number is not None and not 0 <= number <= 65535:
                    yield _refuse(task, container, f"port {number:g} isn't allowed; give 1 to 65535")
            if task["networkMode"].text == "awsvpc" and port is not None and host and host != port:
                yield _refuse(
                    task,
                    container,
                    f"with awsvpc hostPort {host:g} must be its containerPort {port:g}; leave hostPort out",
                )


@refuses(TASK_DEFINITION, code="ClientException", source=_PORTS)
def ports_are_used_once_in_a_task(task: Given) -> Failures:
    """Containers on awsvpc and host networks share their ports."""
    if task["networkMode"].text not in ("awsvpc", "host"):
        return
    seen: set[tuple[float, str]] = set()
    for container in _containers(task):
        for mapping in container["portMappings"].items:
            number = mapping["containerPort"].number
            used = (number or 0, mapping["protocol"].text or "tcp")
            if number and used in seen:
                yield _refuse(task, container, f"port {number:g}/{used[1]} is mapped twice in the task; change one")
            seen.add(used)


@refuses(TASK_DEFINITION, code="ClientException", source=_HEALTH)
def a_container_health_check_is_in_shape(task: Given) -> Failures:
    """CMD or CMD-SHELL first; interval 5 to 300 s, timeout 2 to 120 s, 1 to 10 retries, start period 0 to 300 s."""
    bounds = {"interval": (5, 300), "timeout": (2, 120), "retries": (1, 10), "startPeriod": (0, 300)}
    for container in _containers(task):
        check = container["healthCheck"]
        if check.absent:
            continue
        command = check["command"]
        if command.empty or (command.texts and command.texts[0] not in ("CMD", "CMD-SHELL", "NONE")):
            yield _refuse(task, container, "the command of its healthCheck must begin with CMD or CMD-SHELL")
        for name, (low, high) in bounds.items():
            for failure in check[name].outside(low, high):
                yield _refuse(task, container, f"healthCheck.{name} {failure.reason}")


@refuses(TASK_DEFINITION, code="ClientException", source=_SECRETS)
def a_container_secret_has_a_name_and_a_source(task: Given) -> Failures:
    """The ARN of a secret or the name or ARN of a parameter."""
    for container in _containers(task):
        for secret in container["secrets"].items:
            for name in ("name", "valueFrom"):
                if secret[name].absent:
                    yield _refuse(task, container, f"a secret has no {name}; give it")


@refuses(TASK_DEFINITION, code="ClientException", source=_SECRETS)
def secrets_need_an_execution_role(task: Given) -> Failures:
    """It is the role that reads them."""
    if task["executionRoleArn"].absent and any(not container["secrets"].empty for container in _containers(task)):
        yield task["executionRoleArn"].refuse(
            "containers have secrets; give executionRoleArn, the role that reads them"
        )


@refuses(TASK_DEFINITION, code="ClientException", source=_LOGS)
def fargate_needs_an_execution_role_to_pull_and_to_log(task: Given) -> Failures:
    """For images of ECR and for the awslogs driver."""
    if not is_fargate(task) or task["executionRoleArn"].present:
        return
    containers = list(_containers(task))
    if any(re.fullmatch(_ECR_IMAGE, container["image"].text or "") for container in containers):
        yield task["executionRoleArn"].refuse("Fargate needs executionRoleArn to pull images from ECR; give it")
    if any(container["logConfiguration"]["logDriver"].text == "awslogs" for container in containers):
        yield task["executionRoleArn"].refuse("Fargate needs executionRoleArn for log driver awslogs; give it")


@refuses(TASK_DEFINITION, code="ClientException", source=_LOGS)
def awslogs_has_its_options(task: Given) -> Failures:
    """Group and region, on Fargate a stream prefix too."""
    required = ["awslogs-group", "awslogs-region", *(["awslogs-stream-prefix"] if is_fargate(task) else [])]
    for container in _containers(task):
        log = container["logConfiguration"]
        if log["logDriver"].text == "awslogs":
            missing = [name for name in required if log["options"][name].absent]
            if missing:
                yield _refuse(task, container, f"log driver awslogs requires options: {', '.join(missing)}")


@refuses(TASK_DEFINITION, code="ClientException", source=_LOGS)
def fargate_logs_by_awslogs_splunk_or_firelens(task: Given) -> Failures:
    """Other drivers need a host; so do privileged containers and links."""
    if not is_fargate(task):
        return
    for container in _containers(task):
        driver = container["logConfiguration"]["logDriver"].text
        if driver is not None and driver not in _FARGATE_LOG_DRIVERS:
            yield _refuse(task, container, f"log driver {driver} isn't supported on Fargate; use awslogs")
        if container["privileged"].true:
            yield _refuse(task, container, "privileged containers aren't supported on Fargate; leave it out")
        if not container["links"].empty:
            yield _refuse(task, container, "links aren't supported with awsvpc; use localhost")


@refuses(TASK_DEFINITION, code="ClientException", source=_CONTAINER)
def containers_depend_on_containers_of_the_task(task: Given) -> Failures:
    """By name, on one of four conditions."""
    containers = list(_containers(task))
    names = {container["name"].text for container in containers}
    for container in containers:
        for dependency in container["dependsOn"].items:
            name, condition = dependency["containerName"].text, dependency["condition"].text
            if name is not None and name not in names:
                yield _refuse(task, container, f'it depends on "{name}", which isn\'t a container of the task')
            if condition not in ("START", "COMPLETE", "SUCCESS", "HEALTHY"):
                yield _refuse(task, container, "the condition of a dependency is START, COMPLETE, SUCCESS or HEALTHY")


@refuses(TASK_DEFINITION, code="ClientException", source=_CONTAINER)
def containers_mount_volumes_of_the_task(task: Given) -> Failures:
    """By name."""
    if task["volumes"].open:
        return
    volumes = {volume["name"].text for volume in task["volumes"].items}
    for container in _containers(task):
        for mount in container["mountPoints"].items:
            name = mount["sourceVolume"].text
            if name is not None and name not in volumes:
                yield _refuse(task, container, f"it mounts \"{name}\", which isn't among the task's volumes")


def _containers(task: Given) -> Iterator[Given]:
    """The containers of a task; none while they are unknown or no JSON. Keys are read in any case of the first "
    "letter."""
    document = task["containerDefinitions"].document
    for container in document.items if isinstance(document.value, list) else ():
        if isinstance(container.value, dict):
            yield Given(container.path, _lower_first(container.value), container.place)


def _lower_first(value: Value) -> Value:
    if isinstance(value, list):
        return [_lower_first(item) for item in value]
    if isinstance(value, dict):
        # Maps that programs fill (log options, labels) have lower-case keys or keys that no rule reads.
        return {key[:1].lower() + key[1:]: _lower_first(item) for key, item in value.items()}
    return value


def _reserved(container: Given) -> float:
    reserved = container["memoryReservation"].number
    return reserved if reserved is not None else container["memory"].number or 0


def _refuse(task: Given, container: Given, reason: str) -> Failure:
    name = container["name"].text
    who = f'container "{name}"' if name else f"container {container.path.rpartition('[')[2].rstrip(']')}"
    return task["containerDefinitions"].refuse(f"{who}: {reason}")
