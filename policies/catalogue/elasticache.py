"""Policies for Amazon ElastiCache."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

_GUIDE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg"

ROWS = (
    Policy(
        name="elasticache-encryption-at-rest",
        title="Caches encrypt what they store",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="Snapshots and swap files of an unencrypted cache are readable, and it cannot be encrypted later.",
        remedy="Set atRestEncryptionEnabled to true; an existing replication group is replaced.",
        docs=f"{_GUIDE}/at-rest-encryption.html",
        controls=Controls(fsbp=("ElastiCache.4",), pci_config=("3.5.1", "8.3.2"), checkov=("CKV_AWS_29",)),
    ),
    Policy(
        name="elasticache-encryption-in-transit",
        title="Caches answer TLS only",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="Sessions and tokens travel in clear between application and cache.",
        remedy="Set transitEncryptionEnabled to true, and transitEncryptionMode to required if it is given.",
        docs=f"{_GUIDE}/in-transit-encryption.html",
        controls=Controls(fsbp=("ElastiCache.5",), pci_config=("2.2.7", "4.2.1", "8.3.2"), checkov=("CKV_AWS_30",)),
    ),
    Policy(
        name="elasticache-cmk",
        title="Caches are encrypted with a customer-managed key",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="The service-owned key cannot be restricted, audited or disabled.",
        remedy="Set kmsKeyId to the ARN of an aws.kms.Key of your own.",
        docs=f"{_GUIDE}/at-rest-encryption.html",
        controls=Controls(checkov=("CKV_AWS_191",)),
    ),
    Policy(
        name="elasticache-multi-az",
        title="Caches survive the loss of a zone",
        severity=Severity.HIGH,
        levels=Levels.of("M/A/D"),
        why="A cache without a replica in another zone loses its sessions and locks when its zone fails.",
        remedy="Set multiAzEnabled and automaticFailoverEnabled to true and give at least one replica.",
        docs=f"{_GUIDE}/AutoFailover.html",
        controls=Controls(fsbp=("ElastiCache.3",), checkov=("CKV2_AWS_50",)),
    ),
)
