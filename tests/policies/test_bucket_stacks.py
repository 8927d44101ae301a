"""Buckets with the resources that protect them."""

import pytest

from tests.policies.harness import UNKNOWN_VALUE, Json, Resource
from tests.policies.stacks import reports, violation


class TestBuckets:
    POLICY = "bucket-hardened"
    BUCKET = Resource("aws:s3/bucket:Bucket", "files", {"bucket": "fivestar-files"})
    KINDS = (
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
        "aws:s3/bucketVersioning:BucketVersioning",
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    )

    def protections(self, bucket: Json) -> list[Resource]:
        depends = {"bucket": [self.BUCKET]} if bucket == UNKNOWN_VALUE else {}
        return [Resource(kind, "it", {"bucket": bucket}, depends) for kind in self.KINDS]

    @pytest.mark.parametrize("bucket", [UNKNOWN_VALUE, "fivestar-files"])
    def test_a_bucket_with_all_its_protections_is_sound(self, bucket: str) -> None:
        assert reports(self.POLICY, self.BUCKET, *self.protections(bucket)) == []

    def test_missing_protections_are_named(self) -> None:
        (report,) = reports(self.POLICY, self.BUCKET, *self.protections(UNKNOWN_VALUE)[:4])
        assert "it has no bucket policy, no lifecycle." in report.message

    def test_what_aws_fills_in_by_itself_does_not_count_as_a_protection(self) -> None:
        filled_in: dict[str, Json] = {"versioning": {"enabled": False}, "lifecycleRules": [], "policy": ""}
        (report,) = reports(self.POLICY, Resource(self.BUCKET.type, "files", filled_in))
        assert "no versioning" in report.message


class TestBucketsThatReceiveLogs:
    POLICY = "s3-managed-key-for-logs"
    BUCKET = Resource("aws:s3/bucket:Bucket", "logs", {"bucket": "fivestar-logs"})
    ENCRYPTION = Resource(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "encryption",
        {
            "bucket": UNKNOWN_VALUE,
            "rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}],
        },
        {"bucket": [BUCKET]},
    )

    def logging_balancer(self, logs: str, enabled: bool = True) -> Resource:
        target: Json = {"bucket": UNKNOWN_VALUE, "prefix": "access", "enabled": enabled}
        return Resource("aws:lb/loadBalancer:LoadBalancer", "lb", {logs: target}, {logs: [self.BUCKET]})

    @pytest.mark.parametrize("logs", ["accessLogs", "connectionLogs"])
    def test_a_load_balancers_logs_allow_no_other_key(self, logs: str) -> None:
        assert reports(self.POLICY, self.BUCKET, self.ENCRYPTION, self.logging_balancer(logs)) == []

    def test_records_of_requests_to_another_bucket_allow_no_other_key(self) -> None:
        properties: dict[str, Json] = {"bucket": "files", "targetBucket": "fivestar-logs", "targetPrefix": "files/"}
        logging = Resource("aws:s3/bucketLogging:BucketLogging", "logging", properties)
        assert reports(self.POLICY, self.BUCKET, self.ENCRYPTION, logging) == []

    def test_logs_that_are_switched_off_are_no_reason(self) -> None:
        silent = self.logging_balancer("accessLogs", enabled=False)
        (report,) = reports(self.POLICY, self.BUCKET, self.ENCRYPTION, silent)
        assert 'sseAlgorithm is "AES256"' in report.message

    def test_a_bucket_that_receives_nothing_needs_a_key_of_its_own(self) -> None:
        (report,) = reports(self.POLICY, self.BUCKET, self.ENCRYPTION)
        assert "nothing in the stack delivers logs to its bucket" in report.message
        assert report.level == "mandatory"

    def test_a_customer_managed_key_is_the_other_rules_business(self) -> None:
        by_kms: Json = [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}]
        encryption = Resource(self.ENCRYPTION.type, "encryption", {"bucket": "fivestar-logs", "rules": by_kms})
        assert reports(self.POLICY, self.BUCKET, encryption) == []


class TestBucketsOfOlderKinds:
    POLICY = "bucket-hardened"

    @pytest.mark.parametrize(
        ("kind", "properties"),
        [
            (
                "aws:s3/bucketV2:BucketV2",
                {
                    "versionings": [{"enabled": True}],
                    "serverSideEncryptionConfigurations": [
                        {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}]}
                    ],
                },
            ),
            (
                "aws:s3/bucket:Bucket",
                {
                    "versioning": {"enabled": "true"},
                    "serverSideEncryptionConfiguration": {
                        "rule": {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms:dsse"}}
                    },
                },
            ),
        ],
    )
    def test_protections_inside_the_bucket_count(self, kind: str, properties: dict[str, Json]) -> None:
        bucket = Resource(kind, "files", {"policy": "{}", "lifecycleRules": [{"enabled": True}], **properties})
        assert "it has no public access block, no ownership controls." in violation(reports(self.POLICY, bucket))
