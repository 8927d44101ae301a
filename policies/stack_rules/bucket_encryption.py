"""Stack rule for the encryption of buckets that receive logs."""

from policies.properties import UNKNOWN, Properties
from policies.resource_types import BUCKET, BUCKET_ENCRYPTION, BUCKET_LOGGING, LOAD_BALANCER
from policies.rules.s3 import S3_MANAGED
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation

_ALGORITHM = "applyServerSideEncryptionByDefault.sseAlgorithm"
_DELIVERIES = (
    (LOAD_BALANCER, "accessLogs.bucket", "accessLogs.enabled"),
    (LOAD_BALANCER, "connectionLogs.bucket", "connectionLogs.enabled"),
    (BUCKET_LOGGING, "targetBucket", None),
)
"""Senders of logs, the property that names the bucket, and the one that switches them on."""


@stack_rule("s3-managed-key-for-logs", about=(BUCKET_ENCRYPTION,))
def keeps_the_s3_managed_key_for_logs(encryption: StackResource, stack: Stack) -> Verdict:
    rules = encryption.properties.items("rules")
    managed = [
        found
        for found in (() if rules is UNKNOWN else rules)
        if found is not UNKNOWN and found.text(_ALGORITHM) == S3_MANAGED
    ]
    if not managed:
        return NotApplicable("it does not use the S3-managed key")
    link = stack.linked(encryption, "bucket", BUCKET)
    hidden = link.undetermined
    for bucket in link.targets:
        for kind, path, switch in _DELIVERIES:
            found = stack.leading_to(bucket, kind, path)
            if any(_is_on(sender.properties, switch) for sender in found.targets):
                return COMPLIANT
            hidden = hidden or found.undetermined
    if hidden:
        return Undetermined("bucket")
    return Violation(f"{managed[0].describe(_ALGORITHM)} and nothing in the stack delivers logs to its bucket")


def _is_on(sender: Properties, switch: str | None) -> bool:
    return switch is None or sender.flag(switch) is not False
