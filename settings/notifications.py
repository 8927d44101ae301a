"""Who is told: addresses by severity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar
from urllib.parse import urlsplit

from pydantic import Field

from settings.errors import Mistake
from settings.section import FrozenMap, Rule, Section
from settings.types import Slug, Text
from settings.webhooks import Webhook
from settings.wording import NOT_SHOWN

EmailAddress = Annotated[
    str, Text(r"[^@\s,;<>]{1,64}@([a-z0-9-]+\.)+[a-z]{2,63}", "an e-mail address, host in lower case")
]
HttpsAddress = Annotated[
    str,
    Text(
        r"https://([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}(:\d{1,5})?(/[\w./~%-]*)?",
        "an address that starts with https://, without user, query and fragment",
        "A receiver that needs a secret in its address can't stand here: subscribe a function that reads the secret.",
    ),
]

_CARRIES_A_SECRET = re.compile(r"(^|\.)(hooks\.slack\.com|webhook\.office\.com|discord\.com|opsgenie\.com)$")
_LOOKS_RANDOM = re.compile(r"(?=\D*\d)(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_~-]{16,}")


def holds_a_token(address: str) -> bool:
    """Whether anyone who knows the address can post to it: a known kind of webhook, or a random part in its path."""
    parts = urlsplit(address)
    known = _CARRIES_A_SECRET.search(parts.hostname or "") is not None
    pagerduty = (parts.hostname or "").endswith("pagerduty.com") and "/integration/" in parts.path
    return known or pagerduty or any(_LOOKS_RANDOM.fullmatch(part) for part in parts.path.split("/"))


def _addresses_hold_no_token(recipients: Recipients) -> Iterator[Mistake]:
    for index, address in enumerate(recipients.urls):
        if holds_a_token(address):
            yield Mistake(
                ("urls", index),
                NOT_SHOWN,
                "an address that is no secret: whoever knows this one can send alerts",
                "Keep it with Secrets Manager, and subscribe a function that reads it and passes the message on.",
            )


class SlackChannel(Section):
    """A channel of a Slack workspace that Amazon Q Developer in chat applications may write to.

    The workspace is connected to the account once, in the console. Nobody can do anything in AWS from the channel.
    https://docs.aws.amazon.com/chatbot/latest/adminguide/slack-setup.html
    """

    workspace: Annotated[str, Text(r"T[A-Z0-9]{7,20}", "the id of a Slack workspace such as T07EA123LEP")]
    """Id of the workspace."""
    channel: Annotated[str, Text(r"[CGD][A-Z0-9]{7,20}", "the id of a Slack channel such as C07EZ1ABC23")]
    """Id of the channel."""


SEVERITIES = ("critical", "warning")
"""Severities that have a topic."""


class Recipients(Section):
    """Who is subscribed to a topic."""

    rules: ClassVar[tuple[Rule, ...]] = (_addresses_hold_no_token,)

    emails: tuple[EmailAddress, ...] = ()
    """E-mail addresses; each gets a message with a link that confirms the subscription."""
    urls: tuple[HttpsAddress, ...] = ()
    """HTTPS addresses that confirm the subscription by themselves and check SNS's signature."""
    slack: SlackChannel | None = None
    """Slack channel; by default none."""

    @property
    def somebody(self) -> bool:
        """Whether anybody is subscribed."""
        return bool(self.emails or self.urls or self.slack)


class Receivers(Recipients):
    """Who is told of one severity."""

    webhooks: FrozenMap[Slug, Webhook] = Field(default_factory=dict, validate_default=True)
    """Webhooks whose address is a secret, by a name of your choice."""


class Notifications(Section):
    """Topics by severity and who is subscribed to them."""

    critical: Receivers = Receivers()
    """What needs somebody now."""
    warning: Receivers = Receivers()
    """What can wait for working hours."""
