"""What SQS refuses, by the inputs alone."""

from typing import Final

from sandbox.aws.rules.documents import unless_policy
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import QUEUE

_API: Final = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/"
_ATTRIBUTES: Final = _API + "API_SetQueueAttributes.html"
_QUEUE_POLICY: Final = "aws:sqs/queuePolicy:QueuePolicy"
_REDRIVE: Final = "aws:sqs/redrivePolicy:RedrivePolicy"


@refuses(QUEUE, code="InvalidParameterValue", source=_API + "API_CreateQueue.html")
def a_queue_has_a_plain_name(queue: Given) -> Failures:
    """1 to 80 letters, digits, underscores and hyphens; `.fifo` at the end of FIFO queues only."""
    name, fifo = queue["name"], queue["fifoQueue"]
    yield from name.unlike(r"(?=.{1,80}$)[0-9A-Za-z_-]+(\.fifo)?", "1 to 80 letters, digits, underscores and hyphens")
    if name.text is None or fifo.unknown:
        return
    if fifo.true and not name.text.endswith(".fifo"):
        yield name.refuse(f'"{name.text}" is the name of a FIFO queue, so it must end with ".fifo"')
    if not fifo.true and name.text.endswith(".fifo"):
        yield name.refuse(f'"{name.text}" ends with ".fifo"; give fifoQueue: true or another name')


@refuses(QUEUE, code="InvalidAttributeValue", source=_ATTRIBUTES)
def attributes_of_a_queue_are_in_range(queue: Given) -> Failures:
    """Times in seconds, size in bytes up to 1 MiB."""
    yield from queue["visibilityTimeoutSeconds"].outside(0, 43200, "seconds")
    yield from queue["messageRetentionSeconds"].outside(60, 1209600, "seconds")
    yield from queue["delaySeconds"].outside(0, 900, "seconds")
    yield from queue["receiveWaitTimeSeconds"].outside(0, 20, "seconds")
    yield from queue["maxMessageSize"].outside(1024, 1048576, "bytes")
    yield from queue["kmsDataKeyReusePeriodSeconds"].outside(60, 86400, "seconds")


@refuses(QUEUE, code="InvalidAttributeName", source=_ATTRIBUTES)
def fifo_settings_need_a_fifo_queue(queue: Given) -> Failures:
    """Deduplication and throughput."""
    yield from queue["deduplicationScope"].none_of(("messageGroup", "queue"))
    yield from queue["fifoThroughputLimit"].none_of(("perQueue", "perMessageGroupId"))
    if queue["fifoQueue"].surely_false:
        for name in ("deduplicationScope", "fifoThroughputLimit"):
            if queue[name].present:
                yield queue[name].refuse(f"{name} is for FIFO queues; give fifoQueue: true or leave it out")
        if queue["contentBasedDeduplication"].true:
            yield queue["contentBasedDeduplication"].refuse(
                "contentBasedDeduplication is for FIFO queues; give fifoQueue: true or leave it out"
            )


@refuses(QUEUE, code="InvalidAttributeValue", source=_ATTRIBUTES)
def a_queue_is_encrypted_one_way(queue: Given) -> Failures:
    """By SQS or by a KMS key."""
    if queue["sqsManagedSseEnabled"].true and queue["kmsMasterKeyId"].present:
        yield queue["sqsManagedSseEnabled"].refuse("kmsMasterKeyId is given too; give one kind of encryption")


@refuses(QUEUE, _REDRIVE, code="InvalidParameterValue", source=_ATTRIBUTES)
def a_redrive_policy_names_a_queue_and_a_count(queue: Given) -> Failures:
    """JSON with deadLetterTargetArn and maxReceiveCount 1 to 1,000."""
    policy = queue["redrivePolicy"]
    malformed = policy.not_json("the redrive policy")
    yield from malformed
    if malformed or policy.absent or policy.open:
        return
    target, count = policy.document["deadLetterTargetArn"], policy.document["maxReceiveCount"]
    if target.absent:
        yield policy.refuse("the redrive policy has no deadLetterTargetArn; give the ARN of the dead-letter queue")
    for failure in target.unlike(r"arn:[^:]+:sqs:[^:]+:\d{12}:.+", "the ARN of a queue"):
        yield policy.refuse(f"deadLetterTargetArn {failure.reason}")
    if count.number is None or not 1 <= count.number <= 1000:
        yield policy.refuse("maxReceiveCount of the redrive policy must be a number from 1 to 1,000")
    fifo = target.text is not None and target.text.endswith(".fifo")
    if (
        target.text is not None
        and not queue["fifoQueue"].unknown
        and queue["queueUrl"].absent
        and fifo != queue["fifoQueue"].true
    ):
        yield policy.refuse("the dead-letter queue of a FIFO queue must be FIFO, that of a standard queue standard")


@refuses(QUEUE, _QUEUE_POLICY, code="InvalidAttributeValue", source=_ATTRIBUTES)
def a_queue_policy_follows_the_grammar(queue: Given) -> Failures:
    """JSON, known elements, effects and actions."""
    yield from unless_policy(queue["policy"])


@refuses(QUEUE, code="InvalidAttributeValue", source=_ATTRIBUTES)
def a_redrive_allow_policy_is_consistent(queue: Given) -> Failures:
    """Source queues are listed with byQueue only."""
    policy = queue["redriveAllowPolicy"]
    malformed = policy.not_json("the redrive allow policy")
    yield from malformed
    if malformed or policy.absent or policy.open:
        return
    permission, sources = policy.document["redrivePermission"], policy.document["sourceQueueArns"]
    if permission.text not in ("allowAll", "denyAll", "byQueue"):
        yield policy.refuse("redrivePermission must be allowAll, denyAll or byQueue")
    if permission.text == "byQueue" and not 1 <= len(sources.items) <= 10:
        yield policy.refuse("redrivePermission byQueue needs 1 to 10 sourceQueueArns")
    if permission.text in ("allowAll", "denyAll") and not sources.empty:
        yield policy.refuse(f"sourceQueueArns can't be given with redrivePermission {permission.text}")
