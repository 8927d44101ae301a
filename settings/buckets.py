"""S3 buckets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.errors import Mistake
from settings.section import Flag, Rule, Section, Whole
from settings.types import BucketName, Slug, Text
from settings.wording import counted

BucketKey = Slug
"""Name of a bucket inside the stack file."""

LogPrefix = Annotated[
    str,
    Text(
        r"(?!AWSLogs)[\w.-]+(/(?!AWSLogs)[\w.-]+)*",
        "a prefix of object names such as access or logs/access, without / at either end and without AWSLogs",
    ),
]

Encryption = Literal["customerKey", "s3Managed"]

StorageClass = Literal["STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]
"""Storage classes to which objects can move. ONEZONE_IA is left out: it does not survive the loss of a zone."""

_DAYS_BEFORE_INFREQUENT = 30
"""Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html"""

Days = Annotated[Whole, Field(ge=1, le=36500)]


def _rests_before_it_is_infrequent(transition: Transition) -> Iterator[Mistake]:
    if transition.storage_class == "STANDARD_IA" and transition.days < _DAYS_BEFORE_INFREQUENT:
        yield Mistake(
            ("days",),
            str(transition.days),
            f"{_DAYS_BEFORE_INFREQUENT} or more with STANDARD_IA: S3 moves none earlier",
        )


class Transition(Section):
    """A move of objects to a cheaper storage class."""

    rules: ClassVar[tuple[Rule, ...]] = (_rests_before_it_is_infrequent,)

    days: Days
    """Days after the creation of an object."""
    storage_class: StorageClass
    """Where it moves."""


class ObjectLock(Section):
    """Retention of new objects: for its time no version of them can be deleted or overwritten."""

    mode: Literal["governance", "compliance"]
    """governance can be lifted with a special right, compliance by nobody."""
    days: Days
    """Days that each version is kept."""


class AccessLogs(Section):
    """Records of all requests to a bucket, in another bucket of the stack."""

    bucket: BucketKey
    """Key of the bucket in `platform:buckets` that receives them."""
    prefix: LogPrefix
    """First part of their names."""


def _transitions_are_in_order(bucket: Bucket) -> Iterator[Mistake]:
    for index, (earlier, later) in enumerate(pairwise(bucket.transitions), start=1):
        if later.days <= earlier.days:
            yield Mistake(
                ("transitions", index, "days"), str(later.days), f"more than the transition before, {earlier.days}"
            )


def _expiry_follows_the_last_transition(bucket: Bucket) -> Iterator[Mistake]:
    last = max((transition.days for transition in bucket.transitions), default=0)
    if bucket.expire_days is not None and bucket.expire_days <= last:
        yield Mistake(
            ("expireDays",), str(bucket.expire_days), f"more than the last transition's {counted(last, 'day')}"
        )


def _a_lock_needs_versions(bucket: Bucket) -> Iterator[Mistake]:
    if bucket.object_lock is not None and not bucket.versioning:
        yield Mistake(("versioning",), "false", "true with objectLock: it locks versions", "Remove versioning.")


class Bucket(Section):
    """A bucket that is never public, answers over TLS 1.2 or newer only, and belongs to the account alone."""

    rules: ClassVar[tuple[Rule, ...]] = (
        _transitions_are_in_order,
        _expiry_follows_the_last_transition,
        _a_lock_needs_versions,
    )

    name: BucketName | None = None
    """Name of the bucket, unique in the world; by default one derived from its key."""
    encryption: Encryption = "customerKey"
    """customerKey is the stack's key for buckets; s3Managed is for buckets that receive logs, whose senders know no
    other key."""
    versioning: Flag = True
    """Whether overwritten and deleted objects are kept as old versions."""
    noncurrent_days: Days = 90
    """Days that old versions are kept."""
    transitions: tuple[Transition, ...] = ()
    """Moves to cheaper storage classes."""
    expire_days: Days | None = None
    """Days after which objects are deleted; by default they stay."""
    abort_upload_days: Annotated[Whole, Field(ge=1, le=365)] = 7
    """Days after which the parts of an upload that was never finished are removed."""
    object_lock: ObjectLock | None = None
    """Retention that also holds against deletion; by default objects are not locked."""
    access_logs: AccessLogs | None = None
    """Where requests are recorded; by default nowhere."""
    force_destroy: Flag = False
    """Whether deleting the bucket deletes its objects too; never in prod."""
