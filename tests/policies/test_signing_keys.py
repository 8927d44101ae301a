"""Keys that sign tokens, in each place where a program may keep them."""

import json

import pytest

from tests.policies.harness import UNKNOWN_VALUE, Engine, Json, Resource, in_environment, secret

VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
PARAMETER = "aws:ssm/parameter:Parameter"
LONG = "0" * 32


def messages(kind: str, properties: dict[str, Json]) -> list[str]:
    found = Engine(config=in_environment("prod"), policies={"signing-key-length"}).preview(
        Resource(kind, "keys", properties)
    )
    return [report.message for report in found if report.policy == "signing-key-length"]


@pytest.mark.parametrize("path", ["secretString", "secretStringWo"])
def test_a_short_key_in_a_secret_is_named_and_not_shown(path: str) -> None:
    content = json.dumps({"JWT_SECRET": "hunter2", "DB_PASSWORD": "x"})
    (message,) = messages(VERSION, {path: secret(content)})
    assert f"JWT_SECRET in {path} has 7 characters, the minimum is 32" in message
    assert "hunter2" not in message


@pytest.mark.parametrize(
    "content", [json.dumps({"JWT_SECRET": LONG}), json.dumps({"password": "x"}), "plain", "[1]", UNKNOWN_VALUE]
)
def test_long_keys_and_other_secrets_pass(content: str) -> None:
    assert messages(VERSION, {"secretString": content}) == []


@pytest.mark.parametrize("path", ["value", "insecureValue", "valueWo"])
def test_a_parameter_is_judged_by_its_name(path: str) -> None:
    assert messages(PARAMETER, {"name": "/app/token-signing-key", path: "short"}) != []
    assert messages(PARAMETER, {"name": "/app/token-signing-key", path: LONG}) == []
    assert messages(PARAMETER, {"name": "/app/log-level", path: "WARN"}) == []
