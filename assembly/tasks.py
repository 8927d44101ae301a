"""What services and jobs have in common: the arguments of their task definitions and roles."""

from collections.abc import Mapping

import pulumi

from assembly import naming
from assembly.compute import Surroundings
from components.arns import parameters_below
from components.metrics_sidecar import MetricsSidecarArgs
from components.sidecars import LogRouterArgs, SidecarArgs
from components.task_definition import ContainerShareArgs, TaskArgs
from components.task_permissions import TaskRolesArgs
from settings import Settings
from settings.container_share import ContainerShare
from settings.containers import Workload
from settings.metrics import Metrics, MetricsSidecar
from settings.services import Service
from settings.sidecars import LogRouter, Sidecar
from settings.variable_sets import parameters_of_set, secrets_of_set
from settings.workload_names import log_group, metrics_log_group

Values = Mapping[str, pulumi.Input[str]]


def task_args(settings: Settings, name: str, family: str, workload: Workload, around: Surroundings) -> TaskArgs:
    """The task as it is written, with the names that system, environment and its own name give it."""
    args: TaskArgs = {
        "family": family,
        "container_name": name,
        "image": workload.image,
        "cpu": workload.size.cpu,
        "memory": workload.size.memory,
        "architecture": workload.architecture,
        "entry_point": list(workload.entry_point),
        "command": list(workload.command),
        "init_process": workload.init_process,
        "limits": [{"name": key, "soft": item.soft, "hard": item.hard} for key, item in workload.ulimits.items()],
        "environment": _environment(workload, around),
        "secrets": _secrets(settings, workload, around),
        "writable_paths": list(workload.writable_paths),
        "stop_seconds": workload.stop_seconds,
        "exec": workload.exec,
        "sidecars": [_sidecar_args(key, item, around) for key, item in workload.sidecars.items()],
        "keep_revisions": workload.keep_revisions,
        "roles": _roles_args(settings, name, workload, around),
        "log_group_name": log_group(settings, name, workload),
        "log_retention_days": workload.log_retention_days or settings.observability.log_retention_days,
        "logs_key_arn": around.keys.arn_of("logs"),
        "region": settings.region,
    }
    if workload.ephemeral_storage_gb is not None:
        args["ephemeral_storage_gb"] = workload.ephemeral_storage_gb
    if workload.container is not None:
        args["container"] = _share_args(workload.container)
    if isinstance(workload, Service) and workload.metrics is not None and workload.is_collected:
        args["metrics_port"] = workload.metrics.port
    if workload.user is not None:
        args["user"] = workload.user
    if (tracing := workload.tracing) is not None:
        args["tracing"] = {
            "kind": tracing.kind,
            "image": tracing.image_or_default,
            "cpu": tracing.cpu,
            "memory": tracing.memory,
        }
    if (metrics := workload.metrics) is not None and metrics.sidecar is not None:
        args["metrics_sidecar"] = _metrics_sidecar_args(settings, name, workload, metrics, metrics.sidecar, around)
    if workload.log_router is not None:
        args["log_router"] = _log_router_args(workload.log_router, around)
    return args


def _share_args(share: ContainerShare) -> ContainerShareArgs:
    args: ContainerShareArgs = {}
    if share.cpu is not None:
        args["cpu"] = share.cpu
    if share.memory is not None:
        args["memory"] = share.memory
    if share.memory_reservation is not None:
        args["memory_reservation"] = share.memory_reservation
    return args


def _secrets(settings: Settings, workload: Workload, around: Surroundings) -> dict[str, pulumi.Input[str]]:
    """Variables that ECS reads when a task starts: those of the sets, and those that are named one by one."""
    parameters = {
        variable: around.parameter_arns[key]
        for folder in workload.parameters_from
        for variable, key in parameters_of_set(settings, folder).items()
    }
    sources = {
        variable: source
        for secret in workload.secrets_from
        for variable, source in secrets_of_set(settings, secret).items()
    }
    sources |= workload.secrets
    return {**parameters, **{variable: secret_value(source, around) for variable, source in sources.items()}}


def secret_value(source: str, around: Surroundings) -> pulumi.Input[str]:
    """What ECS reads a variable from: the ARN of a secret or parameter, with one JSON key when the source names one.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
    """
    if source.startswith("arn:"):
        return source
    key, _, json_key = source.partition(".")
    arn = _secret_arn(key, around)
    return pulumi.Output.concat(arn, ":", json_key, "::") if json_key else arn


def _secret_arn(source: str, around: Surroundings) -> pulumi.Input[str]:
    """The ARN that a role needs a right to: without JSON key, version stage and version."""
    if source.startswith("arn:"):
        return source if ":ssm:" in source else ":".join(source.split(":")[:7])
    key = source.split(".")[0]
    if key == "database" and around.database is not None:
        return around.database.secret_arn
    return _found(around.secret_arns, key, "secrets")


def _found(values: Values, key: str, section: str) -> pulumi.Input[str]:
    if key not in values:
        raise ValueError(f"Surroundings has no {key} of platform:{section}; it has {', '.join(values) or 'none'}.")
    return values[key]


def _environment(workload: Workload, around: Surroundings) -> dict[str, pulumi.Input[str]]:
    references = {
        variable: _found(around.references, reference, reference.split(".")[0])
        for variable, reference in workload.references.items()
    }
    return {**workload.environment, **references, **_database_variables(workload, around)}


def _database_variables(workload: Workload, around: Surroundings) -> dict[str, pulumi.Input[str]]:
    """Where the database is; its secret holds user name and password only."""
    if "database" not in workload.secrets.values():
        return {}
    return {f"DATABASE_{part.upper()}": around.references[f"database.{part}"] for part in ("host", "port", "name")}


def _sidecar_args(name: str, sidecar: Sidecar, around: Surroundings) -> SidecarArgs:
    args: SidecarArgs = {
        "name": name,
        "image": sidecar.image,
        "cpu": sidecar.cpu,
        "essential": sidecar.essential,
        "entry_point": list(sidecar.entry_point),
        "command": list(sidecar.command),
        "environment": dict(sidecar.environment),
        "secrets": {variable: secret_value(source, around) for variable, source in sidecar.secrets.items()},
        "ports": list(sidecar.ports),
        "depends_on": dict(sidecar.depends_on),
        "writable_paths": list(sidecar.writable_paths),
    }
    if sidecar.memory is not None:
        args["memory"] = sidecar.memory
    if sidecar.user is not None:
        args["user"] = sidecar.user
    if (health := sidecar.health_check) is not None:
        args["health"] = {
            "command": health.command,
            "interval": health.interval_seconds,
            "timeout": health.timeout_seconds,
            "retries": health.failures,
            "start_period": health.start_period_seconds,
        }
    return args


def _log_router_args(router: LogRouter, around: Surroundings) -> LogRouterArgs:
    return {
        "image": router.image,
        "cpu": router.cpu,
        "memory": router.memory,
        "options": dict(router.options),
        "secret_options": {option: secret_value(source, around) for option, source in router.secret_options.items()},
    }


def _metrics_sidecar_args(
    settings: Settings,
    name: str,
    workload: Workload,
    metrics: Metrics,
    sidecar: MetricsSidecar,
    around: Surroundings,
) -> MetricsSidecarArgs:
    args: MetricsSidecarArgs = {
        "job": name,
        "port": metrics.port,
        "path": metrics.path,
        "scheme": metrics.scheme,
        "interval": sidecar.interval_seconds,
        "image": sidecar.image,
        "cpu": sidecar.cpu,
        "memory": sidecar.memory,
    }
    if around.prometheus is not None:
        args["workspace_endpoint"] = around.prometheus.endpoint
    if (cloud_watch := sidecar.cloud_watch) is not None:
        args["cloud_watch"] = {
            "namespace": cloud_watch.namespace,
            "metrics": {series: [list(labels) for labels in sets] for series, sets in cloud_watch.metrics.items()},
            "log_group_name": metrics_log_group(settings, name, workload),
        }
    return args


def _secret_sources(workload: Workload) -> list[str]:
    """Every secret of a task once, in the order of the file."""
    sources = [*workload.secrets.values(), *workload.secrets_from]
    sources += [source for sidecar in workload.sidecars.values() for source in sidecar.secrets.values()]
    sources += workload.log_router.secret_options.values() if workload.log_router else ()
    return list(dict.fromkeys(source if source.startswith("arn:") else source.split(".")[0] for source in sources))


def _parameter_folders(settings: Settings, workload: Workload) -> list[str]:
    """ARN patterns of the folders whose parameters become variables."""
    if settings.parameters is None:
        return []
    path = settings.parameters.path
    return [
        parameters_below(settings.region, settings.account.id, f"{path}/{folder}")
        for folder in workload.parameters_from
    ]


def _roles_args(settings: Settings, name: str, workload: Workload, around: Surroundings) -> TaskRolesArgs:
    access, keys = workload.access, around.keys
    args: TaskRolesArgs = {
        "account_id": settings.account.id,
        "region": settings.region,
        "secret_arns": [
            *(_secret_arn(source, around) for source in _secret_sources(workload)),
            *_parameter_folders(settings, workload),
        ],
        "secrets_key_arn": keys.arn_of("secrets"),
        "traces": workload.tracing is not None,
    }
    if workload.task_role_name is not None:
        args["task_role_name"] = workload.task_role_name
    if workload.execution_role_name is not None:
        args["execution_role_name"] = workload.execution_role_name
    if tables := [_found(around.table_arns, table, "tables") for table in access.tables]:
        args["table_arns"], args["tables_key_arn"] = tables, keys.arn_of("tables")
    if access.queues:
        args["queue_arns"] = [_found(around.queue_arns, queue, "queues") for queue in access.queues]
        args["queues_key_arn"] = keys.arn_of("queues")
    if access.buckets:
        args["bucket_arns"] = [_found(around.bucket_arns, bucket, "buckets") for bucket in access.buckets]
        args["buckets_key_arn"] = keys.arn_of("buckets")
    if access.log_groups:
        args["log_group_arns"] = [
            _found(around.log_group_arns, group, "observability.logGroups") for group in access.log_groups
        ]
    if access.secrets is not None:
        args["secrets_path"] = access.secrets
    if access.parameters is not None:
        args["parameters_path"] = access.parameters
    if workload.exec and settings.cluster is not None:
        sessions = naming.shell_sessions_log_group(settings.cluster.name)
        args["shell"] = {"log_group_name": sessions, "sessions_key_arn": keys.arn_of("sessions")}
    if workload.log_router is not None and not workload.log_router.options:
        args["routed_log_group"] = log_group(settings, name, workload)
    if workload.metrics is not None and workload.metrics.sidecar is not None:
        if around.prometheus is not None:
            args["metrics_workspace_arn"] = around.prometheus.arn
        if workload.metrics.sidecar.cloud_watch is not None:
            args["metrics_log_group"] = metrics_log_group(settings, name, workload)
    return args
