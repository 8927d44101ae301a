"""Policies for AWS CloudTrail."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

_GUIDE = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide"
_RECORDS = ("5.3.4", "10.2.1", "10.2.2", "10.3.1")

ROWS = (
    Policy(
        name="cloudtrail-multi-region",
        title="Trails record every region and the global services",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/A"),
        why="An intruder works in the region that nobody uses and nobody records.",
        remedy="Set isMultiRegionTrail to true and leave includeGlobalServiceEvents out, or set it to true.",
        docs=f"{_GUIDE}/receive-cloudtrail-log-files-from-multiple-regions.html",
        controls=Controls(
            fsbp=("CloudTrail.1",), pci_config=_RECORDS, cis=("v3.0 3.1", "v5.0 3.1"), checkov=("CKV_AWS_67",)
        ),
    ),
    Policy(
        name="cloudtrail-enabled",
        title="Trails are switched on",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="Switching the trail off is what an intruder does first; a program must never do it.",
        remedy="Leave enableLogging out, or set it to true.",
        docs=f"{_GUIDE}/cloudtrail-turning-off-logging.html",
        controls=Controls(fsbp=("CloudTrail.3",), checkov=("CKV_AWS_251",)),
    ),
    Policy(
        name="cloudtrail-validation",
        title="Trails sign their files",
        severity=Severity.MEDIUM,
        levels=Levels.of("R/R/R"),
        why="Without signatures nobody can prove that the audit trail was not altered.",
        remedy="Set enableLogFileValidation to true.",
        docs=f"{_GUIDE}/cloudtrail-log-file-validation-intro.html",
        controls=Controls(
            fsbp=("CloudTrail.4",),
            pci_config=("10.3.2", "10.3.3", "10.3.4"),
            cis=("v3.0 3.2", "v5.0 3.2"),
            checkov=("CKV_AWS_36",),
        ),
    ),
    Policy(
        name="cloudtrail-cmk",
        title="Trails are encrypted with a customer-managed key",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/M/A"),
        why="Whoever may read the bucket may read the audit trail; a key of one's own is a second lock.",
        remedy="Set kmsKeyId to the ARN of an aws.kms.Key of your own whose policy lets CloudTrail use it.",
        docs=f"{_GUIDE}/encrypting-cloudtrail-log-files-with-aws-kms.html",
        controls=Controls(
            fsbp=("CloudTrail.2",),
            pci_config=("3.5.1", "8.3.2", "10.3.2", "10.3.3"),
            cis=("v3.0 3.5", "v5.0 3.5"),
            checkov=("CKV_AWS_35",),
        ),
    ),
    Policy(
        name="cloudtrail-cloudwatch",
        title="Trails deliver to CloudWatch Logs",
        severity=Severity.LOW,
        levels=Levels.of("M/A/A"),
        why="Files in a bucket are read after the incident; alarms need the events while it happens.",
        remedy="Set cloudWatchLogsGroupArn (with :* at its end) and cloudWatchLogsRoleArn.",
        docs=f"{_GUIDE}/send-cloudtrail-events-to-cloudwatch-logs.html",
        controls=Controls(fsbp=("CloudTrail.5",), pci_config=_RECORDS, checkov=("CKV2_AWS_10",)),
    ),
    Policy(
        name="cloudtrail-data-events",
        title="A trail records who reads and writes objects",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/D"),
        why="Management events do not tell which files with card data somebody copied.",
        remedy="Add an advancedEventSelector with eventCategory Data and resources.type AWS::S3::Object.",
        docs=f"{_GUIDE}/logging-data-events-with-cloudtrail.html",
        controls=Controls(
            fsbp=("S3.22", "S3.23"), pci_config=_RECORDS, cis=("v3.0 3.8", "v3.0 3.9", "v5.0 3.8", "v5.0 3.9")
        ),
        setting="platform:governance.trail.objectEvents",
    ),
    Policy(
        name="cloudtrail-org",
        title="The trail of the management account records the whole organization",
        severity=Severity.MEDIUM,
        levels=Levels.of("A/A/D"),
        why="A member account may switch off its own trail, but not that of its organization.",
        remedy="Set isOrganizationTrail to true on the trail of the management account.",
        docs=f"{_GUIDE}/creating-trail-organization.html",
        setting="platform:governance.trail.organization",
    ),
)
