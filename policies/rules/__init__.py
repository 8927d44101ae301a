"""Rules about single resources, grouped by AWS service."""

from policies.rule import ResourceRule, rules_of
from policies.rules import (
    dynamodb,
    ec2,
    elasticache,
    elb,
    logs,
    rds,
    s3,
    signing_keys,
    sns,
    sqs,
    storage,
)

RESOURCE_RULES: tuple[ResourceRule, ...] = rules_of(
    rds, elasticache, dynamodb, s3, sns, sqs, logs, ec2, storage, elb, signing_keys
)
"""Every rule about single resources."""
