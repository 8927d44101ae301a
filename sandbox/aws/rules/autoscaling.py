"""What Application Auto Scaling and EC2 Auto Scaling refuse, by the inputs alone."""

import re
from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given, unless_exactly_one
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.schedules import unless_schedule

_API: Final = "https://docs.aws.amazon.com/autoscaling/application/APIReference/"
_EC2_API: Final = "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/"
_TARGET: Final = "aws:appautoscaling/target:Target"
_POLICY: Final = "aws:appautoscaling/policy:Policy"
_ACTION: Final = "aws:appautoscaling/scheduledAction:ScheduledAction"
_GROUP: Final = "aws:autoscaling/group:Group"
_SERVICE: Final = (r"service/[\w-]{1,255}/[\w-]{1,255}", "ecs:service:DesiredCount")
_TABLE: Final = r"table/[\w.-]{3,255}"
_INDEX: Final = _TABLE + r"/index/[\w.-]{3,255}"
_DIMENSIONS: Final = {
    "ecs:service:DesiredCount": (_SERVICE[0], "service/CLUSTER/SERVICE"),
    "dynamodb:table:ReadCapacityUnits": (_TABLE, "table/TABLE"),
    "dynamodb:table:WriteCapacityUnits": (_TABLE, "table/TABLE"),
    "dynamodb:index:ReadCapacityUnits": (_INDEX, "table/TABLE/index/INDEX"),
    "dynamodb:index:WriteCapacityUnits": (_INDEX, "table/TABLE/index/INDEX"),
    "rds:cluster:ReadReplicaCount": (r"cluster:[\w-]+", "cluster:CLUSTER"),
    "lambda:function:ProvisionedConcurrency": (r"function:[\w-]+:[\w$-]+", "function:FUNCTION:ALIAS"),
    "elasticache:replication-group:NodeGroups": (r"replication-group/[\w-]+", "replication-group/GROUP"),
    "elasticache:replication-group:Replicas": (r"replication-group/[\w-]+", "replication-group/GROUP"),
}
_OTHER_DIMENSIONS: Final = (
    r"(elasticmapreduce|ec2|appstream|sagemaker|custom-resource|comprehend|cassandra|kafka|neptune|workspaces"
    r"|elasticache|rds|lambda|dynamodb|ecs):[\w-]+:\w+"
)
_POLICY_TYPES: Final = ("StepScaling", "TargetTrackingScaling", "PredictiveScaling")


@refuses(_TARGET, code="ValidationException", source=_API + "API_RegisterScalableTarget.html")
def a_target_scales_between_its_bounds(target: Given) -> Failures:
    """The minimum isn't above the maximum, neither is negative."""
    low, high = target["minCapacity"], target["maxCapacity"]
    for given in (low, high):
        if given.number is not None and given.number < 0:
            yield given.refuse(f"{given.number:g} isn't allowed; give 0 or more")
    if low.number is not None and high.number is not None and low.number > high.number:
        yield low.refuse(f"minCapacity {low.number:g} is above maxCapacity {high.number:g}; lower it")


@refuses(_TARGET, _POLICY, _ACTION, code="ValidationException", source=_API + "API_RegisterScalableTarget.html")
def a_scalable_dimension_fits_its_resource_and_namespace(scaled: Given) -> Failures:
    """Such as ecs:service:DesiredCount of service/CLUSTER/SERVICE in ecs."""
    dimension, resource, namespace = (scaled[name] for name in ("scalableDimension", "resourceId", "serviceNamespace"))
    yield from dimension.unlike(_OTHER_DIMENSIONS, "a dimension such as ecs:service:DesiredCount")
    if dimension.text is not None and namespace.text is not None and dimension.text.split(":")[0] != namespace.text:
        yield dimension.refuse(f'"{dimension.text}" is no dimension of namespace "{namespace.text}"')
    if dimension.text in _DIMENSIONS:
        pattern, form = _DIMENSIONS[dimension.text]
        yield from resource.unlike(pattern, f"a resource id of the form {form}")


@refuses(_POLICY, code="ValidationException", source=_API + "API_PutScalingPolicy.html")
def a_scaling_policy_has_the_block_of_its_type(policy: Given) -> Failures:
    """Step scaling, the default, target tracking or predictive scaling."""
    kind = policy["policyType"]
    yield from kind.none_of(_POLICY_TYPES)
    if kind.unknown:
        return
    steps, tracking = policy["stepScalingPolicyConfiguration"], policy["targetTrackingScalingPolicyConfiguration"]
    if kind.text == "TargetTrackingScaling" and tracking.absent:
        yield tracking.refuse("policyType is TargetTrackingScaling; give targetTrackingScalingPolicyConfiguration")
    if kind.text in (None, "StepScaling") and steps.absent:
        yield steps.refuse("policyType is StepScaling; give stepScalingPolicyConfiguration or another policyType")
    if kind.text == "TargetTrackingScaling" and steps.present:
        yield steps.refuse("stepScalingPolicyConfiguration can't be given with policyType TargetTrackingScaling")


@refuses(_POLICY, code="ValidationException", source=_API + "API_TargetTrackingScalingPolicyConfiguration.html")
def target_tracking_follows_one_metric(policy: Given) -> Failures:
    """A predefined or a customised one; requests of a load balancer are told by their label."""
    tracking = policy["targetTrackingScalingPolicyConfiguration"]
    if tracking.absent or tracking.unknown:
        return
    yield from unless_exactly_one(tracking, "predefinedMetricSpecification", "customizedMetricSpecification")
    metric = tracking["predefinedMetricSpecification"]
    kind, label = metric["predefinedMetricType"], metric["resourceLabel"]
    if kind.text == "ALBRequestCountPerTarget":
        if label.absent:
            yield label.refuse("ALBRequestCountPerTarget needs resourceLabel; give app/…/…/targetgroup/…/…")
        yield from label.unlike(r"app/[^/]+/[0-9a-f]+/targetgroup/[^/]+/[0-9a-f]+", "app/NAME/ID/targetgroup/NAME/ID")
    elif kind.text is not None and label.present:
        yield label.refuse(f"resourceLabel belongs to ALBRequestCountPerTarget, not to {kind.text}; leave it out")
    if (kind.text or "").startswith("ECS") and policy["serviceNamespace"].text not in (None, "ecs"):
        yield kind.refuse(f"{kind.text} is a metric of ecs, not of {policy['serviceNamespace'].text}")


@refuses(_POLICY, code="ValidationException", source=_API + "API_StepScalingPolicyConfiguration.html")
def step_scaling_adjusts_by_steps(policy: Given) -> Failures:
    """At least one step, a known kind of adjustment."""
    steps = policy["stepScalingPolicyConfiguration"]
    yield from steps["adjustmentType"].none_of(("ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity"))
    yield from steps["metricAggregationType"].none_of(("Minimum", "Maximum", "Average"))
    if steps.present and not steps.unknown and steps["stepAdjustments"].empty:
        yield steps["stepAdjustments"].refuse("no step is given; give at least one")


@refuses(_ACTION, code="ValidationException", source=_API + "API_PutScheduledAction.html")
def a_scheduled_action_sets_a_bound_at_a_time(action: Given) -> Failures:
    """at, cron or rate; a minimum, a maximum or both."""
    yield from unless_schedule(action["schedule"], at=True)
    bounds = action["scalableTargetAction"]
    low, high = bounds["minCapacity"], bounds["maxCapacity"]
    if bounds.present and not bounds.unknown and low.absent and high.absent:
        yield bounds.refuse("neither minCapacity nor maxCapacity is given; give one of them")
    if low.number is not None and high.number is not None and low.number > high.number:
        yield low.refuse(f"minCapacity {low.number:g} is above maxCapacity {high.number:g}; lower it")


@refuses(_GROUP, code="ValidationError", source=_EC2_API + "API_CreateAutoScalingGroup.html")
def a_group_of_instances_scales_between_its_bounds(group: Given) -> Failures:
    """minSize, desiredCapacity and maxSize in this order."""
    low, wish, high = (group[name] for name in ("minSize", "desiredCapacity", "maxSize"))
    if low.number is not None and high.number is not None and low.number > high.number:
        yield low.refuse(f"minSize {low.number:g} is above maxSize {high.number:g}; lower it")
    elif wish.number is not None and low.number is not None and high.number is not None:
        yield from wish.outside(low.number, high.number)


@refuses(_GROUP, code="ValidationError", source=_EC2_API + "API_CreateAutoScalingGroup.html")
def a_group_of_instances_has_one_template(group: Given) -> Failures:
    """A launch template, a configuration or a mixed policy; subnets or zones."""
    yield from unless_exactly_one(group, "launchTemplate", "launchConfiguration", "mixedInstancesPolicy")
    if group["vpcZoneIdentifiers"].empty and group["availabilityZones"].empty:
        yield group["vpcZoneIdentifiers"].refuse("neither subnets nor zones are given; give vpcZoneIdentifiers")
    if re.search(r"[|:]", group["name"].text or ""):
        yield group["name"].refuse(f'"{group["name"].text}" holds a colon or bar; choose another name')
