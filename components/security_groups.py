"""Who may talk to whom inside the VPC."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.security_group_rules import ANYWHERE, admit_from_group, let_out_by_https, let_out_to_group


class NamedGroupArgs(TypedDict):
    group_name: str
    """Name of the group."""
    description: NotRequired[str]
    """What it is for. Default: who may talk to it."""


class SecurityGroupsArgs(TypedDict):
    vpc_id: pulumi.Input[str]
    """VPC of the groups."""
    container_ports: list[int]
    """Ports on which the load balancer reaches containers."""
    database_port: NotRequired[int]
    """Port of the database. Default: 5432."""
    cache_port: NotRequired[int]
    """Port on which containers reach caches. Default: they don't."""
    endpoints: NotRequired[bool]
    """Whether containers and functions reach VPC endpoints. Default: false."""
    shared_ports: NotRequired[list[int]]
    """Ports on which containers reach each other. Default: none."""
    functions: NotRequired[bool]
    """Whether functions have a group, from which they reach the database. Default: true."""
    load_balancer_clients: NotRequired[list[str]]
    """Blocks that the load balancer admits. Default: nobody."""
    named: NotRequired[dict[str, NamedGroupArgs]]
    """Groups with a name of their own: alb, ecs, rds or cache. Default: names are made up."""


class SecurityGroups(pulumi.ComponentResource):
    """Groups that refer to each other: load balancer, containers, database, and on demand caches, functions, endpoints.

    Only the load balancer admits anybody from outside, on 443 and on 80 (which redirects), and only the blocks that are
    named. Every rule is a resource of its own.
    """

    load_balancer_id: pulumi.Output[str]
    """Group of the load balancer."""
    containers_id: pulumi.Output[str]
    """Group of ECS tasks."""
    database_id: pulumi.Output[str]
    """Group of the database."""
    cache_id: pulumi.Output[str]
    """Group of caches; empty without."""
    functions_id: pulumi.Output[str]
    """Group of Lambda functions; empty without."""
    endpoints_id: pulumi.Output[str]
    """Group of interface endpoints; empty without."""

    def __init__(self, name: str, args: SecurityGroupsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:SecurityGroups", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        vpc_id = args["vpc_id"]
        self.load_balancer_id = self._group("alb", vpc_id, "Load balancer: HTTPS from anywhere, out to containers")
        self.containers_id = self._group("ecs", vpc_id, "Containers: in from the load balancer only")
        self.database_id = self._group("rds", vpc_id, "Database: in from containers and functions, never out")
        self._has_functions = args.get("functions", True)
        none = pulumi.Output.from_input("")
        self.functions_id = self._group("lambda", vpc_id, "Functions: never in") if self._has_functions else none
        self.cache_id = none
        self.endpoints_id = none
        self._clients_to_load_balancer(args.get("load_balancer_clients", []))
        self._load_balancer_to_containers(args["container_ports"])
        for port in args.get("shared_ports", []):
            self._connect("ecs", self.containers_id, "ecs", self.containers_id, port)
        self._clients_to_database(args.get("database_port", 5432))
        if "cache_port" in args:
            self.cache_id = self._group("cache", vpc_id, "Caches: in from containers, never out")
            self._connect("ecs", self.containers_id, "cache", self.cache_id, args["cache_port"])
        if args.get("endpoints", False):
            self.endpoints_id = self._group("endpoints", vpc_id, "VPC endpoints: in from containers and functions")
            self._clients_to_endpoints()
        self._clients_to_aws()
        self.register_outputs(
            {
                "load_balancer_id": self.load_balancer_id,
                "containers_id": self.containers_id,
                "database_id": self.database_id,
                "cache_id": self.cache_id,
                "functions_id": self.functions_id,
                "endpoints_id": self.endpoints_id,
            }
        )

    def _clients_to_load_balancer(self, blocks: list[str]) -> None:
        for block in blocks:
            suffix = "" if block == ANYWHERE else f"-{block.replace('.', '-').replace('/', '-')}"
            source = "anywhere" if block == ANYWHERE else block
            for port, purpose in ((443, "HTTPS"), (80, "HTTP, redirected to HTTPS")):
                aws.vpc.SecurityGroupIngressRule(
                    f"{self._prefix}-alb-in-{port}{suffix}",
                    security_group_id=self.load_balancer_id,
                    description=f"{purpose} from {source}",
                    cidr_ipv4=block,
                    ip_protocol="tcp",
                    from_port=port,
                    to_port=port,
                    opts=self._child,
                )

    def _load_balancer_to_containers(self, ports: list[int]) -> None:
        for port in ports:
            self._connect("alb", self.load_balancer_id, "ecs", self.containers_id, port)

    def _clients_to_database(self, port: int) -> None:
        for source, source_id in self._clients():
            self._connect(source, source_id, "rds", self.database_id, port)

    def _clients_to_endpoints(self) -> None:
        """In only: the clients may leave on 443 already."""
        for source, source_id in self._clients():
            self._admit("endpoints", self.endpoints_id, source, source_id, 443)

    def _clients_to_aws(self) -> None:
        for role, group in self._clients():
            let_out_by_https(f"{self._prefix}-{role}-out-443", group, self._child)

    def _clients(self) -> list[tuple[str, pulumi.Output[str]]]:
        """Groups of what runs, by role."""
        functions = [("lambda", self.functions_id)] if self._has_functions else []
        return [("ecs", self.containers_id), *functions]

    def _group(self, role: str, vpc_id: pulumi.Input[str], description: str) -> pulumi.Output[str]:
        name = f"{self._prefix}-{role}"
        named = self._args.get("named", {}).get(role)
        # A group that is in use can't be deleted, so its successor is made first, under another name.
        group = aws.ec2.SecurityGroup(
            name,
            name=named["group_name"] if named else None,
            vpc_id=vpc_id,
            description=named.get("description", description) if named else description,
            tags={"Name": named["group_name"] if named else name},
            opts=self._child,
        )
        return pulumi.Output.from_input(group.id)

    def _connect(
        self, source: str, source_id: pulumi.Output[str], target: str, target_id: pulumi.Output[str], port: int
    ) -> None:
        """Both halves of a connection: out of the source group, into the target group."""
        name = f"{self._prefix}-{source}-out-{port}-{target}"
        let_out_to_group(name, f"To {target}", source_id, target_id, port, self._child)
        self._admit(target, target_id, source, source_id, port)

    def _admit(
        self, target: str, target_id: pulumi.Output[str], source: str, source_id: pulumi.Output[str], port: int
    ) -> None:
        name = f"{self._prefix}-{target}-in-{port}-{source}"
        admit_from_group(name, f"From {source}", target_id, source_id, port, self._child)
