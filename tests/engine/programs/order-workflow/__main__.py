"""Orders arrive in a queue, run through a state machine and end as events and notifications."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
caller = aws.get_caller_identity()
region = aws.get_region()

dead_letters = aws.sqs.Queue("orders-dead", message_retention_seconds=1209600, sqs_managed_sse_enabled=True)
orders = aws.sqs.Queue(
    "orders",
    visibility_timeout_seconds=60,
    receive_wait_time_seconds=20,
    sqs_managed_sse_enabled=True,
    redrive_policy=pulumi.Output.json_dumps(
        {"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": config.require_int("maxReceiveCount")}
    ),
)
aws.sqs.RedriveAllowPolicy(
    "orders-dead",
    queue_url=dead_letters.id,
    redrive_allow_policy=orders.arn.apply(
        lambda arn: json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": [arn]})
    ),
)

notifications = aws.sns.Topic("notifications", display_name="Orders", kms_master_key_id="alias/aws/sns")
aws.sns.TopicSubscription("alerts", topic=notifications.arn, protocol="email", endpoint=config.require("alertEmail"))
shipped = aws.sqs.Queue("shipped", sqs_managed_sse_enabled=True)
aws.sns.TopicSubscription(
    "shipped",
    topic=notifications.arn,
    protocol="sqs",
    endpoint=shipped.arn,
    raw_message_delivery=True,
    filter_policy=json.dumps({"kind": ["shipped"]}),
)
aws.sqs.QueuePolicy(
    "shipped",
    queue_url=shipped.url,
    policy=aws.iam.get_policy_document_output(
        statements=[
            {
                "effect": "Allow",
                "principals": [{"type": "Service", "identifiers": ["sns.amazonaws.com"]}],
                "actions": ["sqs:SendMessage"],
                "resources": [shipped.arn],
                "conditions": [
                    {"test": "ArnEquals", "variable": "aws:SourceArn", "values": [notifications.arn]},
                ],
            }
        ]
    ).json,
)
aws.sns.TopicPolicy(
    "notifications",
    arn=notifications.arn,
    policy=notifications.arn.apply(
        lambda arn: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "events.amazonaws.com"},
                        "Action": "sns:Publish",
                        "Resource": arn,
                    }
                ],
            }
        )
    ),
)


def role_for(name: str, service: str) -> aws.iam.Role:
    """A role that one AWS service may take."""
    trust = aws.iam.get_policy_document(
        statements=[
            aws.iam.GetPolicyDocumentStatementArgs(
                actions=["sts:AssumeRole"],
                principals=[
                    aws.iam.GetPolicyDocumentStatementPrincipalArgs(type="Service", identifiers=[service]),
                ],
            )
        ]
    )
    return aws.iam.Role(name, assume_role_policy=trust.json)


workflow_role = role_for("workflow", "states.amazonaws.com")
aws.iam.RolePolicy(
    "workflow",
    role=workflow_role.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "sns:Publish", "Resource": notifications.arn}],
        }
    ),
)
charge = aws.sfn.Activity("charge", name="charge-order")
history = aws.cloudwatch.LogGroup("workflow", name="/orders/workflow", retention_in_days=30)
workflow = aws.sfn.StateMachine(
    "workflow",
    role_arn=workflow_role.arn,
    definition=pulumi.Output.all(charge=charge.id, topic=notifications.arn).apply(
        lambda known: json.dumps(
            {
                "StartAt": "Charge",
                "States": {
                    "Charge": {"Type": "Task", "Resource": known["charge"], "Next": "Notify"},
                    "Notify": {
                        "Type": "Task",
                        "Resource": "arn:aws:states:::sns:publish",
                        "Parameters": {"TopicArn": known["topic"], "Message.$": "$"},
                        "End": True,
                    },
                },
            }
        )
    ),
    logging_configuration={
        "level": "ERROR",
        "include_execution_data": False,
        "log_destination": history.arn.apply(lambda arn: f"{arn}:*"),
    },
)

bus = aws.cloudwatch.EventBus("orders", name="orders")
archive = aws.cloudwatch.EventArchive("orders", name="orders", event_source_arn=bus.arn, retention_days=30)
placed = aws.cloudwatch.EventRule(
    "placed",
    event_bus_name=bus.name,
    event_pattern=json.dumps({"source": ["shop.orders"], "detail-type": ["OrderPlaced"]}),
)
events_role = role_for("events", "events.amazonaws.com")
aws.iam.RolePolicy(
    "events",
    role=events_role.name,
    policy=workflow.arn.apply(
        lambda arn: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Action": "states:StartExecution", "Resource": arn}],
            }
        )
    ),
)
aws.cloudwatch.EventTarget(
    "placed",
    rule=placed.name,
    event_bus_name=bus.name,
    arn=workflow.arn,
    role_arn=events_role.arn,
    dead_letter_config={"arn": dead_letters.arn},
    retry_policy={"maximum_retry_attempts": 3, "maximum_event_age_in_seconds": 3600},
)
aws.cloudwatch.EventBusPolicy(
    "partners",
    event_bus_name=bus.name,
    policy=bus.arn.apply(
        lambda arn: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "SameAccount",
                        "Effect": "Allow",
                        "Principal": {"AWS": f"arn:aws:iam::{caller.account_id}:root"},
                        "Action": "events:PutEvents",
                        "Resource": arn,
                    }
                ],
            }
        )
    ),
)

scheduler_role = role_for("scheduler", "scheduler.amazonaws.com")
nightly = aws.scheduler.ScheduleGroup("nightly", name="nightly")
aws.scheduler.Schedule(
    "report",
    group_name=nightly.name,
    schedule_expression="cron(0 3 * * ? *)",
    schedule_expression_timezone="Europe/Dublin",
    flexible_time_window={"mode": "FLEXIBLE", "maximum_window_in_minutes": 15},
    target={
        "arn": workflow.arn,
        "role_arn": scheduler_role.arn,
        "input": json.dumps({"report": "daily"}),
        "retry_policy": {"maximumRetryAttempts": 2},
    },
)

pulumi.export("queue", orders.url)
pulumi.export("console", workflow.arn.apply(lambda arn: f"https://{region.region}.console.aws.amazon.com/states#{arn}"))
pulumi.export("archive", archive.arn)
