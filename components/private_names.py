"""A private DNS zone of the VPC, kept by AWS Cloud Map."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws


class PrivateNamesArgs(TypedDict):
    domain: str
    """Domain of the names, such as internal."""
    vpc_id: pulumi.Input[str]
    """VPC in which they are known."""
    ttl_seconds: NotRequired[int]
    """Seconds that clients remember the host of an alias. Default: 15."""
    aliases: NotRequired[dict[str, pulumi.Input[str]]]
    """Host names by the name below the domain that leads to them. Default: none."""


class PrivateNames(pulumi.ComponentResource):
    """A namespace with private DNS and aliases. Services enter their tasks in it by themselves."""

    namespace_id: pulumi.Output[str]
    """Id of the namespace."""

    def __init__(self, name: str, args: PrivateNamesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:PrivateNames", name, {}, opts)
        self._prefix = name
        self._child = pulumi.ResourceOptions(parent=self)
        namespace = aws.servicediscovery.PrivateDnsNamespace(
            f"{name}-namespace",
            name=args["domain"],
            vpc=args["vpc_id"],
            description="Names of tasks inside of the VPC",
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        for alias, host in args.get("aliases", {}).items():
            self._alias(alias, host, namespace.id, args.get("ttl_seconds", 15))
        self.namespace_id = pulumi.Output.from_input(namespace.id)
        self.register_outputs({"namespace_id": self.namespace_id})

    def _alias(self, alias: str, host: pulumi.Input[str], namespace_id: pulumi.Input[str], ttl: int) -> None:
        """A CNAME; Cloud Map answers it by weight only.

        https://docs.aws.amazon.com/cloud-map/latest/api/API_DnsConfig.html
        """
        service = aws.servicediscovery.Service(
            f"{self._prefix}-{alias}",
            name=alias,
            dns_config={
                "namespace_id": namespace_id,
                "dns_records": [{"type": "CNAME", "ttl": ttl}],
                "routing_policy": "WEIGHTED",
            },
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        aws.servicediscovery.Instance(
            f"{self._prefix}-{alias}-host",
            service_id=service.id,
            instance_id=alias,
            attributes={"AWS_INSTANCE_CNAME": host},
            opts=self._child,
        )
