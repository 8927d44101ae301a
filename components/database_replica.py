"""A read replica of a PostgreSQL instance."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components import postgres
from components.database_logs import log_groups


class DatabaseReplicaArgs(TypedDict):
    identifier: str
    """Identifier of the replica."""
    source_identifier: pulumi.Input[str]
    """Identifier of the instance that it copies, in the same region; subnets and encryption are the source's."""
    engine_version: NotRequired[str]
    """Minor version that the replica gets before its source. Default: that of the source when it was made."""
    auto_minor_upgrade: bool
    """Whether RDS installs minor versions in the maintenance window."""
    instance_class: str
    """Class of the replica."""
    availability_zone: str
    """Zone that it stands in."""
    encrypted: bool
    """Whether the source is encrypted."""
    max_storage_gb: NotRequired[int]
    """GiB up to which storage grows by itself. Default: it doesn't."""
    security_group_id: pulumi.Input[str]
    """Group that admits the clients."""
    parameter_group_name: pulumi.Input[str]
    """Parameter group."""
    ca_certificate: str
    """Authority of the server certificate."""
    backup_days: int
    """Days that backups of its own are kept; 0: none, the source has them."""
    backup_window: str
    """Daily window, UTC."""
    maintenance_window: str
    """Weekly window, UTC."""
    monitoring_seconds: int
    """Seconds between samples of enhanced monitoring; 0 turns it off."""
    monitoring_role_arn: NotRequired[pulumi.Input[str]]
    """Role of enhanced monitoring, when it is on."""
    database_key_arn: pulumi.Input[str]
    """Key of Performance Insights."""
    performance_insights_days: int
    """Days that Performance Insights keeps."""
    log_retention_days: int
    """Days that its logs are kept."""
    logs_key_arn: pulumi.Input[str]
    """Key of its log groups."""
    apply_immediately: bool
    """Whether changes take effect before the next maintenance window."""
    deletion_protection: bool
    """Whether AWS refuses to delete it."""
    protect: bool
    """Whether Pulumi refuses to delete it."""


class DatabaseReplica(pulumi.ComponentResource):
    """A replica in one zone with its log groups: no standby, never public, and with the master user of its source.

    It leaves no final snapshot, which AWS refuses of replicas; its data is the source's.
    """

    arn: pulumi.Output[str]
    """ARN of the replica."""
    host: pulumi.Output[str]
    """Host name."""
    log_group_names: pulumi.Output[list[str]]
    """Log groups of the replica."""

    def __init__(self, name: str, args: DatabaseReplicaArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:DatabaseReplica", name, {}, opts)
        groups = log_groups(name, args["identifier"], args["log_retention_days"], args["logs_key_arn"], self)
        replica = aws.rds.Instance(
            f"{name}-instance",
            identifier=args["identifier"],
            replicate_source_db=args["source_identifier"],
            engine_version=args.get("engine_version"),
            auto_minor_version_upgrade=args["auto_minor_upgrade"],
            instance_class=args["instance_class"],
            storage_type="gp3",
            max_allocated_storage=args.get("max_storage_gb"),
            storage_encrypted=args["encrypted"],
            port=postgres.PORT,
            iam_database_authentication_enabled=True,
            vpc_security_group_ids=[args["security_group_id"]],
            publicly_accessible=False,
            multi_az=False,
            availability_zone=args["availability_zone"],
            parameter_group_name=args["parameter_group_name"],
            ca_cert_identifier=args["ca_certificate"],
            backup_retention_period=args["backup_days"],
            backup_window=args["backup_window"] if args["backup_days"] else None,
            maintenance_window=args["maintenance_window"],
            copy_tags_to_snapshot=True,
            apply_immediately=args["apply_immediately"],
            deletion_protection=args["deletion_protection"],
            skip_final_snapshot=True,
            monitoring_interval=args["monitoring_seconds"],
            monitoring_role_arn=args.get("monitoring_role_arn"),
            performance_insights_enabled=True,
            performance_insights_kms_key_id=args["database_key_arn"],
            performance_insights_retention_period=args["performance_insights_days"],
            enabled_cloudwatch_logs_exports=list(postgres.LOG_EXPORTS),
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=groups, protect=args["protect"], delete_before_replace=True
            ),
        )
        self.arn = replica.arn
        self.host = replica.address
        self.log_group_names = pulumi.Output.all(*(group.name for group in groups)).apply(list)
        self.register_outputs({"arn": self.arn, "host": self.host, "log_group_names": self.log_group_names})
