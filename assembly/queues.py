"""Queues."""

from collections.abc import Mapping

from assembly.outputs import StackOutputs
from components.encryption_keys import EncryptionKeys
from components.queue import Queue, QueueArgs
from settings import Settings
from settings.queues import Queue as QueueSettings


def queue_args(settings: Settings, queue: QueueSettings, keys: EncryptionKeys) -> QueueArgs:
    """The queue as it is written, protected in prod."""
    args: QueueArgs = {
        "fifo": queue.fifo,
        "content_deduplication": queue.content_deduplication,
        "max_receives": queue.max_receives,
        "visibility_seconds": queue.visibility_seconds,
        "retention_seconds": queue.retention_seconds,
        "delay_seconds": queue.delay_seconds,
        "wait_seconds": queue.wait_seconds,
        "queues_key_arn": keys.arn_of("queues"),
        "account_id": settings.account.id,
        "region": settings.region,
        "publishers": [f"{publisher}.amazonaws.com" for publisher in queue.publishers],
        "protect": settings.system.is_production,
    }
    if queue.name is not None:
        args["queue_name"] = queue.name
    if queue.dead_letter_name is not None:
        args["dead_letter_name"] = queue.dead_letter_name
    return args


def queues_outputs(queues: Mapping[str, Queue]) -> StackOutputs:
    """Where to send, and what to watch."""
    if not queues:
        return {}
    return {
        "queues": {
            key: {
                "name": queue.name,
                "url": queue.url,
                "arn": queue.arn,
                "deadLetterName": queue.dead_letter_name,
                "deadLetterArn": queue.dead_letter_arn,
            }
            for key, queue in queues.items()
        }
    }
