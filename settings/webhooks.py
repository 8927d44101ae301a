"""Webhooks whose address is a secret."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from settings.container_types import SecretSource
from settings.errors import Mistake
from settings.references import json_keys, secret_keys
from settings.section import Section
from settings.wording import describe, did_you_mean, listing

if TYPE_CHECKING:
    from settings.section import Rule
    from settings.stack import Settings


FORWARDER = "alert-webhooks"
"""Key of the function that passes messages on, for its alarms."""


class Webhook(Section):
    """A service that is told by HTTPS at an address, or with a key, that is a secret. A function passes messages on."""

    kind: Literal["slack", "pagerduty"]
    """slack: the secret is the address of an incoming webhook. pagerduty: it is the integration key of the Events API
    v2, or an integration's address with the key in it."""
    secret: SecretSource
    """Key of platform:secrets with one JSON key of it, such as alert-webhooks.slack."""


def webhooks(settings: Settings) -> dict[str, dict[str, Webhook]]:
    """The webhooks of each severity that has any, by name."""
    told = settings.observability.notifications
    if told is None:
        return {}
    found = {"critical": dict(told.critical.webhooks), "warning": dict(told.warning.webhooks)}
    return {severity: hooks for severity, hooks in found.items() if hooks}


def _addresses_are_secrets_of_the_stack(settings: Settings) -> Iterator[Mistake]:
    for severity, hooks in webhooks(settings).items():
        for name, hook in hooks.items():
            path = ("observability", "notifications", severity, "webhooks", name, "secret")
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
        allowed = "true, because a function in the network passes messages on to webhooks"
        yield Mistake(("network", "functions"), "false", allowed, "Remove functions: false, or the webhooks.")


WEBHOOK_RULES: tuple[Rule, ...] = (_addresses_are_secrets_of_the_stack, _the_function_has_a_group)
