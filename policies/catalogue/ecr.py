"""Policies for Amazon ECR."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

_GUIDE = "https://docs.aws.amazon.com/AmazonECR/latest/userguide"

ROWS = (
    Policy(
        name="ecr-scan-on-push",
        title="Images are scanned when they are pushed",
        severity=Severity.HIGH,
        levels=Levels.of("R/R/R"),
        why="An image with a known flaw goes into production without anybody being told.",
        remedy="Set imageScanningConfiguration to {scanOnPush: true}.",
        docs=f"{_GUIDE}/image-scanning.html",
        controls=Controls(fsbp=("ECR.1",), pci_config=("11.3.1",), checkov=("CKV_AWS_163",)),
    ),
    Policy(
        name="ecr-immutable-tags",
        title="A tag stays with its image",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/M/A"),
        why="Whoever may push could put other code under a tag that was tested and released.",
        remedy="Set imageTagMutability to IMMUTABLE, or to IMMUTABLE_WITH_EXCLUSION for a few moving tags.",
        docs=f"{_GUIDE}/image-tag-mutability.html",
        controls=Controls(fsbp=("ECR.2",), checkov=("CKV_AWS_51",)),
        setting="platform:images",
    ),
    Policy(
        name="ecr-cmk",
        title="Repositories are encrypted with a customer-managed key",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="AWS's own key cannot be restricted, audited or disabled; a repository's key cannot be changed later.",
        remedy="Set encryptionConfigurations to [{encryptionType: KMS, kmsKey: <ARN of an aws.kms.Key of your own>}].",
        docs=f"{_GUIDE}/encryption-at-rest.html",
        controls=Controls(fsbp=("ECR.5",), checkov=("CKV_AWS_136",)),
    ),
    Policy(
        name="ecr-no-force-delete",
        title="A repository with images cannot be deleted",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/D"),
        why="One mistaken destroy deletes every image, those in production and those for a rollback.",
        remedy="Set forceDelete to false.",
        docs=f"{_GUIDE}/repository-delete.html",
        setting="platform:images",
    ),
)
