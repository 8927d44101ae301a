"""Rules for Amazon EBS and Amazon EFS."""

from policies.conditions import must_be_true
from policies.properties import Properties
from policies.resource_types import EBS_DEFAULT_ENCRYPTION, EBS_VOLUME, FILE_SYSTEM
from policies.rule import rule
from policies.verdict import Verdict


@rule("ebs-encrypted-default", applies_to=(EBS_DEFAULT_ENCRYPTION,))
def encrypts_new_volumes(default: Properties) -> Verdict:
    return must_be_true(default, "enabled", absent=True)


@rule("ebs-volume-encrypted", applies_to=(EBS_VOLUME,))
def volume_is_encrypted(volume: Properties) -> Verdict:
    return must_be_true(volume, "encrypted")


@rule("efs-encrypted", applies_to=(FILE_SYSTEM,))
def file_system_is_encrypted(file_system: Properties) -> Verdict:
    return must_be_true(file_system, "encrypted")
