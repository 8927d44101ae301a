"""Slack and PagerDuty, where they are told at an address or with a key that is a secret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from settings.errors import Mistake, Path
from settings.notifications import SEVERITIES, Receivers
from settings.references import json_keys, secret_keys
from settings.wording import describe, did_you_mean, listing

if TYPE_CHECKING:
    from settings.section import Rule
    from settings.stack import Settings


FORWARDER = "alert-webhooks"
"""Key of the function that passes messages on, for its alarms."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A service that is told at an address, or with a key, that is a secret."""

    kind: str
    """slack or pagerduty."""
    secret: str
    """Where the secret stands, as the stack file says it."""
    path: Path
    """The key that says so, below the severity's."""


def webhooks(settings: Settings) -> dict[str, dict[str, Webhook]]:
    """The webhooks of each severity that has any, by kind."""
    told = settings.observability.notifications
    if told is None:
        return {}
    found = {severity: _of_one_severity(told.receivers(severity)) for severity in SEVERITIES}
    return {severity: hooks for severity, hooks in found.items() if hooks}


def _of_one_severity(receivers: Receivers) -> dict[str, Webhook]:
    found = []
    if receivers.pager_duty is not None:
        found.append(Webhook("pagerduty", receivers.pager_duty, ("pagerDuty",)))
    if receivers.slack is not None and receivers.slack.webhook is not None:
        found.append(Webhook("slack", receivers.slack.webhook, ("slack", "webhook")))
    return {hook.kind: hook for hook in found}


def _addresses_are_secrets_of_the_stack(settings: Settings) -> Iterator[Mistake]:
    for severity, hooks in webhooks(settings).items():
        for hook in hooks.values():
            path = ("observability", "notifications", severity, *hook.path)
            secret, _, key = hook.secret.partition(".")
            keys = settings.secrets.items if settings.secrets is not None else {}
            if secret not in keys or secret not in secret_keys(settings):
                allowed = f"SECRET.KEY with a key of platform:secrets: {listing(keys) if keys else 'there is none'}"
                yield Mistake(path, describe(hook.secret, path), allowed, did_you_mean(secret, keys))
            elif not (held := json_keys(settings, secret)):
                yield Mistake(path, describe(hook.secret, path), f"a secret with JSON keys: {secret} holds a text")
            elif key not in held:
                allowed = f"a JSON key of {secret}: {listing(held)}"
                yield Mistake(path, describe(hook.secret, path), allowed, did_you_mean(key, held))


def _the_function_has_a_group(settings: Settings) -> Iterator[Mistake]:
    if webhooks(settings) and settings.network is not None and not settings.network.functions:
        allowed = "true, because a function in the network passes messages on to Slack's webhook and PagerDuty"
        yield Mistake(("network", "functions"), "false", allowed, "Remove functions: false, or the receivers.")


WEBHOOK_RULES: tuple[Rule, ...] = (_addresses_are_secrets_of_the_stack, _the_function_has_a_group)
