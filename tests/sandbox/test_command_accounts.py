"""Which AWS accounts a stack file speaks of."""

import json
from pathlib import Path

import pytest
import yaml

from sandbox.command.accounts import account_variables


def variables(folder: Path, config: dict[str, object]) -> dict[str, str]:
    """What the engine is told of a stack file with this configuration."""
    file = folder / "Pulumi.dev.yaml"
    file.write_text(yaml.safe_dump({"config": config}), encoding="utf-8")
    return account_variables(file)


@pytest.mark.parametrize(
    "config",
    [
        {"platform:account": {"id": "123456789013"}},
        {"app:accountId": "123456789013"},
        {"app:account_id": 123456789013},
        {"app:settings": {"aws": {"awsAccountId": "123456789013"}}},
        {"aws:allowedAccountIds": ["123456789013"]},
    ],
)
def test_the_account_of_a_stack_is_found_under_its_usual_names(tmp_path: Path, config: dict[str, object]) -> None:
    assert variables(tmp_path, config) == {"SANDBOX_STACK_ACCOUNT": "123456789013"}


@pytest.mark.parametrize("config", [{}, {"app:phone": "123456789013"}, {"app:order": {"id": "123456789013"}}])
def test_other_numbers_are_no_accounts(tmp_path: Path, config: dict[str, object]) -> None:
    assert variables(tmp_path, config) == {}


def test_an_account_that_is_only_mentioned_is_not_the_stacks(tmp_path: Path) -> None:
    mentioned = {"monitoringRole": {"trusts": [{"account": "123456789011"}]}}
    config: dict[str, object] = {"app:access": mentioned, "app:account": {"id": "123456789013"}}
    assert variables(tmp_path, config) == {"SANDBOX_STACK_ACCOUNT": "123456789013"}


def test_accounts_with_a_name_are_known_by_it(tmp_path: Path) -> None:
    accounts = {"dev": {"id": "123456789012", "name": "payments-dev"}, "new": {"name": "payments-new"}}
    found = variables(tmp_path, {"app:organization": {"accounts": accounts}})
    assert json.loads(found["SANDBOX_NAMED_ACCOUNTS"]) == {"payments-dev": "123456789012"}


def test_a_stack_without_a_file_has_no_account(tmp_path: Path) -> None:
    assert account_variables(tmp_path / "Pulumi.dev.yaml") == {}
