"""What an auditor asks of roles, policies and groups: nothing is open that nobody needs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.archive_policy import configuration_statements, trail_statements
from components.bucket import Bucket, BucketArgs
from components.ci_access import CiAccess
from components.guardrails import audit_protected
from components.image_repository import ImageRepository, ImageRepositoryArgs
from components.key_policy import key_policy
from components.off_hours import OffHours, OffHoursArgs
from components.queue import Queue, QueueArgs
from components.security_groups import SecurityGroups, SecurityGroupsArgs
from tests.components.recorder import ACCOUNT, REGION, Recorder, record

INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1"
GROUPS: SecurityGroupsArgs = {"vpc_id": "vpc-1", "container_ports": [8080]}
QUEUE: QueueArgs = {
    "fifo": False,
    "content_deduplication": False,
    "max_receives": 3,
    "visibility_seconds": 30,
    "retention_seconds": 3600,
    "delay_seconds": 0,
    "wait_seconds": 20,
    "queues_key_arn": KEY,
    "account_id": ACCOUNT,
    "region": REGION,
    "protect": False,
}


def from_blocks(args: SecurityGroupsArgs) -> dict[str, str]:
    """The ingress rules that admit blocks of addresses, by name."""
    rules = record(lambda: SecurityGroups("groups", args)).all(INGRESS)
    return {rule.name: rule.inputs["cidrIpv4"] for rule in rules if "cidrIpv4" in rule.inputs}


def statements(document: str) -> dict[str, dict[str, Any]]:
    return {item["Sid"]: item for item in json.loads(document)["Statement"]}


def test_without_a_load_balancer_nobody_comes_in() -> None:
    assert from_blocks(GROUPS) == {}


def test_a_load_balancer_admits_the_blocks_that_are_named() -> None:
    assert from_blocks({**GROUPS, "load_balancer_clients": ["10.0.0.0/16"]}) == {
        "groups-alb-in-443-10-0-0-0-16": "10.0.0.0/16",
        "groups-alb-in-80-10-0-0-0-16": "10.0.0.0/16",
    }
    assert set(from_blocks({**GROUPS, "load_balancer_clients": ["0.0.0.0/0"]})) == {
        "groups-alb-in-443",
        "groups-alb-in-80",
    }


def test_only_the_roles_that_manage_audit_change_themselves() -> None:
    found = statements(json.dumps(audit_protected(REGION, ["Deployer"])))
    roles = found["AutomationRolesStay"]
    assert roles["Effect"] == "Deny"
    assert roles["Resource"] == ["arn:aws:iam::*:role/Deployer"]
    assert {"iam:CreateRole", "iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy"} < set(roles["Action"])
    assert roles["Condition"] == found["AuditStaysOn"]["Condition"]


def test_audit_without_automation_stays_on_for_everybody() -> None:
    found = statements(json.dumps(audit_protected(REGION, [])))
    assert list(found) == ["AuditStaysOn"]
    assert "Condition" not in found["AuditStaysOn"]


@pytest.mark.parametrize("protected", [[], ["Deployer", "OrganizationAccountAccessRole"]])
def test_guardrails_fit_into_a_policy(protected: list[str]) -> None:
    # https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
    assert len(json.dumps(audit_protected(REGION, protected), separators=(",", ":"))) <= 5120


def test_jobs_of_pull_requests_read_no_data() -> None:
    roles = {"preview": {"role_name": "Preview", "subjects": ["repo:a/b:pull_request"], "max_session_hours": 1}}
    recorder = record(lambda: CiAccess("ci", {"account_id": ACCOUNT, "region": REGION, "roles": roles}))  # type: ignore[typeddict-item]
    denied = statements(recorder.only("aws:iam/rolePolicy:RolePolicy").inputs["policy"])["LeaveDataAlone"]
    assert {"rds:DownloadDBLogFilePortion", "logs:StartLiveTail", "dynamodb:GetRecords"} < set(denied["Action"])


def test_what_publishes_to_a_queue_may_use_its_key() -> None:
    writers = statements(json.dumps(key_policy("queues", ACCOUNT, REGION)))["WritersOfThisAccount"]
    assert set(writers["Principal"]["Service"]) == {f"{name}.amazonaws.com" for name in ("sns", "events", "s3")}


def test_a_bucket_takes_files_of_one_trail_and_of_its_organization() -> None:
    found = {item["Sid"]: item for item in trail_statements("arn:b", REGION, ACCOUNT, "audit", "o-1")}
    assert found["TrailWrites"]["Resource"] == [f"arn:b/AWSLogs/{ACCOUNT}/*", "arn:b/AWSLogs/o-1/*"]
    trail = f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/audit"
    for statement in found.values():
        assert statement["Condition"]["StringEquals"]["aws:SourceArn"] == trail  # type: ignore[index]


def test_a_bucket_takes_files_of_config_for_its_account_only() -> None:
    for statement in configuration_statements("arn:b", ACCOUNT):
        assert statement["Condition"]["StringEquals"]["aws:SourceAccount"] == ACCOUNT  # type: ignore[index]


def test_a_bucket_of_audit_files_refuses_old_tls() -> None:
    args: BucketArgs = {
        "account_id": ACCOUNT,
        "region": REGION,
        "key_arn": KEY,
        "versioning": True,
        "noncurrent_days": 365,
        "abort_upload_days": 7,
        "trail_name": "audit",
        "configuration_files": True,
        "force_destroy": False,
        "protect": True,
    }
    policy = record(lambda: Bucket("files", args)).only("aws:s3/bucketPolicy:BucketPolicy").inputs["policy"]
    assert set(statements(policy)) == {
        *("TlsOnly", "NoOldTls", "TrailLooksAtTheBucket", "TrailWrites"),
        *("ConfigLooksAtTheBucket", "ConfigWrites"),
    }


def test_images_go_with_their_repository_only_where_asked() -> None:
    args: ImageRepositoryArgs = {
        "repository_name": "api",
        "key_arn": KEY,
        "region": REGION,
        "keep": 30,
        "untagged_days": 7,
        "protect": False,
    }
    kept = record(lambda: ImageRepository("image", args))
    assert kept.only("aws:ecr/repository:Repository").inputs["forceDelete"] is False
    removed = record(lambda: ImageRepository("image", {**args, "force_delete": True}))
    assert removed.only("aws:ecr/repository:Repository").inputs["forceDelete"] is True


def test_every_call_of_business_hours_has_a_name_of_its_own() -> None:
    """Whatever services are called."""
    service = {"cluster_name": "pay", "service_name": "x", "tasks": 1, "fewest": 1, "most": 2}
    args: OffHoursArgs = {
        "account_id": ACCOUNT,
        "region": REGION,
        "time_zone": "UTC",
        "days": ["mon"],
        "start": "08:00",
        "stop": "20:00",
        "database_minutes": 0,
        "database_identifier": "db",
        "services": {"database": service, "limits-database": service},  # type: ignore[dict-item]
    }
    assert len(record(lambda: OffHours("off-hours", args)).all("aws:scheduler/schedule:Schedule")) == 10


def test_a_queue_can_be_called_after_the_dead_letters_of_another() -> None:
    def program() -> None:
        Queue("queue-work", QUEUE)
        Queue("queue-work-dead-letters", QUEUE)

    recorder = record(program)
    urns = [(item.type, item.name) for item in recorder.registrations]
    assert len(set(urns)) == len(urns)


def test_alarms_watch_firewall_certificate_and_nat_gateways_of_production(prod: Recorder) -> None:
    alarms = {item.inputs.get("name"): item.inputs for item in prod.all(ALARM)}
    assert alarms["prod-fivestar-web-firewall-firewall-blocks"]["dimensions"]["WebACL"] == "prod-fivestar"
    assert "CertificateArn" in alarms["prod-fivestar-certificate-expiry"]["dimensions"]
    gateways = [
        alarms[f"prod-fivestar-nat-gateway-{zone}-nat-port-errors"]["dimensions"]["NatGatewayId"] for zone in (1, 2)
    ]
    assert gateways == ["nat-1", "nat-2"]
