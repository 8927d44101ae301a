"""The catalogue: every policy of the pack, one row each, grouped by AWS service."""

from collections.abc import Iterable, Mapping

from policies.catalogue import (
    account_design,
    cloudwatch,
    dynamodb,
    ec2,
    edge_design,
    elasticache,
    load_balancing,
    messaging,
    network_design,
    pack,
    platform,
    rds,
    s3,
    service_design,
    signing_keys,
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
        *network_design.ROWS,
        *edge_design.ROWS,
        *service_design.ROWS,
        *account_design.ROWS,
        *signing_keys.ROWS,
        *platform.ROWS,
        *pack.ROWS,
    )
)
"""Every policy by name."""
