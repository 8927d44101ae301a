"""Examples for who gets into caches, and how they are backed up, upgraded, placed and logged."""

from tests.policies.examples.model import Example
from tests.policies.harness import UNKNOWN_VALUE

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
CLUSTER = "aws:elasticache/cluster:Cluster"

EXAMPLES = (
    Example(
        "elasticache-auth",
        GROUP,
        compliant={"userGroupIds": ["sessions"], "transitEncryptionEnabled": True},
        violating={"transitEncryptionEnabled": True},
        unknown={"userGroupIds": [UNKNOWN_VALUE], "transitEncryptionEnabled": True},
        unknown_path="userGroupIds",
        says="neither userGroupIds nor authToken is set",
    ),
    Example(
        "elasticache-auth",
        GROUP,
        compliant={"authTokenWo": "0123456789abcdef", "authTokenWoVersion": 1, "transitEncryptionEnabled": "true"},
        violating={"authToken": "0123456789abcdef", "transitEncryptionEnabled": False},
        unknown={"authToken": UNKNOWN_VALUE, "transitEncryptionEnabled": True},
        unknown_path="authToken",
        says="transitEncryptionEnabled is false",
    ),
    Example(
        "elasticache-backup",
        GROUP,
        compliant={"snapshotRetentionLimit": 7},
        violating={"snapshotRetentionLimit": 1},
        unknown={"snapshotRetentionLimit": UNKNOWN_VALUE},
        unknown_path="snapshotRetentionLimit",
        says="snapshotRetentionLimit is 1, the minimum is 7",
    ),
    Example(
        "elasticache-backup",
        CLUSTER,
        compliant={"engine": "memcached"},
        violating={"engine": "redis"},
        unknown={"engine": UNKNOWN_VALUE},
        unknown_path="engine",
        says="snapshotRetentionLimit is not set, the minimum is 7",
    ),
    Example(
        "elasticache-auto-minor-upgrade",
        GROUP,
        compliant={},
        violating={"autoMinorVersionUpgrade": False},
        unknown={"autoMinorVersionUpgrade": UNKNOWN_VALUE},
        unknown_path="autoMinorVersionUpgrade",
        says="autoMinorVersionUpgrade is false",
    ),
    Example(
        "elasticache-auto-minor-upgrade",
        CLUSTER,
        compliant={"engine": "redis", "autoMinorVersionUpgrade": "true"},
        violating={"engine": "redis", "autoMinorVersionUpgrade": "false"},
        unknown={"engine": UNKNOWN_VALUE, "autoMinorVersionUpgrade": "false"},
        unknown_path="engine",
        says='autoMinorVersionUpgrade is "false"',
    ),
    Example(
        "elasticache-custom-subnet-group",
        GROUP,
        compliant={"subnetGroupName": "sessions"},
        violating={"subnetGroupName": "default"},
        unknown={"subnetGroupName": UNKNOWN_VALUE},
        unknown_path="subnetGroupName",
        says='subnetGroupName is "default"',
    ),
    Example(
        "elasticache-custom-subnet-group",
        CLUSTER,
        compliant={"replicationGroupId": "sessions"},
        violating={"engine": "memcached"},
        unknown={"engine": "memcached", "subnetGroupName": UNKNOWN_VALUE},
        unknown_path="subnetGroupName",
        says="subnetGroupName is not set, which means default",
    ),
    Example(
        "elasticache-logs",
        GROUP,
        compliant={"logDeliveryConfigurations": [{"logType": "engine-log"}, {"logType": "slow-log"}]},
        violating={"logDeliveryConfigurations": [{"logType": "engine-log"}]},
        unknown={"logDeliveryConfigurations": [{"logType": UNKNOWN_VALUE}]},
        unknown_path="logDeliveryConfigurations",
        says="logDeliveryConfigurations has no slow-log",
    ),
)
