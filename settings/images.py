"""Repositories of container images."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from settings.section import Flag, Section, Whole
from settings.types import AccountId, Text

RepositoryName = Annotated[
    str,
    Text(
        r"(?=.{2,256}$)[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*",
        "the name of an ECR repository: 2 to 256 lower-case letters and digits with single . _ - or / between them",
    ),
]

TagPattern = Annotated[
    str,
    Text(
        r"(?=(?:[^*]*\*){0,2}[^*]*$)[\w.*-]{1,128}",
        "an image tag, in which up to two * stand for any text, such as cache-*",
    ),
]
"""ECR allows two wildcards: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html"""


class ImageRepository(Section):
    """An ECR repository: scanned on push, encrypted with the stack's key, tags that can't be moved."""

    name: RepositoryName
    """Name of the repository."""
    keep: Annotated[Whole, Field(ge=2, le=10000)] = 30
    """Newest tagged images that are kept. Keep more than the releases that a rollback may go back to."""
    untagged_days: Annotated[Whole, Field(ge=1, le=365)] = 7
    """Days after which an image without a tag is removed."""
    mutable_tags: Annotated[tuple[TagPattern, ...], Field(max_length=5)] = ()
    """Tags that may be moved to another image all the same; release tags never should be."""
    force_delete: Flag = False
    """Whether deleting the repository deletes its images; never in prod."""
    pull_accounts: tuple[AccountId, ...] = ()
    """Other accounts whose identities may pull, when their own policies allow it too."""
