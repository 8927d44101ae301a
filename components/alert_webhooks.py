"""Webhooks that are told what topics say."""

import json
from pathlib import Path
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import managed_policy_arn
from components.policy_documents import Statement, allow, document, trust
from components.queue import DEAD_LETTER_DAYS, queue_statements
from components.role_arns import arn_once_allowed

RUNTIME = "python3.13"
_CODE = Path(__file__).parent / "functions" / "alert_webhooks.py"
_TIMEOUT_SECONDS = 60
_MEMORY_MB = 256
_CONCURRENCY = 5


class WebhookArgs(TypedDict):
    kind: str
    """slack or pagerduty."""
    secret_arn: pulumi.Input[str]
    """Secret that holds the address or the integration key."""
    key: str
    """JSON key of the secret."""


class AlertWebhooksArgs(TypedDict):
    account_id: str
    """Account of the function."""
    region: str
    """Region of the function."""
    function_name: str
    """Name of the function."""
    undelivered_queue_name: str
    """Name of the queue of messages that could not be passed on."""
    topics: dict[str, pulumi.Input[str]]
    """ARNs of the topics by severity: critical or warning."""
    webhooks: dict[str, dict[str, WebhookArgs]]
    """Who is told of each severity, by name."""
    secrets_key_arn: pulumi.Input[str]
    """Key of the secrets."""
    functions_key_arn: pulumi.Input[str]
    """Key of the function's variables."""
    queues_key_arn: pulumi.Input[str]
    """Key of the queue of messages that could not be passed on."""
    logs_key_arn: pulumi.Input[str]
    """Key of the log group."""
    log_retention_days: int
    """Days that the function's log is kept."""
    subnet_ids: NotRequired[pulumi.Input[list[str]]]
    """Subnets of the function, with a way out. Default: it stands outside of the VPC."""
    security_group_id: NotRequired[pulumi.Input[str]]
    """Group of the function; required with subnet_ids."""
    protect: bool
    """Whether Pulumi refuses to delete the queue of messages that could not be passed on."""


class AlertWebhooks(pulumi.ComponentResource):
    """A function that reads addresses from Secrets Manager when a topic has a message, and passes the message on.

    What it can't pass on waits in a queue for two weeks. Addresses stand in the secrets only.
    """

    function_name: pulumi.Output[str]
    """Name of the function."""
    undelivered_queue_name: pulumi.Output[str]
    """Name of the queue of messages that could not be passed on."""

    def __init__(self, name: str, args: AlertWebhooksArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:AlertWebhooks", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        undelivered = self._undelivered()
        function = self._function(undelivered)
        for severity, topic in args["topics"].items():
            if severity in args["webhooks"]:
                self._subscribe(severity, topic, function)
        self.function_name = function.name
        self.undelivered_queue_name = undelivered.name
        self.register_outputs(
            {"function_name": self.function_name, "undelivered_queue_name": self.undelivered_queue_name}
        )

    def _undelivered(self) -> aws.sqs.Queue:
        args = self._args
        queue = aws.sqs.Queue(
            f"{self._prefix}-undelivered",
            name=args["undelivered_queue_name"],
            message_retention_seconds=DEAD_LETTER_DAYS * 24 * 60 * 60,
            kms_master_key_id=args["queues_key_arn"],
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"], delete_before_replace=True),
        )
        aws.sqs.QueuePolicy(
            f"{self._prefix}-undelivered",
            queue_url=queue.url,
            policy=pulumi.Output.from_input(queue.arn).apply(
                lambda arn: json.dumps(document(queue_statements(arn, args["account_id"], args["region"], [])))
            ),
            opts=self._child,
        )
        return queue

    def _function(self, undelivered: aws.sqs.Queue) -> aws.lambda_.Function:
        args = self._args
        log_group = aws.cloudwatch.LogGroup(
            f"{self._prefix}-logs",
            name=f"/aws/lambda/{args['function_name']}",
            retention_in_days=args["log_retention_days"],
            kms_key_id=args["logs_key_arn"],
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        return aws.lambda_.Function(
            f"{self._prefix}-function",
            name=args["function_name"],
            description="Passes alerts on to webhooks whose addresses are secrets",
            runtime=RUNTIME,
            architectures=["arm64"],
            handler="alert_webhooks.handler",
            code=pulumi.AssetArchive({"alert_webhooks.py": pulumi.FileAsset(str(_CODE))}),
            role=self._role(undelivered),
            timeout=_TIMEOUT_SECONDS,
            memory_size=_MEMORY_MB,
            reserved_concurrent_executions=_CONCURRENCY,
            environment={"variables": {"WEBHOOKS": self._whom_to_tell()}},
            kms_key_arn=args["functions_key_arn"],
            dead_letter_config={"target_arn": undelivered.arn},
            tracing_config={"mode": "Active"},
            logging_config={"log_format": "JSON", "log_group": log_group.name},
            vpc_config=self._place(),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _place(self) -> aws.lambda_.FunctionVpcConfigArgsDict | None:
        if "subnet_ids" not in self._args or "security_group_id" not in self._args:
            return None
        return {
            "subnet_ids": self._args["subnet_ids"],
            "security_group_ids": [self._args["security_group_id"]],
        }

    def _whom_to_tell(self) -> pulumi.Output[str]:
        """Severities as PagerDuty calls them, which are those of the topics."""
        webhooks = self._args["webhooks"]
        hooks = {
            severity: [
                {"kind": hook["kind"], "secret": hook["secret_arn"], "key": hook["key"]} for hook in found.values()
            ]
            for severity, found in webhooks.items()
        }
        topics = {severity: self._args["topics"][severity] for severity in webhooks}
        return pulumi.Output.all(topics=pulumi.Output.all(**topics), hooks=pulumi.Output.from_input(hooks)).apply(
            lambda known: json.dumps(
                {
                    arn: {"severity": severity, "webhooks": known["hooks"][severity]}
                    for severity, arn in known["topics"].items()
                },
                sort_keys=True,
            )
        )

    def _role(self, undelivered: aws.sqs.Queue) -> pulumi.Output[str]:
        args = self._args
        role = aws.iam.Role(
            f"{self._prefix}-role",
            description="Passes alerts on: reads the addresses of webhooks, writes its log",
            assume_role_policy=json.dumps(trust("lambda.amazonaws.com", args["account_id"])),
            opts=self._child,
        )
        managed = aws.iam.RolePolicyAttachment(
            f"{self._prefix}-execution",
            role=role.name,
            policy_arn=managed_policy_arn(args["region"], "service-role/AWSLambdaVPCAccessExecutionRole"),
            opts=self._child,
        )
        policy = aws.iam.RolePolicy(
            f"{self._prefix}-rights",
            role=role.name,
            policy=pulumi.Output.json_dumps(document(self._statements(undelivered))),
            opts=self._child,
        )
        return arn_once_allowed(role.arn, [managed, policy])

    def _statements(self, undelivered: aws.sqs.Queue) -> list[Statement]:
        args = self._args
        secrets = [hook["secret_arn"] for found in args["webhooks"].values() for hook in found.values()]
        distinct = [arn for index, arn in enumerate(secrets) if not any(arn is other for other in secrets[:index])]
        through = {"kms:ViaService": [f"secretsmanager.{args['region']}.amazonaws.com"]}
        queue = {"kms:ViaService": [f"sqs.{args['region']}.amazonaws.com"]}
        traces = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        return [
            allow("ReadAddresses", ["secretsmanager:GetSecretValue"], distinct),
            allow("DecryptAddresses", ["kms:Decrypt"], [args["secrets_key_arn"]], {"StringEquals": through}),
            allow("KeepUndelivered", ["sqs:SendMessage"], [undelivered.arn]),
            allow(
                "EncryptUndelivered",
                ["kms:Decrypt", "kms:GenerateDataKey"],
                [args["queues_key_arn"]],
                {"StringEquals": queue},
            ),
            allow("SendTraces", traces, "*"),
        ]

    def _subscribe(self, severity: str, topic: pulumi.Input[str], function: aws.lambda_.Function) -> None:
        permission = aws.lambda_.Permission(
            f"{self._prefix}-{severity}",
            action="lambda:InvokeFunction",
            function=function.name,
            principal="sns.amazonaws.com",
            source_arn=topic,
            source_account=self._args["account_id"],
            opts=self._child,
        )
        aws.sns.TopicSubscription(
            f"{self._prefix}-{severity}",
            topic=topic,
            protocol="lambda",
            endpoint=function.arn,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[permission]),
        )
