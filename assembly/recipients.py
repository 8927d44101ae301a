"""Who is told, as topics want it."""

from assembly.naming import prefix
from components.alert_topics import ReceiversArgs
from settings import Settings
from settings.notifications import Receivers, Recipients


def recipients_args(settings: Settings, severity: str, given: Recipients | Receivers) -> ReceiversArgs:
    """The receivers of one topic."""
    args: ReceiversArgs = {"emails": list(given.emails), "urls": list(given.urls)}
    if given.slack is not None and given.slack.workspace is not None and given.slack.channel is not None:
        args["slack"] = {
            "workspace_id": given.slack.workspace,
            "channel_id": given.slack.channel,
            "configuration_name": f"{prefix(settings)}-{severity}",
        }
    return args
