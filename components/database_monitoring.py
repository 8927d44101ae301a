"""The role with which RDS sends enhanced monitoring."""

import json

import pulumi
import pulumi_aws as aws

from components.arns import managed_policy_arn
from components.database_args import DatabaseArgs
from components.policy_documents import trust
from components.role_arns import arn_once_allowed


def monitoring_role_arn(prefix: str, args: DatabaseArgs, opts: pulumi.ResourceOptions) -> pulumi.Output[str]:
    """ARN of a role for the instance and its replicas."""
    role = aws.iam.Role(
        f"{prefix}-monitoring",
        description=f"Sends enhanced monitoring of {args['identifier']} to CloudWatch",
        assume_role_policy=json.dumps(trust("monitoring.rds.amazonaws.com", args["account_id"])),
        opts=opts,
    )
    policy = aws.iam.RolePolicyAttachment(
        f"{prefix}-monitoring",
        role=role.name,
        policy_arn=managed_policy_arn(args["region"], "service-role/AmazonRDSEnhancedMonitoringRole"),
        opts=opts,
    )
    return arn_once_allowed(role.arn, [policy])
