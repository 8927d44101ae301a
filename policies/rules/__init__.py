"""Rules about single resources, grouped by AWS service."""

from policies.rule import ResourceRule, rules_of
from policies.rules import (
    cloudtrail,
    detection,
    dynamodb,
    ec2,
    ecr,
    ecs_services,
    ecs_tasks,
    elasticache,
    elb,
    lambda_functions,
    logs,
    network,
    rds,
    s3,
    security_groups,
    sns,
    sqs,
    storage,
    target_groups,
    waf,
)

RESOURCE_RULES: tuple[ResourceRule, ...] = rules_of(
    *(rds, elasticache, dynamodb, s3, sns, sqs, logs, ec2, storage, elb),
    *(ecs_services, ecs_tasks, target_groups, waf, cloudtrail, detection, ecr, lambda_functions),
    *(network, security_groups),
)
"""Every rule about single resources."""
