"""Policies for Amazon SNS and Amazon SQS."""

from policies.catalogue.model import BOOLEAN, Controls, Levels, Parameter, Policy, Severity

ROWS = (
    Policy(
        name="sns-cmk",
        title="Topics are encrypted with a customer-managed key",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/M/A"),
        why="Topics store messages unencrypted by default, and alarms cannot publish through the AWS-managed key.",
        remedy="Set kmsMasterKeyId to an aws.kms.Key of your own.",
        docs="https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
        controls=Controls(fsbp=("SNS.1",), pci_config=("3.5.1", "8.3.2"), checkov=("CKV_AWS_26",)),
    ),
    Policy(
        name="sqs-encrypted",
        title="Queues are encrypted",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/M/A"),
        why="Queued payment events are readable by whoever may receive from the queue, without a second lock.",
        remedy="Set kmsMasterKeyId to an aws.kms.Key of your own; outside prod sqsManagedSseEnabled true is enough.",
        docs=(
            "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html"
        ),
        controls=Controls(fsbp=("SQS.1",), pci_config=("3.5.1", "8.3.2"), checkov=("CKV_AWS_27", "CKV2_AWS_73")),
        parameters=(
            Parameter(
                "customerKey",
                "Whether a customer-managed key is required; otherwise SQS's own encryption is enough.",
                BOOLEAN,
                prod=True,
                staging=False,
                dev=False,
            ),
        ),
    ),
)
