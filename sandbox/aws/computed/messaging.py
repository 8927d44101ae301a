"""SNS, SQS, EventBridge, Kinesis and Firehose, Step Functions."""

import json

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties, Value


@computes("aws:sns/topic:Topic")
def topic(creation: Creation) -> Computed:
    """A topic, whose id is its ARN."""
    name = creation.name()
    arn = creation.arn("sns", name)
    return Computed(
        arn,
        {
            "arn": arn,
            "beginningArchiveTime": "",
            "fifoThroughputScope": creation.text("fifoThroughputScope", "Topic" if name.endswith(".fifo") else ""),
            "namePrefix": creation.text("namePrefix"),
            "owner": creation.account,
            "policy": creation.text("policy", _topic_policy(creation, arn)),
            "signatureVersion": creation.number("signatureVersion"),
            "tracingConfig": creation.text("tracingConfig", "PassThrough"),
        },
    )


def _topic_policy(creation: Creation, arn: str) -> str:
    actions = ("GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic")
    more = ("Subscribe", "ListSubscriptionsByTopic", "Publish")
    statement = {
        "Sid": "__default_statement_ID",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [f"SNS:{action}" for action in (*actions, *more)],
        "Resource": arn,
        "Condition": {"StringEquals": {"AWS:SourceOwner": creation.account}},
    }
    document = {"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]}
    return json.dumps(document, separators=(",", ":"))


@computes("aws:sns/topicSubscription:TopicSubscription")
def subscription(creation: Creation) -> Computed:
    """A subscription, whose id is its ARN; people and web addresses must confirm theirs."""
    arn = f"{creation.text('topic')}:{creation.random.uuid('id')}"
    waits = creation.text("protocol") in ("email", "email-json", "http", "https")
    waits = waits and not creation.flag("endpointAutoConfirms")
    return Computed(
        arn,
        {
            "arn": arn,
            "confirmationWasAuthenticated": not waits,
            "filterPolicyScope": creation.text(
                "filterPolicyScope", "MessageAttributes" if creation.text("filterPolicy") else ""
            ),
            "ownerId": creation.account,
            "pendingConfirmation": waits,
        },
    )


@computes("aws:sns/topicPolicy:TopicPolicy")
def topic_policy(creation: Creation) -> Computed:
    """The policy of a topic, whose id is the topic's ARN."""
    return Computed(creation.text("arn"), {"owner": creation.account})


@computes("aws:sqs/queue:Queue")
def queue(creation: Creation) -> Computed:
    """A queue, whose id is its URL."""
    name = creation.name()
    url = f"https://sqs.{creation.region}.{creation.place.dns_suffix}/{creation.account}/{name}"
    fifo = creation.flag("fifoQueue")
    return Computed(
        url,
        {
            "arn": creation.arn("sqs", name),
            "contentBasedDeduplication": creation.flag("contentBasedDeduplication"),
            "deduplicationScope": creation.text("deduplicationScope", "queue" if fifo else ""),
            "delaySeconds": creation.number("delaySeconds"),
            "fifoQueue": fifo,
            "kmsDataKeyReusePeriodSeconds": creation.number("kmsDataKeyReusePeriodSeconds", 300),
            "maxMessageSize": creation.number("maxMessageSize", 262144),
            "messageRetentionSeconds": creation.number("messageRetentionSeconds", 345600),
            "receiveWaitTimeSeconds": creation.number("receiveWaitTimeSeconds"),
            "visibilityTimeoutSeconds": creation.number("visibilityTimeoutSeconds", 30),
            "fifoThroughputLimit": creation.text("fifoThroughputLimit", "perQueue" if fifo else ""),
            "namePrefix": creation.text("namePrefix"),
            "policy": creation.text("policy"),
            "redriveAllowPolicy": creation.text("redriveAllowPolicy"),
            "redrivePolicy": creation.text("redrivePolicy"),
            "sqsManagedSseEnabled": creation.flag("sqsManagedSseEnabled", not creation.text("kmsMasterKeyId")),
            "url": url,
        },
    )


@computes(
    "aws:sqs/queuePolicy:QueuePolicy",
    "aws:sqs/redrivePolicy:RedrivePolicy",
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
)
def queue_setting(creation: Creation) -> Computed:
    """A policy of a queue, whose id is the queue's URL."""
    return Computed(creation.text("queueUrl"))


def _bus_name(text: str) -> str:
    """The name of a bus given by name or ARN."""
    return text.rsplit("/", 1)[-1] if text.startswith("arn:") else text


@computes("aws:cloudwatch/eventRule:EventRule")
def event_rule(creation: Creation) -> Computed:
    """A rule: its id is its name, preceded by the bus where that isn't the default one."""
    name = creation.name()
    given = creation.text("eventBusName", "default")
    bus = "" if _bus_name(given) == "default" else f"{_bus_name(given)}/"
    return Computed(
        name if not bus else f"{given}/{name}",
        {
            "arn": creation.arn("events", f"rule/{bus}{name}"),
            "eventBusName": given,
            "namePrefix": creation.text("namePrefix"),
            "state": creation.text("state", "ENABLED"),
        },
    )


@computes("aws:cloudwatch/eventTarget:EventTarget")
def event_target(creation: Creation) -> Computed:
    """A target of a rule."""
    moment = creation.moment().strftime("%Y%m%d%H%M%S")
    target = creation.text("targetId") or f"terraform-{moment}{creation.random.digits(12, 'target')}"
    bus = creation.text("eventBusName", "default")
    parts = [] if _bus_name(bus) == "default" else [bus]
    return Computed("-".join([*parts, creation.text("rule"), target]), {"targetId": target, "eventBusName": bus})


@computes("aws:cloudwatch/eventBus:EventBus")
def event_bus(creation: Creation) -> Computed:
    """An event bus, whose id is its name."""
    name = creation.name()
    return Computed(name, {"arn": creation.arn("events", f"event-bus/{name}")})


@computes("aws:cloudwatch/eventConnection:EventConnection")
def event_connection(creation: Creation) -> Computed:
    """A connection to an HTTP API; EventBridge keeps its credentials in a secret."""
    name = creation.name()
    secret = f"secret:events!connection/{name}/{creation.random.uuid('secret')}-{creation.random.lower(6, 'secret')}"
    return Computed(
        name,
        {
            "arn": creation.arn("events", f"connection/{name}/{creation.random.uuid('arn')}"),
            "secretArn": creation.arn("secretsmanager", secret),
        },
    )


@computes("aws:scheduler/schedule:Schedule")
def schedule(creation: Creation) -> Computed:
    """A schedule: `GROUP/NAME`."""
    name = creation.name()
    group = creation.text("groupName", "default")
    return Computed(
        f"{group}/{name}",
        {
            "actionAfterCompletion": creation.text("actionAfterCompletion", "NONE"),
            "arn": creation.arn("scheduler", f"schedule/{group}/{name}"),
            "groupName": group,
            "namePrefix": creation.text("namePrefix"),
            "state": creation.text("state", "ENABLED"),
        },
    )


@computes("aws:kinesis/stream:Stream")
def stream(creation: Creation) -> Computed:
    """A data stream, whose id is its ARN."""
    arn = creation.arn("kinesis", f"stream/{creation.name()}")
    return Computed(
        arn,
        {
            "arn": arn,
            "encryptionType": creation.text("encryptionType", "NONE"),
            "maxRecordSizeInKib": creation.number("maxRecordSizeInKib", 1024),
            "retentionPeriod": creation.number("retentionPeriod", 24),
            "streamModeDetails": creation.merged("streamModeDetails", {"streamMode": "PROVISIONED"}),
        },
    )


@computes("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream")
def delivery_stream(creation: Creation) -> Computed:
    """A Firehose stream, whose id is its ARN; every change makes a version."""
    arn = creation.arn("firehose", f"deliverystream/{creation.name()}")
    causes = [name for name in creation.inputs if name not in ("tags", "versionId")]
    return Computed(
        arn,
        {
            "arn": arn,
            "destinationId": creation.text("destinationId", "destinationId-000000000001"),
            "versionId": str(creation.count("versionId", *causes)),
        },
    )


@computes("aws:sfn/stateMachine:StateMachine")
def state_machine(creation: Creation) -> Computed:
    """A state machine, whose id is its ARN."""
    arn = creation.arn("states", f"stateMachine:{creation.name()}")
    published = creation.flag("publish")
    version: Value = creation.count("version", "definition", "roleArn") if published else 0
    before = creation.current.get("stateMachineVersionArn")
    if published and isinstance(before, str) and before.rsplit(":", 1)[-1].isdigit():
        version = int(before.rsplit(":", 1)[-1]) + (1 if creation.changed("definition", "roleArn") else 0)
    logging: Properties = {"includeExecutionData": False, "level": "OFF", "logDestination": ""}
    return Computed(
        arn,
        {
            "arn": arn,
            "creationDate": creation.time(),
            "description": "",
            "encryptionConfiguration": creation.merged("encryptionConfiguration", {"type": "AWS_OWNED_KEY"}),
            "loggingConfiguration": creation.merged("loggingConfiguration", logging),
            "namePrefix": creation.text("namePrefix"),
            "revisionId": creation.token("revisionId", "definition", "roleArn"),
            "stateMachineVersionArn": f"{arn}:{version}" if published else "",
            "status": "ACTIVE",
            "tracingConfiguration": creation.merged("tracingConfiguration", {"enabled": False}),
            "type": creation.text("type", "STANDARD"),
            "versionDescription": "",
        },
    )


@computes("aws:sfn/activity:Activity")
def activity(creation: Creation) -> Computed:
    """An activity, whose id is its ARN."""
    arn = creation.arn("states", f"activity:{creation.name()}")
    return Computed(
        arn,
        {
            "arn": arn,
            "creationDate": creation.time(),
            "encryptionConfiguration": creation.merged("encryptionConfiguration", {"type": "AWS_OWNED_KEY"}),
        },
    )
