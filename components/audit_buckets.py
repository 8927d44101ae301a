"""Buckets of audit files: CloudTrail's, AWS Config's, and the records of requests to both."""

from typing import NotRequired, TypedDict

import pulumi

from components.bucket import BucketArgs, ObjectLockArgs

REQUEST_PREFIXES = {"trail": "trail", "configuration": "configuration"}
"""First part of the names of request records, by what is in the bucket that they are about."""

_ABORT_UPLOAD_DAYS = 7
"""Days after which parts of unfinished uploads are removed."""


class ArchiveArgs(TypedDict):
    account_id: str
    """Account of the buckets."""
    region: str
    """Region of the buckets."""
    cold_after_days: int
    """Days until files move to Glacier."""
    keep_days: int
    """Days until files are deleted."""
    lock: NotRequired[ObjectLockArgs]
    """Retention of the trail's files against deletion. Default: none."""
    request_log_days: int
    """Days that records of requests to the buckets are kept."""
    protect: bool
    """Whether Pulumi refuses to delete the buckets."""


def trail_bucket_args(archive: ArchiveArgs, key_arn: pulumi.Input[str], records: pulumi.Input[str]) -> BucketArgs:
    """The trail's bucket; its policy is told the trail's name by the caller."""
    args = _archive_args(archive, key_arn, records, REQUEST_PREFIXES["trail"])
    return {**args, "object_lock": archive["lock"]} if "lock" in archive else args


def configuration_bucket_args(
    archive: ArchiveArgs, key_arn: pulumi.Input[str], records: pulumi.Input[str]
) -> BucketArgs:
    """The bucket of AWS Config, which delivers to none with an object lock.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-deliverychannel.html
    """
    args = _archive_args(archive, key_arn, records, REQUEST_PREFIXES["configuration"])
    return {**args, "configuration_files": True}


def request_bucket_args(archive: ArchiveArgs) -> BucketArgs:
    """The bucket of request records, under the S3-managed key: S3 delivers them to no bucket with an object lock."""
    return {
        "account_id": archive["account_id"],
        "region": archive["region"],
        "versioning": True,
        "noncurrent_days": archive["request_log_days"],
        "expire_days": archive["request_log_days"],
        "abort_upload_days": _ABORT_UPLOAD_DAYS,
        "access_log_prefixes": sorted(REQUEST_PREFIXES.values()),
        "force_destroy": False,
        "protect": archive["protect"],
    }


def _archive_args(
    archive: ArchiveArgs, key_arn: pulumi.Input[str], records: pulumi.Input[str], prefix: str
) -> BucketArgs:
    return {
        "account_id": archive["account_id"],
        "region": archive["region"],
        "key_arn": key_arn,
        "versioning": True,
        "noncurrent_days": archive["keep_days"],
        "transitions": [{"days": archive["cold_after_days"], "storage_class": "GLACIER"}],
        "expire_days": archive["keep_days"],
        "abort_upload_days": _ABORT_UPLOAD_DAYS,
        "access_logs": {"bucket": records, "prefix": prefix},
        "force_destroy": False,
        "protect": archive["protect"],
    }
