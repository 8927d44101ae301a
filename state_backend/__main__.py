"""The bucket and the keys for the state of all other stacks; see docs/state-backend.md."""

import json
import sys
from pathlib import Path

import pulumi
import pulumi.runtime

# Components and settings live beside this folder.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from assembly.refusal import refuse
from components import AccountProviders, StateBackend
from components.arns import role_arn
from settings import SettingsError
from state_backend.settings import parse_backend_settings

raw = pulumi.runtime.get_config_env()
try:
    settings = parse_backend_settings(
        {key: json.loads(value) if value.startswith("{") else value for key, value in raw.items()}, pulumi.get_stack()
    )
except SettingsError as error:
    refuse(error)

account = settings.account
accounts = AccountProviders(
    "accounts",
    {"accounts": {"state": {"account_id": account.id, "region": settings.region, "default_tags": dict(settings.tags)}}},
)
backend = StateBackend(
    "state",
    {
        "account_id": account.id,
        "region": settings.region,
        "bucket_name": settings.bucket.name,
        "secrets_alias": settings.keys.secrets_alias,
        "user_arns": [role_arn(settings.region, account.id, user) for user in account.users],
        "old_version_days": settings.bucket.old_version_days,
        "old_versions_kept": settings.bucket.old_versions_kept,
        "deletion_window_days": settings.keys.deletion_window_days,
    },
    accounts.options("state"),
)
pulumi.export("bucketName", backend.bucket_name)
pulumi.export("backendUrl", backend.backend_url)
pulumi.export("secretsProvider", backend.secrets_provider)
