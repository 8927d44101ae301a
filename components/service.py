"""A container service on Fargate."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.cluster import CapacityArgs, capacity_strategy
from components.deployments import (
    DeploymentArgs,
    deployment_configuration,
    error_alarm,
    longest_minutes,
    shifts_traffic,
    traffic_role_arn,
)
from components.scaling import ScalingArgs, scale
from components.sidecars import ContainerHealthArgs
from components.targets import HealthCheckArgs, RouteArgs, TargetGroupArgs, fixed_rule, shifting_rule, target_group
from components.task_definition import Task, TaskArgs, task
from components.task_registry import TaskRegistryArgs, task_registry


class ServiceArgs(TypedDict):
    task: TaskArgs
    """What runs."""
    service_name: str
    """Name of the ECS service."""
    port: int
    """Port on which the container answers the load balancer."""
    desired_tasks: int
    """Number of tasks; only at the start when the service scales."""
    desired_managed_elsewhere: NotRequired[bool]
    """Whether something else changes the number of tasks, such as a shutdown by night. Default: false."""
    scaling: NotRequired[ScalingArgs]
    """Scaling by load and clock. Default: the number of tasks is fixed."""
    minimum_healthy_percent: int
    """Part of the tasks that keeps running during a deployment."""
    maximum_percent: int
    """Part of the tasks that may run during a deployment, old and new together."""
    deployment: NotRequired[DeploymentArgs]
    """How tasks are replaced. Default: a few at a time, back when they don't get healthy."""
    health_check: NotRequired[HealthCheckArgs]
    """How load balancer and container find out whether a task works; required with routes."""
    readiness: NotRequired[HealthCheckArgs]
    """The load balancer's own check. Default: that of health_check."""
    targets: NotRequired[TargetGroupArgs]
    """How requests are spread over the tasks. Default: HTTP, in turns."""
    cluster_name: pulumi.Input[str]
    """Name of the cluster."""
    cluster_arn: pulumi.Input[str]
    """ARN of the cluster."""
    capacity: list[CapacityArgs]
    """Where the tasks run."""
    vpc_id: pulumi.Input[str]
    """VPC of the tasks."""
    subnet_ids: pulumi.Input[list[str]]
    """Subnets of the tasks."""
    security_group_id: pulumi.Input[str]
    """Group of the tasks."""
    listener_arn: NotRequired[pulumi.Input[str]]
    """Listener that takes the routes; required with routes."""
    load_balancer_arn_suffix: NotRequired[pulumi.Input[str]]
    """Name of the load balancer in metrics; required with rollback_on and with scaling by requests."""
    routes: list[RouteArgs]
    """Requests that the service answers; empty for none."""
    registry: NotRequired[TaskRegistryArgs]
    """Private name of the tasks. Default: none."""
    called_by_name: NotRequired[bool]
    """Whether other containers reach the port at that name. Default: true."""
    protect: NotRequired[bool]
    """Whether Pulumi refuses to delete or replace the ECS service. Default: false."""


class Service(pulumi.ComponentResource):
    """Tasks of one image behind a load balancer's routes or without any, with log group, roles and, on demand, scaling.

    A deployment whose tasks don't get healthy is rolled back. The file system is read-only but for named folders.
    """

    service_name: pulumi.Output[str]
    """Name of the ECS service."""
    task_definition_arn: pulumi.Output[str]
    """Task definition with revision."""
    task_family: pulumi.Output[str]
    """Family of the task definition."""
    log_group_name: pulumi.Output[str]
    """Log group of the containers."""
    task_role_arn: pulumi.Output[str]
    """Role of the containers."""
    execution_role_arn: pulumi.Output[str]
    """Role with which ECS starts tasks."""
    target_group_arn_suffix: pulumi.Output[str]
    """Name of the target group in metrics; empty without routes."""
    alternate_target_group_arn_suffix: pulumi.Output[str]
    """Name of the other target group in metrics; empty for rolling deployments."""

    def __init__(self, name: str, args: ServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Service", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._deployment = args.get("deployment", DeploymentArgs())
        self._shifts = shifts_traffic(self._deployment)
        reached = args["routes"] or ("registry" in args and args.get("called_by_name", True))
        running = task(name, args["task"], self, args["port"] if reached else None, self._container_health())
        groups = self._target_groups()
        suffixes = [group.arn_suffix for group in groups]
        service = self._service(running, groups, self._listener_rules(groups), self._alarm_names(suffixes))
        self._scale(service, suffixes)
        none = pulumi.Output.from_input("")
        self.service_name = service.name
        self.task_definition_arn = running.definition.arn
        self.task_family = running.definition.family
        self.log_group_name = running.log_group.name
        self.task_role_arn = running.roles.task_role_arn
        self.execution_role_arn = running.roles.execution_role_arn
        self.target_group_arn_suffix, self.alternate_target_group_arn_suffix = [*suffixes, none, none][:2]
        self.register_outputs(
            {
                "service_name": self.service_name,
                "task_definition_arn": self.task_definition_arn,
                "task_family": self.task_family,
                "log_group_name": self.log_group_name,
                "task_role_arn": self.task_role_arn,
                "execution_role_arn": self.execution_role_arn,
                "target_group_arn_suffix": self.target_group_arn_suffix,
                "alternate_target_group_arn_suffix": self.alternate_target_group_arn_suffix,
            }
        )

    def _container_health(self) -> ContainerHealthArgs | None:
        check = self._args.get("health_check")
        if check is None or "command" not in check:
            return None
        return {
            "command": check["command"],
            "interval": check["interval"],
            "timeout": check["timeout"],
            "retries": check["retries"],
            "start_period": check["start_period"],
        }

    def _load_balancer_check(self) -> HealthCheckArgs | None:
        return self._args.get("readiness", self._args.get("health_check"))

    def _target_groups(self) -> list[aws.lb.TargetGroup]:
        """None without routes, one for rolling deployments, two when requests move from one to the other."""
        args = self._args
        if not args["routes"]:
            return []
        check = self._load_balancer_check()
        if check is None:
            raise ValueError(f"Service {self._prefix} has routes; give it a health_check.")
        targets = args.get("targets", TargetGroupArgs())
        unnamed = targets.copy()
        unnamed.pop("name", None)
        # A name has up to 32 characters: 20 of the service's, a suffix of 4 and 8 of auto-naming.
        return [
            target_group(
                f"{self._prefix}-{suffix}",
                targets if suffix == "tg" else unnamed,
                check,
                args["port"],
                args["vpc_id"],
                args["task"]["stop_seconds"],
                self._child,
            )
            for suffix in (("tg", "alt") if self._shifts else ("tg",))
        ]

    def _listener_rules(self, groups: list[aws.lb.TargetGroup]) -> list[aws.lb.ListenerRule]:
        """One rule a route; requests that move need a single route, and a second rule for its test requests."""
        routes = self._args["routes"]
        if not routes:
            return []
        if "listener_arn" not in self._args:
            raise ValueError(f"Service {self._prefix} has routes; give it the listener_arn of a load balancer.")
        listener = self._args["listener_arn"]
        if not self._shifts:
            names = [f"{self._prefix}-route-{index}" for index in range(1, len(routes) + 1)]
            return [
                fixed_rule(name, listener, route, groups[0].arn, self)
                for name, route in zip(names, routes, strict=True)
            ]
        if len(routes) != 1:
            raise ValueError(f"Service {self._prefix} has {len(routes)} routes; ECS moves the requests of exactly one.")
        arns = (groups[0].arn, groups[1].arn)
        rules = [shifting_rule(f"{self._prefix}-route-1", listener, routes[0], arns, self)]
        if "test_route" in self._deployment:
            test = self._deployment["test_route"]
            rules.append(shifting_rule(f"{self._prefix}-test", listener, routes[0], arns, self, test))
        return rules

    def _alarm_names(self, suffixes: list[pulumi.Output[str]]) -> list[pulumi.Input[str]]:
        names: list[pulumi.Input[str]] = [*self._deployment.get("rollback_alarms", [])]
        if "rollback_on" in self._deployment:
            if not suffixes or "load_balancer_arn_suffix" not in self._args:
                raise ValueError(
                    f"Service {self._prefix} has rollback_on; give it routes and load_balancer_arn_suffix."
                )
            rollback, balancer = self._deployment["rollback_on"], self._args["load_balancer_arn_suffix"]
            names.append(error_alarm(self._prefix, rollback, balancer, suffixes, self._child).name)
        return names

    def _attachment(
        self, groups: list[aws.lb.TargetGroup], rules: list[aws.lb.ListenerRule]
    ) -> list[dict[str, object]] | None:
        if not groups:
            return None
        args = self._args
        attachment: dict[str, object] = {
            "container_name": args["task"]["container_name"],
            "container_port": args["port"],
            "target_group_arn": groups[0].arn,
        }
        if self._shifts:
            attachment["advanced_configuration"] = {
                "alternate_target_group_arn": groups[1].arn,
                "production_listener_rule": rules[0].arn,
                "test_listener_rule": rules[1].arn if len(rules) > 1 else None,
                "role_arn": traffic_role_arn(self._prefix, args["task"]["region"], self._child),
            }
        return [attachment]

    def _service(
        self,
        running: Task,
        groups: list[aws.lb.TargetGroup],
        rules: list[aws.lb.ListenerRule],
        alarm_names: list[pulumi.Input[str]],
    ) -> aws.ecs.Service:
        args = self._args
        check = self._load_balancer_check()
        counted_elsewhere = "scaling" in args or args.get("desired_managed_elsewhere", False)
        return aws.ecs.Service(
            f"{self._prefix}-service",
            name=args["service_name"],
            cluster=args["cluster_arn"],
            task_definition=running.definition.arn,
            desired_count=args["desired_tasks"],
            capacity_provider_strategies=capacity_strategy(args["capacity"]),
            network_configuration={
                "subnets": args["subnet_ids"],
                "security_groups": [args["security_group_id"]],
                "assign_public_ip": False,
            },
            load_balancers=self._attachment(groups, rules),
            service_registries=self._registry(),
            health_check_grace_period_seconds=check["start_period"] if groups and check else None,
            deployment_configuration=deployment_configuration(self._deployment),
            deployment_minimum_healthy_percent=args["minimum_healthy_percent"],
            deployment_maximum_percent=args["maximum_percent"],
            # Rolling deployments only; the others go back by alarms and when a phase takes too long.
            deployment_circuit_breaker=None if self._shifts else {"enable": True, "rollback": True},
            alarms={"alarm_names": alarm_names, "enable": True, "rollback": True} if alarm_names else None,
            # ECS moves a task by starting its successor first, which needs more than 100 percent.
            availability_zone_rebalancing="ENABLED" if args["maximum_percent"] > 100 else "DISABLED",
            enable_execute_command=args["task"].get("exec", False),
            # Else the deployment counts as done before its tasks are healthy, and its rollback goes unnoticed.
            wait_for_steady_state=True,
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            opts=pulumi.ResourceOptions(
                parent=self,
                # ECS refuses a target group that no listener uses yet.
                depends_on=rules,
                protect=args.get("protect", False),
                delete_before_replace=True,
                ignore_changes=["desiredCount"] if counted_elsewhere else None,
                custom_timeouts=self._timeouts(),
            ),
        )

    def _registry(self) -> dict[str, pulumi.Input[str]] | None:
        if "registry" not in self._args:
            return None
        return {"registry_arn": task_registry(self._prefix, self._args["registry"], self).arn}

    def _timeouts(self) -> pulumi.CustomTimeouts | None:
        """The provider's own suffice for rolling deployments; the others take as long as their phases."""
        if not self._shifts:
            return None
        longest = f"{longest_minutes(self._deployment)}m"
        return pulumi.CustomTimeouts(create=longest, update=longest)

    def _scale(self, service: aws.ecs.Service, suffixes: list[pulumi.Output[str]]) -> None:
        args = self._args
        if "scaling" not in args:
            return
        label = None
        if suffixes and "requests_per_target" in args["scaling"] and "load_balancer_arn_suffix" in args:
            label = pulumi.Output.concat(args["load_balancer_arn_suffix"], "/", suffixes[0])
        resource_id = pulumi.Output.concat("service/", args["cluster_name"], "/", service.name)
        scale(self._prefix, args["scaling"], resource_id, label, self._child)
