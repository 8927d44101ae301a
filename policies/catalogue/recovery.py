"""Policies that keep data and money: backups, budgets, Pulumi's protection."""

from policies.catalogue.model import INTEGER, Controls, Levels, Policy, Severity, same_everywhere

ROWS = (
    Policy(
        name="backup-vault-cmk",
        title="Backup vaults are encrypted with a customer-managed key",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="The AWS-managed key cannot be shared, so that no copy in another account can be made, nor restricted.",
        remedy="Set kmsKeyArn to the ARN of an aws.kms.Key of your own.",
        docs="https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html",
        controls=Controls(fsbp=("Backup.1",), pci_config=("3.5.1", "8.3.2"), checkov=("CKV_AWS_166",)),
    ),
    Policy(
        name="budget-notifies",
        title="Budgets tell somebody in time",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="A budget without a subscriber is a figure; a loop that spends is noticed with the bill.",
        remedy="Add notifications of ACTUAL and of FORECASTED spending at or below the latest percent, with "
        "subscribers.",
        docs="https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html",
        parameters=(
            same_everywhere("latestActualPercent", "Percent of the limit that is spent, at most.", INTEGER, 100),
            same_everywhere("latestForecastPercent", "Percent of the limit that is forecast, at most.", INTEGER, 100),
        ),
    ),
    Policy(
        name="protect-stateful",
        title="Pulumi does not delete what holds data",
        severity=Severity.HIGH,
        levels=Levels.of("M/A/D"),
        why="A renamed resource or a mistaken destroy deletes a database, table, bucket or key with all it holds.",
        remedy="Give the resource the option protect=True.",
        docs="https://www.pulumi.com/docs/iac/concepts/options/protect/",
    ),
)
