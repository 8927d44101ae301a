"""Public DNS zone."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws


class HostedZoneArgs(TypedDict):
    domain: str
    """Domain of the zone."""
    protect: bool
    """Whether Pulumi refuses to delete the zone; a new one has other name servers."""


class HostedZone(pulumi.ComponentResource):
    """A public Route 53 zone. It answers once the parent domain delegates to its name servers."""

    zone_id: pulumi.Output[str]
    """Id of the zone."""
    name_servers: pulumi.Output[list[str]]
    """Name servers to which the parent domain must delegate."""

    def __init__(self, name: str, args: HostedZoneArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:HostedZone", name, {}, opts)
        zone = aws.route53.Zone(
            f"{name}-public",
            name=args["domain"],
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"], delete_before_replace=True),
        )
        self.zone_id = zone.zone_id
        self.name_servers = zone.name_servers
        self.register_outputs({"zone_id": self.zone_id, "name_servers": self.name_servers})
