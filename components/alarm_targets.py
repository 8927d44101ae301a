"""What alarms and dashboards watch, in CloudWatch's terms; any of it may be left out."""

from typing import NotRequired, TypedDict

import pulumi


class ServiceTargetArgs(TypedDict):
    key: str
    """Short name, part of the names of its alarms."""
    service_name: pulumi.Input[str]
    """Name of the ECS service."""
    cluster_name: pulumi.Input[str]
    """Name of its cluster."""
    fewest_tasks: int
    """Tasks that it should have at least."""
    target_group: NotRequired[pulumi.Input[str]]
    """Suffix of its target group's ARN: targetgroup/NAME/ID. Default: no requests reach it."""
    load_balancer: NotRequired[pulumi.Input[str]]
    """Suffix of its load balancer's ARN: app/NAME/ID; required with target_group."""


class LoadBalancerTargetArgs(TypedDict):
    key: str
    """Short name, part of the names of its alarms."""
    arn_suffix: pulumi.Input[str]
    """Suffix of its ARN: app/NAME/ID."""


class DatabaseTargetArgs(TypedDict):
    key: str
    """Short name, part of the names of its alarms."""
    identifier: pulumi.Input[str]
    """Identifier of the instance."""
    max_connections: int
    """Connections that it takes at most."""
    storage_bytes: int
    """Storage that it has."""
    memory_bytes: int
    """Memory that it has."""
    replica: NotRequired[bool]
    """Whether it follows another instance. Default: no."""


class CacheTargetArgs(TypedDict):
    key: str
    """Short name, part of the names of its alarms."""
    node_ids: list[pulumi.Input[str]]
    """Cache clusters of the replication group: NAME-001, NAME-002."""


class TableTargetArgs(TypedDict):
    key: str
    """Short name, part of the names of its alarms."""
    table_name: pulumi.Input[str]
    """Name of the table."""
    indexes: NotRequired[list[str]]
    """Names of its global secondary indexes. Default: none."""


class QueueTargetArgs(TypedDict):
    key: str
    """Short name, part of the names of its alarms."""
    queue_name: pulumi.Input[str]
    """Name of the queue."""
    dead_letter_name: NotRequired[pulumi.Input[str]]
    """Name of the queue of messages that failed for good. Default: it has none."""


class FirewallTargetArgs(TypedDict):
    key: str
    """Short name, part of the names of its alarms."""
    metric_name: pulumi.Input[str]
    """Name of the web ACL in metrics."""


class CertificateTargetArgs(TypedDict):
    key: str
    """Short name, part of the names of its alarms."""
    arn: pulumi.Input[str]
    """ARN of the certificate."""


class NatGatewayTargetArgs(TypedDict):
    key: str
    """Short name, part of the names of its alarms."""
    id: pulumi.Input[str]
    """Id of the gateway."""


class LogMetricTargetArgs(TypedDict):
    key: str
    """Short name, part of the names of its alarms."""
    namespace: str
    """Namespace of the metric."""
    metric: str
    """Name of the metric."""
    title: str
    """What it counts."""


class JobTargetArgs(TypedDict):
    key: str
    """Short name, part of the names of its alarms."""
    cluster_arn: pulumi.Input[str]
    """Cluster that runs it."""
    task_family: pulumi.Input[str]
    """Family of its task definitions."""


class FunctionTargetArgs(TypedDict):
    key: str
    """Short name, part of the names of its alarms."""
    function_name: pulumi.Input[str]
    """Name of the Lambda function."""
    undelivered_queue_name: NotRequired[pulumi.Input[str]]
    """Name of the queue of events that it failed to handle. Default: it has none."""


class TargetsArgs(TypedDict):
    services: NotRequired[list[ServiceTargetArgs]]
    """ECS services."""
    load_balancers: NotRequired[list[LoadBalancerTargetArgs]]
    """Application load balancers."""
    databases: NotRequired[list[DatabaseTargetArgs]]
    """RDS instances, replicas included."""
    caches: NotRequired[list[CacheTargetArgs]]
    """ElastiCache replication groups."""
    tables: NotRequired[list[TableTargetArgs]]
    """DynamoDB tables."""
    queues: NotRequired[list[QueueTargetArgs]]
    """SQS queues."""
    firewalls: NotRequired[list[FirewallTargetArgs]]
    """Web ACLs of the region."""
    certificates: NotRequired[list[CertificateTargetArgs]]
    """ACM certificates."""
    nat_gateways: NotRequired[list[NatGatewayTargetArgs]]
    """NAT gateways."""
    log_metrics: NotRequired[list[LogMetricTargetArgs]]
    """Metrics read from logs."""
    jobs: NotRequired[list[JobTargetArgs]]
    """ECS tasks that run to their end."""
    functions: NotRequired[list[FunctionTargetArgs]]
    """Lambda functions."""
    backups: NotRequired[bool]
    """Whether AWS Backup makes copies. Default: no."""
