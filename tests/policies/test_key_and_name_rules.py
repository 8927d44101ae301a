"""Keys, secrets, alarms, zones, budgets and certificates in the shapes that programs give them."""

import json

import pytest

from tests.policies.examples.model import KEY
from tests.policies.harness import UNKNOWN_VALUE, Engine, Json, Resource, in_environment, keeps, said, secret

KMS_KEY = "aws:kms/key:Key"
SSM_PARAMETER = "aws:ssm/parameter:Parameter"
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
ZONE = "aws:route53/zone:Zone"
BUDGET = "aws:budgets/budget:Budget"


class TestKeys:
    def test_rotation_is_put_right_for_keys_that_can_rotate(self) -> None:
        engine = Engine(config=in_environment("prod"))
        assert engine.remediated(Resource(KMS_KEY, "it", {}))["kms-rotation"] == {"enableKeyRotation": True}
        for fixed in (
            {"customerMasterKeySpec": "HMAC_256"},
            {"customKeyStoreId": "cks-1"},
            {"enableKeyRotation": True},
        ):
            assert "kms-rotation" not in engine.remediated(Resource(KMS_KEY, "it", fixed))

    def test_a_replica_key_waits_as_well(self) -> None:
        assert not keeps("kms-deletion-window", "aws:kms/replicaKey:ReplicaKey", deletionWindowInDays=7)


class TestSecrets:
    @pytest.mark.parametrize("value", [secret("correct-horse"), secret(UNKNOWN_VALUE)])
    def test_a_marked_value_is_encrypted_in_the_state(self, value: Json) -> None:
        assert keeps("secret-value-not-literal", VERSION, secretString=value)

    def test_a_value_in_plain_text_is_said_but_not_shown(self) -> None:
        (report,) = said("secret-value-not-literal", Resource(VERSION, "it", {"secretString": "correct-horse"}))
        assert "correct-horse" not in report.message

    def test_a_rotation_that_is_switched_off_is_none(self) -> None:
        kind = "aws:secretsmanager/secretRotation:SecretRotation"
        monthly: Json = {"automaticallyAfterDays": 30}
        assert keeps("secret-rotation-window", kind, rotationEnabled="true", rotationRules=monthly)
        assert not keeps("secret-rotation-window", kind, rotationEnabled="false", rotationRules=monthly)

    @pytest.mark.parametrize(
        ("name", "sound"),
        [
            ("/payments/prod/database/password", False),
            ("psp-api-key", False),
            ("/payments/prod/PSP_TOKEN", False),
            ("/payments/prod/password-length", True),
            ("/payments/prod/tokens-per-minute", True),
            ("/payments/prod/secret-arn", True),
            ("/secret/prod/url", True),
            ("/payments/prod/sort-key", True),
        ],
    )
    def test_a_secret_is_known_by_the_end_of_its_name(self, name: str, sound: bool) -> None:
        assert keeps("ssm-parameter-secure", SSM_PARAMETER, name=name, type="String", value="x") is sound

    @pytest.mark.parametrize(
        ("value", "sound"),
        [
            ("postgres://app:hunter2@db.internal:5432/main", False),
            ("-----BEGIN RSA PRIVATE KEY-----\nMII", False),
            ("key AKIAIOSFODNN7EXAMPLE", False),
            ("https://pay.example.com:8443/path@home", True),
            ("-----BEGIN PUBLIC KEY-----", True),
        ],
    )
    def test_a_credential_is_known_by_its_looks(self, value: str, sound: bool) -> None:
        for given in ({"value": secret(value)}, {"insecureValue": value}):
            found = said(
                "ssm-parameter-secure", Resource(SSM_PARAMETER, "it", {"name": "x", "type": "String", **given})
            )
            assert (found == []) is sound
            assert all(value not in report.message for report in found)

    @pytest.mark.parametrize("content", ["{", "[1]", ""])
    def test_a_session_that_cannot_be_read_passes_no_value_on(self, content: str) -> None:
        kind = "aws:ssm/document:Document"
        found = said("ssm-session-encrypted", Resource(kind, "it", {"documentType": "Session", "content": content}))
        assert all(report.level == "advisory" for report in found)

    def test_a_session_in_yaml_is_read_as_well(self) -> None:
        content = f"inputs:\n  kmsKeyId: {KEY}\n  s3BucketName: logs\n  s3EncryptionEnabled: true\n"
        document: dict[str, Json] = {"documentType": "Session", "documentFormat": "YAML", "content": content}
        assert keeps("ssm-session-encrypted", "aws:ssm/document:Document", **document)
        unlogged = json.dumps({"inputs": {"kmsKeyId": KEY, "s3BucketName": ""}})
        assert keeps("ssm-session-encrypted", "aws:ssm/document:Document", documentType="Session", content=unlogged)


class TestAlarms:
    POLICY = "alarm-has-actions"
    SILENT = Resource(ALARM, "cpu", {"id": "cpu", "name": "cpu"})

    def test_an_action_that_is_not_known_yet_is_one(self) -> None:
        assert said(self.POLICY, Resource(ALARM, "cpu", {"alarmActions": [UNKNOWN_VALUE]})) == []

    @pytest.mark.parametrize(
        "properties", [{}, {"alarmActions": []}, {"alarmActions": ["arn:aws:sns:x"], "actionsEnabled": False}]
    )
    def test_an_alarm_without_an_action_tells_nobody(self, properties: dict[str, Json]) -> None:
        (report,) = said(self.POLICY, Resource(ALARM, "cpu", {"name": "cpu", **properties}))
        assert report.level == "mandatory"

    @pytest.mark.parametrize(
        ("kind", "properties"),
        [
            (COMPOSITE, {"alarmRule": 'ALARM("cpu") AND ALARM("memory")', "alarmActions": ["arn:aws:sns:x"]}),
            (COMPOSITE, {"alarmRule": "ALARM(x)", "alarmActions": ["a"], "actionsSuppressor": {"alarm": "cpu"}}),
            ("aws:ecs/service:Service", {"alarms": {"alarmNames": ["cpu"], "enable": True, "rollback": True}}),
            ("aws:codedeploy/deploymentGroup:DeploymentGroup", {"alarmConfiguration": {"alarms": ["cpu"]}}),
            ("aws:route53/healthCheck:HealthCheck", {"cloudwatchAlarmName": "cpu"}),
        ],
    )
    def test_an_alarm_that_something_follows_needs_no_action(self, kind: str, properties: dict[str, Json]) -> None:
        assert said(self.POLICY, self.SILENT, Resource(kind, "follower", properties)) == []

    def test_an_expression_that_is_not_known_yet_is_followed_by_what_it_comes_from(self) -> None:
        hidden: dict[str, Json] = {"alarmRule": UNKNOWN_VALUE, "alarmActions": ["arn:aws:sns:x"]}
        assert said(self.POLICY, self.SILENT, Resource(COMPOSITE, "all", hidden, {"alarmRule": [self.SILENT]})) == []
        (report,) = said(self.POLICY, self.SILENT, Resource(COMPOSITE, "all", hidden))
        assert report.level == "mandatory"

    def test_a_longer_name_is_another_alarm(self) -> None:
        other: dict[str, Json] = {"alarmRule": 'ALARM("cpu-high")', "alarmActions": ["arn:aws:sns:x"]}
        (report,) = said(self.POLICY, self.SILENT, Resource(COMPOSITE, "all", other))
        assert report.urn == self.SILENT.urn


class TestZones:
    PUBLIC = Resource(ZONE, "public", {"name": "example.com"})

    def part(self, kind: str, path: str, **properties: Json) -> Resource:
        return Resource(f"aws:route53/{kind}", kind, {path: UNKNOWN_VALUE, **properties}, {path: [self.PUBLIC]})

    def test_a_public_zone_logs_its_queries(self) -> None:
        (report,) = said("route53-query-log", self.PUBLIC)
        assert "it is public and has no query log" in report.message
        assert said("route53-query-log", self.PUBLIC, self.part("queryLog:QueryLog", "zoneId")) == []

    def test_a_private_zone_needs_neither_log_nor_signature(self) -> None:
        private = Resource(ZONE, "private", {"vpcs": [{"vpcId": UNKNOWN_VALUE}]})
        assert said("route53-query-log", private) == said("route53-dnssec", private) == []

    def test_a_signature_needs_signing_and_an_active_key(self) -> None:
        key = self.part("keySigningKey:KeySigningKey", "hostedZoneId")
        signing = self.part("hostedZoneDnsSec:HostedZoneDnsSec", "hostedZoneId")
        off = self.part("hostedZoneDnsSec:HostedZoneDnsSec", "hostedZoneId", signingStatus="NOT_SIGNING")
        assert said("route53-dnssec", self.PUBLIC, key, signing) == []
        (report,) = said("route53-dnssec", self.PUBLIC, key, off)
        assert (report.level, 'its DNSSEC signing is "NOT_SIGNING"' in report.message) == ("advisory", True)
        (report,) = said("route53-dnssec", self.PUBLIC, signing)
        assert "has no key-signing key" in report.message


class TestBudgets:
    POLICY = "budget-notifies"

    def test_a_budget_of_reservations_has_no_forecast(self) -> None:
        assert keeps(self.POLICY, BUDGET, budgetType="RI_UTILIZATION", notifications=[])

    def test_a_notification_that_comes_too_late_is_none(self) -> None:
        late: list[Json] = [
            {"notificationType": kind, "threshold": 150, "thresholdType": "PERCENTAGE", "subscriberSnsTopicArns": ["a"]}
            for kind in ("ACTUAL", "FORECASTED")
        ]
        assert not keeps(self.POLICY, BUDGET, budgetType="COST", notifications=late)

    def test_topics_that_do_not_exist_yet_are_subscribers(self) -> None:
        soon: list[Json] = [
            {
                "notificationType": kind,
                "threshold": 80,
                "thresholdType": "PERCENTAGE",
                "subscriberSnsTopicArns": [UNKNOWN_VALUE],
            }
            for kind in ("ACTUAL", "FORECASTED")
        ]
        assert keeps(self.POLICY, BUDGET, budgetType="COST", limitAmount="200", notifications=soon)


class TestCertificates:
    KIND = "aws:acm/certificate:Certificate"

    @pytest.mark.parametrize("policy", ["acm-dns-validation", "acm-ct-logging"])
    def test_a_private_authority_needs_no_validation_and_no_public_log(self, policy: str) -> None:
        options: Json = {"certificateTransparencyLoggingPreference": "DISABLED"}
        authority = "arn:aws:acm-pca:ap-south-1:123456789012:certificate-authority/1"
        assert keeps(policy, self.KIND, certificateAuthorityArn=authority, options=options)

    @pytest.mark.parametrize("policy", ["acm-key-algorithm", "acm-dns-validation", "acm-no-wildcard"])
    def test_an_imported_certificate_is_its_issuers_business(self, policy: str) -> None:
        assert keeps(policy, self.KIND, privateKey=secret("x"), certificateBody="x")
