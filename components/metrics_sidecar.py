"""The container that reads the metrics of another one in its task and writes them where they are kept."""

from typing import NotRequired, TypedDict

import pulumi
import yaml

from components.container import Container, log_configuration

METRICS = "metrics"
"""Name of the container that collects metrics."""

_CONFIGURATION = "AOT_CONFIG_CONTENT"
"""Variable from which AWS's collector takes its configuration.

https://aws-otel.github.io/docs/setup/ecs/config-through-ssm
"""


class CloudWatchMetricsArgs(TypedDict):
    namespace: str
    """Namespace of the metrics."""
    metrics: dict[str, list[list[str]]]
    """By the name of a series, the sets of labels that become dimensions."""
    log_group_name: str
    """Log group through which they get to CloudWatch (embedded metric format)."""


class MetricsSidecarArgs(TypedDict):
    job: str
    """Value of the label job."""
    port: int
    """Port on which the main container offers its metrics."""
    path: str
    """Path on which it does."""
    scheme: NotRequired[str]
    """http or https, whose certificate isn't checked. Default: http."""
    interval: int
    """Seconds between two readings."""
    image: str
    """Image of AWS's OpenTelemetry collector."""
    cpu: int
    """CPU units set aside for it."""
    memory: int
    """Memory that it may use, MiB."""
    workspace_endpoint: NotRequired[pulumi.Input[str]]
    """Address of the Prometheus workspace, with a slash at its end. Default: none."""
    cloud_watch: NotRequired[CloudWatchMetricsArgs]
    """Metrics that are also written to CloudWatch. Default: none."""


def metrics_sidecar(args: MetricsSidecarArgs, log_group: object, region: str) -> Container:
    """The collector. The task goes on when it stops: that metrics are missing is an alarm, not an outage."""
    endpoint = pulumi.Output.from_input(args.get("workspace_endpoint", ""))
    return Container(
        name=METRICS,
        image=args["image"],
        logs=log_configuration(log_group, region),
        essential=False,
        # The image has no user of its own, and the collector needs no rights.
        user="65534",
        environment={_CONFIGURATION: endpoint.apply(lambda found: collector_configuration(args, found, region))},
        cpu=args["cpu"],
        memory=args["memory"],
    )


def collector_configuration(args: MetricsSidecarArgs, endpoint: str, region: str) -> str:
    """The configuration as YAML. The task's ARN tells the series of equal tasks apart."""
    exporters: dict[str, object] = {}
    if endpoint:
        exporters["prometheusremotewrite"] = {
            "endpoint": f"{endpoint}api/v1/remote_write",
            "auth": {"authenticator": "sigv4auth"},
            "resource_to_telemetry_conversion": {"enabled": True},
            # Rules name the series as the application does.
            "add_metric_suffixes": False,
        }
    if "cloud_watch" in args:
        exporters["awsemf"] = _embedded_metrics(args["cloud_watch"], region)
    scrape = {
        "job_name": args["job"],
        "scrape_interval": f"{args['interval']}s",
        "scrape_timeout": f"{min(args['interval'], 10)}s",
        "metrics_path": args["path"],
        **_scheme(args.get("scheme", "http")),
        "static_configs": [{"targets": [f"localhost:{args['port']}"]}],
    }
    pipeline = {
        "receivers": ["prometheus"],
        "processors": ["resourcedetection", "batch"],
        "exporters": list(exporters),
    }
    configuration = {
        "extensions": {"sigv4auth": {"region": region, "service": "aps"}},
        "receivers": {"prometheus": {"config": {"scrape_configs": [scrape]}}},
        "processors": {"resourcedetection": {"detectors": ["ecs"]}, "batch": {"timeout": "10s"}},
        "exporters": exporters,
        "service": {"extensions": ["sigv4auth"], "pipelines": {"metrics": pipeline}},
    }
    return yaml.safe_dump(configuration, sort_keys=False)


def _scheme(scheme: str) -> dict[str, object]:
    return {} if scheme == "http" else {"scheme": scheme, "tls_config": {"insecure_skip_verify": True}}


def _embedded_metrics(args: CloudWatchMetricsArgs, region: str) -> dict[str, object]:
    """Only what is declared becomes a metric; counters are written as their growth."""
    return {
        "region": region,
        "namespace": args["namespace"],
        "log_group_name": args["log_group_name"],
        "log_stream_name": "{TaskId}",
        "dimension_rollup_option": "NoDimensionRollup",
        "metric_declarations": [
            {"metric_name_selectors": [f"^{series}$"], "dimensions": [list(labels) for labels in dimensions]}
            for series, dimensions in args["metrics"].items()
        ],
    }
