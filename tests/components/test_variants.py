"""What components do with arguments that Fivestar does not use."""

from __future__ import annotations

import pytest

from components.arns import partition_of, secrets_below
from components.container import Container, container_definition
from components.network import Network, NetworkArgs
from components.postgres import family, parameters
from components.task_roles import TaskRoles
from tests.components.recorder import record


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


@pytest.mark.parametrize("version", ["15.4", "15"])
def test_a_parameter_group_is_for_a_major_version(version: str) -> None:
    assert family(version) == "postgres15"


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
