"""The code that passes alerts on, run without Lambda."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest

from components.functions import alert_webhooks
from components.functions.alert_webhooks import Notification, alert_of, handler, pagerduty_event

TOPIC = "arn:aws:sns:us-east-1:123456789012:critical"
KEY = "0123456789abcdef0123456789abcdef"
ALARM = json.dumps({"AlarmName": "prod-errors", "NewStateValue": "ALARM", "NewStateReason": "5 > 0"})


@dataclass
class Outside:
    """Secrets Manager, and the requests that were sent."""

    secrets: dict[str, str]
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refuses: str = ""

    def get_secret_value(self, SecretId: str) -> dict[str, str]:  # noqa: N803  (the API's own name)
        return {"SecretString": json.dumps({SecretId: self.secrets[SecretId]})}

    def post(self, url: str, body: dict[str, Any]) -> None:
        if url == self.refuses:
            raise OSError(f"cannot reach {url}")
        self.sent.append((url, body))


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Outside:
    found = Outside({"slack": "https://hooks.example.com/secret", "pager": KEY})
    boto3 = ModuleType("boto3")
    boto3.client = lambda _service: found  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "boto3", boto3)
    monkeypatch.setattr(alert_webhooks, "_post", found.post)
    hooks = [
        {"kind": "slack", "secret": "slack", "key": "slack"},
        {"kind": "pagerduty", "secret": "pager", "key": "pager"},
    ]
    monkeypatch.setenv("WEBHOOKS", json.dumps({TOPIC: {"severity": "critical", "webhooks": hooks}}))
    return found


def event(message: str, subject: str | None = "A subject") -> Any:  # noqa: ANN401  (Lambda's event)
    notification: Notification = {"TopicArn": TOPIC, "Message": message, "Subject": subject}
    return {"Records": [{"Sns": notification}]}


def test_every_webhook_of_the_topic_is_told(outside: Outside) -> None:
    handler(event(ALARM), None)
    (slack, text), (pager, alert) = outside.sent
    assert slack == "https://hooks.example.com/secret"
    assert text["text"].startswith("*ALARM: prod-errors*")
    assert pager == alert_webhooks.EVENTS
    assert (alert["routing_key"], alert["event_action"], alert["dedup_key"]) == (KEY, "trigger", "prod-errors")
    assert alert["payload"]["severity"] == "critical"


def test_a_webhook_that_fails_keeps_no_other_from_being_told(
    outside: Outside, caplog: pytest.LogCaptureFixture
) -> None:
    outside.refuses = "https://hooks.example.com/secret"
    with pytest.raises(RuntimeError, match="1 webhooks were not told"):
        handler(event(ALARM), None)
    assert [url for url, _ in outside.sent] == [alert_webhooks.EVENTS]
    assert "hooks.example.com" not in caplog.text


@pytest.mark.parametrize(
    ("subject", "message", "over"),
    [
        ("[RESOLVED] HighGatewayLatency", "text", True),
        ("HighGatewayLatency", "text", False),
        (None, json.dumps({"AlarmName": "a", "NewStateValue": "OK"}), True),
    ],
)
def test_the_end_of_an_alert_is_known(subject: str | None, message: str, over: bool) -> None:
    assert alert_of({"TopicArn": TOPIC, "Message": message, "Subject": subject})["over"] is over


def test_the_end_of_an_alert_resolves_what_its_beginning_triggered() -> None:
    begun = alert_of({"TopicArn": TOPIC, "Message": "text", "Subject": "HighGatewayLatency stripe"})
    ended = alert_of({"TopicArn": TOPIC, "Message": "text", "Subject": "[RESOLVED] HighGatewayLatency stripe"})
    events = [pagerduty_event(KEY, "warning", alert) for alert in (begun, ended)]
    assert [event["event_action"] for event in events] == ["trigger", "resolve"]
    assert events[0]["dedup_key"] == events[1]["dedup_key"]


def test_a_key_is_read_from_the_address_of_an_integration() -> None:
    alert = alert_of({"TopicArn": TOPIC, "Message": "text", "Subject": "S"})
    url = f"https://events.pagerduty.com/integration/{KEY}/enqueue"
    assert pagerduty_event(url, "critical", alert)["routing_key"] == KEY
    with pytest.raises(ValueError, match="no integration key"):
        pagerduty_event("placeholder", "critical", alert)


def test_addresses_without_tls_are_refused() -> None:
    with pytest.raises(ValueError, match="HTTPS only"):
        alert_webhooks._post("http://hooks.example.com", {})
