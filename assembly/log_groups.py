"""Log groups that containers write to by themselves."""

from components.encryption_keys import EncryptionKeys
from components.log_group import LogGroupArgs
from settings import Settings
from settings.log_groups import LogGroup


def log_group_args(settings: Settings, group: LogGroup, keys: EncryptionKeys) -> LogGroupArgs:
    """The log group as it is written; Pulumi protects it in prod."""
    return {
        "name": group.name,
        "retention_days": group.retention_days or settings.observability.log_retention_days,
        "logs_key_arn": keys.arn_of("logs"),
        "deletion_protection": group.deletion_protection,
        "protect": settings.system.is_production,
    }
