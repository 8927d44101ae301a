"""What a bucket registers beside itself."""

from __future__ import annotations

import json
from typing import Any

from components.bucket import Bucket, BucketArgs
from tests.components.fivestar import recorded
from tests.components.recorder import Recorder, record
from tests.settings.stack_files import changed, config

ARGS: BucketArgs = {
    "account_id": "123456789012",
    "region": "ap-south-1",
    "versioning": True,
    "noncurrent_days": 90,
    "abort_upload_days": 7,
    "force_destroy": False,
    "protect": True,
}


def bucket(**change: object) -> Recorder:
    return record(lambda: Bucket("files", {**ARGS, **change}))  # type: ignore[typeddict-item]


def only(recorder: Recorder, kind: str) -> dict[str, Any]:
    inputs: dict[str, Any] = recorder.only(f"aws:s3/{kind[0].lower()}{kind[1:]}:{kind}").inputs
    return inputs


def statements(recorder: Recorder) -> dict[str, dict[str, Any]]:
    document = json.loads(only(recorder, "BucketPolicy")["policy"])
    return {statement["Sid"]: statement for statement in document["Statement"]}


def test_nobody_outside_reaches_it() -> None:
    recorder = bucket()
    block = only(recorder, "BucketPublicAccessBlock")
    assert all(block[key] for key in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls"))
    assert block["restrictPublicBuckets"] is True
    assert only(recorder, "BucketOwnershipControls")["rule"] == {"objectOwnership": "BucketOwnerEnforced"}


def test_it_answers_over_tls_1_2_and_newer_only() -> None:
    allowed = statements(bucket())
    assert set(allowed) == {"TlsOnly", "NoOldTls"}
    assert all(statement["Effect"] == "Deny" and statement["Principal"] == "*" for statement in allowed.values())
    assert allowed["TlsOnly"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert allowed["NoOldTls"]["Condition"] == {"NumericLessThan": {"s3:TlsVersion": 1.2}}


def test_its_key_is_the_customers_with_a_bucket_key() -> None:
    (rule,) = only(bucket(key_arn="arn:key"), "BucketServerSideEncryptionConfiguration")["rules"]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": "arn:key"}
    assert rule["bucketKeyEnabled"] is True


def test_without_a_key_s3_encrypts_by_itself() -> None:
    (rule,) = only(bucket(), "BucketServerSideEncryptionConfiguration")["rules"]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}


def test_senders_of_logs_are_admitted_to_their_prefixes_on_behalf_of_the_account() -> None:
    allowed = statements(bucket(load_balancer_log_prefixes=["access", "tls"], access_log_prefixes=["files"]))
    balancers = allowed["LoadBalancerLogs"]
    assert balancers["Principal"] == {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
    assert [arn.rsplit(":", 1)[-1] for arn in balancers["Resource"]] == [
        "files-bucket/access/AWSLogs/123456789012/*",
        "files-bucket/tls/AWSLogs/123456789012/*",
    ]
    assert balancers["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "123456789012"},
        "ArnLike": {"aws:SourceArn": "arn:aws:elasticloadbalancing:ap-south-1:123456789012:loadbalancer/*"},
    }
    assert allowed["BucketAccessLogs"]["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert allowed["BucketAccessLogs"]["Resource"][0].endswith("files-bucket/files/*")


def test_the_lifecycle_moves_expires_and_cleans_up() -> None:
    moves = [{"days": 30, "storage_class": "STANDARD_IA"}, {"days": 90, "storage_class": "GLACIER"}]
    (rule,) = only(bucket(transitions=moves, expire_days=365), "BucketLifecycleConfiguration")["rules"]
    assert rule["transitions"] == [
        {"days": 30, "storageClass": "STANDARD_IA"},
        {"days": 90, "storageClass": "GLACIER"},
    ]
    assert rule["expiration"] == {"days": 365}
    assert rule["noncurrentVersionExpiration"] == {"noncurrentDays": 90}
    assert rule["abortIncompleteMultipartUpload"] == {"daysAfterInitiation": 7}


def test_objects_stay_unless_told_otherwise() -> None:
    (rule,) = only(bucket(), "BucketLifecycleConfiguration")["rules"]
    assert "expiration" not in rule
    assert rule["transitions"] == []


def test_a_lock_is_made_with_the_bucket() -> None:
    recorder = bucket(object_lock={"mode": "COMPLIANCE", "days": 365})
    assert only(recorder, "Bucket")["objectLockEnabled"] is True
    lock = only(recorder, "BucketObjectLockConfiguration")
    assert lock["rule"] == {"defaultRetention": {"mode": "COMPLIANCE", "days": 365}}


def test_it_carries_no_deprecated_inline_setting() -> None:
    assert set(only(bucket(), "Bucket")) <= {"bucket", "forceDestroy", "objectLockEnabled"}


def test_the_policy_comes_after_the_public_access_block() -> None:
    """S3 refuses two changes of a bucket's access at the same time."""
    recorder = bucket()
    policy = recorder.only("aws:s3/bucketPolicy:BucketPolicy")
    block = recorder.only("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
    assert block.urn in policy.depends_on


def test_fivestars_log_bucket_is_protected_in_prod_and_emptied_in_dev(dev: Recorder, prod: Recorder) -> None:
    kept = prod.only("aws:s3/bucket:Bucket", "bucket-load-balancer-logs-bucket")
    assert (kept.protect, kept.inputs["forceDestroy"]) == (True, False)
    passing = dev.only("aws:s3/bucket:Bucket", "bucket-load-balancer-logs-bucket")
    assert (passing.protect, passing.inputs["forceDestroy"]) == (False, True)


def test_a_bucket_of_data_gets_the_stacks_key_and_records_its_requests() -> None:
    data = {"accessLogs": {"bucket": "records", "prefix": "data"}}
    changes: dict[str, object] = {
        "platform:buckets/data": data,
        "platform:buckets/records": {"encryption": "s3Managed"},
    }
    recorder = recorded("dev", changed(config("dev"), changes))
    kind = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    (rule,) = recorder.only(kind, "bucket-data-encryption").inputs["rules"]
    assert rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"].endswith(":keys-buckets")
    logging = recorder.only("aws:s3/bucketLogging:BucketLogging").inputs
    assert (logging["targetPrefix"], logging["bucket"]) == ("data/", "bucket-data-bucket")
    policy = recorder.only("aws:s3/bucketPolicy:BucketPolicy", "bucket-records-policy").inputs["policy"]
    assert "logging.s3.amazonaws.com" in policy
