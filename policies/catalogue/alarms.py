"""Policies for CloudWatch alarms."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

_GUIDE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring"

ROWS = (
    Policy(
        name="alarm-has-actions",
        title="Alarms set something off",
        severity=Severity.HIGH,
        levels=Levels.of("M/A/A"),
        why="An alarm that tells nobody is noticed after the customers have noticed.",
        remedy="Set alarmActions to an SNS topic, leave actionsEnabled out, or name it in a composite alarm.",
        docs=f"{_GUIDE}/alarm-actions.html",
        controls=Controls(
            fsbp=("CloudWatch.15", "CloudWatch.17"),
            pci_config=("10.2.1.1", "10.4.1", "10.4.2", "10.4.3"),
            checkov=("CKV_AWS_319",),
        ),
    ),
    Policy(
        name="alarm-missing-data",
        title="Alarms say what silence means",
        severity=Severity.LOW,
        levels=Levels.of("A/A/D"),
        why="A service that stops reporting is either idle or dead; an alarm that is not told which stays still.",
        remedy="Set treatMissingData to breaching, notBreaching or ignore.",
        docs=f"{_GUIDE}/alarms-and-missing-data.html",
    ),
)
