"""Copies of a database's automated backups in another region."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.regional_key import CopiesKeyArgs, RegionalKey


class BackupReplicationArgs(TypedDict):
    identifier: str
    """Identifier of the instance."""
    source_arn: pulumi.Input[str]
    """ARN of the instance, which has automated backups."""
    account_id: str
    """Account of the instance and its copies."""
    region: str
    """Region of the copies, another one than the instance's."""
    days: int
    """Days that the copies are kept, 1 to 35."""
    key: CopiesKeyArgs
    """Key of the copies."""
    protect: bool
    """Whether Pulumi refuses to delete key and copies."""


class BackupReplication(pulumi.ComponentResource):
    """RDS copies snapshots and transaction logs as soon as they are there, under a key of the other region."""

    key_arn: pulumi.Output[str]
    """ARN of the key of the copies."""
    arn: pulumi.Output[str]
    """ARN of the replicated backups."""

    def __init__(self, name: str, args: BackupReplicationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:BackupReplication", name, {}, opts)
        key = RegionalKey(
            f"{name}-regional",
            {
                **args["key"],
                "data_class": "database",
                "description": f"Copies of the backups of {args['identifier']}",
                "account_id": args["account_id"],
                "region": args["region"],
                "protect": args["protect"],
            },
            pulumi.ResourceOptions(parent=self),
        )
        replication = aws.rds.InstanceAutomatedBackupsReplication(
            f"{name}-copies",
            region=args["region"],
            source_db_instance_arn=args["source_arn"],
            kms_key_id=key.arn,
            retention_period=args["days"],
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"]),
        )
        self.key_arn = key.arn
        self.arn = pulumi.Output.from_input(replication.id)
        self.register_outputs({"key_arn": self.key_arn, "arn": self.arn})
