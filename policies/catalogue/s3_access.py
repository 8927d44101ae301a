"""Policies for who gets at S3 buckets."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

_GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"
_REMEDY = "Set blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets to true."

ROWS = (
    Policy(
        name="s3-public-access-block",
        title="Buckets block public access",
        severity=Severity.CRITICAL,
        levels=Levels.of("R/R/R"),
        why="One policy or list that is too wide makes every object readable for the world.",
        remedy=_REMEDY,
        docs=f"{_GUIDE}/access-control-block-public-access.html",
        controls=Controls(
            fsbp=("S3.8",),
            cis=("v3.0 2.1.4", "v5.0 2.1.4"),
            checkov=("CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56"),
        ),
    ),
    Policy(
        name="s3-account-public-access-block",
        title="The account blocks public access to all its buckets",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="A bucket that somebody makes outside of this program has no block of its own.",
        remedy=_REMEDY,
        docs=f"{_GUIDE}/configuring-block-public-access-account.html",
        controls=Controls(
            fsbp=("S3.1",),
            pci_config=("1.2.8", "1.3.1", "1.3.2", "1.4.2"),
            cis=("v3.0 2.1.4", "v5.0 2.1.4"),
        ),
    ),
    Policy(
        name="s3-acl-not-public",
        title="No access control list opens a bucket",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="A list with AllUsers or AuthenticatedUsers lets the world, or every AWS account, read or write.",
        remedy="Set acl to private, or take the groups out of the grants.",
        docs=f"{_GUIDE}/acl-overview.html",
        controls=Controls(
            fsbp=("S3.2", "S3.3"),
            pci_config=("1.2.8", "1.3.1", "1.3.2", "1.4.2"),
            checkov=("CKV_AWS_20", "CKV_AWS_57", "CKV_AWS_375", "CKV2_AWS_43"),
        ),
    ),
    Policy(
        name="s3-acl-disabled",
        title="Buckets ignore access control lists",
        severity=Severity.LOW,
        levels=Levels.of("M/A/A"),
        why="Lists on single objects grant access past the bucket's policy, where nobody looks.",
        remedy="Set rule.objectOwnership to BucketOwnerEnforced.",
        docs=f"{_GUIDE}/about-object-ownership.html",
        controls=Controls(fsbp=("S3.12",), pci_config=("7.2.1", "7.2.2", "7.2.5", "7.3.1"), checkov=("CKV2_AWS_65",)),
    ),
    Policy(
        name="s3-access-point-bpa",
        title="Access points block public access",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="A policy of an access point opens the bucket behind it, and its block can't be changed later.",
        remedy="Leave publicAccessBlockConfiguration out, or set its four booleans to true.",
        docs=f"{_GUIDE}/access-points-bpa-settings.html",
        controls=Controls(fsbp=("S3.19",), pci_config=("1.2.8", "1.3.1", "1.3.2", "1.4.2"), checkov=("CKV_AWS_392",)),
    ),
)
