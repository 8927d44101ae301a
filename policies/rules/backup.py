"""Rule for AWS Backup vaults."""

from policies.conditions import must_use_customer_key
from policies.properties import Properties
from policies.resource_types import BACKUP_VAULT, KMS_KEYS
from policies.rule import rule
from policies.verdict import Verdict


@rule("backup-vault-cmk", applies_to=(BACKUP_VAULT,), known_from=KMS_KEYS)
def keeps_backups_under_own_key(vault: Properties) -> Verdict:
    return must_use_customer_key(vault, "kmsKeyArn")
