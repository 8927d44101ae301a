"""Webhooks that are told what the topics say."""

from dataclasses import dataclass

from assembly.naming import prefix
from components.alert_webhooks import AlertWebhooksArgs, WebhookArgs
from components.encryption_keys import EncryptionKeys
from components.network import Network
from components.observability import Observability
from components.secret_store import SecretStore
from components.security_groups import SecurityGroups
from settings import Settings
from settings.webhooks import FORWARDER, Webhook, webhooks


@dataclass(frozen=True)
class ForwarderNames:
    """Physical names, so that alarms exist before what they watch."""

    function: str
    undelivered_queue: str


def forwarder_names(settings: Settings) -> ForwarderNames:
    """Named after system and environment."""
    return ForwarderNames(f"{prefix(settings)}-{FORWARDER}", f"{prefix(settings)}-undelivered-alerts")


def alert_webhooks_args(
    settings: Settings,
    observability: Observability,
    secrets: SecretStore,
    keys: EncryptionKeys,
    network: Network | None,
    groups: SecurityGroups | None,
) -> AlertWebhooksArgs:
    """A function in the app tier, which needs a way out of it; in a stack without a network it stands outside."""
    told = webhooks(settings)
    names = forwarder_names(settings)
    args: AlertWebhooksArgs = {
        "account_id": settings.account.id,
        "region": settings.region,
        "function_name": names.function,
        "undelivered_queue_name": names.undelivered_queue,
        "topics": {severity: observability.topic_arns[severity] for severity in told},
        "webhooks": {
            severity: {name: _webhook_args(hook, secrets) for name, hook in hooks.items()}
            for severity, hooks in told.items()
        },
        "secrets_key_arn": keys.arn_of("secrets"),
        "functions_key_arn": keys.arn_of("functions"),
        "queues_key_arn": keys.arn_of("queues"),
        "logs_key_arn": keys.arn_of("logs"),
        "log_retention_days": settings.observability.log_retention_days,
        "protect": settings.system.is_production,
    }
    if network is not None and groups is not None:
        args["subnet_ids"] = network.app_subnet_ids
        args["security_group_id"] = groups.functions_id
    return args


def _webhook_args(hook: Webhook, secrets: SecretStore) -> WebhookArgs:
    secret, _, key = hook.secret.partition(".")
    return {"kind": hook.kind, "secret_arn": secrets.arn_of(secret), "key": key}
