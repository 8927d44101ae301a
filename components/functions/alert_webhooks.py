"""Passes messages of SNS topics on to webhooks whose address is a secret.

WEBHOOKS in the environment is JSON: a list of webhooks by the ARN of the topic, each with kind (slack or pagerduty),
the ARN of its secret and the JSON key in it. Severities are those of the Events API v2, by the ARN of the topic.
"""

import json
import logging
import os
import re
import urllib.request
from importlib import import_module
from typing import TypedDict

EVENTS = "https://events.pagerduty.com/v2/enqueue"
"""https://developer.pagerduty.com/docs/send-alert-event"""
_LOG = logging.getLogger(__name__)
_ROUTING_KEY = re.compile(r"[0-9A-Za-z]{32}")
_RESOLVED = re.compile(r"\[RESOLVED\] *", re.IGNORECASE)
_LONGEST_SUMMARY = 1024
_LONGEST_TEXT = 3000
_TIMEOUT_SECONDS = 10


class Webhook(TypedDict):
    """Whom to tell, and where the address lies."""

    kind: str
    secret: str
    key: str


class Notification(TypedDict, total=False):
    """The part of a message of SNS that is read."""

    TopicArn: str
    Subject: str | None
    Message: str


class Alert(TypedDict):
    """What a message says."""

    title: str
    text: str
    over: bool
    identity: str


class Event(TypedDict):
    """What Lambda gets from SNS."""

    Records: list[dict[str, Notification]]


def handler(event: Event, _context: object) -> None:
    """Tell every webhook of each message's topic. Raises the first failure after all were tried, so that it is seen."""
    topics: dict[str, dict[str, list[Webhook] | str]] = json.loads(os.environ["WEBHOOKS"])
    failures: list[Exception] = []
    for record in event["Records"]:
        notification = record["Sns"]
        told = topics[notification["TopicArn"]]
        hooks, severity = told["webhooks"], str(told["severity"])
        for hook in hooks if isinstance(hooks, list) else []:
            try:
                _tell(hook, severity, alert_of(notification))
            except Exception as error:
                # An address may stand in the text of an error: only its kind is told.
                _LOG.error("%s was not told: %s", hook["kind"], type(error).__name__)
                failures.append(error)
    if failures:
        raise RuntimeError(f"{len(failures)} webhooks were not told") from None


def alert_of(notification: Notification) -> Alert:
    """What an alarm of CloudWatch, or an alert of the alert manager, says."""
    title, text = notification.get("Subject") or "Alert", notification["Message"]
    try:
        alarm = json.loads(text)
    except ValueError:
        alarm = None
    if not isinstance(alarm, dict) or "AlarmName" not in alarm:
        return {"title": title, "text": text, "over": "RESOLVED" in title.upper(), "identity": _RESOLVED.sub("", title)}
    name, state = str(alarm["AlarmName"]), str(alarm.get("NewStateValue", ""))
    description = f"{alarm.get('AlarmDescription') or ''}\n{alarm.get('NewStateReason') or ''}".strip()
    return {"title": f"{state}: {name}", "text": description, "over": state == "OK", "identity": name}


def _tell(hook: Webhook, severity: str, alert: Alert) -> None:
    secret = _secret(hook)
    if hook["kind"] == "slack":
        _post(secret, {"text": f"*{alert['title']}*\n{alert['text'][:_LONGEST_TEXT]}"})
    else:
        _post(EVENTS, pagerduty_event(secret, severity, alert))


def pagerduty_event(secret: str, severity: str, alert: Alert) -> dict[str, object]:
    """An event of the Events API v2; the end of an alert resolves what its beginning triggered."""
    key = _ROUTING_KEY.search(secret)
    if key is None:
        raise ValueError("the secret holds no integration key")
    return {
        "routing_key": key[0],
        "event_action": "resolve" if alert["over"] else "trigger",
        "dedup_key": alert["identity"][:255],
        "payload": {
            "summary": f"{alert['title']}: {alert['text']}"[:_LONGEST_SUMMARY],
            "source": os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "alerts"),
            "severity": severity,
        },
    }


def _secret(hook: Webhook) -> str:
    # boto3 comes with Lambda's runtime.
    found = import_module("boto3").client("secretsmanager").get_secret_value(SecretId=hook["secret"])
    return str(json.loads(found["SecretString"])[hook["key"]])


def _post(url: str, body: dict[str, object]) -> None:
    if not url.startswith("https://"):
        raise ValueError("a webhook is told over HTTPS only")
    request = urllib.request.Request(  # noqa: S310 - https only
        url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}, method="POST"
    )
    urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS).close()  # noqa: S310 - https only
