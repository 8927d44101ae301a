"""Policies for the life of KMS keys."""

from policies.catalogue.model import INTEGER, Controls, Levels, Parameter, Policy, Severity, same_everywhere

_GUIDE = "https://docs.aws.amazon.com/kms/latest/developerguide"

ROWS = (
    Policy(
        name="kms-rotation",
        title="Keys get new material every year",
        severity=Severity.HIGH,
        levels=Levels.of("R/R/R"),
        why="The longer one material encrypts, the more is readable when it leaks.",
        remedy="Set enableKeyRotation to true, and rotationPeriodInDays to no more than the maximum if it is given.",
        docs=f"{_GUIDE}/rotate-keys.html",
        controls=Controls(
            fsbp=("KMS.4",), pci_config=("3.7.4", "3.7.5"), cis=("v3.0 3.6", "v5.0 3.6"), checkov=("CKV_AWS_7",)
        ),
        parameters=(same_everywhere("maximumDays", "Most days between two rotations.", INTEGER, 365),),
    ),
    Policy(
        name="kms-deletion-window",
        title="Keys wait before they are deleted, and cannot lock their owner out",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/D"),
        why="With its key, everything that is encrypted under it is lost; the wait is the last time to notice.",
        remedy="Leave deletionWindowInDays and bypassPolicyLockoutSafetyCheck out, or set them to 30 and false.",
        docs=f"{_GUIDE}/deleting-keys.html",
        controls=Controls(fsbp=("KMS.3",), pci_config=("3.5.1.1", "3.5.1.3", "3.6.1", "3.7.1")),
        parameters=(Parameter("minimumDays", "Fewest days that KMS waits.", INTEGER, prod=30, staging=7, dev=7),),
    ),
    Policy(
        name="kms-key-enabled",
        title="Keys can be used",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/M/A"),
        why="Databases, queues and logs under a disabled key stop, some of them for good.",
        remedy="Set isEnabled (of replica and external keys enabled) to true, or leave it out.",
        docs=f"{_GUIDE}/enabling-keys.html",
        controls=Controls(checkov=("CKV_AWS_227",)),
    ),
)
