"""Policies for Amazon ElastiCache."""

from policies.catalogue.model import INTEGER, Controls, Levels, Parameter, Policy, Severity

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
    Policy(
        name="elasticache-auth",
        title="Caches ask clients who they are",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/A"),
        why="Whatever runs in reach of the cache reads every session and token in it.",
        remedy="Set userGroupIds, or authToken (authTokenWo), with transitEncryptionEnabled true.",
        docs=f"{_GUIDE}/Clusters.RBAC.html",
        controls=Controls(fsbp=("ElastiCache.6",), checkov=("CKV_AWS_31",)),
    ),
    Policy(
        name="elasticache-backup",
        title="Caches are backed up",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/D"),
        why="Queues, locks and limits that live in a cache are lost with its last node.",
        remedy="Set snapshotRetentionLimit to some days.",
        docs=f"{_GUIDE}/backups-automatic.html",
        controls=Controls(fsbp=("ElastiCache.1",), pci_config=("10.3.3",), checkov=("CKV_AWS_134",)),
        parameters=(
            Parameter("minimumDays", "Fewest days that snapshots are kept.", INTEGER, prod=7, staging=1, dev=1),
        ),
        setting="platform:caches.<name>.snapshotDays",
    ),
    Policy(
        name="elasticache-auto-minor-upgrade",
        title="Caches take minor versions by themselves",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/M/A"),
        why="Minor versions close security holes of the engine; one that is nobody's task is installed by nobody.",
        remedy="Set autoMinorVersionUpgrade to true, or leave it out.",
        docs=f"{_GUIDE}/VersionManagement.html",
        controls=Controls(
            fsbp=("ElastiCache.2",), pci_security_hub=("6.3.3",), pci_config=("6.3.3",), checkov=("CKV_AWS_322",)
        ),
    ),
    Policy(
        name="elasticache-custom-subnet-group",
        title="Caches are in subnets that were chosen for them",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/A"),
        why="The default subnet group holds every subnet of the default VPC, all of which are public.",
        remedy="Set subnetGroupName to an aws.elasticache.SubnetGroup of private subnets.",
        docs=f"{_GUIDE}/SubnetGroups.html",
        controls=Controls(fsbp=("ElastiCache.7",), checkov=("CKV_AWS_323",)),
    ),
    Policy(
        name="elasticache-logs",
        title="Caches hand over their slow log",
        severity=Severity.LOW,
        levels=Levels.of("A/A/D"),
        why="One slow command stops all others of a node; without its log nobody learns which.",
        remedy="Give logDeliveryConfigurations an entry with logType slow-log.",
        docs=f"{_GUIDE}/Log_Delivery.html",
    ),
)
