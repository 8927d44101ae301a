"""The security group of one service."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.security_group_rules import admit_from_group, let_out_by_https, let_out_to_group


class PeerArgs(TypedDict):
    """Another group of the VPC, and the port of the connection with it."""

    group_id: pulumi.Input[str]
    """Id of the group."""
    port: int
    """Port on which the side that is called answers."""


class ServiceGroupArgs(TypedDict):
    vpc_id: pulumi.Input[str]
    """VPC of the group."""
    description: str
    """Whose group it is."""
    callers: dict[str, PeerArgs]
    """Groups that reach the service, by a short name such as alb; each on one port of the service."""
    called: dict[str, PeerArgs]
    """Groups that the service reaches, by a short name such as rds; each on its own port."""
    endpoints_group_id: NotRequired[pulumi.Input[str]]
    """Group of VPC endpoints, which admits the service on 443. Default: there are none."""
    internet: NotRequired[bool]
    """Whether the service reaches the internet on 443. Default: true."""


class ServiceGroup(pulumi.ComponentResource):
    """A group that admits named groups on named ports, with the other half of each connection in their groups."""

    group_id: pulumi.Output[str]
    """Id of the group."""

    def __init__(self, name: str, args: ServiceGroupArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:ServiceGroup", name, {}, opts)
        self._prefix = name
        self._child = pulumi.ResourceOptions(parent=self)
        group = aws.ec2.SecurityGroup(
            f"{name}-group",
            vpc_id=args["vpc_id"],
            description=args["description"],
            tags={"Name": name},
            opts=self._child,
        )
        self.group_id = pulumi.Output.from_input(group.id)
        for caller, peer in args["callers"].items():
            self._connect(f"in-{peer['port']}-{caller}", peer["group_id"], self.group_id, peer["port"])
        for called, peer in args["called"].items():
            self._connect(f"out-{peer['port']}-{called}", self.group_id, peer["group_id"], peer["port"])
        if "endpoints_group_id" in args:
            self._admit("endpoints", self.group_id, args["endpoints_group_id"], 443)
        if args.get("internet", True):
            let_out_by_https(f"{name}-out-443", self.group_id, self._child)
        self.register_outputs({"group_id": self.group_id})

    def _connect(self, role: str, source: pulumi.Input[str], target: pulumi.Input[str], port: int) -> None:
        """Both halves of a connection: out of the source group, into the target group."""
        described = f"{self._prefix}: {role}"
        let_out_to_group(f"{self._prefix}-{role}-out", described, source, target, port, self._child)
        self._admit(role, source, target, port)

    def _admit(self, role: str, source: pulumi.Input[str], target: pulumi.Input[str], port: int) -> None:
        admit_from_group(f"{self._prefix}-{role}-in", f"{self._prefix}: {role}", target, source, port, self._child)
