"""ECR, ECS and EKS."""

import base64
import json
import secrets
from collections.abc import Mapping
from types import MappingProxyType

from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.invokes.inventory import existing, names_of, text
from sandbox.aws.model import AwsError, Deployed
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()

_TASK = "aws:ecs/taskDefinition:TaskDefinition"
_EXPIRES = "2030-01-01T00:00:00Z"

# Source: Amazon EKS user guide: Kubernetes versions in standard support and the end of their support.
_KUBERNETES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "1.34": ("2025-10-02T00:00:00Z", "2026-12-02T00:00:00Z"),
        "1.33": ("2025-05-29T00:00:00Z", "2026-07-29T00:00:00Z"),
        "1.32": ("2025-01-23T00:00:00Z", "2026-03-23T00:00:00Z"),
        "1.31": ("2024-09-26T00:00:00Z", "2025-11-26T00:00:00Z"),
    }
)
# Source: Amazon EKS user guide, versions of the EKS add-ons.
_ADDONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "aws-ebs-csi-driver": ("v1.44.0-eksbuild.1", "v1.45.0-eksbuild.2"),
        "aws-efs-csi-driver": ("v2.1.8-eksbuild.1", "v2.1.9-eksbuild.1"),
        "coredns": ("v1.11.4-eksbuild.2", "v1.12.1-eksbuild.2"),
        "eks-pod-identity-agent": ("v1.3.4-eksbuild.1", "v1.3.7-eksbuild.2"),
        "kube-proxy": ("v1.32.0-eksbuild.2", "v1.33.0-eksbuild.2"),
        "vpc-cni": ("v1.19.2-eksbuild.1", "v1.19.5-eksbuild.3"),
    }
)
# Source: Amazon EKS user guide, access policies.
_ACCESS_POLICIES = (
    "AmazonEKSAdminPolicy",
    "AmazonEKSAdminViewPolicy",
    "AmazonEKSClusterAdminPolicy",
    "AmazonEKSEditPolicy",
    "AmazonEKSViewPolicy",
)


@FUNCTIONS.answers(
    "aws:ecr/getAuthorizationToken:getAuthorizationToken",
    "aws:ecr/getCredentials:getCredentials",
    "aws:ecrpublic/getAuthorizationToken:getAuthorizationToken",
)
def registry_token(arguments: Arguments, call: Call) -> Properties:
    """A password for the registry, drawn anew at every call; no registry accepts it."""
    password = secrets.token_urlsafe(48)
    registry = arguments.text("registryId", call.place.account)
    public = arguments.token.startswith("aws:ecrpublic")
    host = "public.ecr.aws" if public else f"{registry}.dkr.ecr.{call.place.region}.{call.place.dns_suffix}"
    return {
        "id": "us-east-1" if public else call.place.region,
        "authorizationToken": base64.b64encode(f"AWS:{password}".encode()).decode(),
        "expiresAt": _EXPIRES,
        "password": password,
        "proxyEndpoint": f"https://{host}",
        "userName": "AWS",
    }


@FUNCTIONS.answers("aws:ecr/getImage:getImage")
def image(arguments: Arguments, call: Call) -> Properties:
    """Refuses: the repositories of the sandbox hold no images."""
    name = arguments.text("repositoryName")
    repository = _repository(name, call)
    wanted = arguments.text("imageDigest") or arguments.text("imageTag") or "most recent"
    raise AwsError(
        "ImageNotFoundException",
        f"The image {wanted} does not exist in {text(repository, 'repositoryUrl') or name}: the repositories of the "
        "sandbox hold no images. Give the tag or digest in the stack's configuration instead.",
        "imageTag",
    )


@FUNCTIONS.answers("aws:ecr/getImages:getImages")
def images(arguments: Arguments, call: Call) -> Properties:
    """No images: the repositories of the sandbox hold none."""
    _repository(arguments.text("repositoryName"), call)
    return {"imageIds": [], "imageDetails": []}


def _repository(name: str, call: Call) -> Deployed:
    for item in existing(call, "aws:ecr/repository:Repository"):
        if name in names_of(item):
            return item
    raise AwsError(
        "RepositoryNotFoundException",
        f"The repository with name '{name}' does not exist in the registry with id '{call.place.account}': "
        "deploy an aws:ecr/repository:Repository of that name first.",
        "repositoryName",
    )


@FUNCTIONS.answers("aws:ecs/getTaskDefinition:getTaskDefinition")
def task_definition(arguments: Arguments, call: Call) -> Properties:
    """A task definition by family (its last revision), family:revision or ARN."""
    found = _task(arguments.text("taskDefinition"), call)
    return {**found.properties, "id": text(found, "arn") or found.id, "status": "ACTIVE"}


@FUNCTIONS.answers("aws:ecs/getContainerDefinition:getContainerDefinition")
def container_definition(arguments: Arguments, call: Call) -> Properties:
    """One container of a task definition."""
    task, name = arguments.text("taskDefinition"), arguments.text("containerName")
    for row in _containers(_task(task, call)):
        if row.get("name") == name:
            variables = row.get("environment")
            pairs = [item for item in variables if isinstance(item, dict)] if isinstance(variables, list) else []
            image = str(row.get("image") or "")
            return {
                **row,
                "id": f"{task}/{name}",
                "environment": {str(item.get("name")): str(item.get("value")) for item in pairs},
                "imageDigest": image.rpartition(":")[2] if ":" in image else "",
            }
    raise AwsError("NotFound", f"container with name {name} not found in task definition {task}.", "containerName")


def _task(wanted: str, call: Call) -> Deployed:
    found = [
        item
        for item in existing(call, _TASK)
        if wanted in names_of(item)
        or wanted in (text(item, "family"), f"{text(item, 'family')}:{item.properties.get('revision')}")
    ]
    if not found:
        raise AwsError(
            "ClientException",
            f"Unable to describe task definition {wanted}: deploy an {_TASK} of that family first.",
            "taskDefinition",
        )
    return max(found, key=lambda item: _revision(item))


def _revision(item: Deployed) -> int:
    revision = item.properties.get("revision")
    return int(revision) if isinstance(revision, int | float) else 0


def _containers(task: Deployed) -> list[Properties]:
    try:
        rows = json.loads(text(task, "containerDefinitions", "[]"))
    except ValueError:
        return []
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


@FUNCTIONS.answers("aws:eks/getClusterAuth:getClusterAuth")
def cluster_token(arguments: Arguments, call: Call) -> Properties:
    """A bearer token for a cluster's API, drawn anew at every call; no cluster accepts it."""
    return {"id": arguments.text("name"), "token": f"k8s-aws-v1.{secrets.token_urlsafe(96)}"}


@FUNCTIONS.answers("aws:eks/getAddonVersion:getAddonVersion")
def addon_version(arguments: Arguments, call: Call) -> Properties:
    """The default version of an add-on, or its newest with `mostRecent`."""
    name = arguments.text("addonName")
    if name not in _ADDONS:
        raise AwsError(
            "InvalidParameterException",
            f"no EKS Add-On version found for {name}: the sandbox knows {', '.join(_ADDONS)}.",
            "addonName",
        )
    default, newest = _ADDONS[name]
    return {"id": name, "version": newest if arguments.flag("mostRecent") else default}


@FUNCTIONS.answers("aws:eks/getClusterVersions:getClusterVersions")
def cluster_versions(arguments: Arguments, call: Call) -> Properties:
    """The Kubernetes versions in standard support, the newest first."""
    only, newest = arguments.texts("clusterVersionsOnlies"), next(iter(_KUBERNETES))
    rows: list[Value] = [
        {
            "clusterType": arguments.text("clusterType", "eks"),
            "clusterVersion": version,
            "defaultPlatformVersion": "eks.5",
            "defaultVersion": version == newest,
            "endOfStandardSupportDate": end,
            "kubernetesPatchVersion": f"{version}.1",
            "releaseDate": released,
            "versionStatus": "STANDARD_SUPPORT",
        }
        for version, (released, end) in _KUBERNETES.items()
        if (not only or version in only) and (not arguments.flag("defaultOnly") or version == newest)
    ]
    return {"clusterVersions": rows}


@FUNCTIONS.answers("aws:eks/getAccessPolicies:getAccessPolicies")
def access_policies(arguments: Arguments, call: Call) -> Properties:
    """The access policies that EKS offers."""
    head = f"arn:{call.place.partition}:eks::aws:cluster-access-policy"
    rows: list[Value] = [{"arn": f"{head}/{name}", "name": name} for name in _ACCESS_POLICIES]
    return {"accessPolicies": rows}
