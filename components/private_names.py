"""A private DNS zone of the VPC, kept by AWS Cloud Map."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws


class PrivateNamesArgs(TypedDict):
    domain: str
    """Domain of the names, such as internal."""
    vpc_id: pulumi.Input[str]
    """VPC in which they are known."""


class PrivateNames(pulumi.ComponentResource):
    """A namespace with private DNS. Services enter their tasks in it by themselves."""

    namespace_id: pulumi.Output[str]
    """Id of the namespace."""

    def __init__(self, name: str, args: PrivateNamesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:PrivateNames", name, {}, opts)
        namespace = aws.servicediscovery.PrivateDnsNamespace(
            f"{name}-namespace",
            name=args["domain"],
            vpc=args["vpc_id"],
            description="Names of tasks inside of the VPC",
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        self.namespace_id = pulumi.Output.from_input(namespace.id)
        self.register_outputs({"namespace_id": self.namespace_id})
