"""`awsx:ec2:DefaultVpc`: the default VPC of the region and its subnets, looked up."""

from typing import cast

import pulumi

from sandbox.awsx.inputs import Inputs
from sandbox.awsx.lookups import call_aws

TYPE = "awsx:ec2:DefaultVpc"


class DefaultVpc(pulumi.ComponentResource):
    """The component; it has no children."""

    def __init__(self, name: str, inputs: Inputs, options: pulumi.ResourceOptions | None) -> None:
        super().__init__(TYPE, name, dict(inputs), options)
        vpc = call_aws("aws:ec2/getVpc:getVpc", {"default": True}, self)
        filters = [{"name": "vpc-id", "values": [vpc["id"]]}]
        listed = call_aws("aws:ec2/getSubnets:getSubnets", {"filters": filters}, self)
        ids = cast("list[str]", listed.get("ids") or [])
        subnets = [call_aws("aws:ec2/getSubnet:getSubnet", {"id": one}, self) for one in ids]
        self._state: dict[str, object] = {
            "vpcId": vpc["id"],
            "publicSubnetIds": [subnet["id"] for subnet in subnets if subnet.get("mapPublicIpOnLaunch")],
            "privateSubnetIds": [subnet["id"] for subnet in subnets if not subnet.get("mapPublicIpOnLaunch")],
        }
        self.register_outputs({})

    def state(self) -> dict[str, object]:
        """The component's outputs by their camelCase names."""
        return self._state
