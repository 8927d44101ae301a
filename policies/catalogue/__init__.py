"""The catalogue: every policy of the pack, one row each, grouped by AWS service."""

from collections.abc import Iterable, Mapping

from policies.catalogue import (
    access_design,
    access_policies,
    alarms,
    certificates,
    cloudwatch,
    dns,
    dynamodb,
    ec2,
    elasticache,
    iam,
    kms_keys,
    lambda_access,
    load_balancing,
    messaging,
    network_design,
    pack,
    platform,
    rds,
    rds_access,
    rds_operation,
    recovery,
    s3,
    s3_access,
    s3_retention,
    secret_stores,
    storage,
)
from policies.catalogue.model import Policy


def indexed(rows: Iterable[Policy]) -> Mapping[str, Policy]:
    """Rows by name; two rows of one name are an error of the pack."""
    index: dict[str, Policy] = {}
    for row in rows:
        if row.name in index:
            raise ValueError(f"The catalogue has two rows named {row.name}; a policy's name is unique.")
        index[row.name] = row
    return index


CATALOGUE: Mapping[str, Policy] = indexed(
    (
        *rds.ROWS,
        *elasticache.ROWS,
        *dynamodb.ROWS,
        *s3.ROWS,
        *messaging.ROWS,
        *cloudwatch.ROWS,
        *ec2.ROWS,
        *storage.ROWS,
        *load_balancing.ROWS,
        *access_policies.ROWS,
        *lambda_access.ROWS,
        *iam.ROWS,
        *access_design.ROWS,
        *network_design.ROWS,
        *platform.ROWS,
        *alarms.ROWS,
        *certificates.ROWS,
        *dns.ROWS,
        *kms_keys.ROWS,
        *rds_access.ROWS,
        *rds_operation.ROWS,
        *recovery.ROWS,
        *s3_access.ROWS,
        *s3_retention.ROWS,
        *secret_stores.ROWS,
        *pack.ROWS,
    )
)
"""Every policy by name."""
