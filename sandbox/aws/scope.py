"""Which types are one type to AWS, and which live outside regions."""

from collections.abc import Mapping

from sandbox.aws.model import Deployed, Place

# Older module names under which pulumi_aws still offers the same resources.
_MODULES = {
    "alb": "lb",
    "applicationloadbalancing": "lb",
    "elasticloadbalancingv2": "lb",
    "elasticloadbalancing": "elb",
}

_RENAMED = {
    "aws:s3/bucketV2:BucketV2": "aws:s3/bucket:Bucket",
    "aws:s3/bucketAclV2:BucketAclV2": "aws:s3/bucketAcl:BucketAcl",
}

# Services whose resources are seen from every region of an account.
_GLOBAL = frozenset(
    (
        "iam",
        "route53",
        "route53domains",
        "cloudfront",
        "organizations",
        "budgets",
        "costexplorer",
        "waf",
        "globalaccelerator",
        "shield",
        "account",
        "s3",
        "networkmanager",
        "ecrpublic",
        "identitystore",
    )
)


def canonical(type: str) -> str:
    """The token for a type under all its names: `aws:alb/listener:Listener` is `aws:lb/listener:Listener`."""
    if type in _RENAMED:
        return _RENAMED[type]
    package, _, rest = type.partition(":")
    module, slash, name = rest.partition("/")
    return f"{package}:{_MODULES[module]}{slash}{name}" if module in _MODULES else type


def is_global(type: str) -> bool:
    """Whether resources of the type are seen from every region of their account."""
    return type.partition(":")[2].partition("/")[0] in _GLOBAL


def visible(deployed: Deployed, place: Place) -> bool:
    """Whether a request made in `place` sees the resource."""
    return deployed.place.account == place.account and (
        deployed.place.region == place.region or is_global(deployed.type)
    )


# Types whose id says only part of what makes a resource unique, with the properties that say all of it.
_IDENTIFYING: Mapping[str, tuple[str, ...]] = {
    "aws:apigatewayv2/stage:Stage": ("name", "apiId"),
    "aws:appautoscaling/policy:Policy": ("name", "serviceNamespace", "resourceId", "scalableDimension"),
    "aws:appautoscaling/scheduledAction:ScheduledAction": ("name", "serviceNamespace", "resourceId"),
    "aws:appautoscaling/target:Target": ("serviceNamespace", "resourceId", "scalableDimension"),
    "aws:autoscaling/lifecycleHook:LifecycleHook": ("name", "autoscalingGroupName"),
    "aws:autoscaling/policy:Policy": ("name", "autoscalingGroupName"),
    "aws:autoscaling/schedule:Schedule": ("scheduledActionName", "autoscalingGroupName"),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": ("name", "logGroupName"),
    "aws:cloudwatch/logStream:LogStream": ("name", "logGroupName"),
    "aws:ecs/taskDefinition:TaskDefinition": ("arn",),
    "aws:lambda/permission:Permission": ("function", "statementId", "qualifier"),
}


def identifying(type: str) -> tuple[str, ...]:
    """The properties that tell resources of a type with the same id apart; none where the id is unique."""
    return _IDENTIFYING.get(canonical(type), ())
