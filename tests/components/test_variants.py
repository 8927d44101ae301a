"""What components do with arguments that Fivestar does not use."""

from __future__ import annotations

import pytest

from components.arns import partition_of, secrets_below
from components.container import Container, container_definition
from components.load_balancer import LoadBalancer, LoadBalancerArgs
from components.network import Network, NetworkArgs
from components.postgres import family, parameters, upgrades_itself
from components.task_roles import TaskRoles
from tests.components.recorder import record

EDGE: LoadBalancerArgs = {
    "load_balancer_name": "dev-alb",
    "subnet_ids": ["subnet-1", "subnet-2"],
    "security_group_id": "sg-1",
    "tls_policy": "ELBSecurityPolicy-TLS13-1-3-2021-06",
    "idle_seconds": 60,
    "deletion_protection": True,
}
ARN = "arn:aws:acm:ap-south-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"


def test_an_issued_certificate_is_used_as_it_is() -> None:
    recorder = record(lambda: LoadBalancer("edge", {**EDGE, "certificate_arn": ARN}))
    assert recorder.all("aws:acm/certificate:Certificate") == []
    assert recorder.only("aws:lb/listener:Listener", "edge-https").inputs["certificateArn"] == ARN


def test_a_known_zone_gets_the_validation_record_and_the_alias() -> None:
    args: LoadBalancerArgs = {**EDGE, "certificate_domain": "pay.example.com", "zone_id": "Z0123456789"}
    recorder = record(lambda: LoadBalancer("edge", args))
    validation = recorder.only("aws:route53/record:Record", "edge-certificate-validation").inputs
    assert (validation["zoneId"], validation["type"], validation["records"]) == ("Z0123456789", "CNAME", ["_b.y"])
    alias = recorder.only("aws:route53/record:Record", "edge-alias").inputs
    assert alias["aliases"] == [{"name": "alb.example.com", "zoneId": "Z1", "evaluateTargetHealth": True}]
    issued = recorder.only("aws:acm/certificateValidation:CertificateValidation").inputs
    assert issued["validationRecordFqdns"] == ["_a.x"]


def test_a_load_balancer_without_a_certificate_is_refused() -> None:
    with pytest.raises(ValueError, match="needs certificate_arn or certificate_domain"):
        record(lambda: LoadBalancer("edge", EDGE))


def test_access_logs_go_to_the_bucket_given() -> None:
    recorder = record(lambda: LoadBalancer("edge", {**EDGE, "certificate_arn": ARN, "access_logs_bucket": "logs"}))
    balancer = recorder.only("aws:lb/loadBalancer:LoadBalancer").inputs
    assert balancer["accessLogs"] == {"bucket": "logs", "prefix": "dev-alb", "enabled": True}


def test_a_network_without_flow_logs_makes_no_role() -> None:
    args: NetworkArgs = {
        "cidr": "10.0.0.0/24",
        "zones": ["eu-west-1a", "eu-west-1b"],
        "public_blocks": ["10.0.0.0/27", "10.0.0.32/27"],
        "app_blocks": ["10.0.0.64/27", "10.0.0.96/27"],
        "database_blocks": ["10.0.0.128/27", "10.0.0.160/27"],
        "nat_gateways": "none",
        "account_id": "123456789012",
    }
    recorder = record(lambda: Network("network", args))
    assert recorder.only("awsx:ec2:Vpc").inputs["natGateways"] == {"strategy": "None"}
    assert recorder.all("aws:iam/role:Role") == []


def test_parameters_that_become_variables_are_read_with_the_right_of_their_service() -> None:
    parameter = "arn:aws:ssm:eu-west-1:123456789012:parameter/app/url"
    recorder = record(
        lambda: TaskRoles(
            "roles",
            {
                "account_id": "123456789012",
                "region": "eu-west-1",
                "secret_arns": [parameter],
                "secrets_key_arn": "arn:aws:kms:eu-west-1:123456789012:key/1",
            },
        )
    )
    policy = recorder.only("aws:iam/rolePolicy:RolePolicy", "roles-execution").inputs["policy"]
    assert f'"Action": ["ssm:GetParameters"], "Resource": ["{parameter}"]' in policy
    assert "GetSecretValue" not in policy


@pytest.mark.parametrize(
    ("region", "partition"), [("ap-south-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]
)
def test_arns_carry_the_partition_of_their_region(region: str, partition: str) -> None:
    assert partition_of(region) == partition
    assert secrets_below(region, "123456789012", "a/b").startswith(f"arn:{partition}:secretsmanager:{region}:")


def test_a_major_version_alone_lets_rds_upgrade() -> None:
    assert (family("15.4"), upgrades_itself("15.4")) == ("postgres15", False)
    assert (family("15"), upgrades_itself("15")) == ("postgres15", True)


def test_parameters_read_at_start_wait_for_a_reboot() -> None:
    methods = {
        item["name"]: item["apply_method"] for item in parameters(500, {"max_connections": "200", "work_mem": "4096"})
    }
    assert methods["max_connections"] == "pending-reboot"
    assert methods["work_mem"] == "immediate"


def test_equal_settings_give_an_equal_container_whatever_their_order() -> None:
    def definition(environment: dict[str, object]) -> dict[str, object]:
        logs = {"logDriver": "awslogs"}
        return container_definition(Container("api", "example.com/a:1", logs, environment=environment))

    assert definition({"A": "1", "B": "2"}) == definition({"B": "2", "A": "1"})
    assert "secrets" not in definition({"A": "1"})
    assert "healthCheck" not in definition({"A": "1"})
