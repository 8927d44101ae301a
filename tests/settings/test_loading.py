"""Settings as the engine hands them to a program."""

from __future__ import annotations

import json

import pulumi
import pytest

from settings import Settings, SettingsError, load_settings
from tests.settings.stack_files import config


@pytest.fixture
def stack_config() -> dict[str, str]:
    """Dev's configuration: texts as they are, the rest as JSON."""
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in config("dev").items()}


def load(stack_config: dict[str, str], monkeypatch: pytest.MonkeyPatch, secret_keys: tuple[str, ...] = ()) -> Settings:
    monkeypatch.setattr(pulumi, "get_stack", lambda: "dev")
    monkeypatch.setenv("PULUMI_CONFIG", json.dumps(stack_config))
    monkeypatch.setenv("PULUMI_CONFIG_SECRET_KEYS", json.dumps(list(secret_keys)))
    return load_settings()


def test_structured_values_arrive_as_json(stack_config: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    network = load(stack_config, monkeypatch).network
    assert network is not None
    assert network.nat_gateways == "single"


def test_a_section_that_is_a_text_is_refused(stack_config: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    stack_config["platform:network"] = "{not json"
    with pytest.raises(SettingsError, match="platform:network\n  given:   a text\n  allowed: a section"):
        load(stack_config, monkeypatch)


def test_a_secret_section_is_refused_unread(stack_config: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    stack_config["platform:services"] = '{"internal-pe": "hunter2"}'
    with pytest.raises(SettingsError, match="platform:services\n  given:   an encrypted value") as caught:
        load(stack_config, monkeypatch, secret_keys=("platform:services",))
    assert "hunter2" not in str(caught.value)


def test_an_empty_configuration_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="3 mistakes"):
        load({}, monkeypatch)
