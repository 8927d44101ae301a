"""A collector of the metrics that services show in Prometheus's form."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws
import yaml

from components.cluster import CapacityArgs
from components.scaling import ScalingArgs
from components.service import Service, ServiceArgs
from components.task_definition import TaskArgs

_PORT = 13133
"""Where the collector answers health checks, inside of its task only."""


class ScrapedServiceArgs(TypedDict):
    host: str
    """Private name of the service's tasks, such as payment-api.internal."""
    port: int
    """Port on which they show metrics."""
    path: str
    """Path at which they show them."""
    scheme: str
    """http or https; with https their certificate isn't checked."""
    group_id: pulumi.Input[str]
    """Security group of the tasks."""


class MetricsCollectorArgs(TypedDict):
    task: TaskArgs
    """What runs; its environment gets the configuration."""
    service_name: str
    """Name of the ECS service."""
    workspace_endpoint: pulumi.Input[str]
    """Address of the Prometheus workspace."""
    scrape_seconds: int
    """Seconds between two looks at a task."""
    timeout_seconds: int
    """Seconds until a look counts as failed."""
    services: dict[str, ScrapedServiceArgs]
    """Services by the name of their job."""
    cluster_name: pulumi.Input[str]
    """Name of the cluster."""
    cluster_arn: pulumi.Input[str]
    """ARN of the cluster."""
    capacity: list[CapacityArgs]
    """Where the tasks run."""
    desired_tasks: int
    """Tasks; only at the start when the collector scales."""
    scaling: NotRequired[ScalingArgs]
    """Scaling by load. Default: the number of tasks is fixed."""
    high_availability_cluster: str
    """Name by which the workspace knows tasks whose samples are the same."""
    vpc_id: pulumi.Input[str]
    """VPC of the tasks."""
    subnet_ids: pulumi.Input[list[str]]
    """Subnets of the tasks."""
    endpoints_group_id: NotRequired[pulumi.Input[str]]
    """Group of VPC endpoints. Default: there are none."""


class MetricsCollector(pulumi.ComponentResource):
    """AWS's distribution of the OpenTelemetry collector as a service, with a group of its own.

    Each task asks everybody; the workspace keeps the samples of one task. The groups of the services admit the
    collector's group on their ports of metrics; no other one needs to.
    """

    group_id: pulumi.Output[str]
    """Security group of the collector."""
    service_name: pulumi.Output[str]
    """Name of the ECS service."""

    def __init__(self, name: str, args: MetricsCollectorArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:MetricsCollector", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self.group_id = self._group()
        self._reach_the_tasks()
        self.service_name = self._service().service_name
        self.register_outputs({"group_id": self.group_id, "service_name": self.service_name})

    def _group(self) -> pulumi.Output[str]:
        group = aws.ec2.SecurityGroup(
            f"{self._prefix}-group",
            vpc_id=self._args["vpc_id"],
            description="Collector of metrics: never in",
            tags={"Name": self._prefix},
            opts=self._child,
        )
        aws.vpc.SecurityGroupEgressRule(
            f"{self._prefix}-out-443",
            security_group_id=group.id,
            description="HTTPS to AWS",
            cidr_ipv4="0.0.0.0/0",
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            opts=self._child,
        )
        if "endpoints_group_id" in self._args:
            self._rule("endpoints-in-443", group.id, self._args["endpoints_group_id"], 443)
        return pulumi.Output.from_input(group.id)

    def _reach_the_tasks(self) -> None:
        """Services may share a group and a port; each pair is one rule a service all the same, if their ports differ.

        AWS refuses a rule that a group has already, so services that share both are reached by the first one's rule.
        """
        shared: list[tuple[object, int]] = []
        for service, scraped in self._args["services"].items():
            place = (scraped["group_id"], scraped["port"])
            if any(group is place[0] and port == place[1] for group, port in shared):
                continue
            shared.append(place)
            role = f"{service}-{scraped['port']}"
            aws.vpc.SecurityGroupEgressRule(
                f"{self._prefix}-{role}-out",
                security_group_id=self.group_id,
                description=f"To the metrics of {service}",
                referenced_security_group_id=scraped["group_id"],
                ip_protocol="tcp",
                from_port=scraped["port"],
                to_port=scraped["port"],
                opts=self._child,
            )
            self._rule(f"{role}-in", self.group_id, scraped["group_id"], scraped["port"])

    def _rule(self, role: str, source: pulumi.Input[str], target: pulumi.Input[str], port: int) -> None:
        aws.vpc.SecurityGroupIngressRule(
            f"{self._prefix}-{role}",
            security_group_id=target,
            description="From the collector of metrics",
            referenced_security_group_id=source,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            opts=self._child,
        )

    def _service(self) -> Service:
        args = self._args
        configuration = pulumi.Output.from_input(args["workspace_endpoint"]).apply(
            lambda endpoint: collector_configuration(
                endpoint,
                args["task"]["region"],
                args["high_availability_cluster"],
                {"scrape_interval": f"{args['scrape_seconds']}s", "scrape_timeout": f"{args['timeout_seconds']}s"},
                [_job(name, service) for name, service in args["services"].items()],
            )
        )
        environment = {**args["task"]["environment"], "AOT_CONFIG_CONTENT": configuration}
        service: ServiceArgs = {
            "task": {**args["task"], "environment": environment},
            "service_name": args["service_name"],
            "port": _PORT,
            "desired_tasks": args["desired_tasks"],
            "minimum_healthy_percent": 100,
            "maximum_percent": 200,
            "cluster_name": args["cluster_name"],
            "cluster_arn": args["cluster_arn"],
            "capacity": args["capacity"],
            "vpc_id": args["vpc_id"],
            "subnet_ids": args["subnet_ids"],
            "security_group_id": self.group_id,
            "routes": [],
        }
        if "scaling" in args:
            service["scaling"] = args["scaling"]
        return Service(self._prefix, service, self._child)


def collector_configuration(
    workspace_endpoint: str,
    region: str,
    cluster: str,
    timing: Mapping[str, str],
    jobs: Sequence[Mapping[str, object]],
) -> str:
    """The collector's YAML: tasks are found by the addresses of their private name.

    The labels cluster and __replica__ let the workspace choose one of the tasks; the address of its metadata is what
    each has for itself.
    https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-onboard-ingest-metrics-OpenTelemetry-ECS.html
    https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-ingest-dedupe.html
    """
    labels = {"cluster": cluster, "__replica__": "${env:ECS_CONTAINER_METADATA_URI_V4}"}
    exporter = {
        "endpoint": f"{workspace_endpoint.rstrip('/')}/api/v1/remote_write",
        "auth": {"authenticator": "sigv4auth"},
        "external_labels": labels,
    }
    configuration = {
        "extensions": {
            "health_check": {"endpoint": f"localhost:{_PORT}"},
            "sigv4auth": {"region": region, "service": "aps"},
        },
        "receivers": {"prometheus": {"config": {"global": dict(timing), "scrape_configs": list(jobs)}}},
        "processors": {"batch": {}},
        "exporters": {"prometheusremotewrite": exporter},
        "service": {
            "extensions": ["health_check", "sigv4auth"],
            "pipelines": {
                "metrics": {
                    "receivers": ["prometheus"],
                    "processors": ["batch"],
                    "exporters": ["prometheusremotewrite"],
                }
            },
        },
    }
    return yaml.safe_dump(configuration, sort_keys=False)


def _job(name: str, service: ScrapedServiceArgs) -> dict[str, object]:
    job: dict[str, object] = {
        "job_name": name,
        "scheme": service["scheme"],
        "metrics_path": service["path"],
        "dns_sd_configs": [{"names": [service["host"]], "type": "A", "port": service["port"]}],
    }
    return {**job, "tls_config": {"insecure_skip_verify": True}} if service["scheme"] == "https" else job
