"""Fivestar's own stack files say what its requirements say."""

from __future__ import annotations

import pytest

from settings import Settings, parse_settings
from tests.settings.stack_files import ROOT, config, stack_file

ENVIRONMENTS = ("dev", "staging", "prod")


def settings_of(environment: str) -> Settings:
    return parse_settings(config(environment), stack=environment)


@pytest.mark.parametrize(
    ("environment", "instance_class", "storage_gb", "backup_days", "multi_az"),
    [
        ("dev", "db.t3.medium", 100, 7, False),
        ("staging", "db.r6g.large", 500, 14, True),
        ("prod", "db.r6g.large", 1000, 35, True),
    ],
)
def test_each_environment_has_its_own_database_figures(
    environment: str, instance_class: str, storage_gb: int, backup_days: int, multi_az: bool
) -> None:
    database = settings_of(environment).database
    assert database is not None
    assert (database.instance_class, database.storage_gb) == (instance_class, storage_gb)
    assert (database.backup_days, database.multi_az) == (backup_days, multi_az)


@pytest.mark.parametrize(
    ("environment", "cpu", "memory", "desired", "log_days"),
    [("dev", 512, 1024, 1, 7), ("staging", 1024, 2048, 2, 30), ("prod", 2048, 4096, 3, 90)],
)
def test_each_environment_has_its_own_task_figures(
    environment: str, cpu: int, memory: int, desired: int, log_days: int
) -> None:
    settings = settings_of(environment)
    service = settings.services["internal-pe"]
    assert (service.size.cpu, service.size.memory, service.tasks.desired) == (cpu, memory, desired)
    assert settings.observability.log_retention_days == log_days


def test_prod_scales_from_two_to_ten_tasks() -> None:
    tasks = settings_of("prod").services["internal-pe"].tasks
    assert (tasks.min, tasks.max, tasks.cpu_percent) == (2, 10, 70)


@pytest.mark.parametrize(
    ("environment", "account"), [("dev", "123456789012"), ("staging", "123456789013"), ("prod", "123456789014")]
)
def test_each_environment_has_its_own_account(environment: str, account: str) -> None:
    assert settings_of(environment).account.id == account


def test_prod_keeps_every_protection_on() -> None:
    settings = settings_of("prod")
    assert settings.database is not None
    assert settings.edge is not None
    assert settings.network is not None
    assert settings.database.encrypted
    assert settings.database.deletion_protection
    assert settings.database.final_snapshot
    assert settings.edge.load_balancer.deletion_protection
    assert settings.encryption.rotation
    assert settings.network.nat_gateways == "perZone"
    assert settings.network.flow_logs


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_stack_files_point_editors_at_the_schema(environment: str) -> None:
    first_line = (ROOT / f"Pulumi.{environment}.yaml").read_text(encoding="utf-8").splitlines()[0]
    prefix = "# yaml-language-server: $schema="
    assert first_line.startswith(prefix)
    assert (ROOT / first_line.removeprefix(prefix)).is_file()


def test_the_prod_stack_encrypts_its_state_with_a_key_of_its_account() -> None:
    assert stack_file("prod")["secretsprovider"].startswith("awskms://")
