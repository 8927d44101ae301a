"""Policies for Amazon EBS and Amazon EFS."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

ROWS = (
    Policy(
        name="ebs-encrypted-default",
        title="New volumes are encrypted by default",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/M/M"),
        why="With the account's default off, every volume that forgets the setting is unencrypted.",
        remedy="Set enabled to true, or leave it out.",
        docs="https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html",
        controls=Controls(fsbp=("EC2.7",), checkov=("CKV_AWS_106",)),
    ),
    Policy(
        name="ebs-volume-encrypted",
        title="Volumes are encrypted",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/A"),
        why="A copied volume or snapshot that is not encrypted is readable.",
        remedy="Set encrypted to true and kmsKeyId to an aws.kms.Key of your own.",
        docs="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
        controls=Controls(fsbp=("EC2.3",), checkov=("CKV_AWS_3",)),
    ),
    Policy(
        name="efs-encrypted",
        title="File systems are encrypted",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/A"),
        why="An unencrypted file system cannot be encrypted later; its backups are readable too.",
        remedy="Set encrypted to true and kmsKeyId to an aws.kms.Key of your own.",
        docs="https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html",
        controls=Controls(fsbp=("EFS.1",), checkov=("CKV_AWS_42",)),
    ),
)
