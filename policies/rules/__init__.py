"""Rules about single resources, grouped by AWS service."""

from policies.rule import ResourceRule, rules_of
from policies.rules import (
    access_policies,
    dynamodb,
    ec2,
    elasticache,
    elb,
    iam_identities,
    iam_permissions,
    iam_trust,
    lambda_access,
    logs,
    rds,
    s3,
    sns,
    sqs,
    storage,
    transport_policies,
)

RESOURCE_RULES: tuple[ResourceRule, ...] = rules_of(
    rds,
    elasticache,
    dynamodb,
    s3,
    sns,
    sqs,
    logs,
    ec2,
    storage,
    elb,
    access_policies,
    transport_policies,
    lambda_access,
    iam_permissions,
    iam_trust,
    iam_identities,
)
"""Every rule about single resources."""
