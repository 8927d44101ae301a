"""Policies for how long S3 buckets keep what they hold."""

from policies.catalogue.model import INTEGER, TEXT, Controls, Levels, Policy, Severity, same_everywhere

_GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"

ROWS = (
    Policy(
        name="s3-versioning",
        title="Buckets keep the versions of their objects",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="An object that is overwritten or deleted by mistake or by ransomware is gone.",
        remedy="Set versioningConfiguration.status to Enabled.",
        docs=f"{_GUIDE}/Versioning.html",
        controls=Controls(fsbp=("S3.14",), pci_config=("10.3.4",), checkov=("CKV_AWS_21",)),
    ),
    Policy(
        name="s3-force-destroy",
        title="A bucket is not deleted with what is in it",
        severity=Severity.HIGH,
        levels=Levels.of("M/A/D"),
        why="One mistaken destroy deletes every object and version, locked ones included.",
        remedy="Set forceDestroy to false, or leave it out.",
        docs=f"{_GUIDE}/delete-bucket.html",
    ),
    Policy(
        name="s3-object-lock",
        title="Audit logs cannot be deleted or changed",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/D"),
        why="Whoever breaks in deletes the traces first; PCI DSS wants audit logs protected and kept for a year.",
        remedy="Set objectLockEnabled of the bucket to true and give its lock configuration a defaultRetention.",
        docs=f"{_GUIDE}/object-lock.html",
        controls=Controls(fsbp=("S3.15",), pci_config=("10.3.4",), checkov=("CKV_AWS_143",)),
        parameters=(
            same_everywhere("minimumDays", "Fewest days that objects are locked.", INTEGER, 365),
            same_everywhere(
                "auditNames", "Regular expression for names of buckets with audit logs.", TEXT, "(?i)cloudtrail|audit"
            ),
        ),
    ),
    Policy(
        name="s3-lifecycle-abort-mpu",
        title="Left-over uploads are cleared away",
        severity=Severity.LOW,
        levels=Levels.of("A/A/D"),
        why="Parts of uploads that were never completed are paid for, and no listing shows them.",
        remedy="Give an enabled rule for the whole bucket abortIncompleteMultipartUpload with some days.",
        docs=f"{_GUIDE}/mpu-abort-incomplete-mpu-lifecycle-config.html",
        controls=Controls(
            fsbp=("S3.13",),
            pci_config=("3.2.1", "3.3.1.1", "3.3.1.3", "3.3.2"),
            checkov=("CKV_AWS_300", "CKV2_AWS_61"),
        ),
    ),
)
