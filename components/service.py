"""A container service on Fargate."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.cluster import CapacityArgs, capacity_strategy
from components.container import container_definition, health_check, log_configuration, volume_name
from components.task_roles import TaskRoles, TaskRolesArgs


class RouteArgs(TypedDict):
    paths: list[str]
    """Path patterns; empty for every path."""
    hosts: list[str]
    """Host names; empty for every host."""
    priority: int
    """Place among the listener's rules, smaller first."""


class HealthCheckArgs(TypedDict):
    path: str
    """Path that answers 200."""
    command: NotRequired[str]
    """Shell command run in the container. Default: the container isn't asked."""
    interval: int
    """Seconds between checks."""
    timeout: int
    """Seconds until a check counts as failed."""
    retries: int
    """Failures in a row that make a task unhealthy."""
    start_period: int
    """Seconds after the start in which failures don't count."""


class ScalingArgs(TypedDict):
    fewest: int
    """Fewest tasks."""
    most: int
    """Most tasks."""
    cpu_percent: int
    """Average CPU to hold."""


class ServiceArgs(TypedDict):
    service_name: str
    """Name of the ECS service."""
    family: str
    """Family of the task definition."""
    container_name: str
    """Name of the container."""
    image: str
    """Image with a fixed tag or a digest."""
    cpu: int
    """CPU units of a task."""
    memory: int
    """Memory of a task, MiB."""
    port: int
    """Port on which the container listens."""
    desired_tasks: int
    """Number of tasks; only at the start when the service scales."""
    scaling: NotRequired[ScalingArgs]
    """Scaling by CPU. Default: the number of tasks is fixed."""
    minimum_healthy_percent: int
    """Part of the tasks that keeps running during a deployment."""
    maximum_percent: int
    """Part of the tasks that may run during a deployment, old and new together."""
    health_check: HealthCheckArgs
    """How load balancer and container find out whether a task works."""
    environment: dict[str, pulumi.Input[str]]
    """Environment variables."""
    secrets: dict[str, pulumi.Input[str]]
    """Environment variables whose value is a secret: ARNs."""
    writable_paths: list[str]
    """Folders that the container may write to."""
    stop_seconds: int
    """Seconds from SIGTERM to SIGKILL."""
    keep_revisions: bool
    """Whether earlier revisions of the task definition stay active, so that a rollback finds them."""
    roles: TaskRolesArgs
    """What ECS and the containers are allowed."""
    log_group_name: str
    """Name of the log group."""
    log_retention_days: int
    """Days that logs are kept."""
    logs_key_arn: pulumi.Input[str]
    """Key of the log group."""
    region: str
    """Region of the service."""
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
    routes: list[RouteArgs]
    """Requests that the service answers; empty for none."""


class Service(pulumi.ComponentResource):
    """Tasks of one container behind a load balancer's routes, with log group, roles and, when asked for, scaling.

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
    """Name of the target group in CloudWatch metrics; empty without routes."""

    def __init__(self, name: str, args: ServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Service", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        log_group = self._log_group()
        roles = TaskRoles(f"{name}-roles", args["roles"], self._child)
        task = self._task_definition(log_group.name, roles)
        targets = self._target_group() if args["routes"] else None
        rules = self._listener_rules(targets) if targets else []
        service = self._service(task, targets, rules)
        self._scaling(service)
        self.service_name = service.name
        self.task_definition_arn = task.arn
        self.task_family = task.family
        self.log_group_name = log_group.name
        self.task_role_arn = roles.task_role_arn
        self.execution_role_arn = roles.execution_role_arn
        self.target_group_arn_suffix = targets.arn_suffix if targets else pulumi.Output.from_input("")
        self.register_outputs(
            {
                "service_name": self.service_name,
                "task_definition_arn": self.task_definition_arn,
                "task_family": self.task_family,
                "log_group_name": self.log_group_name,
                "task_role_arn": self.task_role_arn,
                "execution_role_arn": self.execution_role_arn,
                "target_group_arn_suffix": self.target_group_arn_suffix,
            }
        )

    def _log_group(self) -> aws.cloudwatch.LogGroup:
        return aws.cloudwatch.LogGroup(
            f"{self._prefix}-logs",
            name=self._args["log_group_name"],
            retention_in_days=self._args["log_retention_days"],
            kms_key_id=self._args["logs_key_arn"],
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _task_definition(self, log_group: pulumi.Input[str], roles: TaskRoles) -> aws.ecs.TaskDefinition:
        args = self._args
        check = args["health_check"]
        command = check.get("command")
        timing = (check["interval"], check["timeout"], check["retries"], check["start_period"])
        definition = container_definition(
            name=args["container_name"],
            image=args["image"],
            port=args["port"],
            environment=args["environment"],
            secrets=args["secrets"],
            writable_paths=args["writable_paths"],
            stop_seconds=args["stop_seconds"],
            logs=log_configuration(log_group, args["region"]),
            health=health_check(command, *timing) if command else None,
        )
        return aws.ecs.TaskDefinition(
            f"{self._prefix}-task",
            family=args["family"],
            requires_compatibilities=["FARGATE"],
            network_mode="awsvpc",
            cpu=str(args["cpu"]),
            memory=str(args["memory"]),
            execution_role_arn=roles.execution_role_arn,
            task_role_arn=roles.task_role_arn,
            container_definitions=pulumi.Output.json_dumps([definition]),
            volumes=[{"name": volume_name(path)} for path in args["writable_paths"]],
            skip_destroy=args["keep_revisions"],
            opts=self._child,
        )

    def _target_group(self) -> aws.lb.TargetGroup:
        check = self._args["health_check"]
        return aws.lb.TargetGroup(
            f"{self._prefix}-tg",
            vpc_id=self._args["vpc_id"],
            target_type="ip",
            protocol="HTTP",
            port=self._args["port"],
            deregistration_delay=self._args["stop_seconds"],
            health_check={
                "path": check["path"],
                "protocol": "HTTP",
                "port": "traffic-port",
                "matcher": "200",
                "interval": check["interval"],
                "timeout": check["timeout"],
                "healthy_threshold": 2,
                "unhealthy_threshold": check["retries"],
            },
            opts=self._child,
        )

    def _listener_rules(self, targets: aws.lb.TargetGroup) -> list[aws.lb.ListenerRule]:
        if "listener_arn" not in self._args:
            raise ValueError(f"Service {self._prefix} has routes; give it the listener_arn of a load balancer.")
        return [
            aws.lb.ListenerRule(
                f"{self._prefix}-route-{index}",
                listener_arn=self._args["listener_arn"],
                priority=route["priority"],
                conditions=_conditions(route),
                actions=[{"type": "forward", "target_group_arn": targets.arn}],
                opts=self._child,
            )
            for index, route in enumerate(self._args["routes"], start=1)
        ]

    def _service(
        self,
        task: aws.ecs.TaskDefinition,
        targets: aws.lb.TargetGroup | None,
        rules: list[aws.lb.ListenerRule],
    ) -> aws.ecs.Service:
        args = self._args
        backend = {"container_name": args["container_name"], "container_port": args["port"]}
        return aws.ecs.Service(
            f"{self._prefix}-service",
            name=args["service_name"],
            cluster=args["cluster_arn"],
            task_definition=task.arn,
            desired_count=args["desired_tasks"],
            capacity_provider_strategies=capacity_strategy(args["capacity"]),
            network_configuration={
                "subnets": args["subnet_ids"],
                "security_groups": [args["security_group_id"]],
                "assign_public_ip": False,
            },
            load_balancers=[{**backend, "target_group_arn": targets.arn}] if targets else None,
            health_check_grace_period_seconds=args["health_check"]["start_period"] if targets else None,
            deployment_minimum_healthy_percent=args["minimum_healthy_percent"],
            deployment_maximum_percent=args["maximum_percent"],
            deployment_circuit_breaker={"enable": True, "rollback": True},
            # ECS moves a task by starting its successor first, which needs more than 100 percent.
            availability_zone_rebalancing="ENABLED" if args["maximum_percent"] > 100 else "DISABLED",
            enable_execute_command=False,
            # Else the deployment counts as done before its tasks are healthy, and its rollback goes unnoticed.
            wait_for_steady_state=True,
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            opts=pulumi.ResourceOptions(
                parent=self,
                # ECS refuses a target group that no listener uses yet.
                depends_on=rules,
                delete_before_replace=True,
                ignore_changes=["desiredCount"] if "scaling" in args else None,
            ),
        )

    def _scaling(self, service: aws.ecs.Service) -> None:
        if "scaling" not in self._args:
            return
        scaling = self._args["scaling"]
        target = aws.appautoscaling.Target(
            f"{self._prefix}-scaling",
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=pulumi.Output.concat("service/", self._args["cluster_name"], "/", service.name),
            min_capacity=scaling["fewest"],
            max_capacity=scaling["most"],
            opts=self._child,
        )
        aws.appautoscaling.Policy(
            f"{self._prefix}-cpu",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration={
                "predefined_metric_specification": {"predefined_metric_type": "ECSServiceAverageCPUUtilization"},
                "target_value": scaling["cpu_percent"],
            },
            opts=self._child,
        )


def _conditions(route: RouteArgs) -> list[dict[str, dict[str, list[str]]]]:
    conditions = {"path_pattern": route["paths"], "host_header": route["hosts"]}
    return [{kind: {"values": values}} for kind, values in conditions.items() if values]
