"""Stack rule about what is encrypted with one KMS key."""

from collections.abc import Mapping

from policies.resource_types import (
    CACHE_REPLICATION_GROUP,
    DYNAMODB_TABLE,
    KMS_KEY,
    LOG_GROUP,
    RDS_CLUSTER,
    RDS_INSTANCE,
    SECRET,
    SSM_PARAMETER,
    TRAIL,
)
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation

_CLASSES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "databases": (
        (RDS_INSTANCE, "kmsKeyId"),
        (RDS_CLUSTER, "kmsKeyId"),
        (DYNAMODB_TABLE, "serverSideEncryption.kmsKeyArn"),
        (CACHE_REPLICATION_GROUP, "kmsKeyId"),
    ),
    "secrets": ((SECRET, "kmsKeyId"), (SSM_PARAMETER, "keyId")),
    "logs": ((LOG_GROUP, "kmsKeyId"),),
    "the audit trail": ((TRAIL, "kmsKeyId"),),
}
"""Classes of data of the cardholder data environment, and the properties by which they name their key."""


@stack_rule("kms-key-separation", about=(KMS_KEY,))
def encrypts_one_class_of_data(key: StackResource, stack: Stack) -> Verdict:
    """Whoever is let in for one class would otherwise be let in for the others."""
    found, possible = [], []
    for name, users in _CLASSES.items():
        links = [stack.leading_to(key, kind, path) for kind, path in users]
        if any(link.targets for link in links):
            found.append(name)
        elif any(link.undetermined for link in links):
            possible.append(name)
    if len(found) > 1:
        return Violation(f"it encrypts {', '.join(found[:-1])} and {found[-1]}")
    if possible and len(found) + len(possible) > 1:
        return Undetermined("the keys of data stores, secrets, logs and trails")
    return COMPLIANT
