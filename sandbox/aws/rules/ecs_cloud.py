"""What ECS refuses of services when it sees clusters, task definitions, target groups and the network."""

import json
from collections.abc import Iterator
from typing import Final

from sandbox.aws.model import Cloud, Deployed, Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.load_balancers_cloud import users_of_target_group
from sandbox.aws.rules.references import GROUPS, SUBNETS, existing, is_elsewhere, lookup, missing, text, texts, vpc_of
from sandbox.aws.rules.rule import refuses_to_create, refuses_to_delete, refuses_to_deploy
from sandbox.aws.rules.types import CLUSTER, SERVICE, TARGET_GROUP, TASK_DEFINITION

_API: Final = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/"
_SERVICE: Final = _API + "API_CreateService.html"
_CLUSTER_PROVIDERS: Final = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"


@refuses_to_create(SERVICE, code="ClusterNotFoundException", source=_SERVICE)
def the_cluster_of_a_service_exists(service: Given, request: Request) -> Failures:
    """By name or ARN; without one it is the cluster `default`."""
    yield from missing(service["cluster"], request, (CLUSTER,), "Cluster not found:")


@refuses_to_create(
    _CLUSTER_PROVIDERS, code="ClusterNotFoundException", source=_API + "API_PutClusterCapacityProviders.html"
)
def the_cluster_of_capacity_providers_exists(inputs: Given, request: Request) -> Failures:
    """By name."""
    yield from missing(inputs["clusterName"], request, (CLUSTER,), "Cluster not found:")


@refuses_to_deploy(SERVICE, code="ClientException", source=_SERVICE)
def the_task_definition_of_a_service_exists(service: Given, request: Request) -> Failures:
    """By ARN, family or FAMILY:REVISION."""
    given = service["taskDefinition"]
    if given.text is not None and not is_elsewhere(given.text, request.place) and _task(given, request) is None:
        yield given.refuse(f"TaskDefinition not found: {given.text}; register it first, or correct the reference")


@refuses_to_create(SERVICE, code="InvalidParameterException", source=_SERVICE)
def services_of_a_cluster_have_different_names(service: Given, request: Request) -> Failures:
    """Creation is idempotent for the very same service only."""
    for other in request.cloud.where(SERVICE, name=service["name"].text) if service["name"].text else ():
        if text(other, "cluster") == (service["cluster"].text or ""):
            yield service["name"].refuse(
                f"Creation of service was not idempotent: {service['name'].text} exists in its cluster; rename one"
            )


@refuses_to_deploy(SERVICE, code="InvalidParameterException", source=_SERVICE)
def tasks_on_awsvpc_have_a_network(service: Given, request: Request) -> Failures:
    """networkConfiguration goes with network mode awsvpc, and with no other."""
    mode = text(_task(service["taskDefinition"], request), "networkMode")
    network = service["networkConfiguration"]
    if mode == "awsvpc" and network.absent:
        yield network.refuse("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
    if mode in ("bridge", "host", "none") and network.present:
        yield network.refuse("Network Configuration is not valid for the given networkMode of this task definition.")


@refuses_to_deploy(SERVICE, code="InvalidParameterException", source=_SERVICE)
def subnets_and_groups_of_tasks_exist_in_one_vpc(service: Given, request: Request) -> Failures:
    """Of the account and region, or shared with it."""
    network = service["networkConfiguration"]
    yield from missing(network["subnets"], request, SUBNETS, "The subnet ID")
    yield from missing(network["securityGroups"], request, GROUPS, "The security group")
    vpcs = {vpc for subnet in network["subnets"].texts if (vpc := vpc_of(request, subnet))}
    for group in network["securityGroups"].items:
        vpc = text(lookup(request, group.text or "", *GROUPS), "vpcId")
        vpcs |= {vpc} if vpc else set()
    if len(vpcs) > 1:
        yield network.refuse(f"subnets and security groups must be of the same VPC, not of {', '.join(sorted(vpcs))}")


@refuses_to_deploy(SERVICE, code="InvalidParameterException", source=_SERVICE)
def a_target_group_of_a_service_has_a_load_balancer(service: Given, request: Request) -> Failures:
    """A listener or rule must forward to it before the service is created."""
    for group in _target_groups(service):
        if is_elsewhere(group.text or "", request.place):
            continue
        if lookup(request, group.text or "", TARGET_GROUP[0]) is None:
            yield group.refuse(f"The specified target group does not exist: {group.text}; create it first")
        elif service["deploymentController"]["type"].text != "EXTERNAL" and not users_of_target_group(
            group.text or "", request.cloud
        ):
            yield group.refuse(
                f"The target group with targetGroupArn {group.text} does not have an associated load balancer; "
                f"create the "
                "listener (or listener rule) first and let the service depend on it"
            )


@refuses_to_deploy(SERVICE, code="InvalidParameterException", source=_SERVICE)
def a_target_group_of_awsvpc_tasks_has_ip_targets(service: Given, request: Request) -> Failures:
    """Tasks have addresses of their own."""
    if text(_task(service["taskDefinition"], request), "networkMode") != "awsvpc":
        return
    for group in _target_groups(service):
        found = lookup(request, group.text or "", TARGET_GROUP[0])
        kind = text(found, "targetType") or "instance"
        if found is not None and kind != "ip":
            yield group.refuse(
                f"The provided target group {group.text} has target type {kind}, which is incompatible with the awsvpc "
                "network mode specified in the task definition; give it targetType ip"
            )


@refuses_to_deploy(SERVICE, code="InvalidParameterException", source=_SERVICE)
def a_load_balanced_container_exists_with_its_port(service: Given, request: Request) -> Failures:
    """In the service's task definition."""
    containers = _containers(_task(service["taskDefinition"], request))
    for attachment in service["loadBalancers"].items if containers else ():
        name, port = attachment["containerName"].text, attachment["containerPort"].number
        if name is not None and name not in containers:
            yield attachment["containerName"].refuse(
                f"The container {name} does not exist in the task definition; give one of {', '.join(containers)}"
            )
        elif name is not None and port is not None and port not in containers[name]:
            yield attachment["containerPort"].refuse(
                f"The container {name} did not have a container port {port:g} defined; map it in its portMappings"
            )


@refuses_to_deploy(SERVICE, code="InvalidParameterException", source=_SERVICE)
def exec_needs_a_task_role(service: Given, request: Request) -> Failures:
    """The task talks to Systems Manager with it."""
    task = _task(service["taskDefinition"], request)
    if service["enableExecuteCommand"].true and task is not None and not text(task, "taskRoleArn"):
        yield service["enableExecuteCommand"].refuse(
            "The service couldn't be created because a valid taskRoleArn is not being used. Specify a valid task "
            "role in "
            "your task definition and try again."
        )


@refuses_to_deploy(SERVICE, code="InvalidParameterException", source=_SERVICE)
def capacity_providers_are_associated_with_the_cluster(service: Given, request: Request) -> Failures:
    """Judged once the cluster has an association."""
    cluster = lookup(request, service["cluster"].text or "", CLUSTER)
    associated = request.cloud.where(_CLUSTER_PROVIDERS, clusterName=text(cluster, "name")) if cluster else []
    for item in service["capacityProviderStrategies"].items if associated else ():
        name = item["capacityProvider"]
        if name.text is not None and name.text not in texts(associated[0], "capacityProviders"):
            yield name.refuse(
                "The specified capacity provider strategy cannot contain a capacity provider that is not "
                "associated with "
                f"the cluster. Associate {name.text} with the cluster and try again."
            )


@refuses_to_delete(CLUSTER, code="ClusterContainsServicesException", source=_API + "API_DeleteCluster.html")
def a_cluster_with_services_stays(cluster: Deployed, cloud: Cloud) -> Iterator[str]:
    """Its services must go first."""
    for service in cloud.all(SERVICE):
        if text(service, "cluster") in (cluster.id, text(cluster, "arn"), text(cluster, "name")):
            yield f"The Cluster cannot be deleted while Services are active: {text(service, 'name')}; delete it first."


def _target_groups(service: Given) -> list[Given]:
    given = [attachment["targetGroupArn"] for attachment in service["loadBalancers"].items]
    return [group for group in given if group.text is not None]


def _task(given: Given, request: Request) -> Deployed | None:
    """The task definition that a service names, None when it isn't seen from here."""
    if given.text is None:
        return None
    for task in existing(request.cloud, request.place, TASK_DEFINITION):
        family, revision = text(task, "family"), task.get("revision")
        if given.text in (task.id, text(task, "arn"), text(task, "arnWithoutRevision"), family, f"{family}:{revision}"):
            return task
    return None


def _containers(task: Deployed | None) -> dict[str, set[float]]:
    """The containers of a task definition with the ports that they map."""
    definitions = text(task, "containerDefinitions")
    containers = json.loads(definitions) if definitions else []
    found: dict[str, set[float]] = {}
    for container in containers if isinstance(containers, list) else []:
        if isinstance(container, dict) and isinstance(container.get("name"), str):
            mappings = container.get("portMappings") or []
            ports = (mapping.get("containerPort") for mapping in mappings if isinstance(mapping, dict))
            found[container["name"]] = {float(port) for port in ports if isinstance(port, int | float)}
    return found
