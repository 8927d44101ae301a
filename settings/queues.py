"""SQS queues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.errors import Mistake
from settings.section import Flag, Rule, Section, Whole
from settings.types import Text

QueueName = Annotated[
    str,
    Text(r"(?=.{1,80}$)[\w-]+(\.fifo)?", "the name of a queue: up to 80 letters, digits, hyphens and underscores"),
]
Publisher = Literal["events", "sns", "s3"]
"""Services that send in their own name; EventBridge Scheduler sends with a role of the account."""

FIFO_SUFFIX = ".fifo"


def _names_tell_fifo(queue: Queue) -> Iterator[Mistake]:
    for key, name in (("name", queue.name), ("deadLetterName", queue.dead_letter_name)):
        if name is None:
            continue
        if queue.fifo and not name.endswith(FIFO_SUFFIX):
            yield Mistake((key,), f'"{name}"', "a name that ends in .fifo with fifo: true", f"Write {name}.fifo.")
        if not queue.fifo and name.endswith(FIFO_SUFFIX):
            yield Mistake((key,), f'"{name}"', "a name without .fifo at its end", "Add fifo: true, or rename it.")


def _queues_have_different_names(queue: Queue) -> Iterator[Mistake]:
    if queue.name is not None and queue.name == queue.dead_letter_name:
        yield Mistake(("deadLetterName",), f'"{queue.name}"', "another name than that of the queue")


def _deduplicates_fifo_only(queue: Queue) -> Iterator[Mistake]:
    if queue.content_deduplication and not queue.fifo:
        yield Mistake(("contentDeduplication",), "true", "false without fifo: true", "Add fifo: true.")


def _events_services_take_standard_queues(queue: Queue) -> Iterator[Mistake]:
    if queue.fifo and "s3" in queue.publishers:
        yield Mistake(("publishers",), '"s3"', "no s3 for a FIFO queue: S3 sends to standard queues only")


def _consumers_finish_while_messages_live(queue: Queue) -> Iterator[Mistake]:
    if queue.visibility_seconds >= queue.retention_seconds:
        yield Mistake(
            ("visibilitySeconds",),
            str(queue.visibility_seconds),
            f"less than retentionSeconds, which is {queue.retention_seconds}: else a message is gone after one attempt",
        )


class Queue(Section):
    """A queue with a dead-letter queue of its own, both encrypted with the queues key."""

    rules: ClassVar[tuple[Rule, ...]] = (
        _names_tell_fifo,
        _queues_have_different_names,
        _deduplicates_fifo_only,
        _events_services_take_standard_queues,
        _consumers_finish_while_messages_live,
    )

    name: QueueName | None = None
    """Name; by default Pulumi makes one."""
    dead_letter_name: QueueName | None = None
    """Name of the dead-letter queue; by default Pulumi makes one."""
    fifo: Flag = False
    """Whether messages of a group keep their order and are delivered once."""
    content_deduplication: Flag = False
    """Whether a FIFO queue takes equal contents for the same message."""
    max_receives: Annotated[Whole, Field(ge=1, le=1000)] = 5
    """Attempts after which a message moves to the dead-letter queue, 1 to 1000."""
    visibility_seconds: Annotated[Whole, Field(ge=0, le=43200)] = 30
    """Seconds that a received message is hidden from other consumers, 0 to 43200."""
    retention_seconds: Annotated[Whole, Field(ge=60, le=1209600)] = 345600
    """Seconds that a message waits at most, 60 to 1209600; by default four days."""
    delay_seconds: Annotated[Whole, Field(ge=0, le=900)] = 0
    """Seconds before a message can be received, 0 to 900."""
    wait_seconds: Annotated[Whole, Field(ge=0, le=20)] = 20
    """Seconds that a receiver waits for messages (long polling), 0 to 20."""
    publishers: tuple[Publisher, ...] = ()
    """AWS services that may send: events, sns, s3."""
