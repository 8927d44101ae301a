"""What a task's roles are allowed: statements of their policies."""

from typing import NotRequired, TypedDict

import pulumi

from components.arns import log_group_arn, parameters_below, secrets_below
from components.policy_documents import Statement, allow


class ShellArgs(TypedDict):
    log_group_name: str
    """Log group of the cluster's shell sessions."""
    sessions_key_arn: pulumi.Input[str]
    """Key of the sessions."""


class TaskRolesArgs(TypedDict):
    account_id: str
    """Account of the tasks."""
    region: str
    """Region of the tasks."""
    task_role_name: NotRequired[str]
    """Name of the role of the containers. Default: one is made up."""
    execution_role_name: NotRequired[str]
    """Name of the role with which ECS starts tasks. Default: one is made up."""
    secret_arns: NotRequired[list[pulumi.Input[str]]]
    """Secrets and parameters that become environment variables, without JSON keys. Default: none."""
    secrets_key_arn: pulumi.Input[str]
    """Key that encrypts them."""
    table_arns: NotRequired[list[pulumi.Input[str]]]
    """DynamoDB tables whose items containers read and write. Default: none."""
    tables_key_arn: NotRequired[pulumi.Input[str]]
    """Key of the tables. Default: DynamoDB's own."""
    queue_arns: NotRequired[list[pulumi.Input[str]]]
    """Queues to which containers send and from which they receive. Default: none."""
    queues_key_arn: NotRequired[pulumi.Input[str]]
    """Key of the queues. Default: SQS's own."""
    bucket_arns: NotRequired[list[pulumi.Input[str]]]
    """Buckets whose objects containers read and write. Default: none."""
    buckets_key_arn: NotRequired[pulumi.Input[str]]
    """Key of the buckets. Default: S3's own."""
    secrets_path: NotRequired[str]
    """Path whose secrets may be read, such as fivestar/payments/dev. Default: none."""
    parameters_path: NotRequired[str]
    """Path whose SSM parameters containers may read, such as /fivestar/payments/dev. Default: none."""
    shell: NotRequired[ShellArgs]
    """Rights of ECS Exec. Default: none."""
    traces: NotRequired[bool]
    """Whether containers may send traces to X-Ray. Default: false."""
    routed_log_group: NotRequired[str]
    """Log group into which a log router writes. Default: none."""
    log_group_arns: NotRequired[list[pulumi.Input[str]]]
    """Log groups to which containers add events by themselves. Default: none."""
    metrics_workspace_arn: NotRequired[pulumi.Input[str]]
    """Prometheus workspace into which metrics are written. Default: none."""
    metrics_log_group: NotRequired[str]
    """Log group through which metrics get to CloudWatch. Default: none."""


def execution_statements(args: TaskRolesArgs) -> list[Statement]:
    """What ECS may do to start a task, beside its managed policy: read the secrets that become variables."""
    named = args.get("secret_arns", [])
    parameters = [arn for arn in named if isinstance(arn, str) and ":ssm:" in arn]
    secrets = [*_secrets_below_path(args), *(arn for arn in named if arn not in parameters)]
    statements = []
    if secrets:
        statements.append(allow("ReadSecrets", ["secretsmanager:GetSecretValue"], secrets))
    if parameters:
        statements.append(allow("ReadParameters", ["ssm:GetParameters"], parameters))
    return [*statements, _decrypt_secrets(args)] if statements else []


def task_statements(args: TaskRolesArgs) -> list[Statement]:
    """What the containers may do."""
    return [
        *_tables(args),
        *_queues(args),
        *_buckets(args),
        *_secrets_and_parameters(args),
        *_shell(args),
        *_traces(args),
        *_routed_logs(args),
        *_metrics(args),
        *_added_events(args),
    ]


def _tables(args: TaskRolesArgs) -> list[Statement]:
    arns = [arn for table in args.get("table_arns", []) for arn in (table, pulumi.Output.concat(table, "/index/*"))]
    if not arns:
        return []
    actions = [f"dynamodb:{verb}Item" for verb in ("Get", "Put", "Update", "Delete")]
    statements = [allow("UseTables", [*actions, "dynamodb:Query", "dynamodb:Scan"], arns)]
    if "tables_key_arn" in args:
        statements.append(_use_key(args, "UseKeyOfTables", ["kms:Decrypt"], args["tables_key_arn"], ["dynamodb"]))
    return statements


def _queues(args: TaskRolesArgs) -> list[Statement]:
    arns = args.get("queue_arns", [])
    if not arns:
        return []
    verbs = ("SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility")
    actions = [f"sqs:{verb}" for verb in (*verbs, "GetQueueAttributes", "GetQueueUrl")]
    statements = [allow("UseQueues", actions, arns)]
    if "queues_key_arn" in args:
        rights = ["kms:Decrypt", "kms:GenerateDataKey"]
        statements.append(_use_key(args, "UseKeyOfQueues", rights, args["queues_key_arn"], ["sqs"]))
    return statements


def _buckets(args: TaskRolesArgs) -> list[Statement]:
    arns = args.get("bucket_arns", [])
    if not arns:
        return []
    objects = [pulumi.Output.concat(arn, "/*") for arn in arns]
    statements = [
        allow("ListBuckets", ["s3:ListBucket"], arns),
        allow("UseObjects", ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], objects),
    ]
    if "buckets_key_arn" in args:
        rights = ["kms:Decrypt", "kms:GenerateDataKey"]
        statements.append(_use_key(args, "UseKeyOfBuckets", rights, args["buckets_key_arn"], ["s3"]))
    return statements


def _secrets_and_parameters(args: TaskRolesArgs) -> list[Statement]:
    statements = []
    if secrets := _secrets_below_path(args):
        statements.append(allow("ReadSecrets", ["secretsmanager:GetSecretValue"], secrets))
    if "parameters_path" in args:
        actions = ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"]
        below = parameters_below(args["region"], args["account_id"], args["parameters_path"])
        statements.append(allow("ReadParameters", actions, [below]))
    return [*statements, _decrypt_secrets(args)] if statements else []


def _shell(args: TaskRolesArgs) -> list[Statement]:
    """Rights of the agent that ECS Exec puts into the container; its channels and the group list know no resource.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions
    """
    if "shell" not in args:
        return []
    channels = [f"ssmmessages:{verb}{kind}Channel" for verb in ("Create", "Open") for kind in ("Control", "Data")]
    group = log_group_arn(args["region"], args["account_id"], args["shell"]["log_group_name"])
    writing = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    return [
        allow("OpenShellChannels", channels, "*"),
        allow("FindShellLogGroup", ["logs:DescribeLogGroups"], "*"),
        allow("LogShellSessions", writing, [f"{group}:*"]),
        allow("DecryptShellSessions", ["kms:Decrypt"], [args["shell"]["sessions_key_arn"]]),
    ]


def _traces(args: TaskRolesArgs) -> list[Statement]:
    """X-Ray's actions know no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html"""
    verbs = ("PutTraceSegments", "PutTelemetryRecords", "GetSamplingRules", "GetSamplingTargets")
    actions = [f"xray:{verb}" for verb in (*verbs, "GetSamplingStatisticSummaries")]
    return [allow("SendTraces", actions, "*")] if args.get("traces", False) else []


def _routed_logs(args: TaskRolesArgs) -> list[Statement]:
    if "routed_log_group" not in args:
        return []
    group = log_group_arn(args["region"], args["account_id"], args["routed_log_group"])
    actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    return [allow("WriteRoutedLogs", actions, [f"{group}:*"])]


def _added_events(args: TaskRolesArgs) -> list[Statement]:
    streams = [pulumi.Output.concat(arn, ":*") for arn in args.get("log_group_arns", [])]
    actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    return [allow("AddLogEvents", actions, streams)] if streams else []


def _metrics(args: TaskRolesArgs) -> list[Statement]:
    statements = []
    if "metrics_workspace_arn" in args:
        statements.append(allow("WriteMetrics", ["aps:RemoteWrite"], [args["metrics_workspace_arn"]]))
    if "metrics_log_group" in args:
        group = log_group_arn(args["region"], args["account_id"], args["metrics_log_group"])
        actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
        statements.append(allow("WriteMetricsToCloudWatch", actions, [f"{group}:*"]))
    return statements


def _secrets_below_path(args: TaskRolesArgs) -> list[str]:
    return [secrets_below(args["region"], args["account_id"], args["secrets_path"])] if "secrets_path" in args else []


def _decrypt_secrets(args: TaskRolesArgs) -> Statement:
    return _use_key(args, "DecryptThem", ["kms:Decrypt"], args["secrets_key_arn"], ["secretsmanager", "ssm"])


def _use_key(
    args: TaskRolesArgs, sid: str, actions: list[str], key_arn: pulumi.Input[str], services: list[str]
) -> Statement:
    """The key may be used through these services only."""
    via = [f"{service}.{args['region']}.amazonaws.com" for service in services]
    return allow(sid, actions, [key_arn], {"StringEquals": {"kms:ViaService": via}})
