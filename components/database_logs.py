"""Log groups of an RDS for PostgreSQL instance."""

import pulumi
import pulumi_aws as aws

from components import postgres


def log_groups(
    name: str, identifier: str, retention_days: int, key_arn: pulumi.Input[str], parent: pulumi.Resource
) -> list[aws.cloudwatch.LogGroup]:
    """One for each exported log. RDS would make them itself at the first export: unencrypted, and kept for ever."""
    return [
        aws.cloudwatch.LogGroup(
            f"{name}-{export}-logs",
            name=f"/aws/rds/instance/{identifier}/{export}",
            retention_in_days=retention_days,
            kms_key_id=key_arn,
            opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=True),
        )
        for export in postgres.LOG_EXPORTS
    ]
