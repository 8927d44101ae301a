"""Auto scaling groups and their parts."""

from typing import Final

from sandbox.aws.computed.addresses import zones_of_subnets
from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties, Value

_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"


@computes("aws:autoscaling/group:Group")
def scaling_group(creation: Creation) -> Computed:
    """An auto scaling group."""
    name = creation.name()
    subnets = creation.texts("vpcZoneIdentifiers")
    zones: list[Value] = [*creation.texts("availabilityZones")] or zones_of_subnets(creation, subnets)
    return Computed(
        name,
        {
            "arn": creation.arn(
                "autoscaling", f"autoScalingGroup:{creation.random.uuid('arn')}:autoScalingGroupName/{name}"
            ),
            "availabilityZones": zones,
            "defaultCooldown": creation.number("defaultCooldown", 300),
            "desiredCapacity": creation.number("desiredCapacity", creation.number("minSize")),
            "healthCheckType": creation.text("healthCheckType", "EC2"),
            "namePrefix": creation.text("namePrefix"),
            "predictedCapacity": 0,
            "serviceLinkedRoleArn": creation.text("serviceLinkedRoleArn")
            or creation.arn(
                "iam",
                "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
                region="",
            ),
            "launchTemplate": _template(creation),
            "targetGroupArns": [*creation.texts("targetGroupArns")],
            "warmPoolSize": 0,
        },
    )


def _template(creation: Creation) -> Properties:
    """The launch template with id, name and version, whichever way it is given."""
    given = creation.merged("launchTemplate", {})
    if not given:
        return {}
    id, name = given.get("id"), given.get("name")
    if isinstance(id, str) and id:
        found = creation.find(_TEMPLATE, id)
    else:
        found = next(iter(creation.request.cloud.where(_TEMPLATE, name=name)), None)
    known: Properties = {"id": found.id, "name": found.get("name")} if found is not None else {"id": "", "name": ""}
    return {**known, "version": "$Default", **given}


@computes("aws:autoscaling/policy:Policy")
def scaling_policy(creation: Creation) -> Computed:
    """A scaling policy: its id is its name."""
    group = creation.text("autoscalingGroupName")
    path = f"scalingPolicy:{creation.random.uuid('arn')}:autoScalingGroupName/{group}:policyName/{creation.name()}"
    return Computed(
        creation.name(),
        {"arn": creation.arn("autoscaling", path), "metricAggregationType": _aggregation(creation)},
    )


def _aggregation(creation: Creation) -> str:
    steps = creation.text("policyType") == "StepScaling"
    return creation.text("metricAggregationType", "Average" if steps else "")


@computes("aws:autoscaling/lifecycleHook:LifecycleHook")
def lifecycle_hook(creation: Creation) -> Computed:
    """A lifecycle hook: its id is its name."""
    return Computed(creation.name(), {"defaultResult": creation.text("defaultResult", "ABANDON")})


@computes("aws:autoscaling/schedule:Schedule")
def scheduled_action(creation: Creation) -> Computed:
    """A scheduled change of a group: its id is its name."""
    group, name = creation.text("autoscalingGroupName"), creation.text("scheduledActionName")
    path = f"scheduledUpdateGroupAction:{creation.random.uuid('arn')}:autoScalingGroupName/{group}"
    properties: dict[str, Value] = {
        "arn": creation.arn("autoscaling", f"{path}:scheduledActionName/{name}"),
        "startTime": creation.text("startTime", creation.time("start")),
        "endTime": creation.text("endTime"),
        "recurrence": creation.text("recurrence"),
        "timeZone": creation.text("timeZone", "UTC" if creation.text("recurrence") else ""),
    }
    for size in ("minSize", "maxSize", "desiredCapacity"):
        properties[size] = creation.number(size, 0)
    return Computed(name, properties)


@computes("aws:autoscaling/attachment:Attachment")
def attachment(creation: Creation) -> Computed:
    """The attachment of a group to a load balancer."""
    moment = creation.moment().strftime("%Y%m%d%H%M%S")
    return Computed(f"{creation.text('autoscalingGroupName')}-{moment}{creation.random.digits(12, 'id')}")


@computes("aws:autoscaling/notification:Notification")
def notification(creation: Creation) -> Computed:
    """The notification of groups' changes, whose id is the topic."""
    return Computed(creation.text("topicArn"))
