"""Policies for Amazon CloudWatch and its logs."""

from policies.catalogue.model import INTEGER, TEXT, Controls, Levels, Parameter, Policy, Severity, same_everywhere

_GUIDE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs"

ROWS = (
    Policy(
        name="loggroup-retention",
        title="Log groups keep their events long enough, and not for ever by accident",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="An incident found late needs the logs of its beginning; PCI DSS wants audit logs for twelve months.",
        remedy="Set retentionInDays to a value that AWS offers and that is no less than the minimum.",
        docs=f"{_GUIDE}/Working-with-log-groups-and-streams.html",
        controls=Controls(
            fsbp=("CloudWatch.16",),
            pci_own=("10.5.1",),
            pci_config=("3.2.1", "3.3.1.1", "3.3.1.3", "3.3.2"),
            checkov=("CKV_AWS_66", "CKV_AWS_338"),
        ),
        parameters=(
            Parameter("minimumDays", "Fewest days that events are kept.", INTEGER, prod=90, staging=7, dev=1),
            same_everywhere("auditMinimumDays", "Fewest days for audit logs.", INTEGER, 365),
            same_everywhere(
                "auditNames", "Regular expression for names of audit log groups.", TEXT, "(?i)cloudtrail|audit"
            ),
        ),
        setting="platform:observability.logRetentionDays",
    ),
    Policy(
        name="loggroup-cmk",
        title="Log groups are encrypted with a customer-managed key",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="Logs of payment services hold personal data; the service's own key cannot be restricted or audited.",
        remedy="Set kmsKeyId to the ARN of an aws.kms.Key of your own whose policy lets CloudWatch Logs use it.",
        docs=f"{_GUIDE}/encrypt-log-data-kms.html",
        controls=Controls(pci_config=("3.5.1", "8.3.2", "10.3.2", "10.3.3"), checkov=("CKV_AWS_158",)),
    ),
)
