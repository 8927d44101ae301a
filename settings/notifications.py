"""Who is told: addresses by severity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar
from urllib.parse import urlsplit

from settings.container_types import SecretSource
from settings.errors import Mistake
from settings.section import Rule, Section
from settings.types import Text
from settings.wording import NOT_SHOWN

EmailAddress = Annotated[
    str, Text(r"[^@\s,;<>]{1,64}@([a-z0-9-]+\.)+[a-z]{2,63}", "an e-mail address, host in lower case")
]
HttpsAddress = Annotated[
    str,
    Text(
        r"https://([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}(:\d{1,5})?(/[\w./~%-]*)?",
        "an address that starts with https://, without user, query and fragment",
        "A receiver that needs a secret in its address can't stand here: slack.webhook and pagerDuty name a secret.",
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


def _addresses_hold_no_token(subscribers: Subscribers) -> Iterator[Mistake]:
    for index, address in enumerate(subscribers.urls):
        if holds_a_token(address):
            yield Mistake(
                ("urls", index),
                NOT_SHOWN,
                "an address that is no secret: whoever knows this one can send alerts",
                "Keep it in platform:secrets, and name it as slack.webhook or pagerDuty."
                if isinstance(subscribers, Receivers)
                else "Here only emails and slack: {workspace, channel} do without a secret.",
            )


def _slack_is_told_in_one_way(slack: Slack) -> Iterator[Mistake]:
    if slack.webhook is None and slack.workspace is not None and slack.channel is not None:
        return
    if slack.webhook is None or slack.workspace is not None or slack.channel is not None:
        yield Mistake((), "a section", "workspace and channel, or webhook alone")


WorkspaceId = Annotated[str, Text(r"T[A-Z0-9]{7,20}", "the id of a Slack workspace such as T07EA123LEP")]
ChannelId = Annotated[str, Text(r"[CGD][A-Z0-9]{7,20}", "the id of a Slack channel such as C07EZ1ABC23")]


class SlackChannel(Section):
    """A Slack channel in which Amazon Q Developer in chat applications writes.

    The workspace is connected to the account once, in the console; nobody can do anything in AWS from the channel.
    https://docs.aws.amazon.com/chatbot/latest/adminguide/slack-setup.html
    """

    workspace: WorkspaceId
    """Id of the workspace."""
    channel: ChannelId
    """Id of the channel."""


class Slack(Section):
    """A Slack channel: by workspace and channel, which are no secrets, or by the webhook of an app, which is one.

    With workspace and channel Amazon Q Developer in chat applications writes there. The workspace is connected to the
    account once, in the console; nobody can do anything in AWS from the channel. A webhook is told by a function.
    https://docs.aws.amazon.com/chatbot/latest/adminguide/slack-setup.html
    """

    rules: ClassVar[tuple[Rule, ...]] = (_slack_is_told_in_one_way,)

    workspace: WorkspaceId | None = None
    """Id of the workspace."""
    channel: ChannelId | None = None
    """Id of the channel."""
    webhook: SecretSource | None = None
    """Address of an incoming webhook: a key of platform:secrets with one JSON key of it, such as alerts.slack."""


SEVERITIES = ("critical", "warning")
"""Severities that have a topic."""


class Subscribers(Section):
    """Whose addresses are subscribed to a topic."""

    rules: ClassVar[tuple[Rule, ...]] = (_addresses_hold_no_token,)

    emails: tuple[EmailAddress, ...] = ()
    """E-mail addresses; each gets a message with a link that confirms the subscription."""
    urls: tuple[HttpsAddress, ...] = ()
    """HTTPS addresses that confirm the subscription by themselves and check SNS's signature."""


class Recipients(Subscribers):
    """Who is told without a function between."""

    slack: SlackChannel | None = None
    """Slack channel; by default none."""

    @property
    def somebody(self) -> bool:
        """Whether anybody is subscribed."""
        return bool(self.emails or self.urls or self.slack)


class Receivers(Subscribers):
    """Who is told of one severity."""

    slack: Slack | None = None
    """Slack channel; by default none."""
    pager_duty: SecretSource | None = None
    """PagerDuty, told by a function: a key of platform:secrets with one JSON key of it, such as alerts.pagerduty. It
    holds the integration key of the Events API v2, or an integration's address with the key in it."""

    @property
    def somebody(self) -> bool:
        """Whether anybody is told."""
        return bool(self.emails or self.urls or self.slack or self.pager_duty)


class Notifications(Section):
    """Topics by severity and who is subscribed to them."""

    critical: Receivers = Receivers()
    """What needs somebody now."""
    warning: Receivers = Receivers()
    """What can wait for working hours."""

    def receivers(self, severity: str) -> Receivers:
        """Who is told of a severity."""
        return self.critical if severity == "critical" else self.warning
