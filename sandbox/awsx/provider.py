"""Which components the plugin builds, and what it says about those it doesn't."""

from collections.abc import Callable, Mapping
from typing import Protocol, cast

import pulumi
from pulumi.provider import ConstructResult, Provider
from pulumi.provider.provider import InvokeResult

from sandbox.awsx import default_vpc, vpc
from sandbox.awsx.ecr import repository
from sandbox.awsx.input_error import InputError
from sandbox.awsx.inputs import Inputs

_NO_DOCKER = (
    "it builds or moves images with Docker, which the sandbox does without; push the image with your own tools and "
    "give its address (repository URL and tag or digest) to the task definition"
)

INSTEAD = {
    "awsx:cloudtrail:Trail": "use aws.cloudtrail.Trail with aws.s3.Bucket and aws.s3.BucketPolicy",
    "awsx:ecr:Image": _NO_DOCKER,
    "awsx:ecr:RegistryImage": _NO_DOCKER,
    "awsx:ecs:EC2Service": "use aws.ecs.Service with aws.ecs.TaskDefinition",
    "awsx:ecs:EC2TaskDefinition": "use aws.ecs.TaskDefinition with aws.iam.Role and aws.cloudwatch.LogGroup",
    "awsx:ecs:FargateService": "use aws.ecs.Service with launch_type 'FARGATE' and aws.ecs.TaskDefinition",
    "awsx:ecs:FargateTaskDefinition": (
        "use aws.ecs.TaskDefinition with requires_compatibilities ['FARGATE'], aws.iam.Role and aws.cloudwatch.LogGroup"
    ),
    "awsx:lb:ApplicationLoadBalancer": (
        "use aws.lb.LoadBalancer with load_balancer_type 'application', aws.lb.TargetGroup and aws.lb.Listener"
    ),
    "awsx:lb:NetworkLoadBalancer": (
        "use aws.lb.LoadBalancer with load_balancer_type 'network', aws.lb.TargetGroup and aws.lb.Listener"
    ),
    "awsx:lb:TargetGroupAttachment": "use aws.lb.TargetGroupAttachment (and aws.lambda_.Permission for a function)",
}
"""Components that aren't built, and what does their work."""


_FUNCTIONS = {
    "awsx:ec2:getDefaultVpc": (
        "awsx:ec2:getDefaultVpc can't be called: the engine gives component packages no way to look things up outside "
        "a component. Use the component awsx.ec2.DefaultVpc, or aws.ec2.get_vpc(default=True)."
    )
}
"""What to say about the package's functions (https://github.com/pulumi/pulumi/issues/7583)."""


class Component(Protocol):
    """A component after its constructor has registered it."""

    @property
    def urn(self) -> "pulumi.Output[str]":
        """Its URN."""

    def state(self) -> dict[str, object]:
        """Its outputs by their camelCase names."""


_COMPONENTS: "Mapping[str, Callable[[str, Inputs, pulumi.ResourceOptions | None], Component]]" = {
    vpc.TYPE: vpc.Vpc,
    default_vpc.TYPE: default_vpc.DefaultVpc,
    repository.TYPE: repository.Repository,
}


class AwsxProvider(Provider):
    """The components of awsx that the sandbox builds."""

    def construct(
        self,
        name: str,
        resource_type: str,
        inputs: pulumi.Inputs,
        options: pulumi.ResourceOptions | None = None,
    ) -> ConstructResult:
        """Registers the component and its children; raises InputError for inputs or components it can't build."""
        component = _COMPONENTS.get(resource_type)
        if component is None:
            raise InputError(_not_built(resource_type))
        built = component(name, cast("Inputs", inputs), options)
        return ConstructResult(built.urn, built.state())

    def invoke(self, token: str, args: Mapping[str, object]) -> InvokeResult:
        """Refuses: awsx has one function, and components do its work."""
        raise InputError(_FUNCTIONS.get(token, f"{token} is not a function of awsx."))


def _not_built(resource_type: str) -> str:
    built = ", ".join(_COMPONENTS)
    if resource_type in INSTEAD:
        return f"{resource_type} is not built in the sandbox: {INSTEAD[resource_type]}. Built are {built}."
    return f"{resource_type} is not a component of awsx; built in the sandbox are {built}."
