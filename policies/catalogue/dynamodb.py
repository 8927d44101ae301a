"""Policies for Amazon DynamoDB."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

_GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide"

ROWS = (
    Policy(
        name="dynamodb-pitr",
        title="Tables can be restored to any second of the last weeks",
        severity=Severity.HIGH,
        levels=Levels.of("M/A/D"),
        why="Without point-in-time recovery a faulty deployment's writes cannot be undone.",
        remedy="Set pointInTimeRecovery to {enabled: true}.",
        docs=f"{_GUIDE}/Point-in-time-recovery.html",
        controls=Controls(
            fsbp=("DynamoDB.2",), pci_config=("3.2.1", "3.3.1.1", "3.3.1.3", "3.3.2"), checkov=("CKV_AWS_28",)
        ),
    ),
    Policy(
        name="dynamodb-cmk",
        title="Tables are encrypted with a customer-managed key",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="The AWS-owned key cannot be restricted, audited or disabled.",
        remedy="Set serverSideEncryption to {enabled: true, kmsKeyArn: <ARN of an aws.kms.Key of your own>}.",
        docs=f"{_GUIDE}/encryption.howitworks.html",
        controls=Controls(pci_config=("3.5.1", "8.3.2"), checkov=("CKV_AWS_119", "CKV_AWS_271")),
    ),
    Policy(
        name="dynamodb-deletion-protection",
        title="Tables cannot be deleted by accident",
        severity=Severity.HIGH,
        levels=Levels.of("M/A/D"),
        why="One mistaken destroy or replacement deletes the table and its data.",
        remedy="Set deletionProtectionEnabled to true.",
        docs=f"{_GUIDE}/WorkingWithTables.Basics.html",
        controls=Controls(fsbp=("DynamoDB.6",)),
    ),
    Policy(
        name="dynamodb-autoscaling",
        title="Tables grow with their load",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/D"),
        why="DynamoDB refuses what goes beyond a fixed capacity, on the day with the most payments.",
        remedy="Set billingMode to PAY_PER_REQUEST, or give reads and writes a scaling target and a policy each.",
        docs=f"{_GUIDE}/AutoScaling.html",
        controls=Controls(fsbp=("DynamoDB.1",), checkov=("CKV2_AWS_16",)),
    ),
)
