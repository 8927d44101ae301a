"""ECS, ECR and application auto scaling."""

import re
from typing import Final

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties, Value

_SCALED: Final = {
    "ecs": "ECSService",
    "dynamodb": "DynamoDBTable",
    "rds": "RDSCluster",
    "lambda": "LambdaConcurrency",
    "elasticache": "ElastiCacheRG",
    "sagemaker": "SageMakerEndpoint",
    "kafka": "KafkaCluster",
    "cassandra": "CassandraTable",
    "comprehend": "ComprehendEndpoint",
    "neptune": "NeptuneCluster",
    "appstream": "AppStreamFleet",
    "custom-resource": "CustomResource",
    "ec2": "EC2SpotFleetRequest",
    "elasticmapreduce": "EMRContainers",
    "workspaces": "WorkSpacesPool",
}


@computes("aws:ecs/cluster:Cluster")
def cluster(creation: Creation) -> Computed:
    """A cluster, whose id is its ARN."""
    arn = creation.arn("ecs", f"cluster/{creation.name()}")
    settings: list[Value] = [*creation.objects("settings")] or [{"name": "containerInsights", "value": "disabled"}]
    return Computed(arn, {"arn": arn, "settings": settings})


@computes("aws:ecs/capacityProvider:CapacityProvider")
def capacity_provider(creation: Creation) -> Computed:
    """A capacity provider, whose id is its ARN."""
    arn = creation.arn("ecs", f"capacity-provider/{creation.name()}")
    return Computed(arn, {"arn": arn})


@computes("aws:ecs/service:Service")
def service(creation: Creation) -> Computed:
    """A service, whose id is its ARN: `service/CLUSTER/NAME`."""
    given = creation.text("cluster", "default")
    name = given.rsplit("/", 1)[-1]
    arn = creation.arn("ecs", f"service/{name}/{creation.name()}")
    strategies = creation.objects("capacityProviderStrategies")
    fargate = creation.text("launchType") == "FARGATE" or any(
        str(strategy.get("capacityProvider", "")).startswith("FARGATE") for strategy in strategies
    )
    properties: Properties = {
        "arn": arn,
        "availabilityZoneRebalancing": creation.text("availabilityZoneRebalancing", "ENABLED"),
        "cluster": given if given.startswith("arn:") else creation.arn("ecs", f"cluster/{name}"),
        "deploymentConfiguration": _deployment(creation),
        "desiredCount": creation.number("desiredCount"),
        "iamRole": creation.text("iamRole")
        or creation.arn("iam", "aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS", region=""),
        "launchType": str(creation.inputs.get("launchType") or ("" if strategies else "EC2")),
        "platformVersion": creation.text("platformVersion", "LATEST") if fargate else "",
        "triggers": creation.state.get("triggers") or {},
    }
    if not creation.text("cluster"):
        properties["cluster"] = creation.arn("ecs", "cluster/default")
    return Computed(arn, properties)


def _deployment(creation: Creation) -> Properties:
    base: Properties = {"bakeTimeInMinutes": "0", "strategy": "ROLLING"}
    given = creation.inputs.get("deploymentConfiguration")
    return base | ({key: item for key, item in given.items() if item is not None} if isinstance(given, dict) else {})


@computes("aws:ecs/taskDefinition:TaskDefinition")
def task_definition(creation: Creation) -> Computed:
    """A task definition: its id is the family; the revision is one higher than any that the family had."""
    family = creation.text("family")
    before = creation.current.get("revision")
    revision = before if isinstance(before, int) else _next_revision(creation, family)
    if creation.changed(*(name for name in creation.inputs if name not in ("tags", "skipDestroy", "trackLatest"))):
        revision = max(int(revision) + 1, _next_revision(creation, family))
    path = f"task-definition/{family}"
    fargate = "FARGATE" in creation.texts("requiresCompatibilities")
    return Computed(
        family,
        {
            "arn": creation.arn("ecs", f"{path}:{revision}"),
            "arnWithoutRevision": creation.arn("ecs", path),
            "networkMode": creation.text("networkMode", "awsvpc" if fargate else "bridge"),
            "revision": revision,
        },
    )


def _next_revision(creation: Creation, family: str) -> int:
    existing = creation.request.cloud.where(creation.resource.token, family=family)
    return max((int(number) for found in existing if isinstance(number := found.get("revision"), int)), default=0) + 1


@computes("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders")
def cluster_capacity_providers(creation: Creation) -> Computed:
    """The capacity providers of a cluster, whose id is the cluster's name."""
    return Computed(creation.text("clusterName"))


@computes("aws:ecr/repository:Repository")
def repository(creation: Creation) -> Computed:
    """A private image repository, whose id is its name."""
    name = creation.name()
    registry = f"{creation.account}.dkr.ecr.{creation.region}.{creation.place.dns_suffix}"
    return Computed(
        name,
        {
            "arn": creation.arn("ecr", f"repository/{name}"),
            "registryId": creation.account,
            "repositoryUrl": f"{registry}/{name}",
            "imageTagMutability": creation.text("imageTagMutability", "MUTABLE"),
            "encryptionConfigurations": [
                {"encryptionType": "AES256", "kmsKey": "", **given}
                for given in (creation.objects("encryptionConfigurations") or [{}])
            ],
        },
    )


@computes("aws:ecrpublic/repository:Repository")
def public_repository(creation: Creation) -> Computed:
    """A public image repository, whose id is its name."""
    name = creation.text("repositoryName")
    alias = creation.shared("ecrpublic").lower(8)
    return Computed(
        name,
        {
            "arn": creation.arn("ecr-public", f"repository/{name}", region=""),
            "registryId": creation.account,
            "repositoryUri": f"public.ecr.aws/{alias}/{name}",
        },
    )


def _scaling_arn(creation: Creation) -> str:
    """The ARN of a scalable target; all that scale one resource share it."""
    parts = [creation.text(name) for name in ("serviceNamespace", "resourceId", "scalableDimension")]
    return creation.arn("application-autoscaling", f"scalable-target/{creation.shared('/'.join(parts)).hex(34)}")


@computes("aws:appautoscaling/target:Target")
def scaling_target(creation: Creation) -> Computed:
    """A scalable target: its id is that of the resource it scales."""
    namespace = creation.text("serviceNamespace")
    kind = _SCALED.get(namespace, re.sub(r"[^A-Za-z]", "", namespace.title()))
    service = f"{namespace}.application-autoscaling.amazonaws.com"
    linked = f"role/aws-service-role/{service}/AWSServiceRoleForApplicationAutoScaling_{kind}"
    suspended: Properties = {
        "dynamicScalingInSuspended": False,
        "dynamicScalingOutSuspended": False,
        "scheduledScalingSuspended": False,
    }
    given = creation.inputs.get("suspendedState")
    return Computed(
        creation.text("resourceId"),
        {
            "arn": _scaling_arn(creation),
            "roleArn": creation.text("roleArn") or creation.arn("iam", linked, region=""),
            "suspendedState": suspended | (given if isinstance(given, dict) else {}),
        },
    )


@computes("aws:appautoscaling/policy:Policy")
def scaling_policy(creation: Creation) -> Computed:
    """A scaling policy: its id is its name; target tracking makes two alarms."""
    name = creation.name()
    resource = f"resource/{creation.text('serviceNamespace')}/{creation.text('resourceId')}"
    path = f"scalingPolicy:{creation.random.uuid('arn')}:{resource}:policyName/{name}"
    tracking = creation.text("policyType") == "TargetTrackingScaling"
    alarms: list[Value] = [
        creation.arn(
            "cloudwatch", f"alarm:TargetTracking-{creation.text('resourceId')}-{kind}-{creation.random.uuid(kind)}"
        )
        for kind in ("AlarmHigh", "AlarmLow")
    ]
    return Computed(name, {"arn": creation.arn("autoscaling", path), "alarmArns": alarms if tracking else []})


@computes("aws:appautoscaling/scheduledAction:ScheduledAction")
def scheduled_action(creation: Creation) -> Computed:
    """A scheduled change of a scalable target."""
    parts = [creation.name(), creation.text("serviceNamespace"), creation.text("resourceId")]
    resource = f"resource/{creation.text('serviceNamespace')}/{creation.text('resourceId')}"
    path = f"scheduledAction:{creation.random.uuid('arn')}:{resource}:scheduledActionName/{creation.name()}"
    dimension = creation.text("scalableDimension")
    return Computed("-".join([*parts, dimension] if dimension else parts), {"arn": creation.arn("autoscaling", path)})
