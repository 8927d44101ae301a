"""An SQS queue and its dead-letter queue."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import partition_of
from components.policy_documents import Statement, document

DEAD_LETTER_DAYS = 14
"""Longest retention of SQS: a message counts its age from when it was first sent.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
"""
_DAY_SECONDS = 24 * 60 * 60


class QueueArgs(TypedDict):
    queue_name: NotRequired[str]
    """Name, that of a FIFO queue with .fifo at its end. Default: made by Pulumi."""
    dead_letter_name: NotRequired[str]
    """Name of the dead-letter queue, ending likewise. Default: made by Pulumi."""
    fifo: bool
    """Whether messages of a group keep their order and are delivered once."""
    content_deduplication: bool
    """Whether a FIFO queue takes equal contents for the same message."""
    max_receives: int
    """Attempts after which a message moves to the dead-letter queue, 1 to 1000."""
    visibility_seconds: int
    """Seconds that a received message is hidden from other consumers."""
    retention_seconds: int
    """Seconds that a message waits at most, 60 to 1209600."""
    delay_seconds: int
    """Seconds before a message can be received, 0 to 900."""
    wait_seconds: int
    """Seconds that a receiver waits for messages (long polling), 0 to 20."""
    queues_key_arn: pulumi.Input[str]
    """Key of the messages."""
    account_id: str
    """The only account that may use the queue."""
    region: str
    """Region of the queue."""
    publishers: NotRequired[list[str]]
    """AWS services that may send for this account, such as events.amazonaws.com. Default: none."""
    protect: bool
    """Whether Pulumi refuses to delete the queues."""


class Queue(pulumi.ComponentResource):
    """A queue whose messages go to a dead-letter queue of its own after too many attempts.

    Both are encrypted with the customer's key and refuse requests without TLS and from other accounts.
    """

    name: pulumi.Output[str]
    """Name of the queue."""
    arn: pulumi.Output[str]
    """ARN of the queue."""
    url: pulumi.Output[str]
    """URL of the queue."""
    dead_letter_name: pulumi.Output[str]
    """Name of the dead-letter queue; a message in it needs a person."""
    dead_letter_arn: pulumi.Output[str]
    """ARN of the dead-letter queue."""

    def __init__(self, name: str, args: QueueArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Queue", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        dead_letters = self._dead_letter_queue()
        queue = self._queue(dead_letters)
        self._accept_from_only(queue, dead_letters)
        self._refuse_strangers("queue-policy", queue, args.get("publishers", []))
        self._refuse_strangers("dead-letters-policy", dead_letters, [])
        self.name = queue.name
        self.arn = queue.arn
        self.url = queue.url
        self.dead_letter_name = dead_letters.name
        self.dead_letter_arn = dead_letters.arn
        self.register_outputs(
            {
                "name": self.name,
                "arn": self.arn,
                "url": self.url,
                "dead_letter_name": self.dead_letter_name,
                "dead_letter_arn": self.dead_letter_arn,
            }
        )

    def _dead_letter_queue(self) -> aws.sqs.Queue:
        args = self._args
        return aws.sqs.Queue(
            f"{self._prefix}-dead-letters",
            name=args.get("dead_letter_name"),
            fifo_queue=True if args["fifo"] else None,
            message_retention_seconds=DEAD_LETTER_DAYS * _DAY_SECONDS,
            kms_master_key_id=args["queues_key_arn"],
            opts=self._options(named="dead_letter_name" in args),
        )

    def _queue(self, dead_letters: aws.sqs.Queue) -> aws.sqs.Queue:
        args = self._args
        return aws.sqs.Queue(
            f"{self._prefix}-queue",
            name=args.get("queue_name"),
            fifo_queue=True if args["fifo"] else None,
            content_based_deduplication=args["content_deduplication"] if args["fifo"] else None,
            visibility_timeout_seconds=args["visibility_seconds"],
            message_retention_seconds=args["retention_seconds"],
            delay_seconds=args["delay_seconds"],
            receive_wait_time_seconds=args["wait_seconds"],
            kms_master_key_id=args["queues_key_arn"],
            redrive_policy=pulumi.Output.json_dumps(
                {"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": args["max_receives"]}
            ),
            opts=self._options(named="queue_name" in args),
        )

    def _options(self, named: bool) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(
            parent=self, protect=self._args["protect"], delete_before_replace=True if named else None
        )

    def _accept_from_only(self, queue: aws.sqs.Queue, dead_letters: aws.sqs.Queue) -> None:
        aws.sqs.RedriveAllowPolicy(
            f"{self._prefix}-dead-letters-source",
            queue_url=dead_letters.url,
            redrive_allow_policy=pulumi.Output.json_dumps(
                {"redrivePermission": "byQueue", "sourceQueueArns": [queue.arn]}
            ),
            opts=self._child,
        )

    def _refuse_strangers(self, role: str, queue: aws.sqs.Queue, publishers: list[str]) -> None:
        statements = pulumi.Output.from_input(queue.arn).apply(
            lambda arn: json.dumps(
                document(queue_statements(arn, self._args["account_id"], self._args["region"], publishers))
            )
        )
        aws.sqs.QueuePolicy(f"{self._prefix}-{role}", queue_url=queue.url, policy=statements, opts=self._child)


def queue_statements(arn: str, account_id: str, region: str, publishers: list[str]) -> list[Statement]:
    """What a queue's policy says: TLS only, this account only, and these services of AWS on its behalf."""
    everyone = {"Principal": "*", "Action": "sqs:*", "Resource": arn}
    statements: list[Statement] = [
        {
            "Sid": "TlsOnly",
            "Effect": "Deny",
            **everyone,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
        {
            "Sid": "ThisAccountOnly",
            "Effect": "Deny",
            **everyone,
            # Services that send for this account have no account of their own.
            "Condition": {
                "StringNotEquals": {"aws:PrincipalAccount": account_id},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
            },
        },
        {
            "Sid": "AccountDecides",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:{partition_of(region)}:iam::{account_id}:root"},
            "Action": "sqs:*",
            "Resource": arn,
        },
    ]
    if publishers:
        statements.append(
            {
                "Sid": "PublishersOfThisAccount",
                "Effect": "Allow",
                "Principal": {"Service": publishers},
                "Action": "sqs:SendMessage",
                "Resource": arn,
                "Condition": {"StringEquals": {"aws:SourceAccount": account_id}},
            }
        )
    return statements
